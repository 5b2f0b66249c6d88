"""Where a client stands in the nine steps: on figures that one can judge by head."""

from __future__ import annotations

import pytest

from klantlib.advice import tell, words_of
from klantlib.analyses.cycle import analyse
from klantlib.blocks import Chapter, Note, Table
from klantlib.languages import languages
from klantlib.measures.cycle.misunderstandings import NINE
from klantlib.measures.cycle.steps import STEPS

EVERY = {stem: {} for stems in STEPS.values() for stem in stems}  # every chapter, with nothing that calls for work
ORDERLY = {**EVERY, "classification": {"classes": {"key_account": 3}}}
LEVELS = [{"level": 4, "n": 30, "loyalty": 0.5}, {"level": 5, "n": 30, "loyalty": 0.8}]


def cycle(found, **needs):
    return analyse(
        [Chapter(stem, stem, f"Title of {stem}", figures, [], None) for stem, figures in found.items()], needs
    )


def verdicts(**figures):
    return cycle(figures).figures()["misunderstandings"]


def states(**changed):
    return cycle({**ORDERLY, **changed}).figures()["steps"]


def test_a_client_with_every_chapter_and_nothing_to_do_may_start_another_round():
    """Nine steps in order, none next."""
    result = cycle(ORDERLY)

    assert set(result.figures()["steps"].values()) == {"in_order"} and len(result.steps) == 9
    assert result.next is None and result.blocks()[0].key == "round"


def test_a_client_without_data_starts_at_the_first_step():
    """Nine empty steps."""
    result = cycle({})

    assert set(result.figures()["steps"].values()) == {"open"} and result.figures()["next"] == "know"


def test_a_step_of_which_a_chapter_lacks_is_partly_filled():
    """Value compass without data: contact is half told; which table it needs is said beside the next step."""
    found = {stem: figures for stem, figures in ORDERLY.items() if stem != "value_compass"}
    result = cycle(found, value_compass="waardekompas")

    assert result.figures()["steps"]["contact"] == "part" and result.figures()["next"] == "contact"
    assert next(b for b in result.blocks() if b.key == "next_needs").values["tables"] == ["waardekompas"]


@pytest.mark.parametrize(
    ("step", "stem", "figures"),
    [
        ("know", "self_test", {"improve": ["q3"]}),
        ("know", "whitney", {"customers": 10, "to_be_judged": 6}),
        ("classify", "classification", {"classes": {"key_account": 0}}),
        ("aim", "objectives", {"without_plan": 1}),
        ("resources", "resources", {"moved_hours": 40.0}),
        ("contact", "contact", {"climbing": 2}),
        ("contact", "value_compass", {"outward": 1}),
        ("organise", "organisation", {"below_target": 1}),
        ("satisfy", "satisfaction", {"unheard": ["00042"]}),
        ("satisfy", "complaints", {"settling": {"overdue": 1}}),
        ("loyalty", "lapse", {"overdue_customers": 1}),
        ("loyalty", "satisfaction_loyalty", {"save": {"customers": 1}}),
    ],
)
def test_a_step_calls_for_work_and_the_chapter_that_says_so_speaks_for_it(step, stem, figures):
    """All else is in order, so it is the next one as well."""
    result = cycle({**ORDERLY, stem: figures})

    assert {name for name, state in result.figures()["steps"].items() if state == "to_do"} == {step}
    assert result.figures()["next"] == step
    table = next(block for block in result.blocks() if isinstance(block, Table))
    assert [row[3] for row in table.rows if row[1] == step] == [f"Title of {stem}"]


def test_half_of_the_customers_to_be_judged_is_not_more_than_half():
    """Five of ten stay."""
    assert states(whitney={"customers": 10, "to_be_judged": 5})["know"] == "in_order"


def test_without_figures_no_misunderstanding_is_judged():
    """Nothing is claimed of a client that delivered nothing."""
    assert verdicts() == dict.fromkeys(NINE, "cannot")


def losing(n):
    return {"concentration": {"loss_makers": n, "loss": 9.0}, "classification": {"revenue_share": {"loss_maker": 0.2}}}


def attention(*drains):
    return {"cost_to_serve": {"energy_drains": drains, "overlooked": ()}}


def yields(first, fourth):
    rows = [{"from": level, "each": each, "customers": 1} for level, each in ((1, first), (4, fourth))]
    return {"satisfaction_loyalty": {"yields": rows}}


def gaps(process, relation):
    rows = [{"part": part, "gap": gap, "importance": 4} for part, gap in (("process", process), ("relation", relation))]
    return {"satisfaction": {"parts": rows}}


def last_step(low):
    return {"satisfaction_loyalty": {"levels": LEVELS, "steps": [{"from": 4, "low": low}]}}


def again(low, n=40):
    return {"lapse": {"loyalty_coefficient": {"total": {"share": 0.6, "low": low, "high": 0.9, "n": n}}}}


def important(process, relation):
    rows = [{"aspect": k, "kind": k, "importance": mark} for k, mark in (("process", process), ("relation", relation))]
    return {"satisfaction": {"aspects": rows}}


@pytest.mark.parametrize(
    ("name", "against", "along"),
    [
        ("revenue", losing(2), losing(0)),
        ("alike", attention("A"), attention()),
        ("everyone", yields(10, 21), yields(10, 20)),
        ("sales_only", gaps(-2, -1), gaps(-1, -2)),
        ("good_enough", last_step(0.1), last_step(-0.1)),
        ("disloyal", again(0.51), again(0.49)),
        ("personal", important(4.7, 4.1), important(3.7, 4.1)),
    ],
)
def test_a_misunderstanding_is_held_against_the_clients_own_figures(name, against, along):
    """The same misunderstanding, with two clients."""
    assert verdicts(**against)[name] == "against"
    assert verdicts(**along)[name] == "along"


def test_few_answers_carry_no_verdict():
    """29 fives; 29 customers of before; two aspects that are felt alike."""
    few = {
        "satisfaction_loyalty": {
            **last_step(0.1)["satisfaction_loyalty"],
            "levels": [LEVELS[0], {**LEVELS[1], "n": 29}],
        }
    }
    found = verdicts(**few, **again(0.8, n=29), **important(4.1, 4.0))

    assert [found[name] for name in ("good_enough", "disloyal", "personal")] == ["cannot"] * 3


def test_objectives_say_a_little_of_a_budget_that_nobody_delivered():
    """25 of a goal of 100 from new accounts."""
    result = cycle({"objectives": {"goal": 100.0, "new_accounts": {"aimed": {"large": 25.0, "small": None}}}})

    assert next(b for b in result.blocks() if b.key == "strangers_partly").values == {"new": 25.0, "share": 0.25}


@pytest.mark.parametrize("language", languages())
def test_every_state_and_verdict_has_its_words(language):
    """Of an empty client, an orderly one, and one with all to do."""
    busy = {**ORDERLY, "self_test": {"improve": ["q1"]}, "objectives": {"goal": 9.0, "without_plan": 2}}
    for result in (cycle({}), cycle(ORDERLY), cycle(busy), *(cycle({**ORDERLY, s: {"climbing": 1}}) for s in EVERY)):
        words = words_of(result, language)
        told = [tell(block, words) for block in result.blocks()]
        assert isinstance(told[-1], Note) and all(block.words for block in told)
