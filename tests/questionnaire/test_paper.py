"""The form on paper: everything is there in words, and a self-test is one sheet."""

from __future__ import annotations

import re
from html import unescape

import pytest

from klantlib.languages import languages
from klantlib.questionnaire.definition import Asked, form
from klantlib.questionnaire.paper import paper
from klantlib.theme import house
from tests.questionnaire.handed_in import KINDS, asked_form, invited

each = pytest.mark.parametrize(("kind", "language"), [(k, code) for k in KINDS for code in languages()])
SHEETS = {"self_test": 1, "satisfaction": 2, "awareness": 1}


def text(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


@each
def test_every_question_and_answer_is_there(kind, language):
    """All in words, a box beside each answer."""
    asked = asked_form(kind, language)
    page = paper(asked, invited(language, kind))

    assert [q.text for q in asked.questions if q.text not in text(page)] == []
    assert [o.text for q in asked.questions for o in q.options if o.text not in text(page)] == []
    assert page.count('class="box"') == sum(len(q.options) for q in asked.questions)


def test_a_person_can_add_up_and_send_back():
    """Points, groups, six letters to say, where a photo goes; who asks and before when."""
    said = text(paper(asked_form("self_test"), invited()))
    facts = [
        "A telt 4 punten, B 3, C 2 en D 1",
        "18 tot en met 24 hoog",
        "13 tot en met 17 midden",
        "6 tot en met 12 laag",
    ]
    facts += ["Uw zes letters 1 2 3 4 5 6", "antwoord@groenland.example", "Bureau Groenland", "15 december 2026"]

    assert [fact for fact in facts if fact not in said] == []
    assert "punten" not in text(paper(asked_form("awareness"), invited(kind="awareness")))


def test_it_asks_nothing_of_the_network_and_runs_nothing():
    """No script, no address, a policy by the hash of its own style; what a client is called stays text."""
    page = paper(asked_form("self_test"), invited(client="<b>Jansen</b>"))

    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'; " in unescape(page) and "style-src 'sha256-" in unescape(page)
    assert "<b>Jansen</b>" not in page


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@each
def test_everybody_can_read_it(kind, language, scheme, tmp_path, surf, axe):
    """On a screen: nothing for axe to find, no request, no side scrolling on a phone or at 400%."""
    path = tmp_path / "paper.html"
    path.write_text(paper(asked_form(kind, language), invited(language, kind)), encoding="utf-8")
    tab = surf(path, width=320, scheme=scheme)

    assert axe(tab) == [] and tab.heard == [] and tab.asked == [path.as_uri()]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.slow
@pytest.mark.parametrize("role", [False, True])
@each
def test_it_fits_its_sheets(kind, language, role, tmp_path, surf):
    """A self-test one A4, with the question of the role too; the survey two."""
    path = tmp_path / "paper.html"
    asked = form(kind, language, Asked(role=role, units=("Utrecht", "Zwolle")))
    path.write_text(paper(asked, invited(language, kind, theme=house())), encoding="utf-8")
    pdf = surf(path).pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == SHEETS[kind]
