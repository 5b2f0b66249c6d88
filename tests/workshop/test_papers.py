"""Script, worksheet and action list as Word documents: what stands in them, and that nobody is shut out."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from klantlib.languages import languages, tag
from klantlib.render.word.accessibility import barriers
from klantlib.workshop.actions import ACTIONS, action_list
from klantlib.workshop.answers import told
from klantlib.workshop.plan import plan
from klantlib.workshop.script import script
from klantlib.workshop.theme import THEMES
from klantlib.workshop.worksheet import worksheet
from tests.workshop.studies import study

PAPERS = {"script": script, "worksheet": worksheet, "actions": action_list}
EVERY = [(paper, theme, language) for paper in PAPERS for theme in THEMES for language in languages()]


@cache
def made(paper: str, theme: str, language: str, hours: float = 2) -> bytes:
    case = study(language=language)
    workshop = told(theme, language, case.data)
    return PAPERS[paper](workshop, plan(workshop, hours), case)


def document(*asked):
    return Document(BytesIO(made(*asked)))


def text(*asked) -> str:
    return " ".join(node.text or "" for node in document(*asked).element.body.iter(qn("w:t")))


@pytest.mark.parametrize(("paper", "theme", "language"), EVERY)
def test_nobody_is_shut_out(paper, theme, language):
    """No barrier, tables with a heading row that repeats, the language of the reader, a title."""
    opened = document(paper, theme, language)

    assert barriers(made(paper, theme, language)) == []
    assert opened.core_properties.language == tag(language) and opened.core_properties.title
    for table in opened.element.body.iter(qn("w:tbl")):
        assert next(table.iter(qn("w:tr"))).find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "theme", "language"), EVERY)
def test_the_file_follows_the_standard(paper, theme, language, tmp_path, ooxml_validator):
    """By the Open XML SDK."""
    path = tmp_path / f"{paper}.docx"
    path.write_bytes(made(paper, theme, language))

    assert ooxml_validator(path) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_kit_gives_the_same_bytes(paper):
    case = study()
    workshop = told("whitney", "nl", case.data)

    assert PAPERS[paper](workshop, plan(workshop, 2), case) == made(paper, "whitney", "nl")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", languages())
def test_the_script_has_every_part_with_its_time(theme, language):
    """Clock, minutes, goal, everything to do and to say, and the right answers of this case."""
    written = text("script", theme, language)
    workshop = told(theme, language, study(language=language).data)

    for slot in plan(workshop, 2).slots:
        expected = [slot.part.goal, *slot.part.do, *slot.part.say, *slot.part.pitfalls, *slot.part.expect]
        assert [sentence for sentence in expected if sentence not in written] == []
    assert [exercise.key for exercise in workshop.exercises if exercise.explain not in written] == []
    assert "02:00" in written and "120" in written


def test_the_plan_in_the_script_adds_up():
    """The first table: times in order, the minutes of its rows together the last."""
    rows = [[cell.text for cell in row.cells] for row in document("script", "loyalty", "en").tables[0].rows]
    minutes = [int(row[3]) for row in rows[1:]]

    assert rows[0][0] == "Time" and sum(minutes[:-1]) == minutes[-1] == 120
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])


def test_what_falls_off_is_told():
    """In an hour there is no time to guess first."""
    assert "vervalt: Eerst raden" in text("script", "twenty_eighty", "nl", 1)


def test_what_to_have_ready():
    """The page of the self-test and the poll where the theme asks for them; the installation check always."""
    assert "self_test.html" in text("script", "self_test", "nl") and "self_test.html" not in text(
        "script", "loyalty", "nl"
    )
    assert "check_installation.py" in text("script", "loyalty", "en")


def test_with_much_time_the_script_says_what_to_do_with_it():
    assert "lijst van tien eigen klanten" in text("script", "whitney", "nl", 6)
    assert "lijst van tien eigen klanten" not in text("script", "whitney", "nl")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", languages())
def test_every_exercise_is_on_paper(theme, language):
    """With the question as it is asked without a computer, and never its answer."""
    written = text("worksheet", theme, language)
    workshop = told(theme, language, study(language=language).data)

    assert [exercise.key for exercise in workshop.exercises if exercise.paper.text not in written] == []
    assert [exercise.key for exercise in workshop.exercises if exercise.explain in written] == []


def test_the_self_test_is_on_paper_with_all_its_answers():
    """Six statements, four answers each, and room for a letter."""
    table = document("worksheet", "self_test", "nl").tables[0]

    assert len(table.rows) == 7
    assert all(len(row.cells[1].text.splitlines()) == 4 and row.cells[2].text == "" for row in table.rows[1:])


def test_the_eight_outcomes_are_on_paper():
    """With the policy of each, as the report says it."""
    table = document("worksheet", "whitney", "en").tables[-1]

    assert len(table.rows) == 9
    assert [cell.text for cell in table.rows[1].cells] == ["yes", "yes", "yes", "Hold on to them and invest"]


@pytest.mark.parametrize("language", languages())
def test_an_action_has_its_fields(language):
    """Three actions of six questions, and four around them; each with a name for who cannot see it, of its own."""
    controls = list(document("actions", "whitney", language).element.body.iter(qn("w:sdt")))
    names = [control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val")) for control in controls]
    calendars = [control for control in controls if control.find(f"{qn('w:sdtPr')}/{qn('w:date')}") is not None]

    assert len(controls) == ACTIONS * 6 + 4 and len(set(names)) == len(names)
    assert len(calendars) == ACTIONS + 2
    assert all(next(control.iter(qn("w:t"))).text for control in controls)
