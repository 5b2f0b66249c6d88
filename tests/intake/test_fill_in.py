"""The fill-in book: left as it is it is nothing; filled in it is a delivery like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from klantlib.client import Refused, contract, open_client
from klantlib.client.fill_in_rows import MARK
from klantlib.intake.fill_in import FIRST, ROWS, fill_in
from klantlib.languages import languages
from klantlib.report.job import Job, Status
from klantlib.report.run import run
from klantlib.texts import read
from klantlib.theme import house
from tests.intake.typing_in import type_in, without_rows
from tests.render.spreadsheets import MAIN, cells, sheets

ROW = FIRST + 1  # as a spreadsheet numbers it
HEADING = ROW - 1
EXAMPLE = ROW - 2
# kind of column -> what a spreadsheet checks
CHECKS = {"date": "date", "yes_no": "list", "choice": "list", "answer": "list", "year": "whole",
          "amount": "decimal", "number": "decimal", "scale": "decimal"}  # fmt: skip


def column_of(place):
    """A5 -> 0"""
    return ord(place[0]) - 65


@pytest.fixture(params=languages())
def language(request):
    return request.param


@pytest.fixture
def book(home, language):
    """A new client's data.xlsx."""
    folder = home / "client_data" / "proef"
    folder.mkdir()
    (folder / "client.toml").write_text(f'language = "{language}"\n[period]\nall = true\n', encoding="utf-8")
    fill_in(folder / "data.xlsx", language, house())
    return folder / "data.xlsx"


def filled(path, language, rows):
    """Rows typed into the book: table -> list of {column: value}."""
    typed = {}
    for table, lines in rows.items():
        names = list(contract.tables()[table].columns)
        typed[contract.word(table, language)] = [{names.index(column): row[column] for column in row} for row in lines]
    type_in(path, ROW, typed)


def test_left_as_it_is_nothing_was_delivered(book, language):
    """Headings, explanation and example are no data, and it is said in one sentence what to fill in."""
    with pytest.raises(Refused) as refusal:
        open_client("proef")

    assert [problem.key for problem in refusal.value.problems] == ["nothing_filled_in"]
    assert contract.word("transactions", language) in refusal.value.sentences()[0]


def test_what_is_filled_in_is_read_and_no_more(book, language):
    """Two sheets of it: two tables, no example, leading zeros, no remark on rows that are ours."""
    filled(book, language, {
        "transactions": [{"customer_id": "00042", "date": date(2025, 12, 31), "revenue": 12.5, "cost": 8.25}],
        "customers": [{"customer_id": "00042", "name": "De Linde", "buys_on": "prijs"}],
    })  # fmt: skip
    client = open_client("proef")

    assert set(client.tables) == {"transactions", "customers"}
    assert client["transactions"].iloc[0][["customer_id", "revenue", "cost"]].tolist() == ["00042", 12.5, 8.25]
    assert client["transactions"]["date"].dt.date.tolist() == [date(2025, 12, 31)]
    assert [remark.key for remark in client.remarks] == []


def test_a_mistake_is_told_by_the_row_of_the_spreadsheet(book, language):
    """The fifth row of the sheet is row 5, though four of ours stand above it."""
    filled(book, language, {"transactions": [{"customer_id": "1", "date": date(2025, 1, 1), "revenue": "veel"}]})
    with pytest.raises(Refused) as refusal:
        open_client("proef")

    assert refusal.value.problems[0].row == ROW


@pytest.mark.slow
def test_every_example_can_be_read(book, language):
    """What we show as an example is what we accept: each without its mark, as a row of data."""
    typed = {}
    for sheet, there in cells(book).items():
        row = {column_of(place): cell for place, cell in there.items() if place[1:] == str(EXAMPLE)}
        if sheet != next(iter(cells(book))):
            row[0] = replace(row[0], value=row[0].value.removeprefix(MARK))
            typed[sheet] = [row]
    type_in(book, ROW, typed)

    assert set(open_client("proef").tables) == set(contract.tables())


def test_every_table_has_an_example_of_each_required_column():
    """In every language."""
    examples = read("fill_in")["examples"]

    assert set(examples) == set(contract.tables())
    for name, table in contract.tables().items():
        assert set(table.required) <= set(examples[name]) <= set(table.columns)


def test_every_column_has_a_check_and_a_word_of_help(book, language):
    """A drop-down for choices, bounds for days, numbers and scales, over all rows to fill in."""
    books, there = sheets(book), cells(book)
    for name, table in contract.tables().items():
        sheet = contract.word(name, language)
        checks = {check.get("sqref"): check for check in books[sheet].iter(f"{MAIN}dataValidation")}
        assert len(checks) == len(table.columns) and books[sheet].find(f".//{MAIN}pane").get("state") == "frozen"
        for place, column in enumerate(table.columns.values()):
            letter = chr(65 + place)
            check = checks[f"{letter}{ROW}:{letter}{HEADING + ROWS}"]
            assert check.get("prompt") and check.get("promptTitle")
            assert check.get("type") == CHECKS.get("choice" if column.names_known else column.kind)
            assert there[sheet][f"{letter}{HEADING}"].value == contract.word(column.name, language, name)


def test_the_overview_names_every_sheet(book, language):
    """With the chapters that need it; its own sheet is no table."""
    there = next(iter(cells(book).values()))
    rows = range(7, 7 + len(contract.tables()))

    assert [there[f"A{row}"].value for row in rows] == [contract.word(table, language) for table in contract.tables()]
    assert all(there[f"D{row}"].value for row in rows)


def test_a_sheet_that_only_resembles_ours_is_not_skipped(book, language):
    """A heading without our mark above it and nothing below it is an empty table, and is told."""
    without_rows(book, contract.word("transactions", language), HEADING - 1)
    with pytest.raises(Refused) as refusal:
        open_client("proef")

    assert [problem.key for problem in refusal.value.problems] == ["empty_table"]


@pytest.mark.slow
def test_filled_in_it_becomes_a_report(book, language, home):
    """The whole road: made, filled in, read, told."""
    rows = [{"customer_id": f"{n:05}", "date": date(2025, 1 + n % 12, 28), "revenue": 100.0 * n, "cost": 60.0 * n}
            for n in range(1, 31)]  # fmt: skip
    filled(book, language, {"transactions": rows})
    outcome = run([Job("proef", home / "client_data", home / "reports")])[0]

    assert outcome.status is Status.done and (home / "reports" / "proef" / "report.html").exists()
