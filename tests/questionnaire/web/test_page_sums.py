"""The page's own reckoning in a browser, against Python: codes, lines, scores and files."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.analyses.self_test import analyse
from klantlib.measures.survey.self_test_scores import POINTS, STATEMENTS
from klantlib.questionnaire import line
from klantlib.questionnaire.codes import LETTERS, read_code, write_code
from klantlib.questionnaire.codes import STATEMENTS as SIX
from klantlib.questionnaire.definition import KINDS
from klantlib.questionnaire.sheets import Sheet, checked, read_sheet
from tests.questionnaire.pages import TOKEN, asked, written

pytestmark = pytest.mark.slow

ALL = ["".join(letters) for letters in product(LETTERS, repeat=SIX)]  # 15,625 sheets
TEXTS = [
    "Sneller, s.v.p.?",
    "100% 'goed' & <b>",
    "regel één\nregel twee",
    "🙂 fijn 👩‍👩‍👧",
    "[KW|x|]",
    "ΑΒΓ Ж 漢字",
    "~!*()_-.",
]


@pytest.fixture(scope="module")
def tabs(browser, tmp_path_factory):
    """Of each kind its page, open."""
    context = browser.new_context(offline=True)
    folder, opened = tmp_path_factory.mktemp("sums"), {}
    for kind in KINDS:
        opened[kind] = context.new_page()
        opened[kind].goto(written(folder, kind).as_uri())
    yield opened
    context.close()


def test_the_page_scores_every_sheet_as_the_report_does(tabs):
    """All 15,625: total, band, what calls for a step up, and what is open; don't know is never a zero."""
    found = pd.DataFrame(tabs["self_test"].evaluate("all => all.map(one => klantwerkboek.score([...one]))", ALL))
    answers = pd.DataFrame([list(sheet) for sheet in ALL], columns=list(STATEMENTS))
    sheets = analyse(answers.where(answers != "?").assign(respondent=range(len(ALL)), date="2026-11-22")).sheets
    weak = sheets[list(STATEMENTS)] <= POINTS["C"]
    expected = [[key for key, one in zip(STATEMENTS, row, strict=True) if one] for row in weak.to_numpy()]
    unknown = [[key for key, one in zip(STATEMENTS, sheet, strict=True) if one == "?"] for sheet in ALL]

    assert len(found) == 15_625
    assert found["total"].astype(float).fillna(-1).tolist() == sheets["total"].fillna(-1).tolist()
    assert found["band"].fillna("").tolist() == sheets["band"].fillna("").tolist()
    assert found["improve"].tolist() == expected
    assert found["open"].tolist() == unknown
    assert found["counts"].tolist() == [{letter: sheet.count(letter) for letter in POINTS} for sheet in ALL]


def test_python_reads_every_code_that_the_page_writes(tabs):
    """All 15,625 with a chance drawn by the browser: the same answers and version."""
    found = tabs["self_test"].evaluate("all => all.map(one => klantwerkboek.writeCode([...one]))", ALL)
    read = [read_code(code) for code in found]

    assert [code.answers for code in read] == ALL
    assert {code.version for code in read} == {asked("self_test").version}


def test_page_and_python_write_the_same_code_of_the_same_chance(tabs):
    """The lowest, the highest and some between."""
    chances = [0, 1, 42, 3550, 7098, 7099]
    sheets = ALL[::500]
    both = [[list(sheet), chance] for sheet in sheets for chance in chances]
    found = tabs["self_test"].evaluate("all => all.map(([one, chance]) => klantwerkboek.writeCode(one, chance))", both)

    assert found == [write_code(sheet, asked("self_test").version, chance) for sheet, chance in both]


def test_two_who_answer_alike_have_two_codes(tabs):
    """Of 50 sheets that are the same all but a few codes differ: 7,100 chances."""
    found = tabs["self_test"].evaluate("Array.from({length: 50}, () => klantwerkboek.writeCode([...'ABCD?A']))")

    assert len(set(found)) > 45


def test_what_is_drawn_stays_within_bounds(tabs):
    """Every number below n is drawn, and none other."""
    assert set(tabs["self_test"].evaluate("Array.from({length: 500}, () => klantwerkboek.draw(5))")) == {0, 1, 2, 3, 4}


def lines(tab, form, texts: list[str]) -> list[tuple[str, Sheet]]:
    """Of each text a sheet with that wish, as the page writes it and as Python has it."""
    wishes = [{"overall": "4", "a1_importance": "?", "wish": text} for text in texts]
    found = tab.evaluate(
        f"all => all.map(one => klantwerkboek.writeLine(klantwerkboek.sheet(one, '{TOKEN}', '2026-11-22')))", wishes
    )
    own = {"kind": form.kind, "edition": form.edition, "language": form.language, "day": "2026-11-22", "id": TOKEN}
    return [(text, Sheet(**own, answers=wish)) for text, wish in zip(found, wishes, strict=True)]


@settings(max_examples=25)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), min_size=1, max_size=20)
)
def test_page_and_python_write_the_same_line(tabs, texts):
    """Whatever is typed, in any script; and Python reads it back as it was."""
    form = asked("satisfaction")
    for found, sheet in lines(tabs["satisfaction"], form, texts):
        assert found == line.write_line(sheet, form)


def test_a_line_of_the_page_is_read_back(tabs):
    """Commas, brackets, emoji, line ends: each comes out as it went in."""
    form = asked("satisfaction")
    for found, sheet in lines(tabs["satisfaction"], form, TEXTS):
        assert line.read_line(line.lines_in(f"> {found[:30]}\n> {found[30:]}")[0], lambda *_: form) == sheet


def test_half_a_pair_of_signs_is_left_out(tabs):
    """What a clumsy paste leaves of an emoji would stop the line; the rest of the text stays."""
    assert tabs["satisfaction"].evaluate("klantwerkboek.whole('a\\ud83db \\ud83d\\ude42')") == "ab 🙂"


def test_the_file_is_the_sheet_as_python_writes_it(tabs):
    """To the byte, and it holds to the form."""
    form = asked("satisfaction")
    answers = {"overall": "4", "wish": 'Sneller, en "echt" 🙂'}
    text = tabs["satisfaction"].evaluate(
        f"one => klantwerkboek.json(klantwerkboek.sheet(one, '{TOKEN}', '2026-11-22'))", answers
    )
    sheet = checked(read_sheet(text), form)

    assert sheet.answers == answers
    assert text == sheet.json_text()


def test_an_id_drawn_by_lot_is_a_token(tabs):
    """Eight signs that are not mistaken for each other, another every time."""
    found = tabs["awareness"].evaluate("Array.from({length: 20}, () => klantwerkboek.lot())")
    form = asked("awareness")
    made = {"kind": form.kind, "edition": form.edition, "language": "nl", "day": "2026-11-22"}

    assert len(set(found)) == 20
    for id_ in found:
        checked(Sheet(**made, id=id_, answers={"unit": "Utrecht", "engagement": "8"}), form)
