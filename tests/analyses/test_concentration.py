"""Top ten, top fifth, whale curve: on tables that one can check by head, and against published figures."""

import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.concentration import analyse
from klantlib.blocks import Chart, Heading, Table
from klantlib.languages import languages
from klantlib.measures.accounts import Accounts
from tests.made_accounts import accounts

NOTHING = accounts([], [], [])
SPRING = {"P": (2012, 29952), "Q": (11545, 123900), "R": (38720, 802560), "S": (41856, 442656), "T": (-3346, 50544)}


def spring():
    """Horngren, Cost Accounting, Spring Distribution: operating income, and revenue = cases x actual price."""
    income, revenue = zip(*SPRING.values(), strict=True)
    return accounts(revenue, income, [0.0] * 5)


def told(result):
    """Every block and action of a chapter as it is read, in both languages."""
    blocks = [*result.blocks(), *result.actions(), result.per_customer()]
    return [tell(block, words_of(result, language)) for language in languages() for block in blocks]


def read(result, key):
    """The text of one block, in English."""
    return next(tell(block, words_of(result, "en")).words["text"] for block in result.blocks() if block.key == key)


def keys(result):
    return [block.key for block in result.blocks()]


def found(result, kind, key):
    return next(block for block in result.blocks() if isinstance(block, kind) and block.key == key)


@pytest.fixture
def ten():
    """Ten customers with 100 of revenue and 100 of profit."""
    return accounts([40, 20, 10, 10, 5, 5, 4, 3, 2, 1], [50, 30, 10, 10, 0, 0, 0, 0, -5, 5], [0.0] * 10)


def test_the_top_fifth_of_ten_customers_is_two(ten):
    """The two largest bring 60 of the 100 revenue, and 80 of the 100 profit."""
    figures = analyse(ten, NOTHING).figures()
    assert (figures["top_customers"], figures["top20_revenue_share"], figures["top20_profit_share"]) == (2, 0.6, 0.8)


def test_four_of_ten_customers_make_eighty_percent(ten):
    """40 + 20 + 10 + 10 is just 80."""
    assert analyse(ten, NOTHING).figures()["customers_for_80"] == 0.4


def test_the_peak_is_what_the_profitable_earn(ten):
    """105 earned by five customers, 5 lost by one, 100 left: the curve peaks at 105% after five."""
    figures = analyse(ten, NOTHING).figures()
    assert (figures["profit"], figures["loss_makers"], figures["loss"]) == (100, 1, 5)
    assert (figures["peak_share"], figures["peak_customers"]) == (1.05, 5)


def test_whale_curve_of_spring_distribution():
    """Published: 46.10 / 88.75 / 101.47 / 103.69 / 100.00 %, peaking at the fourth of five customers."""
    result = analyse(spring(), NOTHING)
    curve = found(result, Chart, "whale_curve").data["cumulative_profit"]
    assert [round(share * 100, 2) for share in curve] == [0, 46.10, 88.75, 101.47, 103.69, 100.00]
    assert (result.figures()["peak_customers"], round(result.figures()["peak_share"], 4)) == (4, 1.0369)


def test_the_curve_tells_who_stands_where():
    """Most profit first: the fourth customer (S), the third (R) ... with what each earns; before the first nobody."""
    chart = found(analyse(spring(), NOTHING), Chart, "whale_curve")
    assert chart.who == "name"
    assert chart.data["rank"] == [0, 1, 2, 3, 4, 5]
    assert chart.data["name"][0] is None
    assert [name[-1] for name in chart.data["name"][1:]] == list("DCBAE")
    assert chart.data["profit"][1:] == [41856, 38720, 11545, 2012, -3346]


def test_gini_is_the_uncorrected_one():
    """(1,3,2,1,1,1,4) -> .3076923, published with the R package ineq."""
    assert analyse(accounts([1, 3, 2, 1, 1, 1, 4]), NOTHING).figures()["gini_revenue"] == pytest.approx(
        0.3076923, abs=5e-8
    )


def test_unknown_customers_count_in_the_total_and_not_in_the_ranking(monkeypatch):
    """60 + 30 + 10 of known customers and 100 of others: the largest of three has 60 of 200; others do not count."""
    result = analyse(accounts([60, 30, 10], [6, 3, 1], [0, 0, 0], stray=100, stray_margin=10), NOTHING)
    figures = result.figures()
    assert (figures["customers"], figures["revenue"], figures["top20_revenue_share"]) == (3, 200, 0.3)
    assert figures["top20_profit_share"] == 0.3
    assert figures["customers_for_80"] is None  # known customers never make 80% of the whole
    assert "customers_share" not in found(result, Table, "sizes").columns  # of three a share says nothing
    monkeypatch.setattr("klantlib.measures.proportions.FEWEST", 1)
    sizes = {row[0]: row for row in found(result, Table, "sizes").rows}
    assert sizes["unknown"][1:5] == [None, None, 100, 0.5]
    assert sizes["total"][1:5] == [3, 1, 200, 1]
    assert "unknown_customers" in keys(result)


def test_no_percentages_of_a_loss():
    """10 earned, 15 lost: shares of -5 mean nothing, so the curve is in money and says why."""
    result = analyse(accounts([50, 50], [10, -15], [0, 0]), NOTHING)
    figures = result.figures()
    assert figures["percentages_suppressed"] is True
    assert (figures["profit"], figures["loss_makers"], figures["loss"]) == (-5, 1, 15)
    assert [figures[name] for name in ("top20_profit_share", "peak_share", "peak_customers", "top10_profit_share")] == [
        None
    ] * 4
    assert found(result, Chart, "whale_money").data["cumulative_profit"] == [0, 10, -5]
    assert keys(result)[0] == "total_loss"
    assert "no_percentages" in keys(result)


@pytest.mark.parametrize(("loss", "suppressed"), [(90, False), (91, True), (100, True)])
def test_percentages_stop_under_a_tenth_of_what_is_earned(loss, suppressed):
    """Of 100 earned 10 is left: still a percentage; 9 is too thin, and 0 is nothing."""
    result = analyse(accounts([50, 50], [100, -loss], [0, 0]), NOTHING)
    assert result.figures()["percentages_suppressed"] is suppressed
    assert (result.figures()["peak_share"] is None) is suppressed


def test_without_cost_profit_is_unknown():
    """Revenue only: profit and all that rests on it is None, and the chapter asks for the cost."""
    result = analyse(accounts([60, 30, 10]), NOTHING)
    resting = (
        "profit",
        "top20_profit_share",
        "loss_makers",
        "loss",
        "peak_share",
        "peak_customers",
        "percentages_suppressed",
    )
    assert [result.figures()[name] for name in resting] == [None] * len(resting)
    assert {"no_profit", "no_profit_heading"} <= set(keys(result))
    assert list(found(result, Table, "top_ten").columns) == ["revenue_rank", "name", "revenue", "revenue_share"]


def test_a_customer_without_known_margin_is_left_out_of_the_profit_ranking_and_named():
    """B's cost is not known: it has a revenue rank, no profit rank, and is no loss-maker."""
    result = analyse(accounts([60, 30, 10], [6, math.nan, -1], [0, 0, 0]), NOTHING)
    assert result.customers["profit_rank"].fillna(0).tolist() == [1, 0, 2]
    assert result.figures()["loss_makers"] == 1
    assert "unknown_margin" in keys(result)


def test_ties_share_a_rank_and_stand_by_number():
    """B and C both bring 20: both second, B first in the list."""
    customers = analyse(accounts([50, 20, 20, 10]), NOTHING).customers
    assert customers.index.tolist() == ["A", "B", "C", "D"]
    assert customers["revenue_rank"].tolist() == [1, 2, 2, 4]


def test_credit_only_customers_are_ranked_last_and_are_small():
    """C bought nothing and was credited 10: it is small, and the others' shares are of 90."""
    result = analyse(accounts([60, 40, -10], [6, 4, -10], [0, 0, 0]), NOTHING)
    assert result.customers["size"].to_dict() == {"A": "large", "B": "middle", "C": "small"}
    assert result.figures()["top20_revenue_share"] == pytest.approx(60 / 90)


def test_credits_only_give_no_shares():
    """All credits: no shares of a negative revenue, no Gini, and the chapter says so."""
    result = analyse(accounts([-10, -20], [-1, -2], [0, 0]), NOTHING)
    figures = result.figures()
    assert [figures[name] for name in ("top20_revenue_share", "customers_for_80", "gini_revenue")] == [None] * 3
    assert "credits_only" in keys(result)


def test_large_customers_make_the_first_half():
    """40 is under half, 40 + 20 over it: two large; up to 80: two middle; six small."""
    sizes = analyse(accounts([40, 20, 10, 10, 5, 5, 4, 3, 2, 1]), NOTHING).figures()["sizes"]
    assert sizes == {"large": 2, "middle": 2, "small": 6}


def test_the_size_table_adds_up(ten):
    """The last row is the sum of those above it."""
    rows = found(analyse(ten, NOTHING), Table, "sizes").rows
    assert [sum(column) for column in list(zip(*rows[:-1], strict=True))[1:7]] == pytest.approx(rows[-1][1:7])


def test_who_was_in_the_top_before():
    """A and B are the top now; in the period before, A and C were."""
    now, before = accounts([50, 40, 1, 1, 1, 1, 1, 1, 1, 1]), accounts([50, 1, 40, 1, 1, 1, 1, 1, 1, 1])
    assert analyse(now, before).figures()["top20_retained"] == 1
    assert analyse(now, NOTHING).figures()["top20_retained"] is None


def test_the_interval_holds_the_share_and_comes_out_the_same_twice():
    """A hundred customers of 1 to 100: the bounds lie around 1810 of 5050."""
    figures = [analyse(accounts(range(1, 101)), NOTHING, resamples=200).figures() for _ in range(2)]
    assert figures[0] == figures[1]
    assert figures[0]["top20_revenue_low"] < figures[0]["top20_revenue_share"] < figures[0]["top20_revenue_high"]


def test_the_interval_is_of_the_whole_too():
    """Ten customers of 10 beside 100 of unknown ones: whoever is drawn, two of ten have 20 of 200."""
    figures = analyse(accounts([10] * 10, stray=100), NOTHING, resamples=20).figures()
    assert (figures["top20_revenue_low"], figures["top20_revenue_high"]) == (0.1, 0.1)


def test_a_few_customers_get_a_warning_and_no_interval():
    """Nine customers: percentages of nine say little."""
    figures = analyse(accounts([9.0] * 9), NOTHING).figures()
    assert figures["top20_revenue_low"] is None
    assert "few_customers" in keys(analyse(accounts([9.0] * 9), NOTHING))


def test_one_with_nearly_everything_is_a_dependence_worth_its_profit():
    """A brings 99 of 100: the chapter opens with it, and the action is worth its profit of 9."""
    result = analyse(accounts([99, 1], [9, 1], [0, 0]), NOTHING)
    action = result.actions()[0]
    assert keys(result)[0] == "dependence"
    assert (action.key, action.money, action.stake, action.customers) == (
        "dependence_action",
        9,
        "profit",
        (("A", "Klant A"),),
    )


def test_a_loss_making_dependence_is_only_told_once():
    """A brings 99 of 100 at a loss: it is in the action on losses, not in the one on dependence."""
    actions = analyse(accounts([99, 1], [-9, 1], [0, 0]), NOTHING).actions()
    assert [(action.key, action.money, action.stake) for action in actions] == [("loss_makers_action", 9, "loss")]


def test_the_loss_is_told_as_so_many_others_profit():
    """A loss of 5 is what the two smallest of the profitable (2 and 3) earn together; largest loss first."""
    result = analyse(accounts([10] * 6, [30, 20, 3, 2, -1, -4], [0.0] * 6), NOTHING)
    said = read(result, "loss_makers")
    assert said == "2 customers together cost you €5: the entire profit of 2 customers with a small profit"
    assert result.actions()[0].customers[0][0] == "F"


def test_attention_out_of_proportion_is_flagged():
    """B takes half of the attention for a tenth of the profit; A half of it for nine tenths."""
    result = analyse(accounts([50, 50], [90, 10], [0, 0], attention=[50, 50]), NOTHING)
    assert result.customers["heavy"].to_dict() == {"A": False, "B": True}
    assert read(result, "heavy_attention").startswith("Klant B makes you a profit, but takes a share")


def test_a_loss_maker_without_attention_is_not_flagged():
    """B loses money, but nobody pays it any attention."""
    result = analyse(accounts([50, 50], [90, -10], [0, 0], attention=[50, 0]), NOTHING)
    assert result.customers["heavy"].to_dict() == {"A": False, "B": False}


def test_new_customers_are_marked_where_they_are_ranked():
    """B is a customer for four months: the table of the largest has a column that says so, and a note names it."""
    result = analyse(accounts([60, 40], new=[pd.NA, 4]), NOTHING)
    table = found(result, Table, "top_ten")
    assert [row[list(table.columns).index("months_new")] for row in table.rows] == [None, 4]
    assert "new_customers" in keys(result)


EDGES = {
    "nobody": NOTHING,
    "one": accounts([10], [1], [0]),
    "one credited": accounts([-10], [-1], [0]),
    "one at cost only": accounts([0], [0], [5]),
    "three equal": accounts([10, 10, 10], [1, 1, 1], [0, 0, 0]),
    "nine": accounts(range(1, 10), range(1, 10), [4] * 9),
    "all loss": accounts([10, 20], [-1, -2], [0, 0]),
    "nothing earned": accounts([10, 20], [0, 0], [0, 0]),
    "margin only": accounts([10, 20, 30], [1, -2, 30]),
    "no profit known of anyone": accounts([10, 20], [math.nan, math.nan], [1, 1]),
    "one profit unknown": accounts([10, 20, 30], [1, math.nan, 3], [0, 0, 0]),
    "large ones' profit unknown": accounts([100, 1, 1, 30], [math.nan, 1, 1, 3], [0, 0, 0, 0]),
    "strangers only": accounts([], [], [], stray=100, stray_margin=10),
    "mostly strangers": accounts([1, 2], [1, 1], [0, 0], stray=100, stray_margin=-50),
    "many": accounts(
        np.arange(30.0) ** 2, np.arange(30.0) * 3 - 20, [1] * 30, attention=range(30), new=[*[pd.NA] * 28, 1, 2]
    ),
    "dependence on few": accounts([30, 30, 30, 5, 5], [3, 3, 3, 1, 1], [0] * 5),
    "slight losses": accounts([5] * 20, [*[10] * 19, -1], [0] * 20),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analyse(EDGES[name], EDGES[name])
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [block.level for block in result.blocks() if isinstance(block, Heading)].count(1) == 1
    assert not [value for value in result.figures().values() if isinstance(value, float) and math.isnan(value)]


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(-50, 500), st.integers(-100, 100)), min_size=1, max_size=25))
@settings(deadline=None, max_examples=40)
def test_any_client_can_be_told(pairs):
    """Whatever the figures: it is told, shares of sizes add up, and no customer is in two actions."""
    revenue, margin = zip(*pairs, strict=True)
    result = analyse(accounts(revenue, margin, [0.0] * len(pairs)), NOTHING, resamples=10)
    assert told(result)
    acted = [key for action in result.actions() for key, _ in action.customers]
    assert len(acted) == len(set(acted))
    assert sum(result.figures()["sizes"].values()) in (0, len(pairs))


def test_the_order_of_the_rows_does_not_matter_and_the_accounts_stay_as_they_were(ten):
    """Shuffled customers give the same figures; the frame that came in is not touched."""
    before = ten.customers.copy()
    shuffled = Accounts(**{**vars(ten), "customers": ten.customers.sample(frac=1, random_state=3)})
    assert analyse(shuffled, ten).figures() == analyse(ten, shuffled).figures()
    pd.testing.assert_frame_equal(ten.customers, before)


def of_lines(lines, customer, revenue, profit=None):
    """Accounts of a published file: revenue, and profit after cost of goods, summed per customer."""
    sums = lines.groupby(customer)[[revenue, *([profit] if profit else [])]].sum()
    made = accounts(sums[revenue].tolist(), sums[profit].tolist() if profit else None)
    return Accounts(
        **{**vars(made), "customers": made.customers.set_axis(sums.index.astype(str).rename("customer_id"))}
    )


def published(path):
    return pd.read_csv(path, encoding="utf-8-sig")


def test_superstore(shared):
    """9,994 lines, 793 customers: revenue, top fifth, Gini, 155 loss-makers, and a peak of 124.9%."""
    figures = analyse(
        of_lines(published(shared / "superstore.csv"), "Customer ID", "Sales", "Profit"), NOTHING
    ).figures()
    assert (figures["customers"], figures["loss_makers"]) == (793, 155)
    assert figures["revenue"] == pytest.approx(2_297_200.8603)
    assert figures["profit"] == pytest.approx(286_397.0217)
    assert figures["top20_revenue_share"] == pytest.approx(0.481484, abs=5e-7)
    assert figures["gini_revenue"] == pytest.approx(0.441309, abs=5e-7)
    assert figures["top20_profit_share"] == pytest.approx(0.816648, abs=5e-7)
    assert figures["peak_share"] == pytest.approx(1.248691, abs=5e-7)


def test_northwind(shared):
    """89 buying customers; 18 of them bring 60.06%; QUICK is the largest with 110,277.3050."""
    result = analyse(of_lines(published(shared / "northwind_order_lines.csv"), "CustomerID", "NetSales"), NOTHING)
    figures = result.figures()
    assert (figures["customers"], figures["top_customers"]) == (89, 18)
    assert figures["revenue"] == pytest.approx(1_265_793.0395)
    assert figures["top20_revenue_share"] == pytest.approx(0.600570, abs=5e-7)
    assert result.customers["revenue"].idxmax() == "QUICK"
    assert result.customers["revenue"].max() == pytest.approx(110_277.3050)


def of_one_parent(known, **parents):
    """The same accounts, with who belongs to whom: A="B" makes B the parent of A."""
    ids = known.customers.index
    names = {"name": known.customers["name"], "parent_id": [parents.get(key) for key in ids]}
    return replace(known, parents=pd.DataFrame(names, index=ids))


def test_companies_of_one_parent_are_one_customer_on_request(ten):
    """B and C are of J: 20 + 10 + 1 = 31 of revenue, second after A's 40; eight customers remain."""
    result = analyse(of_one_parent(ten, B="J", C="J"), NOTHING, groups=True)
    figures = result.figures()
    assert result.customers["revenue"].head(2).to_dict() == {"A": 40, "J": 31}
    assert (figures["customers"], figures["groups"], figures["grouped_companies"]) == (8, 1, 3)
    assert (figures["revenue"], figures["profit"]) == (100, 100)
    assert list(found(result, Table, "top_ten").columns)[:3] == ["revenue_rank", "name", "companies"]
    assert list(result.per_customer().columns)[:3] == ["customer_id", "name", "companies"]
    assert "3 companies in all: Klant J" in read(result, "groups")
    assert told(result)


def test_groups_are_not_made_unasked(ten):
    """The same parents without the option: ten customers, and not a word about groups."""
    result = analyse(of_one_parent(ten, B="J", C="J"), NOTHING)
    assert result.figures() == analyse(ten, NOTHING).figures()
    assert "groups" not in keys(result)
    assert "companies" not in result.per_customer().columns


def test_parents_that_do_not_work_out_are_told(ten):
    """A and B are each other's parent, C's parent is nowhere: all ten stay customers, and both are told."""
    result = analyse(of_one_parent(ten, A="B", B="A", C="X"), NOTHING, groups=True)
    assert len(result.customers) == 10
    assert {"no_groups", "group_circles", "group_strangers"} <= set(keys(result))
    assert "A and B" in read(result, "group_circles")
    assert told(result)
