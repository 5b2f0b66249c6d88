"""Numbers meet sentences in one place, and nothing is left unsaid."""

from dataclasses import replace

import pytest

from klantlib import words as texts
from klantlib.advice import tell
from klantlib.blocks import Action, Chart, Finding, Heading, Table
from klantlib.words import Words

TOML = {
    "loss": {
        "text": {
            "nl": "{n:count klant kost|klanten kosten} ons {loss:money}.",
            "en": "{n:count customer} {loss:money}",
        },
        "advice": {"nl": "Reken de kosten door.", "en": "Charge the cost."},
        "like": "loss_how",
    },
    "loss_how": {
        "how": {"nl": "Opgeteld over {n:count klant|klanten}.", "en": "Added up over {n:count customer|customers}."},
        "tables": ["transactions", "costs"],
    },
    "groundless": {"text": {"nl": "Zomaar.", "en": "Just so."}},
    "list": {"caption": {"nl": "De lijst", "en": "The list"}},
    "columns": {"policy": {"nl": "Beleid", "en": "Policy"}},
    "terms": {"yyy": {"nl": "vasthouden", "en": "keep"}, "nnn": {"nl": "laten gaan", "en": "let go"}},
}


@pytest.fixture
def words(monkeypatch):
    real = texts.read
    monkeypatch.setattr(texts, "read", lambda name: TOML if name == "advice/test" else real(name))
    return Words("advice/test", "nl")


def test_a_finding_is_told_with_its_advice(words):
    """Every part of the section is filled."""
    told = tell(Finding("loss", {"n": 1, "loss": 1234.5}), words)

    assert told.words == {
        "text": "1 klant kost ons €\xa01.235.",
        "how": "Opgeteld over 1 klant.",
        "advice": "Reken de kosten door.",
    }


def test_a_section_takes_what_it_lacks_from_the_one_that_it_is_like(words):
    """Four findings worked out in one way say so in one place; what is no text is found there too."""
    assert words.parts("loss")["how"] == words.parts("loss_how")["how"]
    assert words.fact("loss", "tables") == ["transactions", "costs"]
    assert words.fact("groundless", "tables") is None


def test_a_key_with_a_suffix_shares_the_text_of_its_section(words):
    """Six statements, one sentence; each keeps a place of its own."""
    told = tell(Heading("loss.q3", {"n": 2, "loss": 3}), words)

    assert (told.key, told.words["text"]) == ("loss.q3", "2 klanten kosten ons €\xa03.")


def test_a_table_gets_its_headings_and_the_words_for_its_keys(words):
    """The chapter's own heading goes before the shared one; only terms that occur are looked up."""
    told = tell(Table("list", {"name": "text", "policy": "term"}, [("Jansen", "yyy"), ("Visser", None)]), words)

    assert told.words == {
        "caption": "De lijst",
        "labels": {"name": "Klant", "policy": "Beleid"},
        "terms": {"yyy": "vasthouden"},
    }


def test_what_was_told_before_stays_as_it_is(words):
    """The summary repeats an action as its own chapter worded it."""
    told = replace(Action("elsewhere"), words={"text": "Bel Jansen."})

    assert tell(told, words) is told


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (Finding("absent"), r"\[absent\] has no text\.nl"),
        (Finding("groundless"), r"advice/test\.toml: \[groundless\] has no how\.nl"),
        (Finding("loss", {"n": 1}), r"\[loss\] text\.nl: 'loss'"),
        (Finding("loss", {"n": 1, "loss": None}), r"\[loss\] text\.nl: .*unknown value"),
        (Chart("list", "line", {"x": [1], "y": [1]}, "x", "y", {}), r"\[list\] has no alt\.nl"),
        (Table("list", {"colour": "text"}, []), r"words\.toml: \[columns\] has no colour\.nl"),
    ],
)
def test_what_is_missing_stops_the_build_and_is_named(words, block, message):
    """A text, a hole, an unknown number, an alternative text, a heading."""
    with pytest.raises(LookupError, match=message):
        tell(block, words)
