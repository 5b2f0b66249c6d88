"""The page as a file: whole without its script, and nothing that a client calls himself comes to life."""

import io
import json
import re
from dataclasses import replace

import pytest
from lxml import html
from PIL import Image

from klantlib.languages import languages
from klantlib.questionnaire import codes
from klantlib.questionnaire.definition import KINDS, Asked, form, scoring
from klantlib.questionnaire.web.data import data
from klantlib.questionnaire.web.page import page
from klantlib.questionnaire.web.result import ranges
from klantlib.theme import house
from tests.questionnaire.pages import INVITING, TOKEN, asked

EACH = [(kind, language) for kind in KINDS for language in languages()]


def read(kind, language="nl", **changes):
    return html.document_fromstring(page(asked(kind, language), replace(INVITING, language=language, **changes)))


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_every_question_is_there_with_its_answers_in_words(kind, language):
    """One fieldset a question that is chosen from, one labelled field for words of one's own; no table."""
    tree, asks = read(kind, language), asked(kind, language)
    chosen = [question for question in asks.questions if question.options]

    assert len(tree.xpath("//fieldset[legend]")) == len(chosen)
    assert not tree.xpath("//form//fieldset//table")
    for question in asks.questions:
        fields = tree.xpath(f"//*[@name='{question.key}']")
        assert [field.get("value") for field in fields if question.options] == list(question.values)
        labels = [
            tree.xpath(f"//label[@for='{field.get('id')}' or .//input[@id='{field.get('id')}']]") for field in fields
        ]
        said = [label[0].text_content() for label in labels]
        expected = [option.text for option in question.options] or [question.text]
        assert all(text in label for label, text in zip(said, expected, strict=True))


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_what_describes_a_question_is_there(kind, language):
    """Every id that is pointed at stands once in the page."""
    tree = read(kind, language)
    ids = tree.xpath("//@id")

    assert len(ids) == len(set(ids))
    for pointed in tree.xpath("//@aria-describedby | //@aria-labelledby | //label/@for"):
        assert set(pointed.split()) <= set(ids)


@pytest.mark.parametrize(("kind", "language"), EACH)
def test_the_page_says_who_asks_why_how_long_and_before_when(kind, language):
    """Beside every step, in one place."""
    about = read(kind, language).xpath("//aside[@class='about']")[0].text_content()

    assert "Bureau Klantzicht" in about
    assert "Van Veen & Zn." in about
    assert "15 december 2026" in about.lower()
    assert "12 ma" in about or "12 mo" in about
    assert "antwoord@klantzicht.example" in about


def test_what_is_not_set_is_not_said():
    """Without a last day and an address the page has no empty line and no link to nobody."""
    tree = read("self_test", before=None, mail="")
    about = tree.xpath("//aside[@class='about']")[0]

    assert "Graag uiterlijk" not in about.text_content()
    assert not about.xpath(".//a")


def test_names_are_text_everywhere():
    """A client, customer or aspect with markup in its name, in the page and in the data of the script."""
    evil = "</script><script>alert(1)</script>"
    asks = form("satisfaction", "nl", Asked(aspects=(evil,)))
    text = page(asks, replace(INVITING, client=evil, asked_by=evil, customer=evil))

    assert "alert(1)</script>" not in text
    assert len(re.findall("<script", text)) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_and_only_the_own_script_runs(kind):
    """No address of anything outside the page; the policy names the hashes of style and script, nothing is unsafe."""
    tree = read(kind)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    assert not tree.xpath("//@src[not(starts-with(., 'data:'))] | //link | //@style | //@*[starts-with(name(), 'on')]")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == 2


def test_a_logo_of_the_house_style_stands_in_the_page():
    """As a picture inside the file, named after the firm."""
    picture = io.BytesIO()
    Image.new("RGB", (80, 20), "navy").save(picture, "PNG")
    theme = house().model_copy(update={"logo": picture.getvalue(), "name": "Bureau Klantzicht"})
    logo = read("self_test", theme=theme).xpath("//img")[0]

    assert logo.get("src").startswith("data:image/png;base64,")
    assert "Bureau Klantzicht" in logo.get("alt")
    assert (logo.get("width"), logo.get("height")) == ("80", "20")


def test_a_personal_page_carries_its_token():
    """On the page as well, for who answers on paper."""
    assert TOKEN in read("satisfaction", token=TOKEN).xpath("//*[@id='token']")[0].text_content()
    assert read("satisfaction").xpath("//*[@id='token']/@hidden") == [""]


def test_the_script_has_the_definition_and_no_other():
    """Points, bands and the rule of the code are those of Python; the data are what JSON holds."""
    known = json.loads(json.dumps(data(asked("self_test"), INVITING)))

    assert {name: known["result"][name] for name in scoring()} == dict(scoring())
    assert known["code"]["signs"] == codes.SIGNS
    assert set(known["spelled"]) == set(codes.SIGNS)
    assert known["sheet"]["edition"] == asked("self_test").edition


def test_the_bands_fill_the_scale():
    """From the lowest total there is to the highest, none left out."""
    assert ranges(asked("self_test")) == [("low", 6, 12), ("middle", 13, 17), ("high", 18, 24)]


@pytest.mark.parametrize("language", languages())
def test_every_outcome_has_its_words(language):
    """Each total from 6 to 24, each answer that calls for a step up, each number of them, each number unknown."""
    known = data(asked("self_test", language), INVITING)["result"]

    assert list(known["totals"]) == list(range(6, 25))
    assert len(known["steps"]) == 12
    assert list(known["calls"]) == list(known["unknown"]) == [1, 2, 3, 4, 5, 6]
    assert all(known["told"][band][part] for band in known["bands"] for part in ("text", "advice", "reading"))


def test_the_next_step_up_is_the_answer_one_higher():
    """Of a D that is C, and the end point is A: statement 1, answered with D."""
    text = data(asked("self_test"), INVITING)["result"]["steps"]["q1D"]["text"]

    assert "De volgende trede: alleen naam en adres." in text
    assert "Het eindpunt: van elke klant welke artikelen" in text


def test_signs_said_alike_have_words_of_their_own():
    """Over the phone no two signs share a word."""
    for language in languages():
        spelled = data(asked("self_test", language), INVITING)["spelled"]
        assert len(set(spelled.values())) == len(codes.SIGNS)
    assert data(asked("self_test"), INVITING)["spelled"]["K"] == "K van Karel"
