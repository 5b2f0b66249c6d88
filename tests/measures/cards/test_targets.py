"""Measures against targets, on months that one can read by head."""

import math

import pandas as pd
import pytest

from klantlib.measures.cards.targets import against_targets, by_unit, readable, rough


def measured(name, values, target=10.0, better="higher", *, unit=None, kind=None, start="2025-01-31"):
    """A value a month."""
    return pd.DataFrame(
        {
            "measure": name,
            "date": pd.date_range(start, periods=len(values), freq="ME"),
            "value": [float(value) for value in values],
            "target": target,
            "better": better,
            "unit_of_measure": kind,
            "unit": unit,
        }
    )


def last_year(name, values, **options):
    return measured(name, values, start="2024-01-31", **options)


NOTHING = measured("x", []).iloc[:0]


def test_level_share_on_target_and_distance():
    """8, 10, 12, 9 at a target of 10: the latest is 9, a tenth short; two of four are on target."""
    row = against_targets(measured("Bereikbaar", [8, 10, 12, 9]), NOTHING).loc["Bereikbaar"]
    assert row[["latest", "target", "distance", "on_target", "n"]].tolist() == [9, 10, -0.1, 0.5, 4]
    assert not row["reached"]


def test_where_lower_is_better_the_distance_turns_round():
    """A lead time of 4 days at a target of 2 is all of the target too long; 2 is on target."""
    slow = measured("Levertijd", [2, 4], target=2.0, better="lower", kind="dagen")
    row = against_targets(slow, NOTHING).loc["Levertijd (dagen)"]
    assert row[["distance", "on_target"]].tolist() == [-1, 0.5]
    assert against_targets(slow.iloc[:1], NOTHING)["reached"].tolist() == [True]


def test_units_count_alike_in_the_latest_month():
    both = pd.concat([measured("m", [4, 8], unit="A"), measured("m", [4, 12], unit="B")])
    assert against_targets(both, NOTHING).loc["m", "latest"] == 10


def test_the_furthest_from_its_target_comes_first():
    """Half of the target before nearly all of it; what cannot be judged comes last."""
    rows = pd.concat([measured("near", [9]), measured("far", [5]), measured("odd", [5], better=None)])
    assert list(against_targets(rows, NOTHING).index) == ["far", "near", "odd"]


def test_a_direction_needs_more_than_chance():
    """From 5, 6, 7 to 15, 16, 17 is better; from 5, 6, 7 to 6, 7, 8 is within Welch's interval of -1.27 to 3.27."""
    before = pd.concat([last_year("up", [5, 6, 7]), last_year("same", [5, 6, 7])])
    now = pd.concat([measured("up", [15, 16, 17]), measured("same", [6, 7, 8])])
    found = against_targets(now, before)
    assert found["trend"].to_dict() == {"up": "better", "same": "steady"}
    assert found.loc["same", ["change", "low", "high"]].tolist() == pytest.approx([1, -1.267, 3.267], abs=1e-3)
    lower = against_targets(now.assign(better="lower"), before.assign(better="lower"))
    assert lower.loc["up", "trend"] == "worse"


def test_without_a_period_before_the_halves_are_compared():
    """1, 1, 1 and then 9, 9, 9; with two months there is nothing to tell."""
    found = against_targets(measured("m", [1, 1, 1, 9, 9, 9]), NOTHING).loc["m"]
    assert (found["trend"], found["halves"], found["change"]) == ("better", True, 8)
    assert against_targets(measured("m", [1, 9]), NOTHING).loc["m", "trend"] == "few"


def test_days_are_taken_together_in_months():
    """Ninety days of which each month has one level are three values, not ninety."""
    days = pd.date_range("2025-01-01", "2025-03-31", freq="D")
    rows = measured("m", [1]).drop(columns=["date", "value"]).merge(
        pd.DataFrame({"date": days, "value": days.month.astype(float)}), how="cross"
    )  # fmt: skip
    before = last_year("m", [1, 2, 3])
    found = against_targets(rows, before).loc["m"]
    assert (found["n"], found["change"], found["trend"]) == (90, 0, "steady")


def test_an_unknown_or_contradicted_way_is_no_verdict():
    """Better is empty, or higher in one row and lower in another: not reached and not missed; it only goes up."""
    rows = measured("m", [1, 1, 1, 9, 9, 9], better=None)
    found = against_targets(rows, NOTHING).loc["m"]
    assert pd.isna(found["reached"])
    assert math.isnan(found["on_target"])
    assert found["trend"] == "up"
    mixed = rows.assign(better=["higher", "lower"] * 3)
    assert pd.isna(against_targets(mixed, NOTHING).loc["m", "reached"])


def test_a_distance_from_a_target_of_nothing_is_not_told():
    """A share of nothing has no meaning; whether the target was reached has."""
    found = against_targets(measured("m", [5], target=0.0), NOTHING).loc["m"]
    assert math.isnan(found["distance"])
    assert bool(found["reached"])


def test_below_zero_further_is_further():
    """-3 at a target of -2 falls half of it short; where lower is better it is half of it past."""
    below = measured("m", [-3], target=-2.0)
    assert against_targets(below, NOTHING).loc["m", "distance"] == -0.5
    assert against_targets(below.assign(better="lower"), NOTHING).loc["m", "distance"] == 0.5


def test_a_unit_that_lags_every_month_is_found():
    """B is 3 under A and C each month, give or take a little: three units, three comparisons."""
    rows = pd.concat(
        [
            measured("m", [10, 11, 10, 11], unit="A"),
            measured("m", [7, 8, 7.1, 8], unit="B"),
            measured("m", [10, 11, 10.1, 11], unit="C"),
        ]
    )
    found, compared = by_unit(rows)
    assert compared == 3
    assert found.iloc[0][["unit", "way", "months", "level"]].tolist() == ["B", "worse", 4, 7.53]
    assert found.iloc[0]["high"] < 0


def test_units_that_only_waver_do_not_differ():
    rows = pd.concat([measured("m", [10, 12, 10, 12], unit="A"), measured("m", [12, 10, 12, 10], unit="B")])
    found, compared = by_unit(rows)
    assert (len(found), compared) == (0, 2)


def test_two_months_or_one_unit_compare_nothing():
    rows = pd.concat([measured("m", [1, 2], unit="A"), measured("m", [9, 9], unit="B")])
    assert by_unit(rows)[1] == 0
    assert by_unit(measured("m", [1, 2, 3], unit="A"))[1] == 0
    assert by_unit(NOTHING)[1] == 0


def test_means_are_read_in_three_digits_and_differences_in_two():
    assert [readable(v) for v in (83.917, 0.012345, 1234.4, 0.0)] == [83.9, 0.0123, 1234, 0]
    assert [rough(v) for v in (-0.1785, 12.34)] == [-0.18, 12]


def test_the_order_of_rows_does_not_matter_and_the_input_stays():
    rows = pd.concat([measured("a", [1, 5, 9, 4], unit="A"), measured("b", [9, 3, 8, 7], unit="B")])
    copy = rows.copy()
    pd.testing.assert_frame_equal(against_targets(rows, NOTHING), against_targets(rows.iloc[::-1], NOTHING))
    pd.testing.assert_frame_equal(rows, copy)
