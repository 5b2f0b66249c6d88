"""What stands in a table is what is read: in Word, on the page and in the appendix, as the notebook showed it.

On purpose: a character that no document can hold (a control, half of a pair) is left out, a line ends in one way, and a
number without end or a value that is not there is a dash; the notebook shows our tables the same way.
"""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import nbformat
import pandas as pd
import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as reader
from python_calamine import CalamineWorkbook

from klantlib.blocks import Chapter, Note, Table, from_json, table, to_json
from klantlib.formats import FORMATS, NUMERIC, Sentence, show
from klantlib.render.appendix.grid import FIRST, HEADER
from klantlib.render.exporters import HtmlExporter, WordExporter
from klantlib.render.html import html, page
from klantlib.render.pieces import TABLE_MIME, About, Piece
from klantlib.render.word import document
from klantlib.render.xlsx import appendix

TEXTS = {
    "leading zeros": "001",
    "a fraction that is a text": "1.0",
    "an exponent": "1e-7",
    "minus nothing": "-0",
    "a tag": "<b>vet</b>",
    "a script": "<script>alert(1)</script>",
    "an entity": "&amp;&#65;&nbsp;",
    "the word for nothing": "NaN",
    "another word for nothing": "None",
    "yes": "TRUE",
    "empty": "",
    "right to left": "\u05d7\u05e0\u05d5\u05ea \u05d4\u05e4\u05d9\u05e0\u05d4",
    "marks that turn the line": "a\u202eb\u202cc",
    "emoji": "\U0001f9c0 \U0001f469\u200d\U0001f33e \U0001f1f3\U0001f1f1",
    "fifteen digits": "123456789012345",
    "more digits than a number holds": "12345678901234567890",
    "a formula": "=1+1",
    "a formula by another sign": "@SUM(A1)",
    "plus and minus": "+31 6-12345678",
    "an apostrophe in front": "'s-Hertogenbosch",
    "a name of 300 letters": "Van " + "Heel" * 74,
    "spaces around": "  twee  in het midden  ",
    "a space that does not break": "B\u00a0V\u202f\u2009x",
    "quotation marks": "\"dubbel\" 'enkel' \u201cgekruld\u201d",
    "more lines": "een\ntwee\n\nvier",
    "a tab": "een\ttwee",
    "letters of two parts": "Ame\u0301lie e\u0308 \ufb01",
    "nothing to see": "a\u200bb\u00adc\ufeffd",
    "a date, perhaps": "3-4",
    "what Excel writes for a control": "_x0041_ _x000D_",
    "backslash and braces": "C:\\nieuw {0} %s $x^2$ \\u0041",
    "a link": "https://voorbeeld.example/?a=1&b=2",
    "markdown": "**vet** _schuin_ `code` | cel |",
    "a comment": "<!-- weg --> ]]> --",
}
STRIPPED = {  # what is written -> what every reader sees
    "controls": ("bel\x07 nul\x00 esc\x1b", "bel nul esc"),
    "half of a pair": ("half\ud800 en \udfff", "half en "),
    "no character": ("a\uffffb\ufffe", "ab"),
    "the line end of Windows": ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
}
ALL = {name: (text, text) for name, text in TEXTS.items()} | STRIPPED
NUMBERS = [0, -0.0, 1, -1, 2025, 0.5, -0.005, 1e-7, -1e-7, 1e-12, 1234567.891, -98765.4321, 1e15, 123456789012345]
NUMBERS += [999999.995, 1e20, -1e22, 1e300, 5e-324, 100.0, None, float("nan"), float("inf"), float("-inf"), 42]
DAYS = ["2025-12-31", "1900-01-01", "2100-12-31", "2024-02-29", None]
LANGUAGES = ("nl", "en")


def block(columns, rows):
    same = {name: name for name in columns}
    words = {"caption": "Proef", "labels": same, "explained": same, "origins": same}
    return Table("proef", columns, rows, words=words)


def travelled(shown):
    """A block as it comes out of an executed workbook, which was a file on the way."""
    return from_json(json.loads(json.dumps(to_json(shown))))


def in_word(pieces, about):
    """The rows of the first table in a Word document, the heading first."""
    return rows_of_word(document(pieces, about))


def rows_of_word(file):
    root = etree.fromstring(ZipFile(BytesIO(file)).read("word/document.xml"))
    grid = next(root.iter(qn("w:tbl")))
    return [[_letters(cell) for cell in row.iter(qn("w:tc"))] for row in grid.iter(qn("w:tr"))]


def _letters(cell):
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(marks.get(e.tag) or e.text or "" for e in cell.iter(qn("w:t"), *marks))


def rows_of_page(source):
    """The rows of the first table on a page that is ours, the heading first."""
    grid = next(reader.document_fromstring(source.encode(), parser=reader.HTMLParser(encoding="utf-8")).iter("table"))
    return [[cell.text_content() for cell in row.iter("th", "td")] for row in grid.iter("tr")]


def in_the_appendix(path, shown):
    """The cells below the heading of the first chapter's sheet."""
    chapter = Chapter("proef", "Proef", "Proef", {}, (), shown)
    appendix(path, [chapter], About())
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(1).to_python(skip_empty_area=False)
    assert rows[HEADER][: len(shown.columns)] == list(shown.columns)
    return rows[FIRST:]


# --- our own tables


@pytest.fixture(scope="module")
def texts():
    """A row for each text, as a text and as a number of a customer; the first column keeps rows apart."""
    rows = [[name, text, text] for name, (text, _) in ALL.items()]
    return block({"soort": "text", "waarde": "text", "nummer": "id"}, rows)


@pytest.fixture(scope="module")
def notebook(texts):
    """What the notebook shows of them."""
    return rows_of_page(html(texts, "nl"))[1:]


def test_there_are_thirty_and_more():
    """The list of the assignment, and what was found beside it."""
    assert len(ALL) >= 30
    assert len(FORMATS) - len(NUMERIC) == 4  # text, id, date, day


def test_a_notebook_shows_a_text_as_it_was_typed(notebook):
    """Or, for the few that no document can hold, without what cannot be shown."""
    assert notebook == [[name, shown, shown] for name, (_, shown) in ALL.items()]


def test_word_shows_what_the_notebook_showed(texts, notebook):
    """Letter for letter: spaces, tabs, line ends, signs."""
    assert in_word([Piece("c", texts)], About())[1:] == notebook


def test_the_page_shows_what_the_notebook_showed(texts, notebook):
    """Escaped, not changed."""
    assert rows_of_page(page([Piece("c", texts)], About()))[1:] == notebook


def test_the_appendix_holds_what_the_notebook_showed(texts, notebook, tmp_path):
    """As text: no formula, no number, no link, and none of Excel's own codes."""
    assert [row[:3] for row in in_the_appendix(tmp_path / "a.xlsx", texts)] == notebook
    with ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet2.xml")
    assert b"<f>" not in re.sub(rb"<f>SUBTOTAL[^<]*</f>", b"", sheet) and b"voorbeeld.example" not in sheet


def test_a_table_of_a_workbook_keeps_its_texts(texts, notebook):
    """Through the notebook's file, where that can hold them."""
    kept = [row for row in texts.rows if row[0] != "half of a pair"]
    shown = [row for row in notebook if row[0] != "half of a pair"]

    assert in_word([Piece("c", travelled(block(texts.columns, kept)))], About())[1:] == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_the_same_everywhere(language, tmp_path):
    """Every format of a number, from the smallest to the largest: one text in notebook, Word and page, never "-0"."""
    columns = {format: format for format in sorted(NUMERIC)}
    shown = block(columns, [[number] * len(columns) for number in NUMBERS])
    expected = [[show(number, format, language) for format in columns.values()] for number in NUMBERS]

    assert rows_of_page(html(shown, language))[1:] == expected
    assert in_word([Piece("c", shown)], About(language=language))[1:] == expected
    assert rows_of_page(page([Piece("c", shown)], About(language=language)))[1:] == expected
    assert not [text for row in expected for text in row if re.fullmatch(r"\D*-\D*0([.,]0*)?\D*", text)]


def test_the_appendix_holds_the_numbers_themselves(tmp_path):
    """As numbers, all digits; empty where there is none."""
    columns = {format: format for format in sorted(NUMERIC)}
    rows = in_the_appendix(tmp_path / "a.xlsx", block(columns, [[number] * len(columns) for number in NUMBERS]))

    known = [number if show(number, "plain", "nl") != "–" else "" for number in NUMBERS]
    assert [row[: len(columns)] for row in rows[: len(NUMBERS)]] == [[number] * len(columns) for number in known]


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_the_same_everywhere(language):
    """A leap day, the first and the last that a client may deliver, and none."""
    shown = block({"date": "date", "day": "day"}, [[day, day] for day in DAYS])
    expected = [[show(day, format, language) for format in ("date", "day")] for day in DAYS]

    assert rows_of_page(html(shown, language))[1:] == expected
    assert in_word([Piece("c", shown)], About(language=language))[1:] == expected


def test_headings_of_columns_are_exact_too():
    """A client's heading is as strange as its cells."""
    names = [text for text in TEXTS.values() if text]
    shown = block(dict.fromkeys(names, "text"), [["x"] * len(names)])

    assert rows_of_page(html(shown, "nl"))[0] == names
    assert in_word([Piece("c", shown)], About())[0] == names


def test_a_name_in_a_sentence_is_the_name():
    """As in a table: in the text of a note, in Word and on the page."""
    for text, shown in ALL.values():
        told = Note("lost", words={"text": Sentence("nl").format("Weg: {names:names ander|anderen}.", names=[text])})
        root = etree.fromstring(ZipFile(BytesIO(document([Piece("c", told)], About()))).read("word/document.xml"))
        assert f"Weg: {shown}." in _letters(root)
        assert f"Weg: {shown}." in reader.fromstring(html(told, "nl")).text_content()


def test_a_minus_nothing_and_a_number_without_end_never_reach_a_block():
    """What a block cannot mean is unknown when it is made."""
    made = table("t", pd.DataFrame({"x": [float("inf"), -0.0]}), {"x": "money"})

    assert [show(row[0], "money", "nl") for row in made.rows] == ["–", "€\u00a00"]


# --- what a consultant showed


def workbook(frame):
    """A notebook with one cell that showed this DataFrame, written to a file and read again."""
    data = {TABLE_MIME: json.loads(frame.to_json(orient="table")), "text/html": frame.to_html(notebook=True)}
    cell = nbformat.v4.new_code_cell(
        "frame", outputs=[nbformat.v4.new_output("execute_result", data, execution_count=1)]
    )
    return nbformat.reads(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), as_version=4)


def exported(frame):
    """The rows of that table in Word and on the page, the heading first."""
    notebook = workbook(frame)
    word, _ = WordExporter().from_notebook_node(notebook)
    html_page, _ = HtmlExporter().from_notebook_node(notebook)
    return rows_of_word(word), rows_of_page(html_page)


def test_a_consultants_texts_come_out_as_they_are():
    """By pandas' table schema, never by its HTML, which writes a line end as two characters and cuts a long name."""
    fits = {name: pair for name, pair in ALL.items() if name != "half of a pair"}
    frame = pd.DataFrame({"soort": list(fits), "waarde": [text for text, _ in fits.values()]})
    expected = [["soort", "waarde"], *[[name, shown] for name, (_, shown) in fits.items()]]
    in_word, on_page = exported(frame)

    assert in_word == on_page == expected
    with pd.option_context("display.max_colwidth", None):
        shown = rows_of_page(frame.to_html(notebook=True))[1:]
    same = {name: text for _, name, text in shown if name in TEXTS and "\\" not in text and name != "spaces around"}
    assert len(same) >= 25
    assert {name: TEXTS[name] for name in same} == same


def test_a_consultants_numbers_keep_their_digits():
    """No grouping, so that a year stays a year; the reader's decimal mark; ten decimals is what the schema carries."""
    frame = pd.DataFrame({
        "jaar": [2025, 7, 123456789012345],
        "deel": [0.1 + 0.2, 1e-7, -1234.5],
        "groot": [1e300, -0.0, float("inf")],
        "weg": [1.0, None, 3.0],
    })  # fmt: skip
    in_word, on_page = exported(frame)

    assert in_word == on_page
    assert in_word[1:] == [
        ["2025", "0,3", "1E300", "1"],
        ["7", "0,0000001", "0", "–"],
        ["123456789012345", "-1234,5", "–", "3"],
    ]


def test_what_a_consultant_named_his_rows_by_stays():
    """An index of names is shown as the notebook shows it; one that only counts is not."""
    named, _ = exported(pd.DataFrame({"omzet": [1, 2]}, index=["001", "<b>"]))
    counted, _ = exported(pd.DataFrame({"omzet": [1, 2]}))

    assert [row[0] for row in named[1:]] == ["001", "<b>"]
    assert counted == [["omzet"], ["1"], ["2"]]
