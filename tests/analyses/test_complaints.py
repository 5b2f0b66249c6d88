"""Complaints that one can count by hand: kinds, causes, days, who has more than his share, and the yearly bill."""

import math
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.complaints import analyse
from klantlib.blocks import Chart, Heading, Table
from klantlib.languages import languages
from tests.made_accounts import accounts
from tests.made_complaints import complained

END = date(2025, 12, 31)
NOBODY = accounts([])
NONE = complained("")
NO_COSTS = pd.DataFrame(
    {
        "year": pd.array([], dtype="Int64"),
        **dict.fromkeys(("prevention", "repair", "complaints"), pd.Series(dtype=float)),
    }
)


def bought(revenue, orders, margin=None, cost=None):
    """Accounts of A, B, C ... with so many orders each."""
    made = accounts(revenue, margin, cost)
    return replace(
        made,
        customers=made.customers.assign(orders=orders),
        parents=made.customers[["name"]].assign(parent_id=None),
    )


def costs(**years):
    """The yearly bill: y2023=(prevention, repair)."""
    rows = [(int(year[1:]), float(prevention), float(repair), 1.0) for year, (prevention, repair) in years.items()]
    return pd.DataFrame(rows, columns=list(NO_COSTS)).astype({"year": "Int64"})


def analysed(complaints, known=NOBODY, before=NONE, known_before=NOBODY, bill=NO_COSTS, **options):
    return analyse(complaints, before, known, known_before, bill, END, **{"resamples": 50, **options})


def block(result, key):
    return next(block for block in result.blocks() if block.key == key)


def keys(result):
    return [block.key for block in result.blocks()]


FIVE = bought([100] * 5, [10] * 5, [20, 20, 20, 20, -5], [5] * 5)


@pytest.fixture
def year():
    """Twelve complaints of A and one of B, on ten orders each of five customers; eight were late."""
    return complained(
        "AAAAAAAAAAAAB",
        kind=["objective"] * 8 + ["subjective", "doubtful", "chicanery", "ignorance", "objective"],
        cause=["laat"] * 8 + ["stuk"] * 2 + [None] * 3,
        cost=[10.0] * 12 + [5.0],
    )


def test_kinds_are_counted_with_their_cost(year):
    """Nine founded of thirteen: 85; each of the others 10."""
    result = analysed(year, FIVE)
    assert block(result, "kinds").rows[0] == ["objective", 9, pytest.approx(9 / 13), 85.0, "answer_objective"]
    assert [row[1] for row in block(result, "kinds").rows] == [9, 1, 1, 1, 1]
    assert result.figures()["founded_share"] == pytest.approx(9 / 13)


def test_causes_are_shares_of_those_that_are_known(year):
    """Eight late of ten known; three without a cause are told beside it."""
    result = analysed(year, FIVE)
    assert block(result, "causes").rows[0] == ["laat", 8, 0.8, 0.8, 8, 80.0]
    assert block(result, "cause_missing").values == {"n": 3, "all": 13}
    assert result.figures()["vital_causes"] == 1


def test_one_customer_has_more_than_its_orders_explain(year):
    """A filed 12 where 13 on 50 orders gives it 2.6; B filed 1."""
    result = analysed(year, FIVE)
    assert result.figures()["heavy"] == ["A"]
    assert result.figures()["heavy_expected"] == pytest.approx(2.6)
    assert block(result, "heavy").values["of_orders"] == pytest.approx(0.2)
    assert block(result, "heavy_table").rows[0][:3] == ["Klant A", 12, pytest.approx(2.6)]


def test_a_big_customer_complains_more_because_it_buys_more():
    """Twenty on 200 orders, the others one on ten: nobody stands out, and that is said."""
    known = bought([1000] + [50] * 10, [200] + [10] * 10, [1] * 11)
    result = analysed(complained("A" * 20 + "BCDEFGHIJK"), known)
    assert result.figures()["heavy"] == []
    assert "no_heavy_chance" in keys(result)


def test_cost_per_thousand_of_revenue(year):
    """A's twelve cost 120 on a revenue of 100: 1,200 for every 1,000."""
    result = analysed(year, FIVE)
    assert result.customers.loc["A", "cost_per_1000"] == 1200


def test_the_table_per_customer_starts_with_who_complains_most(year):
    """A, then B, then those who did not complain."""
    table = analysed(year, FIVE).per_customer()
    assert list(table.columns)[:3] == ["customer_id", "name", "complaints"]
    assert [row[0] for row in table.rows] == list("ABCDE")


def test_open_complaints_count_as_long_as_they_are_open():
    """Ten of 1 to 10 days and two open since June: half of the twelve within 6."""
    rows = complained("A" * 12, days=[*range(1, 11), None, None])
    result = analysed(rows, FIVE)
    assert (result.figures()["settling"]["median"], result.figures()["settling"]["overdue"]) == (6, 2)
    assert "open_overdue" in keys(result)


def test_under_ten_no_median_is_claimed():
    """Nine complaints: the heading says that they are too few."""
    assert "settling_few_heading" in keys(analysed(complained("A" * 9), FIVE))
    assert "settling_good_heading" in keys(analysed(complained("A" * 10), FIVE))


def test_fewer_than_before_is_told_with_bounds():
    """Twenty customers, two before and one now each: half, whoever is drawn."""
    known = bought([100] * 20, [10] * 20, [10] * 20)
    letters = "".join(known.customers.index)
    result = analysed(complained(letters), known, complained(letters * 2), known)
    assert block(result, "trend_fewer").values["fewer"] == 0.5
    assert result.figures()["change"] == {"ratio": 0.5, "low": 0.5, "high": 0.5}


def test_without_a_period_before_no_trend_is_claimed(year):
    """Nothing bought and nothing filed then: a note. Purchases without complaints: from none."""
    assert "no_before" in keys(analysed(year, FIVE))
    assert "trend_counts" in keys(analysed(year, FIVE, known_before=FIVE))


def test_who_left_without_a_word(year):
    """D, E bought before and not now; D complained then."""
    now = bought([100] * 3, [10] * 3, [20] * 3)
    result = analysed(year, now, complained("D"), FIVE)
    assert result.silent[:4] == (2, 1, 3, 1)
    assert block(result, "silent_same").values["heard"] == 40


@pytest.mark.parametrize(("who", "key"), [("gone", "silent_warned"), ("stayed", "silent_gone")])
def test_whether_complaints_announce_a_departure_is_held_against_the_data(who, key):
    """Ten left and ten stayed; all of the one group complained and none of the other."""
    before = bought([100] * 20, [10] * 20, [20] * 20)
    now = replace(before, customers=before.customers.iloc[10:])
    letters = before.customers.index[:10] if who == "gone" else before.customers.index[10:]
    result = analysed(complained("T"), now, complained(letters), before)
    assert key in keys(result)


def test_without_transactions_nobody_is_counted_as_silent():
    """Two complained, and how many did not is unknown; with them, two of five."""
    assert "silent_only" in keys(analysed(complained("AB")))
    assert block(analysed(complained("AB"), FIVE), "silent").values["customers"] == 5


def test_the_optimum_is_told_where_the_years_carry_it():
    """Repair = 100 e^(-p/20), cheapest at 20 ln 5; the last year spent 60."""
    bill = costs(**{f"y{2021 + i}": (p, 100 * math.exp(-p / 20)) for i, p in enumerate((5, 15, 30, 45, 60))})
    result = analysed(complained("A"), bill=bill)
    assert result.figures()["optimum"]["best"] == pytest.approx(20 * math.log(5))
    assert "prevention_over" in keys(result)
    assert block(result, "bill").guides == {"x": pytest.approx(20 * math.log(5))}


@pytest.mark.parametrize(
    ("bill", "key"),
    [
        (costs(y2023=(10, 90), y2024=(20, 60), y2025=(30, 50)), "prevention_between"),
        (costs(y2023=(10, 90), y2024=(20, 60), y2025=(30, 40)), "prevention_most"),
        (costs(y2023=(10, 50), y2024=(20, 60), y2025=(30, 70)), "prevention_least"),
        (costs(y2025=(10, 50)), "prevention_few"),
    ],
)
def test_else_the_cheapest_year_is_told(bill, key):
    """Three years: 80 at 20 lies between 100 and 80 ... or at an end; one year is too few."""
    assert key in keys(analysed(complained("A"), bill=bill))


def test_years_after_the_period_are_not_there_yet():
    """A bill of 2026 in a report on 2025 is a plan."""
    assert analysed(complained("A"), bill=costs(y2026=(10, 50))).optimum is None


def test_the_actions_take_the_largest_cause_and_who_complains_most(year):
    """Late cost 80, of A; A makes 15 of profit that is at risk."""
    cause, visit = analysed(year, FIVE).actions()
    assert (cause.key, cause.money, cause.stake, cause.customers, cause.parts) == (
        "cause_action",
        80,
        "loss",
        (("A", "Klant A"),),
        [80.0],
    )
    assert (visit.key, visit.money, visit.stake, visit.parts) == ("heavy_action", 15, "profit", [15.0])
    assert (cause.confidence, visit.confidence) == ("high", "low")


def test_one_late_delivery_is_no_cause_to_act_on():
    """Two complaints of one cause: no action."""
    assert analysed(complained("AB", cause="laat"), FIVE).actions() == []


def test_strangers_count_in_the_whole_only():
    """Z is not in the client's table: three complaints, two of them a customer's."""
    result = analysed(complained("AAZ"), FIVE)
    assert (result.figures()["complaints"], result.figures()["of_unknown_customers"]) == (3, 1)
    assert "Z" not in result.customers.index


BILL = costs(y2023=(10, 90), y2024=(20, 60), y2025=(30, 50))
EDGES = {
    "nothing": (NONE,),
    "nothing but a bill": (NONE, NOBODY, NONE, NOBODY, BILL),
    "no complaints": (NONE, FIVE, complained("A"), FIVE),
    "one, nothing known of it": (complained("A", days=None),),
    "one, all known": (complained("A", kind="objective", cause="laat", cost=5), FIVE, complained("A"), FIVE),
    "own kinds": (complained("ABC", kind=["gezeur", "terecht", None]), FIVE),
    "own kind among known": (complained("ABC", kind=["gezeur", "terecht", "doubtful"], cost=3), FIVE),
    "all unfounded": (complained("AB", kind="ignorance", cause=["a", "b"]), FIVE),
    "all open": (complained("A" * 12, days=[1] + [None] * 11), FIVE),
    "half open": (complained("A" * 12, days=[1] * 8 + [None] * 4), FIVE),
    "wrong days": (complained("AB", days=[-3, 2]), FIVE),
    "one cause": (complained("A" * 12, cause="laat", cost=2), FIVE),
    "equal causes": (complained("ABCDE", cause=list("vwxyz")), FIVE),
    "strangers only": (complained("ZZ", kind="objective", cause="laat", cost=1), FIVE),
    "no orders": (complained("AAB", kind="objective"), bought([0, 0], [0, 0])),
    "profit unknown": (complained("A" * 12 + "B"), bought([100] * 5, [10] * 5)),
    "credits only": (complained("A" * 12 + "B", cost=4), bought([-100] * 5, [10] * 5, [-5] * 5)),
    "one with nearly all": (complained("A" * 30, cost=1), bought([990, 5, 5], [99, 1, 1], [9, 1, 1])),
    "nobody left": (complained("A"), FIVE, complained("A"), FIVE),
    "everybody left": (complained("A"), NOBODY, NONE, FIVE),
}


def told(result):
    for language in languages():
        words = words_of(result, language)
        yield from (tell(block, words) for block in [*result.blocks(), *result.actions()])
        yield tell_customers(result.per_customer(), words)


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analysed(*EDGES[name])
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]|  ", text) or not text.strip()]
    assert len(keys(result)) == len(set(keys(result)))
    assert [block.level for block in result.blocks() if isinstance(block, Heading)].count(1) == 1
    assert keys(result)[0] in {"no_complaints", "cause_first", "cause_first_uncosted", "counted", "counted_uncosted"}


def test_every_chart_has_something_to_draw(year):
    """Both pictures have rows, and their columns are of one length."""
    charts = [b for b in analysed(year, FIVE, bill=BILL).blocks() if isinstance(b, Chart)]
    assert [chart.key for chart in charts] == ["pareto", "bill"]
    assert all(len({len(column) for column in chart.data.values()}) == 1 for chart in charts)


def test_tables_in_the_chapter_are_short():
    """Thirty causes and thirty heavy customers: ten rows each."""
    known = bought([100] * 60, [10] * 60, [1] * 60)
    many = "".join(known.customers.index[:30].repeat(12).map(lambda key: key[:1]))
    ids = known.customers.index[:30].repeat(12)
    rows = complained(many, cause=[f"oorzaak {i % 30}" for i in range(len(many))]).assign(customer_id=list(ids))
    tables = [b for b in analysed(rows, known).blocks() if isinstance(b, Table)]
    assert max(len(table.rows) for table in tables) == 10


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(year):
    """Reversed complaints and customers give the same figures; the frames that came in are not touched."""
    kept = year.copy(), FIVE.customers.copy()
    turned = replace(FIVE, customers=FIVE.customers.iloc[::-1])
    assert analysed(year.iloc[::-1], turned).figures() == analysed(year, FIVE).figures()
    pd.testing.assert_frame_equal(year, kept[0])
    pd.testing.assert_frame_equal(FIVE.customers, kept[1])


def test_twice_everything_is_twice_the_complaints_at_the_same_rate(year):
    """Complaints, orders and revenue doubled: twice the cost, as many per 100 orders and as long to settle."""
    twice = bought([200] * 5, [20] * 5, [40, 40, 40, 40, -10], [10] * 5)
    one, two = analysed(year, FIVE).figures(), analysed(pd.concat([year, year], ignore_index=True), twice).figures()
    assert (two["complaints"], two["cost"]) == (2 * one["complaints"], 2 * one["cost"])
    assert two["per_100_orders"] == one["per_100_orders"]
    assert two["settling"]["median"] == one["settling"]["median"]


def test_a_customer_who_buys_nothing_changes_nothing(year):
    """A sixth customer without orders: the same heavy ones, the same rate."""
    more = bought([100] * 5 + [0], [10] * 5 + [0], [20, 20, 20, 20, -5, 0], [5] * 5 + [0])
    one, two = analysed(year, FIVE).figures(), analysed(year, more).figures()
    assert {**two, "customers": 5} == {**one, "customers": 5}


RECORDS = st.lists(
    st.tuples(
        st.sampled_from("ABCDEZ"),
        st.none() | st.integers(-2, 90),
        st.none() | st.sampled_from(["objective", "doubtful", "eigen"]),
        st.none() | st.sampled_from(["laat", "stuk"]),
        st.none() | st.integers(0, 500),
    ),
    max_size=30,
)


@pytest.mark.slow
@given(RECORDS)
@settings(deadline=None, max_examples=40)
def test_whatever_was_filed_it_can_be_told_and_adds_up(records):
    """Kinds add up to the complaints, customers and strangers too, and every sentence is whole."""
    who, days, kind, cause, cost = map(list, zip(*records, strict=True)) if records else ([],) * 5
    result = analysed(complained(who, days=days, kind=kind, cause=cause, cost=cost), FIVE, complained("A"), FIVE)
    assert result.kinds["complaints"].sum() == len(records)
    assert result.customers["complaints"].sum() + result.strangers == len(records)
    assert list(told(result))
