"""What the chapter says of measures, staff, leavers and complaints, on tables that one can read by head."""

import math
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.organisation import analyse
from klantlib.blocks import Chart, Finding, Heading, Table
from klantlib.languages import languages
from klantlib.measures.cards.inside import REASONS
from klantlib.texts import read
from tests.measures.cards.test_inside import NOBODY, answers, complaints, exits
from tests.measures.cards.test_targets import NOTHING, last_year, measured

NO_EXITS, NO_COMPLAINTS = exits(), complaints()


def chapter(now=NOTHING, before=NOTHING, staff=NOBODY, left=NO_EXITS, complained=NO_COMPLAINTS, **options):
    return analyse(now, before, staff, left, complained, end=date(2025, 12, 31), months=12.0, **options)


def leavers(n, *reasons):
    """So many customers that name these reasons."""
    return exits(**{f"K{i}": reasons for i in range(n)})


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(b for b in result.blocks() if b.key == key)


def told(result):
    blocks = [*result.blocks(), *result.actions()]
    return [tell(b, words_of(result, language)) for language in languages() for b in blocks]


def said(result, language="en"):
    return " ".join(
        part
        for b in [*result.blocks(), *result.actions()]
        for part in tell(b, words_of(result, language)).words.values()
        if isinstance(part, str)
    )


def full():
    """One measure that slips and one on target, a unit that marks low, five leavers, two complaints."""
    now = pd.concat([measured("Levertijd", [4, 5, 4], 2.0, "lower"), measured("Telefoon", [11, 12, 13])])
    before = pd.concat([last_year("Levertijd", [2, 2.1, 2], target=2.0, better="lower"), last_year("Telefoon", [1])])
    staff = answers(Breda=[5, 5.2, 5.1], Zwolle=[8, 8.2, 8.1])
    return {"now": now, "before": before, "staff": staff, "left": leavers(5, "no_attention"),
            "complained": complaints(5, 30)}  # fmt: skip


def test_the_chapter_opens_with_measures_then_marks_then_leavers():
    """Whatever is there first: measures, else awareness, else reasons to leave."""
    tables = full()
    assert keys(chapter(**tables))[0] == "head_below"
    assert keys(chapter(measured("m", [11])))[0] == "head_reached"
    assert keys(chapter(measured("m", [11], better=None)))[0] == "head_measured"
    assert keys(chapter(staff=tables["staff"], left=tables["left"]))[0] == "head_aware"
    assert keys(chapter(left=tables["left"]))[0] == "head_left"
    assert (
        keys(chapter(staff=answers(A=[8]).assign(**dict.fromkeys(NOBODY.columns[1:], math.nan))))[0] == "head_nothing"
    )


def test_a_measure_that_slips_comes_before_one_that_is_further_away():
    """Levertijd gets worse; Offerte is further from its target and stays where it is."""
    far = measured("Offerte", [40, 40, 40], better="lower")
    result = chapter(
        pd.concat([full()["now"], far]),
        pd.concat([full()["before"], last_year("Offerte", [40, 40, 40], better="lower")]),
    )
    assert result.below.index[0] == "Offerte"
    assert result.actions()[0].key == "slipping_action"
    assert result.actions()[0].values["measure"] == "Levertijd"
    assert chapter(far).actions()[0].key == "target_action"


def test_the_chart_says_how_far_each_is_from_its_target():
    """Levertijd 4 of a wished 2 is 100% short; Telefoon 13 of 10 is 30% past it; the line at 0 is the target."""
    chart = block(chapter(**full()), "distance")
    assert isinstance(chart, Chart)
    assert dict(zip(chart.data["measure"], chart.data["distance"], strict=True)) == {"Levertijd": -1, "Telefoon": 0.3}


def test_a_measure_many_times_off_stays_out_of_the_chart():
    """2000 times the target: in the table only."""
    result = chapter(pd.concat([measured("far", [2000], 1.0, "lower"), measured("near", [9])]))
    assert block(result, "distance").data["measure"] == ["near"]
    assert len(block(result, "measures").rows) == 2


def test_units_are_told_where_they_differ():
    rows = pd.concat([measured("m", [10, 11, 10.5], unit="A"), measured("m", [7, 8.1, 7.5], unit="B")])
    assert block(chapter(rows), "units_worse").values["unit"] == "B"
    alike = pd.concat([measured("m", [10, 12, 10], unit="A"), measured("m", [12, 10, 12], unit="B")])
    assert "units_alike" in keys(chapter(alike))


def test_awareness_is_held_against_the_wished_mark():
    """Mean 6.6 against 9.5; Breda lags; with a wished 6 it is enough and asks no action."""
    result = chapter(staff=full()["staff"])
    assert block(result, "aware_unit").values["unit"] == "Breda"
    assert block(result, "aware_unit").values["mark"] == pytest.approx(6.6)
    assert [action.key for action in result.actions()] == ["aware_unit_action"]
    enough = chapter(staff=full()["staff"], wished=6.0)
    assert "aware_enough_heading" in keys(enough)
    assert enough.actions() == []
    assert "aware_one" in keys(chapter(staff=answers(A=[7])))


def test_two_answers_claim_nothing_of_a_unit():
    assert "aware_alike" in keys(chapter(staff=answers(A=[1, 1], B=[9, 9, 9])))


def test_leavers_are_held_against_the_texts():
    """
    Of 20 leavers all name attention and none dishonesty: the interval of 0 of 20 ends at 16%, under the texts' 68%;
    that of 20 of 20 runs from 84%, with the texts' 92% in it.
    """
    result = chapter(left=leavers(20, "no_attention", "no_initiative", "promises_not_kept"))
    assert block(result, "left").values["reason"] == "no_attention"
    unlike = block(result, "left_unlike").values
    assert (unlike["unlike"], unlike["unlike_share"]) == ("not_expert", 0)
    assert "no_attention" not in {row for row in result.leaving.reasons.index if row == unlike["unlike"]}
    assert len(block(result, "reasons").data["share"]) == 2 * len(REASONS)


def test_too_few_leavers_get_no_shares():
    """Four leavers: how often, no percentages, no chart, no action; five: shares."""
    few = chapter(left=leavers(4, "no_attention"))
    assert "left_few" in keys(few)
    assert list(block(few, "leaving").columns) == ["reason", "customers", "theirs"]
    assert few.actions() == []
    five = chapter(left=leavers(5, "no_attention"))
    assert "share" in block(five, "leaving").columns
    assert [action.key for action in five.actions()] == ["reason_action"]


def test_price_in_front_and_own_reasons_have_their_own_story():
    assert "left_price" in keys(chapter(left=leavers(6, "price")))
    own = chapter(left=leavers(6, "verhuisd"))
    assert "left_own" in keys(own)
    assert block(own, "own").rows == [["verhuisd", 6]]
    assert chapter(left=leavers(6, "price")).actions() == []


def test_blom_s_figures_are_all_told_in_both_languages():
    """72.4% twice, 58.1, 63% and 67%, and the year, also where the client has nothing to put beside them."""
    for language, decimal in (("nl", ","), ("en", ".")):
        words = said(chapter(measured("m", [1])), language)
        assert words.count(f"72{decimal}4%") == 2
        assert all(figure in words for figure in (f"58{decimal}1", "63%", "67%", "1998"))
    assert "blom_nothing" in keys(chapter(measured("m", [1])))


def test_own_complaints_and_phone_stand_beside_blom():
    """Five complaints in a year, of which two took 30 days: 40% over 21 days. Of two no share is told."""
    result = chapter(measured("Telefoon binnen 20 seconden", [80]), complained=complaints(5, 5, 17, 30, 30))
    values = block(result, "blom_settled").values
    assert (values["a_year"], values["value"], values["median"]) == (5, 0.4, 17)
    assert "blom_phone" in keys(result)
    for few in (complaints(None), complaints(5, 30)):
        assert "blom_complaints" in keys(chapter(measured("m", [1]), complained=few))


def test_the_fifty_points_and_the_seven_minus_are_told():
    words = said(chapter(**full()))
    assert "fifty such points a day" in words
    assert "just under 7 against a desired 9.5" in words


def test_at_most_two_actions_that_rest_on_findings_of_the_chapter():
    """Measure and awareness go before leaving; all three are there."""
    result = chapter(**full())
    assert [action.key for action in result.actions()] == ["slipping_action", "aware_unit_action"]
    findings = {b.key for b in result.blocks() if isinstance(b, Finding)}
    assert {action.rests_on for action in result.actions()} <= findings
    assert {action.rests_on for action in chapter(left=leavers(5, "no_attention")).actions()} == {"left"}


def test_the_figures_are_those_that_are_told():
    figures = chapter(**full()).figures()
    assert (figures["below_target"], figures["leavers"], figures["complaints"]) == (1, 5, 2)
    assert [row["reason"] for row in figures["reasons"]] == list(REASONS)
    assert figures["awareness_units"][0]["unit"] == "Breda"
    assert figures["awareness_questions"].keys() == {*NOBODY.columns[1:]}


EDGES = {
    "everything": full(),
    "nothing": {},
    "one measurement": {"now": measured("m", [0.0])},
    "a target of nothing": {"now": measured("m", [1, 2, 3], target=0.0)},
    "below zero": {"now": measured("m", [-1, -2, -3], target=-2.0)},
    "many times the target": {"now": measured("m", [1000, 2000, 3000], target=1.0)},
    "no way is better": {"now": measured("m", [1, 2, 3], better=None, unit="A")},
    "constant": {
        "now": pd.concat([measured("m", [5] * 3, unit="A"), measured("m", [4] * 3, unit="B")]),
        "before": last_year("m", [5] * 3, unit="A"),
        "staff": answers(A=[7, 7, 7], B=[6, 6, 6], C=[7, 7, 7]),
    },
    "one of two better": {
        "now": pd.concat([measured("m", [9, 9, 9], unit="A"), measured("m", [4, 4.1, 4], unit="B", better=None)])
    },
    "fifty measures": {"now": pd.concat([measured(f"punt {i:02}", [i, i, i, i + 1]) for i in range(50)])},
    "one leaver": {"left": leavers(1, "price")},
    "nine leavers, own words": {"left": leavers(9, "verhuisd", "no_attention", "gestopt")},
    "twelve own reasons": {"left": leavers(5, *[f"reden {i}" for i in range(12)])},
    "one answer": {"staff": answers(A=[5])},
    "half of the questions": {"staff": answers(A=[5, 6, 7]).assign(awareness_role=math.nan)},
    "only complaints": {"complained": complaints(5, 400, None)},
    "all open": {"complained": complaints(None, None)},
    "a full house": {"now": measured("m", [11, 12, 13]), "staff": answers(A=[10] * 9), "left": leavers(3, "prijs")},
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, one main heading, tables of ten rows."""
    result = chapter(**EDGES[name])
    texts = [part for b in told(result) for part in b.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|<NA>|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [b.level for b in result.blocks() if isinstance(b, Heading)].count(1) == 1
    assert all(len(b.rows) <= 10 for b in result.blocks() if isinstance(b, Table))
    assert result.figures()
    assert result.per_customer() is None


def test_all_seven_reasons_have_a_word():
    assert set(REASONS) < read("advice/organisation")["terms"].keys()


VALUES = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["x", "y"]), st.integers(-5, 20)), min_size=1, max_size=30
)


@pytest.mark.slow
@given(VALUES, st.lists(st.tuples(st.integers(0, 9), st.sampled_from([*REASONS, "anders"])), max_size=20))
@settings(deadline=None, max_examples=30)
def test_any_figures_can_be_told_and_order_does_not_matter(values, named):
    """Whatever was measured and named, in whatever order: the same chapter, in both languages."""
    rows = pd.concat([measured(name, [v], unit=unit).assign(date=pd.Timestamp(2025, 1 + i % 12, 1))
                      for i, (unit, name, v) in enumerate(values)])  # fmt: skip
    left = pd.DataFrame([(str(c), reason) for c, reason in named], columns=["customer_id", "reason"])
    result = chapter(rows, left=left)
    assert told(result)
    assert chapter(rows.iloc[::-1], left=left.iloc[::-1]).figures() == result.figures()
    assert chapter(rows, left=pd.concat([left, left])).figures() == result.figures()


def test_the_input_stays_as_it_was():
    tables = full()
    copies = {name: frame.copy() for name, frame in tables.items()}
    chapter(**tables).blocks()
    for name, copy in copies.items():
        pd.testing.assert_frame_equal(tables[name], copy)
