"""Does very satisfied pay here, whom to lift, and what too few answers may not say."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.satisfaction_loyalty import analyse
from klantlib.blocks import Finding, Note, Table
from klantlib.client.model import empty
from klantlib.languages import languages
from klantlib.measures.accounts import customer_accounts

START, END = date(2025, 1, 1), date(2025, 12, 31)


def frame(table, rows, **columns):
    """A table as the client gives it: every column, each of its own type."""
    types = empty(table).dtypes
    return pd.DataFrame(rows).assign(**columns).reindex(columns=types.index).astype(types.to_dict())


def asked(*rows, **columns):
    """(customer, overall, loyalty) each, asked in May."""
    keys = ("customer_id", "overall", "loyalty")
    return frame(
        "satisfaction", [dict(zip(keys, row, strict=True)) for row in rows], **{"date": "2025-05-01", **columns}
    )


def levels(*, n=10, **loyalties):
    """n answers at each level, half of them 10 points below the mean and half above: l4=50 is .40 and .60."""
    rows = [(int(key[1:]), mean + (10 if i % 2 else -10)) for key, mean in loyalties.items() for i in range(n)]
    return asked(*[(f"c{i:03}", level, loyalty) for i, (level, loyalty) in enumerate(rows)])


def found(satisfaction, *, aspects=None, revenue=1000, potential=None, margin=200, known=None, start=START, **options):
    """The result for customers that each bought `revenue` once, at `margin`; `known` = who is in the client's files."""
    ids = sorted(set(satisfaction["customer_id"])) if known is None else known
    customers = frame("customers", {"customer_id": ids}, potential_revenue=potential)
    customers = customers.assign(name="Firm " + customers["customer_id"])
    bought = frame("transactions", {"customer_id": ids}, date="2025-06-01", revenue=revenue, margin=margin)
    nothing = [empty(table) for table in ("activities", "rates", "costs")]
    accounts = customer_accounts(customers, bought, *nothing, start=START, end=END)
    aspects = empty("aspects") if aspects is None else aspects
    return analyse(satisfaction, aspects, accounts, customers, start, END, **{"resamples": 100, **options})


def disappointed(*rows):
    """(customer, aspect, importance, expectation, experience) each."""
    columns = ("customer_id", "aspect", "importance", "expectation", "experience")
    return frame("aspects", pd.DataFrame(rows, columns=columns), date="2025-05-01")


def keys(result):
    return [block.key for block in result.blocks()]


def numbers(block):
    """What a block says, by the name of the hole."""
    return dict(block.values)


def told(result, language):
    words = words_of(result, language)
    return [tell(block, words) for block in [*result.blocks(), *result.actions(), result.per_customer()]]


BENT = levels(l1=20, l2=25, l3=40, l4=50, l5=90)
EVEN = levels(l1=20, l2=70, l3=75, l4=80, l5=82)


def test_the_figures_are_those_of_the_contract():
    """Means .20 .25 .40 .50 .90: gains .05 .15 .10 .40, steepest from 4, and 4-5 surely the largest."""
    figures = found(BENT).figures()
    assert [level["loyalty"] for level in figures["levels"]] == pytest.approx([0.2, 0.25, 0.4, 0.5, 0.9])
    assert [level["n"] for level in figures["levels"]] == [10] * 5
    assert [step["gain"] for step in figures["steps"]] == pytest.approx([0.05, 0.15, 0.1, 0.4])
    assert [(step["from"], step["to"]) for step in figures["steps"]] == [(1, 2), (2, 3), (3, 4), (4, 5)]
    assert (figures["steepest"], figures["convex"]) == (4, "yes")
    assert figures["zones"] == {"defection": 20, "indifference": 20, "affection": 10}


def test_the_rule_of_thumb_is_denied_where_the_data_deny_it():
    """From 1 to 2 loyalty rises 50 points, from 4 to 5 two: the chapter says so and where the gain is."""
    result = found(EVEN)
    assert (result.convex, result.curve.steepest) == ("no", 1)
    assert result.blocks()[0].key == "head_elsewhere"


def test_what_pays_most_is_lifted_where_it_is_not_the_last_step():
    """From 1 to 2 is worth 50 points x 1000 x 20% = 100 for each of ten customers, so not the 4s are to be lifted."""
    lift = found(EVEN).actions()[0]
    assert (lift.key, numbers(lift)["from"], numbers(lift)["n"], lift.money) == (
        "lift_step",
        1,
        10,
        pytest.approx(1000),
    )


def test_a_part_that_rounds_to_all_is_not_called_all():
    """Every draw from these answers makes 4-5 the largest step: nearly always, says the text, and not 100%."""
    text = next(block.words["text"] for block in told(found(BENT), "en") if block.key.startswith("verdict"))
    assert "nearly always" in text and "100%" not in text


def test_a_close_call_is_left_open():
    """Steps of 20 and 21 points with this spread: no yes and no no."""
    result = found(levels(l3=20, l4=40, l5=61))
    assert (result.convex, result.blocks()[0].key) == ("cannot_tell", "head_open")


def test_the_four_quadrants_count_answers():
    """Five 4s at 60% and ten 5s are loyal; the five 4s at 40% are not, nor is anyone who is not satisfied."""
    assert found(BENT).figures()["quadrants"] == {"ambassadors": 15, "mercenaries": 5, "hostages": 0, "lost": 30}


def test_under_thirty_answers_nothing_is_concluded():
    """Five answers a level make 25: the curve is drawn, but no verdict, no money, and lists without amounts."""
    result = found(levels(n=5, l1=20, l2=25, l3=40, l4=50, l5=90))
    assert (result.convex, result.blocks()[0].key) == ("cannot_tell", "head_few")
    assert result.doing("lift")["money"].isna().all()
    assert "fours_unpriced" in keys(result)
    assert "no_money_few" in keys(result)
    assert found(levels(n=5, l1=20, l2=25, l3=40, l4=50, l5=90), minimum=25).convex == "yes"


def test_a_four_is_worth_the_step_times_its_margin():
    """40 points x 1000 of revenue x 20% = 80 each; those at 40% and 60% can both still rise so far."""
    result = found(BENT)
    assert result.doing("lift")["money"].tolist() == pytest.approx([80] * 10)
    assert result.yields["money"].loc[4] == pytest.approx(800)


def test_what_keeps_most_money_from_a_five_is_what_to_lift():
    """Customers c030-c039 give a 4: delivery keeps three of them, price one; the other six did not say."""
    aspects = disappointed(*[(f"c03{i}", "delivery", 5, 9, 6) for i in range(3)], ("c033", "price", 5, 9, 8))
    result = found(BENT, aspects=aspects)
    lift, keep = result.actions()
    assert (lift.key, numbers(lift)["aspect"], numbers(lift)["n"]) == ("lift_fours", "delivery", 3)
    assert (lift.money, lift.stake) == (pytest.approx(240), "growth")
    assert (keep.key, keep.money, keep.stake) == ("keep_fives", pytest.approx(2000), "profit")


def test_without_aspects_the_fours_are_asked():
    """Nobody said what disappoints: ask; a wish stands in for it in the table."""
    result = found(BENT.assign(wish="faster"))
    assert result.actions()[0].key == "lift_fours_ask"
    assert "obstacle_wishes" in keys(result)
    assert set(result.doing("lift")["obstacle"]) == {"faster"}
    assert "obstacle_unknown" in keys(found(BENT))


def test_the_unhappy_with_a_large_potential_are_an_exception():
    """c000 and c001 give a 1 and could buy most by far: of 50 customers the ten largest count as large."""
    potential = [9000, 8000, *[700] * 10, *range(100, 138)]
    save = found(BENT, potential=potential).actions()[-1]
    assert (save.key, [customer for customer, _ in save.customers[:2]]) == ("save", ["c000", "c001"])


def test_no_customer_is_in_two_actions():
    """Lift, keep and save divide the customers."""
    ids = [
        customer
        for action in found(BENT, potential=list(range(50, 0, -1))).actions()
        for customer, _ in action.customers
    ]
    assert len(ids) == len(set(ids)) > 20


def test_flat_loyalty_lifts_nobody():
    """Everyone equally loyal: no step gains, so no 4 is to be lifted and no amount is printed."""
    result = found(BENT.assign(loyalty=50.0))
    assert (result.convex, result.blocks()[0].key) == ("no", "head_flat")
    assert result.doing("lift").empty
    assert "no_money_flat" in keys(result)
    assert "fours_unpriced" not in keys(result)


def test_a_proxy_is_told():
    """Loyalty was not asked: the share of wallet stands in, and the chapter says so."""
    rows = BENT.assign(share_of_wallet=BENT["loyalty"], loyalty=float("nan"))
    assert found(rows).source == "share_of_wallet"
    assert "proxy_share_of_wallet" in keys(found(rows))
    assert found(rows).curve.levels.equals(found(BENT).curve.levels)


def test_without_any_loyalty_only_satisfaction_is_told():
    """No curve, no quadrants, no money; the zones and the 4s are still there."""
    result = found(BENT.assign(loyalty=float("nan")))
    assert result.blocks()[0].key == "head_no_loyalty"
    assert result.figures()["zones"]["affection"] == 10
    assert set(result.figures()["quadrants"].values()) == {0}
    assert "no_money_loyalty" in keys(result)
    assert "zones" in keys(result)
    assert "fours_unpriced" in keys(result)


def test_an_empty_top_cannot_be_judged():
    """Nobody gives a 5: the last step is unknown, and so is the verdict."""
    result = found(levels(n=15, l2=20, l3=40, l4=60))
    assert (result.convex, result.blocks()[0].key) == ("cannot_tell", "head_gap")
    assert result.figures()["steps"][-1]["gain"] != result.figures()["steps"][-1]["gain"]


def test_an_unknown_customer_counts_in_the_curve_only():
    """c049 is not in the client's files: 50 answers, 49 customers by name, and a note."""
    result = found(BENT, known=[f"c{i:03}" for i in range(49)])
    assert (result.n, len(result.customers), result.unknown) == (50, 49, 1)
    assert "unknown" in keys(result)


def test_response_counts_who_bought_and_answered():
    """Of 60 buyers of 1000 each 50 answered: 83% of the revenue; the ten silent ones are named."""
    result = found(BENT, known=[f"c{i:03}" for i in range(60)])
    assert result.response[:3] == (60, 50, pytest.approx(50 / 60))
    silent = next(block for block in result.blocks() if block.key == "silent")
    assert (numbers(silent)["n"], numbers(silent)["names"][0]) == (10, "Firm c050")
    assert (numbers(silent)["heard"], numbers(silent)["active"], numbers(silent)["share"]) == result_share(result)


def result_share(result):
    """Heard, active and their share of the revenue, as the figures have them."""
    figures = result.figures()
    return figures["active_answered"], figures["active_customers"], figures["revenue_share_answered"]


def test_every_step_is_told_once_with_its_interval():
    """With money the table of the steps has gain and bounds too, in points; without it the steps stand alone."""
    result = found(BENT)
    tables = {block.key: block for block in result.blocks() if isinstance(block, Table)}
    assert "steps" not in tables
    last = dict(zip(tables["yields"].columns, tables["yields"].rows[-1], strict=True))
    step = result.curve.steps.loc[4]
    assert [last[name] for name in ("gain", "low", "high")] == pytest.approx(list(step[["gain", "low", "high"]] * 100))
    few = [block.key for block in found(levels(n=3, l3=30, l4=50, l5=90)).blocks() if isinstance(block, Table)]
    assert "steps" in few and "yields" not in few


def test_a_list_in_the_chapter_is_short():
    """Ten 4s, twenty to save: six of each at most, the rest is in the appendix."""
    result = found(BENT, potential=list(range(5000, 0, -100)))
    lists = [block for block in result.blocks() if isinstance(block, Table)]
    assert max(len(block.rows) for block in lists) <= 6 < len(result.per_customer().rows)


def test_what_keeps_the_fours_back_is_the_heading():
    """c030 and c031 are 4s: delivery, of more importance and a larger gap, opens the part on the 4s."""
    said = disappointed(("c030", "delivery", 5, 9, 1), ("c031", "delivery", 5, 9, 1))
    heading = next(block for block in found(BENT, aspects=said).blocks() if block.key == "fours_aspect")
    assert (numbers(heading)["aspect"], numbers(heading)["held"], numbers(heading)["n"]) == ("delivery", 2, 10)


def test_answers_from_before_the_period_are_told():
    """Ten of the fifty are of 2024."""
    rows = BENT.assign(date=BENT["date"].mask(BENT["overall"].eq(1), pd.Timestamp("2024-05-01")))
    assert found(rows).older == 10
    assert "older" in keys(found(rows))
    assert "older" not in keys(found(BENT))


def test_several_people_make_one_customer():
    """A 5 and a 4 at one customer are two answers in the curve and one customer at level 4."""
    rows = asked(("A", 5, 90), ("A", 4, 50), respondent=["Els", "Jan"])
    result = found(rows)
    assert (result.n, result.customers["level"].to_dict()) == (2, {"A": 4})
    assert "several" in keys(result)


def test_ambassadors_who_tell_are_counted():
    """Of the ambassadors with a score half give a 9; of the lost nobody scored."""
    rows = BENT.assign(recommend=BENT["overall"].map({5: 9.0, 4: 7.0}))
    talk = next(block for block in found(rows).blocks() if block.key == "ambassadors_talk")
    assert (numbers(talk)["n"], numbers(talk)["known"]) == (10, 15)
    assert "lost_talk" not in keys(found(rows))


SMALL = asked(("A", 4, 50), ("B", 5, 90), ("C", 1, 10))
CASES = {
    "bent": {"satisfaction": BENT.assign(recommend=3.0)},
    "elsewhere": {"satisfaction": EVEN},
    "open": {"satisfaction": levels(l3=20, l4=40, l5=61)},
    "not last": {"satisfaction": levels(l2=20, l3=50, l4=80, l5=81)},
    "flat": {"satisfaction": levels(l1=50, l2=50, l3=50, l4=50, l5=50)},
    "falling": {"satisfaction": levels(l1=50, l2=40, l3=30, l4=50, l5=60)},
    "one": {"satisfaction": SMALL.iloc[:1]},
    "three": {"satisfaction": SMALL},
    "nine": {"satisfaction": levels(n=3, l3=30, l4=50, l5=90)},
    "none": {"satisfaction": SMALL.iloc[:0], "known": ["A"]},
    "all fours": {"satisfaction": levels(n=40, l4=50)},
    "gap": {"satisfaction": levels(n=20, l1=20, l3=40, l5=90)},
    "no loyalty": {"satisfaction": BENT.assign(loyalty=float("nan"), wish="faster")},
    "intention": {"satisfaction": BENT.assign(loyalty=float("nan"), repurchase=BENT["overall"])},
    "half known": {"satisfaction": BENT.assign(loyalty=BENT["loyalty"].where(BENT.index % 2 == 0))},
    "strangers": {"satisfaction": BENT.assign(recommend=10.0), "known": ["X"]},
    "one stranger": {"satisfaction": SMALL, "known": ["A", "B"]},
    "nobody known": {"satisfaction": BENT, "known": []},
    "no margin": {"satisfaction": BENT, "margin": None},
    "losses": {"satisfaction": BENT, "margin": -50},
    "no revenue": {"satisfaction": BENT, "revenue": 0, "margin": 0},
    "large and lost": {"satisfaction": BENT, "potential": list(range(5000, 0, -100))},
    "one lone five": {"satisfaction": levels(n=20, l3=30, l4=50).pipe(lambda f: pd.concat([f, asked(("z", 5, 90))]))},
    "one large four": {"satisfaction": BENT, "potential": [*[10] * 30, 90000, *[10] * 19],
                       "aspects": disappointed(("c030", "price", 1, 9, 8), ("c031", "delivery", 5, 9, 1))},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.slow
def test_whatever_is_found_has_words(case):
    """Few answers, odd answers, none: every block is told, keys are unique, and no unknown value is printed."""
    result = found(**CASES[case])
    words = [block.words for language in languages() for block in told(result, language)]
    assert not [text for text in words if re.search(r"\b(nan|None|NaT|inf)\b|(?<!\d)-0\b", str(text))]
    assert len(set(keys(result))) == len(keys(result))
    assert (result.convex == "cannot_tell") or result.n >= 30


IN_ORDER = str(found(BENT, resamples=20).figures())


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.permutations(range(50)))
def test_the_order_of_the_rows_does_not_matter(order):
    """Whoever answered first, the figures are the same."""
    assert str(found(BENT.iloc[order], resamples=20).figures()) == IN_ORDER


def test_the_data_are_left_as_they_were():
    """The answers come back as they were given."""
    before = BENT.copy()
    found(BENT)
    pd.testing.assert_frame_equal(BENT, before)


def test_the_table_per_customer_has_the_columns_of_the_contract():
    """One row for each customer that answered, identifiers first; the score itself is there for the appendix only."""
    table = found(BENT).per_customer()
    columns = "customer_id name level loyalty zone quadrant aspect wish revenue money"
    assert " ".join(column for column in table.columns if column not in table.aside) == columns
    assert (table.aside, len(table.rows)) == (("overall",), 50)


def test_notes_say_what_weighs_little():
    """Three answers at level 5 are few, none at level 1 is told, and pooled levels are named."""
    result = found(pd.concat([levels(l2=50, l3=40, l4=60), asked(("x", 5, 90), ("y", 5, 80), ("z", 5, 95))]))
    notes = {block.key: numbers(block) for block in result.blocks() if isinstance(block, Note)}
    assert (notes["pooled"]["from"], notes["pooled"]["to"]) == (2, 3)
    assert (notes["thin"]["levels"], notes["empty"]["levels"]) == (["5"], ["1"])
    assert not [block for block in result.blocks() if isinstance(block, Finding | Table) and not block.key]
