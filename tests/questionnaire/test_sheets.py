"""A filled-in form as a file: what was written is read, what does not fit is refused with its reason."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.questionnaire.codes import BadCode, write_code
from klantlib.questionnaire.definition import Asked, form
from klantlib.questionnaire.sheets import LARGEST, BadSheet, Sheet, checked, of_code, read_sheet

DAY = date(2026, 11, 22)
SURVEY, TEST = form("satisfaction", "nl"), form("self_test", "nl", Asked(role=True))
CODE = write_code("ABCD?A", 1, 42)


def survey(**changes):
    facts = {"kind": "satisfaction", "edition": SURVEY.edition, "language": "nl", "day": "2026-11-22", "id": "7XKQ29PM"}
    return Sheet(**facts | {"answers": {"overall": "4", "wish": "Sneller"}} | changes)


def sheet_of_test(**changes):
    return of_code(CODE, TEST, DAY).model_copy(update=changes)


def reason(change, form=SURVEY):
    with pytest.raises(BadSheet) as refusal:
        checked(change, form)
    return refusal.value.reason


@given(st.dictionaries(st.text(max_size=60), st.text(max_size=600)))
def test_what_was_written_is_read(answers):
    """Whatever the answers: quotes, line ends, signs of any script."""
    assert read_sheet(survey(answers=answers).json_text()) == survey(answers=answers)


@given(st.binary(max_size=200) | st.text(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_any_file_is_read_or_refused(text):
    """Nothing that lies in a folder can break it."""
    with pytest.raises(BadSheet):
        read_sheet(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" " * (LARGEST + 1), "too_large"),
        ("geen json", "not_json"),
        ("[" * 60_000, "not_json"),
        ("{}", "not_ours"),
        ("[1, 2]", "not_ours"),
        (survey().json_text().replace('"nl"', "7"), "shape"),
        (survey().json_text().replace("2026-11-22", "2026-02-30"), "shape"),
        (survey().json_text().replace('"format": 1', '"format": 2'), "shape"),
        (survey().json_text().replace('"kind"', '"extra": 1, "kind"'), "shape"),
    ],
)
def test_why_a_file_is_refused(text, why):
    """Too large, no JSON, not ours, or of another shape."""
    with pytest.raises(BadSheet) as refusal:
        read_sheet(text)

    assert refusal.value.reason == why


def test_a_sheet_that_fits_its_form_is_taken():
    """Only what must be answered has to be."""
    assert checked(survey(), SURVEY) == survey()
    assert checked(sheet_of_test(), TEST).answers == dict(
        zip(("q1", "q2", "q3", "q4", "q5", "q6"), "ABCD?A", strict=True)
    )


def test_why_a_sheet_does_not_fit():
    """Another form, a question or answer that is not there, one left open, too long a text, another id."""
    assert reason(survey(edition="2.0000")) == "edition"
    assert reason(survey(answers={"overall": "4", "colour": "red"})) == "question"
    assert reason(survey(answers={"overall": "6"})) == "answer"
    assert reason(survey(answers={"wish": "Sneller"})) == "open"
    assert reason(survey(answers={"overall": "4", "wish": "x" * 401})) == "too_long"
    assert reason(survey(id="JAN")) == "id"


def test_the_code_of_a_sheet_says_what_its_answers_say():
    """A sheet of the self-test whose answers were changed afterwards is refused."""
    answers = sheet_of_test().answers

    assert reason(sheet_of_test(answers=answers | {"q1": "D"}), TEST) == "id"
    assert reason(sheet_of_test(id="6WK9KZC"), TEST) == "id"
    assert checked(sheet_of_test(answers=answers | {"role": "Directeur"}), TEST).answers["role"] == "Directeur"


def test_a_code_of_another_version_is_refused():
    """The statements may have been others then."""
    with pytest.raises(BadCode) as refusal:
        of_code(write_code("AAAAAA", 2), TEST, DAY)

    assert refusal.value.reason == "version"
