"""Four poles, three positions: on compasses that one can draw by head."""

import math
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.value_compass import analyse
from klantlib.blocks import Chart, Heading, Table
from klantlib.languages import languages
from klantlib.measures.plans.compass import POLES
from klantlib.texts import read
from tests.measures.plans.test_compass import compass, strategy

PEOPLE = pd.DataFrame({"customer_id": list("ABCD"), "name": ["Klant A", "Klant B", "Klant C", "Klant D"]})
FULL = dict(zip(POLES, [(1, 2), (2, 3), (1, 2), (1, 1)], strict=True))
SCORED = strategy(A=(4, 3, 3), B=(4, 5, 4), C=(4, 4, 4), D=(2, 0, 0))


def chapter(poles=FULL, scores=None, people=PEOPLE, **options):
    rows = [(pole, *marks) for pole, marks in poles.items()]
    return analyse(compass(*rows), strategy() if scores is None else scores, people, **options)


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(b for b in result.blocks() if b.key == key)


def told(result):
    blocks = [*result.blocks(), *result.actions()]
    return [tell(b, words_of(result, language)) for language in languages() for b in blocks]


def test_gaps_are_counted_per_pole_and_together():
    """Three poles one step out, one where it should be: three steps."""
    figures = chapter().figures()
    assert [row["steps"] for row in figures["poles"]] == [1, 1, 1, 0]
    assert (figures["outward"], figures["inward"], figures["steps"]) == (3, 0, 3)
    assert keys(chapter())[:3] == ["head_out", "question", "outward"]


def test_every_pole_has_three_positions_with_a_name():
    """Market, group, individual; core, extended, total; and so on: as the texts name them, in English and Dutch."""
    terms = read("advice/value_compass")["terms"]
    english = [[terms[f"{pole}_{step}"]["en"] for step in (1, 2, 3)] for pole in POLES]
    assert english == [
        ["market", "group", "individual"],
        ["core", "extended", "total"],
        ["product manager", "process manager", "network manager"],
        ["neutral", "performance", "outcome"],
    ]


def test_the_first_step_is_told_in_words_per_pole():
    """From market to group asks what group asks; where nothing is wished, nothing."""
    asks = [row[3] for row in block(chapter(), "steps").rows]
    assert asks == ["ask_customer_portfolio_2", "ask_value_proposition_3", "ask_added_value_role_2", "ask_nothing"]


def test_the_radar_names_every_ring():
    """Twelve positions; eight answers, of which two fall together: five rings more that nobody takes."""
    radar = block(chapter(), "radar")
    assert isinstance(radar, Chart)
    assert radar.kind == "radar"
    assert set(radar.data["name"]) == {f"{pole}_{step}" for pole in POLES for step in (1, 2, 3)}
    assert radar.data["which"].count(None) == 5
    assert (radar.values["now"], radar.values["wished"]) == (5, 8)


def test_two_steps_on_one_pole_are_two_changes():
    """Reward from neutral to outcome is furthest, and performance comes first."""
    result = chapter({**FULL, "reward_risk_sharing": (1, 3)})
    values = block(result, "outward_far").values
    assert (values["pole"], values["next"], values["wished"]) == (
        "reward_risk_sharing", "reward_risk_sharing_2", "reward_risk_sharing_3",
    )  # fmt: skip
    assert result.actions()[0].rests_on == "outward_far"


def test_a_wish_inwards_is_told_apart():
    result = chapter({**FULL, "customer_portfolio": (3, 2)})
    assert keys(result)[:4] == ["head_both", "question", "outward", "inward"]
    assert block(result, "steps").rows[0][3] == "ask_inward"
    assert keys(chapter({"customer_portfolio": (3, 2)}))[0] == "head_in"


def test_more_work_at_the_old_reward_is_asked_about():
    """Total proposition at neutral reward is two positions apart; extended at neutral is not."""
    assert block(chapter(), "unpaid").values["far_place"] == "value_proposition_3"
    assert "unpaid" not in keys(chapter({**FULL, "value_proposition": (1, 2)}))


def test_poles_missing_twice_and_unknown_are_reported():
    """No role, two answers on the proposition, a pole called Prijs."""
    rows = [("customer_portfolio", 1, 2), ("value_proposition", 1, 2), ("value_proposition", 2, 3), ("Prijs", 1, 3)]
    result = analyse(compass(*rows, ("reward_risk_sharing", 1, 1)), strategy(), PEOPLE)
    assert {"missing_one", "differ", "strange"} < set(keys(result))
    assert block(result, "missing_one").values["pole"] == "added_value_role"
    figures = result.figures()
    assert (figures["missing"], figures["differing"]) == (["added_value_role"], ["value_proposition"])
    assert figures["unknown_poles"] == ["Prijs"]
    assert "twice" in keys(analyse(compass(*rows[:1] * 2), strategy(), PEOPLE))


def test_core_skills_bound_the_wish():
    """
    3, 4 and 5 of three strategic customers: a mean of 4 between 1.5 and 5, so not certain; three fives carry, three
    ones fall short, and of two customers nothing is said.
    """
    assert chapter(scores=SCORED).carried == "open"
    assert chapter(scores=strategy(A=(4, 5, 5), B=(4, 5, 5), C=(4, 5, 5))).carried == "carried"
    assert chapter(scores=strategy(A=(4, 1, 5), B=(4, 1, 5), C=(4, 1, 5))).carried == "short"
    assert chapter(scores=strategy(A=(4, 5, 5), B=(4, 5, 5))).carried == "ask"
    assert "ask_few" in keys(chapter(scores=strategy(A=(4, 5, 5))))
    assert "ask" in keys(chapter())


def test_the_first_step_is_tried_with_who_fits_best():
    """B fits 4.5, C 4, A 3; D is not strategic. At a limit of 4, A is not asked."""
    [action] = chapter(scores=SCORED).actions()
    assert (action.key, action.customers) == (
        "step_action", (("B", "Klant B"), ("C", "Klant C"), ("A", "Klant A")),
    )  # fmt: skip
    assert (action.confidence, action.money) == ("low", None)
    assert len(chapter(scores=SCORED, core_from=4.0).actions()[0].customers) == 2


def test_too_little_skill_goes_before_the_step():
    [action] = chapter(scores=strategy(A=(4, 1, 5), B=(4, 1, 5), C=(4, 1, 5))).actions()
    assert (action.key, action.rests_on) == ("skills_action", "short_same")
    assert [a.key for a in chapter().actions()] == ["step_action_ask"]


def test_an_action_rests_on_a_finding_of_the_chapter():
    for scores in (None, SCORED, strategy(A=(4, 1, 5), B=(4, 1, 5), C=(4, 1, 5))):
        result = chapter(scores=scores)
        assert {action.rests_on for action in result.actions()} <= set(keys(result))


EDGES = {
    "full": (FULL, SCORED),
    "nothing known": ({"Prijs": (1, 2)}, strategy()),
    "one pole": ({"added_value_role": (1, 3)}, strategy()),
    "now unknown": ({"added_value_role": (math.nan, 3), "value_proposition": (1, 2)}, SCORED),
    "everything as wished": (dict.fromkeys(POLES, (2, 2)), SCORED),
    "all the way out": (dict.fromkeys(POLES, (1, 3)), strategy(A=(4, 5, 5), B=(4, 5, 5), C=(4, 5, 5))),
    "all inwards": (dict.fromkeys(POLES, (3, 1)), strategy(A=(4, 1, 1), B=(4, 1, 1), C=(4, 1, 1))),
    "apart on other poles": ({"customer_portfolio": (1, 3), "value_proposition": (1, 1)}, strategy(A=(4, 5, 5))),
    "skills without fit": (FULL, strategy(A=(4, 3, math.nan), B=(4, 4, math.nan), C=(4, 5, math.nan))),
    "nobody strategic": (FULL, strategy(A=(1, 3, 3))),
    "strangers": (FULL, strategy(X=(4, 3, 3), Y=(4, 4, 4), Z=(4, 5, 5))),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = chapter(*EDGES[name])
    texts = [part for b in told(result) for part in b.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|<NA>|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [b.level for b in result.blocks() if isinstance(b, Heading)].count(1) == 1
    assert result.per_customer() is None


def test_a_customer_that_nobody_knows_has_its_number():
    assert chapter(*EDGES["strangers"]).actions()[0].customers[0] == ("Z", "Z")


def test_tables_stay_short():
    assert all(len(b.rows) <= 10 for b in chapter(scores=SCORED).blocks() if isinstance(b, Table))


MARKS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from([*POLES, "Anders"]), MARKS), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_any_compass_can_be_told_and_order_does_not_matter(rows):
    """Whatever was filled in, in whatever order and written twice: the same chapter, in both languages."""
    frame = compass(*[(pole, *marks) for pole, marks in rows])
    result = analyse(frame, SCORED, PEOPLE)
    assert told(result)
    assert analyse(frame.iloc[::-1], SCORED.iloc[::-1], PEOPLE.iloc[::-1]).figures() == result.figures()
    doubled = analyse(pd.concat([frame, frame]), SCORED, PEOPLE).figures()
    assert doubled == result.figures()


def test_the_input_stays_as_it_was():
    frames = compass(("customer_portfolio", 1, 2)), SCORED.copy(), PEOPLE.copy()
    copies = [frame.copy() for frame in frames]
    analyse(*frames).blocks()
    for frame, copy in zip(frames, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
