"""Every exercise, in both languages and on several firms: what is right, what is not yet, and what is then said."""

import pytest

from klantlib.languages import languages
from klantlib.workshop import THEMES
from klantlib.workshop.answers import ANSWERS, answer_to, filled, told
from klantlib.workshop.judging import judged
from klantlib.workshop.room import Room
from klantlib.workshop.theme import workshop
from klantlib.workshop.views import PICTURES, TABLES, view
from klantlib.workshop.whatif import WHAT_IF
from tests.workshop.studies import study

SEEDS = (2080, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 8)))
EXERCISES = [(theme, key) for theme, answers in ANSWERS.items() for key in answers]


@pytest.fixture
def shown(monkeypatch):
    """What a cell showed."""
    outputs = []
    monkeypatch.setattr("klantlib.workshop.room.display", lambda data, raw: outputs.append(data))
    return outputs


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", languages())
def test_every_exercise_has_its_answer(theme, language):
    """And every answer its exercise; four to six a theme."""
    keys = {exercise.key for exercise in workshop(theme, language).exercises}
    assert keys == set(ANSWERS[theme])
    assert 4 <= len(keys) <= 6


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("theme", "key"), EXERCISES)
def test_the_worked_solution_is_right(theme, key, seed):
    """The code of the solution, run on the case."""
    case = study(seed)
    right = answer_to(theme, key, case)
    exercise = filled(workshop(theme, "nl").exercise(key), right, "nl")
    assert judged(exercise, right, eval(exercise.solution, {"study": case})) == "right"  # noqa: S307


@pytest.mark.parametrize(("theme", "key"), EXERCISES)
def test_as_it_is_shown_is_right_too(theme, key):
    """Who fills in what the explanation says, or the choice as it is listed, has it right."""
    case = study()
    right = answer_to(theme, key, case)
    exercise = filled(workshop(theme, "nl").exercise(key), right, "nl")
    typed = exercise.choices[right.value][0] if exercise.kind == "choice" else str(right.value)
    assert judged(exercise, right, typed) == "right"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("theme", THEMES)
def test_all_texts_can_be_told_of_a_case(theme, language):
    """No hole is left open, no brace is left."""
    for exercise in told(theme, language, study().data).exercises:
        texts = (exercise.title, exercise.text, exercise.hint, exercise.explain, exercise.paper.text)
        assert all(texts)
        assert "{" not in "".join(texts)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_reckons_with_what_is_shown_is_right(seed):
    """Rounded as the tables show it: two levels apart, and a profit times a gain."""
    case = study(seed)
    loyalty = dict(zip((1, 2, 3, 4, 5), case.loyalty.curve.levels["loyalty"].mul(100).round(1), strict=True))
    table = view("lift", case, "nl")
    lift = dict(zip(table.columns, table.rows[0], strict=True))
    typed = {"last_step": f"{loyalty[5] - loyalty[4]:.1f}%", "worth": round(lift["worth"]) * round(lift["gain"], 3)}
    for key, said in typed.items():
        right = answer_to("loyalty", key, case)
        assert judged(workshop("loyalty", "nl").exercise(key), right, said) == "right"


@pytest.mark.parametrize(("theme", "key"), EXERCISES)
def test_the_example_is_no_answer(theme, key):
    """What stands behind an open answer must not give it away."""
    right = answer_to(theme, key, study())
    exercise = filled(workshop(theme, "en").exercise(key), right, "en")
    assert exercise.example
    assert judged(exercise, right, "...") == "open"


def test_a_wrong_answer_gives_the_hint(shown):
    Room("twenty_eighty", "nl", study()).check("loss_makers", "39")
    assert shown[0]["text/plain"].startswith("→ Nog niet. Tel de rijen")


def test_a_right_answer_is_explained(shown):
    count = len(study().losers)
    Room("twenty_eighty", "en", study()).check("loss_makers", f" {count} ")
    assert shown[0]["text/plain"].startswith(f"✓ Right. {count} customers cost")


def test_what_cannot_be_read_says_what_is_asked(shown):
    Room("self_test", "nl", study()).check("band", "tja")
    assert "hoog, midden of laag" in shown[0]["text/plain"]


def test_a_misspelt_exercise_is_told(shown):
    """Who touches more than the answer is told so, without an error."""
    Room("self_test", "en", study()).check("bnd", "high")
    assert "one_sheet, band" in shown[0]["text/plain"]


def test_what_was_typed_never_becomes_html(shown):
    """A name of the case is escaped where it stands in the page."""
    Room("self_test", "nl", study()).check("no_total", "<script>alert(1)</script>")
    assert "<script" not in shown[0]["text/html"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", [*TABLES, *PICTURES])
def test_every_view_can_be_shown(name, language):
    assert view(name, study(), language).words["caption"]


def test_every_view_that_an_exercise_asks_for_is_there():
    """In the workbook and on paper."""
    for theme in THEMES:
        for exercise in workshop(theme, "nl").exercises:
            assert all(
                line.removeprefix('show("').removesuffix('")') in {*TABLES, *PICTURES} for line in exercise.given
            )
            assert exercise.paper.table in {"", *TABLES}


def test_an_unknown_view_or_exercise_names_those_there_are():
    with pytest.raises(LookupError, match="one_sheet"):
        view("nothing", study(), "nl")
    with pytest.raises(LookupError, match="loss_makers"):
        answer_to("twenty_eighty", "nothing", study())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("theme", THEMES)
def test_what_there_is_to_slide_is_there(theme, language):
    """At the start, and with every slider at its end, there is a sentence and a picture."""
    names = [name for part in workshop(theme, language).parts for name in part.explore]
    assert names
    for name in names:
        what_if = WHAT_IF[name](study(), language)
        ends = {slider.key: slider.values[-1] for slider in what_if.sliders}
        for values in (what_if.start, ends):
            text, chart = what_if.blocks(values)
            assert text.words["text"]
            assert chart.words["alt"]
        assert all(slider.start in slider.values for slider in what_if.sliders)
