"""The appendix: every customer, formulas that stay true, and text that stays text."""

import importlib
import inspect
import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import klantlib.analyses
from klantlib.client import open_client
from klantlib.formats import text_of
from klantlib.languages import languages
from klantlib.render.appendix.grid import FIRST, HEADER
from klantlib.render.pieces import About
from klantlib.render.xlsx import appendix
from klantlib.words import Words
from tests.odd_clients import as_it_is
from tests.odd_clients import written as written_client
from tests.render.fixtures import about
from tests.render.spreadsheets import (
    MAIN,
    cells,
    chapter,
    filed,
    names,
    qualified,
    satisfied,
    served,
    sheets,
    spread,
    written,
)
from tests.told_chapters import found_in

ANALYSES = Path(klantlib.analyses.__file__).parent
FRONT = "Toelichting"
NASTY = [
    *("=1+1", "+31 6 1234", "-1", "@SUM(A1)", "001", "1.0", "1e-7", "-0", "NaN", "TRUE", "#REF!", "{=1+1}"),
    *("Sheet1!A1", "'Blad1'!A1", "=cmd|' /C calc'!A0", "https://example.com", "mailto:a@example.com", "internal:A1"),
    *("<b>vet</b>", "a & b", '"aanhaling"', "regel\nregel", "tab\there", "_x0041_", "  spaties  "),
    *("123456789012345", "مرحبا", "👩‍🌾", "é", "n" * 300),
]


def book(tmp_path, *chapters, language="nl", **changed):
    path = tmp_path / "appendix.xlsx"
    appendix(path, chapters, replace(about(language), **changed))
    return path


def column(path, sheet, label):
    """The cells under a heading, top to bottom."""
    return under(cells(path)[sheet], label)


def under(found, label):
    letter = next(re.sub(r"\d", "", place) for place, cell in found.items() if cell.value == label)
    return [
        found[f"{letter}{row}"] for row in itertools.takewhile(lambda r: f"A{r}" in found, itertools.count(FIRST + 1))
    ]


@pytest.fixture(scope="module")
def results(small):
    """What each analysis finds that has customers to list: made by hand where a test looks at its figures."""
    made = [
        spread([60, 30, 10], [30, 6, 4], [0, 6, 14], attention=[0, 5, 5], stray=20.0, stray_margin=5.0),
        served([60, 30, 10], [30, 6, 4], [0, 6, 14]),
        qualified([60, 30, 10], [30, 6, 4], [0, 6, 14], scores=[4, 1], answers=[None, None, True]),
        satisfied(("A", 5, 90), ("B", 4, 40), ("C", 2, None)),
        filed("De Linde BV", "Zomer"),
    ]
    return [*made, *(result for result in small if type(result) not in map(type, made) and result.per_customer())]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """What every chapter finds of a client with nine customers and every table."""
    home = tmp_path_factory.mktemp("small")
    written_client(home / "client_data" / "small", 5, as_it_is)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KLANT_HOME", str(home))
        return list(found_in(open_client("small"), patch).values())


@pytest.fixture
def chapters(results):
    """A chapter of each of them, in Dutch."""
    return [chapter(result) for result in results]


@pytest.mark.slow
def test_every_chapter_with_customers_is_tried_here(results):
    """A new one must be added: its columns are explained, and its formulas hold."""
    modules = [importlib.import_module(f"klantlib.analyses.{path.stem}") for path in ANALYSES.glob("[a-z]*.py")]
    kinds = {inspect.get_annotations(module.analyse, eval_str=True)["return"] for module in modules}
    assert {kind for kind in kinds if kind.per_customer.__annotations__["return"] != "None"} == set(map(type, results))


@pytest.mark.parametrize("language", languages())
@pytest.mark.slow
def test_every_column_has_its_words_in_every_language(language, results):
    """A heading, what it means, and a formula or where it comes from."""
    for told in (chapter(result, language).customers for result in results):
        for name in (*told.columns, *(name for name, *_ in told.given)):
            assert told.words["labels"][name] and told.words["explained"][name]
            assert name in told.formulas or told.words["origins"][name]


def test_a_sheet_a_chapter_behind_the_one_that_explains(tmp_path, chapters):
    """In the order of the report; a chapter without customers has none."""
    silent = replace(chapters[0], customers=None)
    assert list(cells(book(tmp_path, chapters[0], silent, chapters[3]))) == [FRONT, chapters[0].name, chapters[3].name]


def test_a_formula_is_stored_with_our_own_figure(tmp_path, chapters):
    """60 of the 120, the 20 of unknown customers included, is a half; 60 and 30 together are three quarters."""
    path, name = book(tmp_path, chapters[0]), chapters[0].name
    assert [cell.value for cell in column(path, name, "Aandeel omzet")] == [0.5, 0.25, pytest.approx(1 / 12)]
    assert [cell.value for cell in column(path, name, "Omzet opgeteld")][:2] == [0.5, 0.75]
    assert [cell.value for cell in column(path, name, "Winst")] == [30, 0, -10]
    assert column(path, name, "Winst")[0].formula == 'IF(OR(E5="",F5=""),"",E5-F5)'


def test_only_columns_that_declare_one_have_formulas(tmp_path, chapters):
    """And every one of those has, on every row; no text is one."""
    path = book(tmp_path, *chapters)
    for told, sheet in zip(chapters, list(cells(path).values())[1:], strict=True):
        for name in told.customers.columns:
            found = under(sheet, told.customers.words["labels"][name])
            assert {cell.formula is not None for cell in found} == {name in told.customers.formulas}, name


def test_sums_of_the_rows_in_sight_stand_above_the_header(tmp_path, chapters):
    """Of money only: 60 + 30 + 10. They follow a filter."""
    sums = {
        place: cell
        for place, cell in cells(book(tmp_path, chapters[0]))[chapters[0].name].items()
        if re.fullmatch(r"\w3", place)
    }
    assert sums["C3"].value == 100 and sums["C3"].formula == "SUBTOTAL(109,$C$5:$C$7)"
    assert {place for place, cell in sums.items() if cell.formula} == {"C3", "E3", "F3", "G3", "O3"}


def test_every_column_and_given_figure_is_explained_on_the_front(tmp_path, chapters):
    """What it means, its unit, how it is computed or where it comes from; given figures stand in a cell with a name."""
    path = book(tmp_path, *chapters)
    front = cells(path)[FRONT]
    texts = {cell.value for cell in front.values()}
    for told in chapters:
        table = told.customers
        for name in (*table.columns, *(name for name, *_ in table.given)):
            assert {table.words["labels"][name], table.words["explained"][name]} <= texts
            assert name in table.formulas or table.words["origins"][name] in texts
    assert "Marge − Bedieningskosten" in texts
    assert {"Omzet_van_het_geheel", "Omzet_van_het_geheel_2", "Significant_vanaf_aandeel", "Trouw_vanaf"} <= set(
        names(path)
    )
    assert {name for name in names(path) if name not in texts} == {"Antwoorden", "Uitkomsten"} - texts


def test_a_name_leads_to_the_figure_it_stands_for(tmp_path, chapters):
    """The whole of 120 is itself a formula: the 100 on the sheet and the 20 of unknown customers."""
    path = book(tmp_path, chapters[0])
    place = names(path)["Omzet_van_het_geheel"].removeprefix(f"{FRONT}!").replace("$", "")
    cell = cells(path)[FRONT][place]
    assert cell.value == 120
    assert "SUM('Top tien en winstcurve'!$C$5:$C$7)+Omzet_buiten_het_klantenbestand" in cell.formula


def test_the_header_stays_in_sight_and_filters(tmp_path, chapters):
    """Header and the first two columns are frozen; the filter covers every customer; printing repeats the header."""
    path = book(tmp_path, chapters[0])
    sheet = sheets(path)[chapters[0].name]
    pane = next(sheet.iter(f"{MAIN}pane"))
    assert (pane.get("state"), pane.get("topLeftCell")) == ("frozen", "C5")
    assert next(sheet.iter(f"{MAIN}autoFilter")).get("ref") == f"A{HEADER + 1}:R7"
    assert next(sheet.iter(f"{MAIN}pageSetup")).get("orientation") == "landscape"
    assert not list(sheet.iter(f"{MAIN}mergeCell"))


def test_text_stays_text(tmp_path):
    """What looks like a formula, a number, a link or a name of a sheet comes back as it went."""
    rows = [[text, text] for text in NASTY]
    path = book(tmp_path, written(rows, {"customer_id": "id", "name": "text"}))
    for label in ("customer_id", "name"):
        found = column(path, "Blad", label)
        assert [cell.value for cell in found] == NASTY
        assert {cell.formula for cell in found} == {None}
    assert not list(sheets(path)["Blad"].iter(f"{MAIN}hyperlink"))[1:]  # only the one to the front


@settings(max_examples=25)  # each a file
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_stays_text(tmp_path_factory, text):
    """Whatever a client typed, as the notebook shows it."""
    path = book(tmp_path_factory.mktemp("x"), written([["1", text]], {"customer_id": "id", "name": "text"}))
    assert column(path, "Blad", "name")[0].value == text_of(text)


def test_what_no_document_can_hold_is_left_out(tmp_path):
    """A control character from an old system: as in the notebook, in Word and in HTML."""
    path = book(tmp_path, written([["1", "piep\x07"]], {"customer_id": "id", "name": "text"}))
    assert column(path, "Blad", "name")[0].value == "piep"


def test_a_text_longer_than_a_cell_is_cut_there(tmp_path):
    """Excel refuses a file with more than 32,767 characters in a cell."""
    path = book(tmp_path, written([["1", "n" * 40_000]], {"customer_id": "id", "name": "text"}))
    assert column(path, "Blad", "name")[0].value == "n" * 32_767


def test_sheets_have_names_that_excel_accepts(tmp_path):
    """No signs that it refuses, at most 31 letters, no two alike, none like the front's or kept for Excel itself."""
    odd = [
        "a/b:c*[d]?\\'e'",
        "Top tien en winstcurve van alle klanten",
        "TOELICHTING",
        "History",
        "",
        "Blad",
        "blad",
        "Blad",
    ]
    rows = [["1", "A"]]
    found = list(cells(book(tmp_path, *(written(rows, {"customer_id": "id", "name": "text"}, name) for name in odd))))
    assert found[1:3] == ["abcde", "Top tien en winstcurve van…"]
    assert found[3:] == ["TOELICHTING 2", "History_", "_", "Blad", "blad 2", "Blad 3"]


def test_a_name_in_a_formula_is_never_a_cell(tmp_path):
    """A figure called Q1 would be read as column Q, row 1."""
    figures = [[name, "money", 1.0] for name in ("Q1", "R1C1", "c", "2025", "%", "twee woorden")]
    path = book(tmp_path, written([["1", 1.0]], {"customer_id": "id", "a": "money"}, given=figures))
    assert set(names(path)) == {"_", "_2025", "c_", "Q1_", "R1C1_", "twee_woorden"}


def test_kinds_of_values(tmp_path):
    """Numbers are numbers, days are days, a term is its word, unknown is empty."""
    columns = {"customer_id": "id", "n": "plain", "day": "day", "answer": "term"}
    path = book(tmp_path, written([["1", 0.5, "2025-12-31", "yes"], ["2", None, None, None]], columns))
    assert [column(path, "Blad", label)[0].value for label in columns] == ["1", 0.5, 46022, "ja"]
    assert [column(path, "Blad", label)[1].value for label in columns] == ["2", None, None, None]


def test_nobody_is_a_sheet_with_a_header(tmp_path):
    """A chapter whose table is empty; sums and filters have an empty row to stand on."""
    path = book(tmp_path, chapter(spread([], [], [])))
    assert next(sheets(path)["Top tien en winstcurve"].iter(f"{MAIN}autoFilter")).get("ref") == "A4:R5"


@pytest.mark.parametrize("language", languages())
def test_the_same_chapters_give_the_same_bytes(tmp_path, language):
    """No clock: a run that finds nothing new writes the same file."""
    told = chapter(spread([60, 30], [3, 6], [1, 2]), language)
    first = book(tmp_path, told, language=language).read_bytes()
    assert book(tmp_path, told, language=language).read_bytes() == first


def test_a_book_without_a_report(tmp_path):
    """No client, period or day: the front says what there is to say."""
    path = tmp_path / "appendix.xlsx"
    appendix(path, [], About())
    assert cells(path)[FRONT]["A1"].value == Words("words", "nl").say("appendix", "title")
