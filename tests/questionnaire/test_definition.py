"""What is asked: whole in every language, with answers that the tables take."""

import pytest

from klantlib.client.contract import tables
from klantlib.languages import languages
from klantlib.measures.survey.self_test_scores import BANDS, POINTS, STATEMENTS
from klantlib.questionnaire.definition import KINDS, UNKNOWN, Asked, form, scoring

OWN = Asked(aspects=("Levertijd", "Montage"), units=("Utrecht", "Zwolle"), role=True)
EACH = [(kind, language, asked) for kind in KINDS for language in languages() for asked in (None, OWN)]


@pytest.mark.parametrize(("kind", "language", "asked"), EACH)
def test_every_question_has_words_and_answers(kind, language, asked):
    """Options in words, or a text with a length; no two questions or options alike."""
    made = form(kind, language, asked)

    assert made.title
    assert made.why
    assert len({question.key for question in made.questions}) == len(made.questions)
    for question in made.questions:
        assert question.text
        assert question.options or question.longest
        assert all(option.text for option in question.options)
        assert len({option.text for option in question.options}) == len(question.options)


@pytest.mark.parametrize(("kind", "language", "asked"), EACH)
def test_every_answer_has_a_place_in_the_tables(kind, language, asked):
    """A column of the contract, whose scale holds each option; don't know has none, as it is no score."""
    known = tables()
    for question in form(kind, language, asked).questions:
        column = known[question.table].columns[question.column]
        for value in question.values:
            if column.kind == "scale" and value != UNKNOWN:
                assert column.low <= float(value) <= column.high


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_has_one_edition_in_all_languages(kind):
    """So that an answer in English fits the form in Dutch."""
    assert len({form(kind, language).edition for language in languages()}) == 1


def test_other_questions_are_another_edition():
    """An own list of aspects, in another order, or units: answers to one do not fit the other."""
    lists = [(), ("Levertijd", "Montage"), ("Montage", "Levertijd")]

    assert len({form("satisfaction", "nl", Asked(aspects=aspects)).edition for aspects in lists}) == 3
    assert form("awareness", "nl").edition != form("awareness", "nl", OWN).edition


def test_the_self_test_asks_six_statements_of_four_answers_and_dont_know():
    """And the role only where it is agreed."""
    plain, named = form("self_test", "nl"), form("self_test", "nl", Asked(role=True))

    assert tuple(question.key for question in plain.questions) == STATEMENTS
    assert {question.values for question in plain.questions} == {("A", "B", "C", "D", "?")}
    assert [question.key for question in named.questions[6:]] == ["role"]


def test_three_questions_of_each_aspect():
    """Importance, expectation and experience, named by the client's own words."""
    asked = [question for question in form("satisfaction", "nl", OWN).questions if question.aspect]

    assert [(question.key, question.aspect) for question in asked] == [
        ("a1_importance", "Levertijd"),
        ("a1_expectation", "Levertijd"),
        ("a1_experience", "Levertijd"),
        ("a2_importance", "Montage"),
        ("a2_expectation", "Montage"),
        ("a2_experience", "Montage"),
    ]
    assert asked[0].text == "Levertijd: hoe belangrijk is dit voor u?"


def test_the_report_scores_as_the_form_does():
    """Points and bands come from one place, and are those that were published."""
    assert scoring()["points"] == dict(POINTS) == {"A": 4, "B": 3, "C": 2, "D": 1}
    assert scoring()["bands"] == dict(BANDS) == {"high": 18, "middle": 13, "low": 6}
    assert scoring()["better"] == ["C", "D"]
