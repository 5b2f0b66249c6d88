"""What a person reads: how many of what, what was refused and what to do, in either language."""

from __future__ import annotations

from typing import get_args

import pytest

from klantlib.languages import languages
from klantlib.questionnaire import codes, sheets
from klantlib.questionnaire.answers.telling import reasons, told
from klantlib.questionnaire.codes import BadCode
from klantlib.questionnaire.made import told as told_made
from klantlib.questionnaire.making import Made
from klantlib.questionnaire.sheets import BadSheet
from klantlib.words import Words
from tests.questionnaire.answers.test_taking import CODE, save

HOLES = {"question": "Hoe tevreden?", "answer": "9", "id": "7XKQ29PM"}


@pytest.mark.parametrize("language", languages())
def test_every_reason_has_a_sentence(language):
    """Of a code and of a sheet; a row of a workbook is named."""
    words = Words("answers", language)
    wrong = [BadCode(reason, CODE) for reason in get_args(codes.Reason)]
    wrong += [BadSheet(reason, **HOLES) for reason in get_args(sheets.Reason)]
    said = reasons(wrong, words)

    assert len(said) == len(wrong) and all(text.strip() and "{" not in text for text in said)
    assert "4" in reasons([BadSheet("open", question="x", row="4")], words)[0]


def test_a_long_answer_is_cut_and_a_reason_is_told_once():
    """Nobody reads forty rows of the same."""
    said = reasons([BadSheet("answer", question="q", answer="x" * 300)] * 40, Words("answers", "nl"))

    assert len(said) == 1 and len(said[0]) < 200


def test_what_was_done_is_told(client, taken, self_test):
    """New, there already, drawn, with a role; and what stands now."""
    save(client.parent, "a.json", self_test("AAAAAA", role="directie").json_text())
    done, wrong = told(taken(client.parent / "a.json", CODE, CODE, "BBBBBB"), "proef")

    assert wrong == [] and done[0] == "3 zelftests ingelezen."
    assert done[1] == "1 formulier was er al, met dezelfde antwoorden; dat telt één keer."
    assert done[2].startswith("BBBBBB kreeg code ")
    assert done[3].startswith("Alles bij elkaar: 3 rijen zelftest (answers/self_test.csv).")
    assert "roles = true" in done[4]


def test_of_very_many_refusals_the_first_are_told(taken):
    """And how many more there are."""
    _, wrong = told(taken(*(f"x{number}" for number in range(25))), "proef")

    assert len(wrong) == 1 + 20 + 1 + 1 and wrong[-2] == "En nog 5 andere."


@pytest.mark.parametrize("language", languages())
def test_every_file_says_what_it_is_for(language, tmp_path):
    """Whatever was made, in either language."""
    names = ["self_test.html", "self_test.docx", "self_test_paper.html", "self_test.xlsx", "satisfaction.html",
             "satisfaction/", "mailing.xlsx", "tokens.csv"]  # fmt: skip
    made = Made(language, tmp_path, names, {"a.docx": "a-old-1.docx"}, 3, 1, ["free", "no_mail"], "https://x.example")
    said = list(told_made(made, "proef", "questionnaires"))

    assert [line.strip().split(":")[0] for line in said[1:9]] == names
    assert len(said) == 1 + 8 + 5 and not any("{" in line for line in said)
