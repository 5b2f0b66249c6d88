"""The latest answer of each respondent counts; loyalty is behaviour before intention."""

from datetime import date

import pandas as pd
import pytest

from klantlib.client.model import empty
from klantlib.measures.survey.loyalty_answers import ZONES, by_customer, counted, obstacles, placed, tally


def answers(*rows, **columns):
    """(customer, date, overall) each; other columns by name."""
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "overall"]).assign(**columns)
    types = empty("satisfaction").dtypes
    return frame.reindex(columns=types.index).astype(types.to_dict())


def aspects(*rows):
    """(customer, date, aspect, importance, expectation, experience) each."""
    types = empty("aspects").dtypes
    return pd.DataFrame(rows, columns=list(types.index)).astype(types.to_dict())


def test_the_latest_answer_of_each_respondent_counts():
    """Els and Jan of customer A answer for themselves; B has no names, so its latest row counts."""
    rows = answers(
        ("A", "2025-02-01", 5),
        ("A", "2025-03-01", 3),
        ("A", "2024-02-01", 1),
        ("B", "2025-02-01", 2),
        ("B", "2024-02-01", 4),
        respondent=["Els", "Jan", "Els", None, None],
        loyalty=50,
    )
    found, source = counted(rows)
    assert source == "loyalty"
    assert sorted(zip(found["customer_id"], found["overall"], strict=True)) == [("A", 3), ("A", 5), ("B", 2)]


def test_nothing_after_the_period_counts():
    """The answer of 2026 is not there yet in a report of 2025."""
    found, _ = counted(answers(("A", "2025-02-01", 5), ("A", "2026-02-01", 1)), date(2025, 12, 31))
    assert found["overall"].tolist() == [5]


def test_levels_are_rounded_down():
    """A 4.9 is not yet a 5."""
    assert counted(answers(("A", "2025-01-01", 4.9), ("B", "2025-01-01", 1)))[0]["level"].tolist() == [4, 1]


@pytest.mark.parametrize(
    ("columns", "source", "loyalty"),
    [
        ({"loyalty": 80, "share_of_wallet": 40, "repurchase": 2}, "loyalty", 0.8),
        ({"share_of_wallet": 40, "repurchase": 2}, "share_of_wallet", 0.4),
        ({"repurchase": 2}, "repurchase", 0.25),
    ],
)
def test_behaviour_goes_before_intention(columns, source, loyalty):
    """Loyalty, else share of wallet, else (repurchase - 1) / 4."""
    found, used = counted(answers(("A", "2025-01-01", 4), **columns))
    assert (used, found["loyalty"].tolist()) == (source, [loyalty])


def test_without_any_of_these_loyalty_is_unknown():
    """No column stands for loyalty, and nobody gets a quadrant; the zone is known."""
    found, source = counted(answers(("A", "2025-01-01", 4)))
    row = placed(found, 4, 0.6).iloc[0]
    assert (source, row["zone"], row["quadrant"]) == (None, "indifference", None)


def test_the_limits_belong_to_the_satisfied_and_the_loyal():
    """A 4 with 60% is an ambassador, a 4 with 59% a mercenary, a 3 with 60% a hostage, a 3 with 59% lost."""
    rows = answers(*[(c, "2025-01-01", o) for c, o in zip("ABCD", [4, 4, 3, 3], strict=True)], loyalty=[60, 59, 60, 59])
    assert placed(counted(rows)[0], 4, 0.6)["quadrant"].tolist() == ["ambassadors", "mercenaries", "hostages", "lost"]


def test_a_customer_is_the_middle_of_its_people():
    """A 5 and a 4 make 4.5, so level 4; loyalty is the mean of .9 and .5."""
    rows = answers(("A", "2025-01-01", 5), ("A", "2025-01-01", 4), respondent=["Els", "Jan"], loyalty=[90, 50])
    row = by_customer(counted(rows)[0]).loc["A"]
    assert (row["level"], row["loyalty"]) == (4, pytest.approx(0.7))


def test_what_disappoints_most_is_importance_times_shortfall():
    """Delivery 5 x (9 - 7) = 10 beats price 2 x (9 - 5) = 8; where all is better than expected nothing is named."""
    rows = aspects(
        ("A", "2025-01-01", "price", 2, 9, 5),
        ("A", "2025-01-01", "delivery", 5, 9, 7),
        ("B", "2025-01-01", "price", 5, 6, 9),
    )
    assert obstacles(rows).to_dict() == {"A": "delivery"}


def test_only_the_latest_round_of_an_aspect_disappoints():
    """Delivery was bad in 2024 and is fine now; price is what remains."""
    rows = aspects(
        ("A", "2024-01-01", "delivery", 5, 9, 2),
        ("A", "2025-01-01", "delivery", 5, 9, 9),
        ("A", "2024-01-01", "price", 1, 9, 8),
    )
    assert obstacles(rows).to_dict() == {"A": "price"}


def test_no_aspects_no_obstacles():
    """An empty table gives an empty answer."""
    assert obstacles(empty("aspects")).to_dict() == {}


def test_a_zone_without_answers_is_counted_too():
    """A 1 and a 2 are defection, a 5 affection; nobody is indifferent."""
    zones = pd.Series([1, 2, 5]).map(ZONES)
    assert tally(zones, ZONES) == {"defection": 2, "indifference": 0, "affection": 1}


def test_on_the_limit_is_loyal_whatever_a_computer_makes_of_it():
    """The mean of 80, 30 and 70 percent is 60 percent, though a computer may find a hair less."""
    row = pd.DataFrame({"overall": [4.0], "level": [4], "loyalty": [0.6 - 1e-16]})
    assert placed(row, 4, 0.6)["quadrant"].tolist() == ["ambassadors"]
