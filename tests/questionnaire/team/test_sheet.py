"""The workbook for a team: a row a person, the total at once, and what comes back row by row."""

from __future__ import annotations

import contextlib
import subprocess
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import load_workbook

from klantlib.client.xlsx_files import sheets as client_sheets
from klantlib.languages import languages
from klantlib.measures.survey.self_test_scores import POINTS, band_of
from klantlib.questionnaire.chance import chance
from klantlib.questionnaire.codes import read_code
from klantlib.questionnaire.sheets import BadSheet
from klantlib.questionnaire.team.answers import Rows, read_team_sheet
from klantlib.questionnaire.team.marks import FIRST, id_column, total_column
from klantlib.questionnaire.team.sheet import team_sheet
from klantlib.words import Words
from tests.programs import MINUTE
from tests.questionnaire.handed_in import DAY, MAIN, SHEET, answered, asked_form, form_of, invited, typed_in

PEOPLE = 8
QUESTIONS = ("q1", "q2", "q3", "q4", "q5", "q6")
STAFF = {"unit": "Zwolle", "engagement": "7", "awareness_role": "?"}


def made(kind: str = "self_test", language: str = "nl") -> bytes:
    return team_sheet(asked_form(kind, language), invited(language, kind), PEOPLE)


def letters(text: str, role: str = "") -> dict[str, str]:
    """ "ABC" -> the first three answers; a dot is one that is open."""
    given = {key: letter for key, letter in zip(QUESTIONS, text, strict=False) if letter != "."}
    return given | ({"role": role} if role else {})


def filled(*rows: dict[str, str], kind: str = "self_test", language: str = "nl", book: bytes | None = None) -> bytes:
    form, cells = asked_form(kind, language), {}
    for number, answers in enumerate(rows):
        cells |= answered(form, number, answers)
    return typed_in(book or made(kind, language), cells)


def read(data: bytes) -> Rows:
    return read_team_sheet(data, form_of, DAY)


def grid(data: bytes, number: int = 0) -> list[list]:
    return load_workbook(BytesIO(data)).get_sheet_by_index(number).to_python(skip_empty_area=False)


def tree(data: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as book:
        return etree.fromstring(book.read(SHEET))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", ["self_test", "awareness"])
def test_every_question_and_answer_stands_in_it(kind, language):
    """In words on the second sheet, and how it works on the third."""
    form, data = asked_form(kind, language), made(kind, language)
    said, told = (" ".join(str(cell) for row in grid(data, n) for cell in row) for n in (1, 2))

    assert [q.text for q in form.questions if q.text not in " ".join(map(str, grid(data)[2]))] == []
    assert [o.text for q in form.questions for o in q.options if o.text not in said] == []
    assert "antwoord@groenland.example" in told and "Bureau Groenland" in told


def test_every_cell_to_fill_in_has_its_list_or_its_bound():
    """Answers by drop-down, words no longer than they may be, a word of help at each."""
    checks = {check.get("sqref"): check for check in tree(made()).iter(f"{MAIN}dataValidation")}
    lists = {place: check.findtext(f"{MAIN}formula1") for place, check in checks.items() if check.get("type") == "list"}

    assert lists == {f"{column}4:{column}11": f"q{n}_list" for n, column in enumerate("BCDEFG", start=1)}
    assert (checks["H4:H11"].get("type"), checks["H4:H11"].findtext(f"{MAIN}formula1")) == ("textLength", "60")
    assert all(check.get("prompt") for check in checks.values())


def test_only_the_answers_can_be_changed():
    """Every sheet is protected, without a password; the cells to fill in are not; the ids are hidden."""
    data = made()
    with zipfile.ZipFile(BytesIO(data)) as book:
        protections = [
            etree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")).find(f"{MAIN}sheetProtection") for n in (1, 2, 3)
        ]
        formats = etree.fromstring(book.read("xl/styles.xml")).find(f"{MAIN}cellXfs")
    open_ = {n for n, look in enumerate(formats) if look.find(f"{MAIN}protection[@locked='0']") is not None}
    cells = [cell for cell in tree(data).iter(f"{MAIN}c") if int(cell.get("s", 0)) in open_]

    assert all(one is not None and one.get("password") is None and one.get("sheet") == "1" for one in protections)
    assert len(cells) == PEOPLE * 8  # who, six answers and a role
    hidden = [column for column in tree(data).iter(f"{MAIN}col") if column.get("hidden") == "1"]
    assert [int(column.get("min")) - 1 for column in hidden] == [id_column(asked_form("self_test"))]


def test_every_row_draws_its_own_code():
    """Two who answer alike never get one code, and another workbook has other rows."""
    ids = [row[id_column(asked_form("self_test"))] for row in grid(made())[FIRST:]]

    assert len({chance(own) for own in ids}) == PEOPLE
    assert not set(ids) & {row[id_column(asked_form("self_test"))] for row in grid(made())[FIRST:]}


def test_a_survey_by_name_has_no_workbook():
    """Each customer answers alone."""
    with pytest.raises(ValueError, match="satisfaction"):
        team_sheet(asked_form("satisfaction"), invited(kind="satisfaction"))


def test_a_reader_of_clients_tables_passes_over_it(tmp_path):
    """Left in a client's folder it is no table, filled in or not."""
    path = tmp_path / "self_test.xlsx"
    path.write_bytes(filled(letters("ABCDAB")))

    assert set(client_sheets(path).values()) == {False}


def test_what_the_team_filled_in_is_read():
    """Row by row; a row that nobody used, or with no more than a name, is nobody's."""
    data = typed_in(filled(letters("ABCD?A", "=1+1"), {}, letters("DDDDDD")), {"A5": "Jan"})
    found = read(data)

    assert [sheet.answers for sheet in found.sheets] == [letters("ABCD?A", "=1+1"), letters("DDDDDD")]
    assert [read_code(sheet.id).answers for sheet in found.sheets] == ["ABCD?A", "DDDDDD"]
    assert found.problems == [] and "Jan" not in str(found.sheets)


def test_staff_answers_are_read_too():
    """With the unit; what is optional may stay open."""
    [sheet] = read(filled(STAFF, kind="awareness")).sheets

    assert (sheet.kind, sheet.answers) == ("awareness", STAFF)


def test_a_workbook_in_another_language_than_the_client_is_read():
    """Its own list says what each answer means."""
    [sheet] = read(filled(letters("ABCD?A"), language="en")).sheets

    assert (sheet.language, sheet.answers) == ("en", letters("ABCD?A"))


def test_the_same_row_is_the_same_sheet():
    """Read twice, or with a row above it filled in later; a corrected mark of staff keeps its id, another unit not."""
    book, staff = made(), made("awareness")
    [once] = read(filled({}, letters("AAAAAA"), book=book)).sheets
    both = read(filled(letters("BBBBBB"), letters("AAAAAA"), book=book)).sheets
    [before] = read(filled(STAFF, kind="awareness", book=staff)).sheets
    [after] = read(filled({**STAFF, "engagement": "8"}, kind="awareness", book=staff)).sheets
    [elsewhere] = read(filled({**STAFF, "unit": "Utrecht"}, kind="awareness", book=staff)).sheets

    assert once.id == both[1].id and once.id != both[0].id
    assert before.id == after.id != elsewhere.id


def test_two_who_answer_alike_stay_two():
    """Eight rows with the same letters are eight codes."""
    assert len({sheet.id for sheet in read(filled(*[letters("ABCDAB")] * PEOPLE)).sheets}) == PEOPLE


def test_a_short_answer_is_understood():
    """Pasted as a letter, or as a number that the spreadsheet made of it."""
    [one] = read(typed_in(made(), {f"{column}4": "b" for column in "BCDEFG"})).sheets
    [other] = read(typed_in(made("awareness"), {"B4": "zwolle", "C4": 7.0})).sheets

    assert one.answers == letters("BBBBBB")
    assert other.answers == {"unit": "Zwolle", "engagement": "7"}


def test_what_is_wrong_is_told_by_row_and_the_rest_comes_in():
    """Open, not an answer, too long: each by the number that the spreadsheet shows."""
    data = typed_in(filled(letters("AB"), letters("AAAAAA"), letters("CCCCCC", "x" * 61)), {"B7": "zomaar"})
    found = read(data)

    assert [sheet.answers for sheet in found.sheets] == [letters("AAAAAA")]
    assert [(row, problem.reason) for row, problem in found.problems] == [(4, "open"), (6, "too_long"), (7, "answer")]
    assert found.problems[2][1].values == {"question": "Wat legt u van uw klanten vast?", "answer": "zomaar"}


def test_a_row_that_was_copied_with_its_id_is_told():
    """Two people would become one."""
    book = made()
    own = id_column(asked_form("self_test"))
    place, first = f"{chr(65 + own)}5", grid(book)[FIRST][own]
    found = read(typed_in(filled(letters("AAAAAA"), letters("AAAAAA"), book=book), {place: first}))

    assert len(found.sheets) == 1 and [(row, problem.reason) for row, problem in found.problems] == [(5, "id")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_ours"),
        (made()[:-200], "damaged"),
        (b"%PDF-1.7", "not_ours"),
        (b"name;answer\n", "not_ours"),
        (b"x" * (5 << 20), "too_large"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(data, reason):
    """With its reason."""
    with pytest.raises(BadSheet) as refusal:
        read(data)

    assert refusal.value.reason == reason


def test_left_as_it_is_it_is_empty():
    """And so said."""
    with pytest.raises(BadSheet, match="empty"):
        read(made())


def test_another_edition_is_refused():
    """The client has no such form."""
    mark = grid(made())[0][0].rsplit("|", 2)
    with pytest.raises(BadSheet, match="edition"):
        read(typed_in(made(), {"A1": f"{mark[0]}|1.0000|nl"}))


BOOK = filled(letters("ABCDAB"))


@pytest.mark.slow
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(place, junk):
    """Bytes changed on the way: nothing else than sheets or a refusal comes out."""
    with contextlib.suppress(BadSheet):
        read(BOOK[:place] + junk + BOOK[place + len(junk) :])


ROWS = ("AAAAAA", "DDDDDD", "ABCD?A", "AB", "BBBAAA", "CCCBBB", "CCCCCB", "CCCCCC")


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_libreoffice_finds_the_same_totals(language, tmp_path, to_xlsx):
    """Total and group by the live formulas, as Python counts them; none where an answer is open or not known."""
    path = tmp_path / "team.xlsx"
    path.write_bytes(filled(*map(letters, ROWS), language=language))
    saved = to_xlsx(path).read_bytes()
    place, names = total_column(asked_form("self_test")), Words("advice/self_test", language).terms

    assert [tuple(row[place : place + 2]) for row in grid(saved)[FIRST : FIRST + len(ROWS)]] == [
        (total, names[band_of(total)]) if total else ("", "") for total in map(total_of, ROWS)
    ]
    assert [sheet.answers for sheet in read(saved).sheets] == [letters(row) for row in ROWS if len(row) == 6]


def total_of(row: str) -> int | None:
    known = [POINTS[letter] for letter in row if letter in POINTS]
    return sum(known) if len(known) == 6 else None


@pytest.fixture(scope="module")
def to_xlsx(soffice, tmp_path_factory):
    """A workbook as LibreOffice computes and saves it."""
    folder = tmp_path_factory.mktemp("calc")

    def saved(path):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=3 * MINUTE)
        assert (folder / path.name).exists(), run.stderr
        return folder / path.name

    return saved
