"""Hours against value: by class, by customer, by visit; and what is told where only part is known."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.resources import analyse
from klantlib.blocks import Heading, Table
from klantlib.languages import languages
from klantlib.measures.accounts import Accounts
from tests.made_accounts import accounts
from tests.measures.plans.test_hours import hours, staff

SELLER = staff(("Accountmanager", 43_750, 1400))  # an hour at 100
NO_HOURS, NO_STAFF = hours(), staff()
NO_VISITS = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "activity": pd.Series(dtype="str"), "quantity": []})
NO_CLASSES = pd.Series(dtype="str")


def visits(**made):
    rows = {"customer_id": list(made), "activity": "Bezoeken", "quantity": [float(n) for n in made.values()]}
    return pd.DataFrame(rows)


def classes(**given_):
    return pd.Series(given_, dtype="str")


def found(known, written=NO_HOURS, people=SELLER, made=NO_VISITS, of=NO_CLASSES, months=12.0, **options):
    return analyse(known, written, people, made, of, months, **options)


def keys(result):
    return [block.key for block in result.blocks()]


def rows(result, key):
    return next(block for block in result.blocks() if isinstance(block, Table) and block.key == key).rows


def block(result, key):
    return next(item for item in result.blocks() if item.key == key)


@pytest.fixture
def three():
    """A earns 90 with 10 hours, B 30 with 30, C loses 20 with 40; 20 hours are on small customers as a class."""
    written = hours(
        ("A", None, "Accountmanager", 10, "business"),
        ("B", None, "Accountmanager", 30, "business"),
        ("C", None, "Accountmanager", 40, "personal"),
        (None, "small", "Accountmanager", 20, "business"),
    )
    return accounts([500, 300, 200], [90, 30, -20]), written, classes(A="key_account", B="small", C="loss_maker")


def test_hours_and_cost_by_class_beside_profit(three):
    """100 hours at 100: key account 10% for 90% of the profit, small 50% for 30%, the loss-maker 40% for -20%."""
    known, written, of = three
    groups = found(known, written, of=of).groups
    assert groups.index.tolist() == ["key_account", "small", "loss_maker"]
    assert groups["hours"].tolist() == [10, 50, 40]
    assert groups["cost"].tolist() == [1000, 5000, 4000]
    assert groups["hours_share"].tolist() == [0.1, 0.5, 0.4]
    assert groups["profit_share"].round(9).tolist() == [0.9, 0.3, -0.2]


def test_hours_on_a_class_are_of_no_customer(three):
    """B has its own 30 hours, not the 20 of its class; D, without any, has unknown hours and not 0."""
    _, written, of = three
    more = accounts([500, 300, 200, 100], [90, 30, -20, 5])
    frame = found(more, written, of=of).customers
    assert frame.loc["B", ["hours", "hours_cost", "hours_share"]].tolist() == [30, 3000, 0.3]
    assert math.isnan(frame.loc["D", "hours"])


def test_the_proposal_adds_up_to_the_hours_there_are(three):
    """
    C keeps half of 40; small may not grow: 50 at most; A twice 10 at most. 100 - 20 - 20 = 60 for small, capped at 50:
    the last 10 stay with C. Together 100.
    """
    known, written, of = three
    result = found(known, written, of=of)
    assert result.groups["proposed"].to_dict() == {"key_account": 20, "small": 50, "loss_maker": 30}
    assert result.moved == 10
    assert rows(result, "proposal_table")[-1] == ["together", 100, 100, 100, 0]


def test_future_key_accounts_keep_their_hours(three):
    """B as a future key account earns little now, yet keeps all its 30 hours; with keep_future 0 it may lose some."""
    _, written, _ = three
    of = classes(A="key_account", B="future_key_account", C="key_account")
    result = found(accounts([5, 3, 2], [90, 1, 90]), written, of=of, most=3.0)
    assert result.groups.loc["future_key_account", "proposed"] >= 30
    loose = found(accounts([5, 3, 2], [90, 1, 90]), written, of=of, most=3.0, keep_future=0.0, keep=0.0)
    assert loose.groups.loc["future_key_account", "proposed"] < 30


def test_who_gets_more_hours_than_the_profit_warrants(three):
    """A: 10% of the hours for 90% of the profit is not heavy; B: 30% for 30% is not; C loses money."""
    known, written, of = three
    result = found(known, written, of=of)
    assert result.heavy.index.tolist() == ["C"]
    assert found(known, written, of=of, disproportion=0.9).heavy.index.tolist() == ["C", "B"]


def test_what_a_visit_costs_and_what_a_margin_carries():
    """An hour a visit at 100: 1,000 of margin carries 10, so 12 a year cannot pay; monthly takes 1,200."""
    result = found(accounts([5000], [1000]), made=visits(A=12), hours_a_visit=1.0, visits_most=1.0)
    assert result.customers.loc["A", ["visits", "visits_cost", "break_even_visits"]].tolist() == [12, 1200, 10]
    assert result.figures()["monthly_visit_margin"] == 1200
    assert result.over_visited["excess"].tolist() == [200]


def test_visits_may_take_part_of_the_margin():
    """At a quarter of 1,000: 250; three visits of 100 are 50 over, two are not. A negative margin carries none."""
    known = accounts([500, 500, 500], [1000, 1000, -10])
    result = found(known, made=visits(A=3, B=2, C=1), hours_a_visit=1.0)
    assert result.over_visited["excess"].to_dict() == {"C": 100, "A": 50}
    [action] = [a for a in result.actions() if a.key == "visit_action"]
    assert (action.money, list(action.parts)) == (150, [100, 50])


def test_who_has_no_visits_was_not_visited_but_only_where_visits_are_kept():
    """B has no row beside A's: 0. Without any visit among the activities nobody knows."""
    known = accounts([500, 500], [100, 100])
    assert found(known, made=visits(A=1)).customers["visits"].to_dict() == {"A": 1, "B": 0}
    assert found(known).customers["visits"].isna().all()
    assert "no_visits" in keys(found(known))


def test_a_visit_is_counted_at_the_rate_of_who_visits():
    """The account manager's 100, not the board's 200; where no role is named so the mean of all, by hours."""
    people = staff(("Accountmanager", 43_750, 1400), ("Directie", 87_500, 1400))
    assert found(accounts([5], [1]), people=people).visit_rate == 100
    result = found(accounts([5], [1]), people=people, visited_by="buitendienst")
    assert (result.visit_rate, result.visitors) == (150, [])
    assert "visits_by_all" in keys(result)


def test_a_role_that_is_not_in_staff_is_told_and_counts_as_time_only(three):
    """10 hours of a trainee: in the hours, not in the money."""
    known, written, of = three
    more = pd.concat([written, hours(("A", None, "Stagiair", 10, "business"))], ignore_index=True)
    result = found(known, more, of=of)
    assert block(result, "unpaid_roles").values == {"n": 1, "names": ["Stagiair"], "hours": 10}
    assert result.groups.loc["key_account", ["hours", "cost"]].tolist() == [20, 1000]


def test_own_classes_strangers_and_nobody_are_told(three):
    """Each kind of hour that has no place keeps its name and stays where it is in the proposal."""
    known, written, of = three
    more = hours((None, "Goud", "Accountmanager", 5, None), ("Z", None, "Accountmanager", 6, None))
    nobody = hours((None, None, "Accountmanager", 7, None))
    result = found(known, pd.concat([written, more, nobody], ignore_index=True), of=of)
    assert block(result, "own_classes").values == {"n": 1, "names": ["Goud"], "hours": 5}
    assert block(result, "strangers").values == {"n": 1, "names": ["Z"], "hours": 6}
    assert block(result, "nobodys").values == {"hours": 7}
    assert result.groups.loc["elsewhere", ["hours", "proposed"]].tolist() == [18, 18]
    assert rows(result, "proposal_table")[-1][2:4] == [118, 118]


def test_hours_on_a_customer_that_bought_nothing_are_told(three):
    """D is in the client's file and got 5 hours: margin and profit 0, heavy by definition."""
    known, written, of = three
    parents = known.customers[["name"]].assign(parent_id=None)
    parents.loc["D"] = ["Klant D", None]
    more = pd.concat([written, hours(("D", None, "Accountmanager", 5, None))], ignore_index=True)
    result = found(replace(known, parents=parents), more, of=of)
    assert block(result, "no_revenue").values == {"n": 1, "names": ["Klant D"], "hours": 5}
    assert "D" in result.heavy.index


def test_business_against_personal_in_the_matrix(three):
    """40 of the 100 hours are personal; all of the seller's largest part is on small customers."""
    known, written, of = three
    result = found(known, written, of=of)
    assert block(result, "personal").values["personal_share"] == 0.4
    table = block(result, "matrix_table")
    assert list(table.columns) == ["role", "kind", "key_account", "small", "loss_maker", "all_hours"]
    assert [row[1:] for row in table.rows] == [["business", 10, 50, None, 60], ["personal", None, None, 40, 40]]


def test_only_staff_gives_rates_and_visits():
    """No hours at all: what an hour costs and what a visit asks, and what is lacking is said."""
    said = keys(found(accounts([500], [100])))
    assert said[0] == "only_rates" and {"lacking_hours", "visits_heading", "rates_table"} <= set(said)
    assert not {"shares", "proposal", "matrix_table"} & set(said)


def test_only_hours_gives_time_without_money(three):
    """No staff: shares, proposal and matrix in hours; no cost, no visits, no rates."""
    known, written, of = three
    result = found(known, written, people=NO_STAFF, of=of)
    said = keys(result)
    assert {"lacking_staff", "shares", "proposal", "matrix_hours"} <= set(said)
    assert not {"visits_heading", "rates_table", "unpaid_roles"} & set(said)
    assert "hours_cost" not in block(result, "groups_table").columns


def test_no_shares_of_a_profit_that_is_hardly_there(three):
    """100 - 99 = 1 is under a tenth of 100: no percentages of profit, and it is said."""
    _, written, of = three
    result = found(accounts([500, 300, 200], [100, 0, -99]), written, of=of)
    assert result.groups["profit_share"].isna().all() and "no_percentages" in keys(result)


def test_the_headline_is_what_goes_to_loss_makers(three):
    """40% of the hours on a loss of 20."""
    known, written, of = three
    first = found(known, written, of=of).blocks()[0]
    assert (first.key, first.values["share"], first.values["lost"]) == ("losers", 0.4, 20)


EDGES = {
    "nobody": (accounts([], []), NO_HOURS),
    "nobody, with hours": (accounts([], []), hours((None, "small", "Accountmanager", 5, None))),
    "strangers only": (accounts([], [], stray=100), hours(("Z", None, "Accountmanager", 5, None))),
    "one": (accounts([10], [1]), hours(("A", None, "Accountmanager", 5, None))),
    "one with nearly all": (accounts([99, 1, 1], [9, -1, 1]), hours(("A", None, "Accountmanager", 5, "personal"))),
    "all loss": (accounts([10] * 9, [-1] * 9), hours(("A", None, "Accountmanager", 5, "business"))),
    "all profitable": (accounts([10] * 9, [1] * 9), hours((None, "large", "Accountmanager", 5, "business"))),
    "profit unknown": (accounts([10, 20]), hours(("A", None, "Accountmanager", 5, None))),
    "one profit unknown": (accounts([10, 20], [math.nan, 5]), hours(("A", None, "Accountmanager", 5, None))),
    "zero hours": (accounts([10, 20], [1, 5]), hours(("A", None, "Accountmanager", 0, None))),
    "credits": (accounts([-10, -20], [-1, -5]), hours(("A", None, "Accountmanager", 8, None))),
    "new": (accounts([10, 20], [-1, 5], new=[3, pd.NA]), hours(("A", None, "Accountmanager", 8, None))),
}
OF = {
    "none": NO_CLASSES,
    "some": classes(A="key_account", B="loss_maker", C="small"),
    "future": classes(A="future_key_account", B="large"),
}


def told(result):
    said = [*result.blocks(), *result.actions()]
    return [
        told
        for language in languages()
        for told in (
            *(tell(item, words_of(result, language)) for item in said),
            tell_customers(result.per_customer(), words_of(result, language)),
        )
    ]


@pytest.mark.parametrize(
    "people", [SELLER, NO_STAFF, staff(("Directie", 100_000, 10))], ids=["seller", "none", "board"]
)
@pytest.mark.parametrize("of", OF)
@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name, of, people):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    known, written = EDGES[name]
    result = found(known, written, people=people, of=OF[of], made=visits(A=3, B=1))
    texts = [part for item in told(result) for part in item.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [item.level for item in result.blocks() if isinstance(item, Heading)].count(1) == 1
    assert result.figures()


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(three):
    """Shuffled, the same figures; the frames that came in are not touched."""
    known, written, of = three
    before = known.customers.copy(), written.copy(), of.copy()
    shuffled = Accounts(**{**vars(known), "customers": known.customers.iloc[::-1]})
    turned = found(shuffled, written.iloc[::-1], of=of.iloc[::-1])
    assert turned.figures() == found(known, written, of=of).figures()
    pd.testing.assert_frame_equal(known.customers, before[0])
    pd.testing.assert_frame_equal(written, before[1])
    pd.testing.assert_series_equal(of, before[2])


def test_doubling_the_hours_doubles_the_proposal(three):
    """Every row twice: the same shares, twice the hours in every class."""
    known, written, of = three
    once, twice = (found(known, pd.concat([written] * n), of=of).groups for n in (1, 2))
    assert (twice["hours"] == 2 * once["hours"]).all()
    assert (twice["proposed"] == 2 * once["proposed"]).all()
    assert (twice["hours_share"] == once["hours_share"]).all()


def test_an_empty_customer_changes_no_class(three):
    """D bought and cost nothing: the same groups, one customer more without a class."""
    known, written, of = three
    more = accounts([500, 300, 200, 0], [90, 30, -20, 0])
    groups, now = (found(a, written, of=of).groups for a in (more, known))
    columns = ["hours", "cost", "profit", "proposed"]
    pd.testing.assert_frame_equal(groups.loc[now.index, columns], now[columns])


CUSTOMERS = st.lists(
    st.tuples(st.integers(-500, 500), st.integers(0, 300), st.sampled_from(["key_account", "large", "small", None])),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@given(CUSTOMERS)
@settings(deadline=None, max_examples=40)
def test_all_hours_have_a_place_before_and_after(customers):
    """Whatever the figures: groups and proposal add up to the hours written, and it can be told."""
    profit, spent, of = zip(*customers, strict=True)
    letters = [chr(65 + i) for i in range(len(customers))]
    written = hours(*[(key, None, "Accountmanager", n, "business") for key, n in zip(letters, spent, strict=True)])
    result = found(accounts([10] * len(profit), profit), written, of=classes(**dict(zip(letters, of, strict=True))))
    assert math.isclose(result.groups["hours"].sum(), sum(spent))
    assert math.isclose(result.groups["proposed"].sum(), sum(spent))
    assert told(result)
