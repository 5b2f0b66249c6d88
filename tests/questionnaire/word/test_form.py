"""The form in Word: all of it is there, everybody can read it, and only the answers can be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from klantlib.languages import languages
from klantlib.questionnaire.word.form import word_form
from klantlib.render.word.accessibility import barriers
from klantlib.theme import house
from tests.own_template import own_template
from tests.questionnaire.handed_in import KINDS, TOKEN, asked_form, body, invited

each = pytest.mark.parametrize(("kind", "language"), [(k, code) for k in KINDS for code in languages()])


def text(docx: bytes) -> str:
    return " ".join("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in body(docx).iter(qn("w:p")))


def titles(docx: bytes) -> list[str]:
    return [title.get(qn("w:val")) for title in body(docx).iter(qn("w:alias"))]


@each
def test_every_question_and_answer_is_there(kind, language):
    """In words, with a box or a field each, and nobody is shut out."""
    form = asked_form(kind, language)
    docx = word_form(form, invited(language, kind))

    assert [q.text for q in form.questions if q.text not in text(docx)] == []
    assert [o.text for q in form.questions for o in q.options if o.text not in text(docx)] == []
    assert len(titles(docx)) == sum(len(q.options) or 1 for q in form.questions)
    assert barriers(docx) == []


FACTS = ["15 december 2026", "12 maanden", "antwoord@groenland.example"]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (
            "self_test",
            ["Bureau Groenland vraagt u dit namens Jansen BV", "Uw naam wordt niet", "18 tot en met 24"],
        ),
        ("satisfaction", ["Voor De Linde", "op uw naam"]),
        ("awareness", []),
    ],
)
def test_it_says_who_asks_why_and_where_it_goes(kind, facts):
    """Before when, how long it is kept, and whether there is a name to it."""
    said = text(word_form(asked_form(kind), invited(kind=kind)))

    assert [fact for fact in [*FACTS, *facts, asked_form(kind).why] if fact not in said] == []


def test_what_is_not_known_is_not_said():
    """No day, no address: back to who sent it. And who asks for itself is named once."""
    said = text(word_form(asked_form("self_test"), invited(before=None, mail="", asked_by="Jansen BV")))

    assert "Jansen BV vraagt u dit." in said and "aan wie het u stuurde" in said
    assert "uiterlijk" not in said and "@" not in said


def test_a_screen_reader_says_which_question_and_answer():
    """No signs for machines in the title of a box or field; each box has its own."""
    said = titles(word_form(asked_form("self_test"), invited()))

    assert said[:5] == ["Vraag 1, A", "Vraag 1, B", "Vraag 1, C", "Vraag 1, D", "Vraag 1, Weet ik niet"]
    assert said[-1] == "Vraag 7, uw antwoord"
    assert len(set(said)) == len(said) and max(map(len, said)) <= 64


def test_only_the_answers_can_be_changed():
    """All text stands in one group, and no box or field in it can be taken away; there is no password."""
    root = body(word_form(asked_form("awareness"), invited()))
    [group] = [sdt for sdt in root.iter(qn("w:sdt")) if sdt.find(f"{qn('w:sdtPr')}/{qn('w:group')}") is not None]
    inside = [sdt for sdt in group.iter(qn("w:sdt")) if sdt is not group]
    locks = {sdt.find(f"{qn('w:sdtPr')}/{qn('w:lock')}").get(qn("w:val")) for sdt in inside}

    assert group.getparent().tag == qn("w:body") and [child.tag for child in group.getparent()][1:] == [qn("w:sectPr")]
    assert locks == {"sdtLocked"} and len(inside) == 3 + 10 + 4 * 11
    assert root.find(f".//{qn('w:documentProtection')}") is None


def test_the_same_form_gives_the_same_bytes():
    """And another customer's has another token in it."""
    form, mine = asked_form("satisfaction"), invited(kind="satisfaction")

    assert word_form(form, mine) == word_form(form, mine)
    assert word_form(form, mine) != word_form(form, replace(mine, token=TOKEN[::-1]))


def test_a_consultants_own_template_is_used():
    """With its own names for styles; what shuts readers out is no more than the colours it brings."""
    theme = house().model_copy(update={"template": own_template()})
    docx = word_form(asked_form("self_test"), invited(theme=theme))

    assert "Kop2" in {style.get(qn("w:val")) for style in body(docx).iter(qn("w:pStyle"))}
    assert {barrier.rule for barrier in barriers(docx)} <= {"contrast"}


@pytest.mark.slow
@each
def test_it_is_sound_word(kind, language, tmp_path, ooxml_validator):
    """By the validator of the Open XML SDK."""
    path = tmp_path / "form.docx"
    path.write_bytes(word_form(asked_form(kind, language), invited(language, kind)))

    assert ooxml_validator(path) == []
