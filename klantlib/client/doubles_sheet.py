"""Which customers may stand in the file twice? Asked of the consultant in duplicates.xlsx, in the client's folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from klantlib.client.doubles import FILE, Answered, Double, answered
from klantlib.client.merging import as_delivered
from klantlib.client.model import Client
from klantlib.client.opening import client_folder
from klantlib.formats import together
from klantlib.measures.customer_file.duplicates import COUNTER, duplicates
from klantlib.words import Words

# column -> width in characters
COLUMNS = {"first": 16, "first_name": 34, "first_city": 16, "second": 16, "second_name": 34, "second_city": 16,
           "score": 10, "reason": 60, "answer": 16}  # fmt: skip
OWN = 100  # empty rows below, for pairs that the consultant knows of
TEXT = "@"  # a number that is typed stays as it is: 00042
HEADING, ANSWER = "#DDE3E8", "#FFF8DC"  # grey, and the light yellow of a field to fill in
# what a spreadsheet program leaves beside a file that somebody has open in it
OPEN_ELSEWHERE = (f"~${FILE}", f".~lock.{FILE}#")
# what may be done without lifting the protection: everything but typing over the headings
ALLOWED = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True, "delete_rows": True,
           "insert_rows": True}  # fmt: skip
AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}


@dataclass(frozen=True)
class Renewed:
    """How the sheet stands."""

    waiting: int  # pairs without an answer
    sure: int  # of those
    judged: int  # pairs with an answer
    blocked: bool = False  # it should have been written, and is open elsewhere


def told_duplicates(data: Client, root: Path | str | None = None) -> list[str]:
    """
    The short form for `klant check`: writes or renews duplicates.xlsx where there is something to ask, and says so.

    `data` with its names: no pseudonyms. Nothing is said where nobody is likely to be double.
    """
    renewed, say = renew(data, client_folder(data.id, root)), Words("messages", data.settings.language).say
    if renewed.blocked:
        return [say("doubles_told", "blocked", n=renewed.waiting, file=FILE)]
    if renewed.waiting:
        return [say("doubles_told", n=renewed.waiting, sure=renewed.sure, file=FILE)]
    return [say("doubles_told", "done", n=renewed.judged, file=FILE)] if renewed.judged else []


def renew(data: Client, folder: Path) -> Renewed:
    """
    Write duplicates.xlsx, earlier answers kept; it is left as it is where it asks all there is to ask.

    Never writes over a sheet that cannot be read, or that is open elsewhere.
    """
    customers, before = as_delivered(data), answered(folder)
    rows = list(_rows(duplicates(customers), before))
    open_rows = [row for row in rows if row[0].same is None]
    how = Renewed(len(open_rows), sum(sure for _, _, sure, _ in open_rows), len(rows) - len(open_rows))
    if before.problems or {double.pair for double, *_ in rows} <= {double.pair for double in before.doubles}:
        return how
    book = _book(rows, customers, data.settings.language)
    return how if _written(folder, before.path or folder / FILE, book) else replace(how, blocked=True)


Row = tuple[Double, float | None, bool, Sequence[str]]  # pair, score, sure, grounds


def _rows(found: pd.DataFrame, before: Answered) -> Iterator[Row]:
    """What is proposed, as it was answered; then what was answered and is proposed no longer."""
    asked = {double.pair: double for double in before.doubles}
    for pair in found.itertuples(index=False):
        new = Double(0, pair.first, pair.second, None)
        yield asked.get(new.pair, new), pair.score, bool(pair.sure), pair.grounds
    proposed = {frozenset(pair) for pair in zip(found["first"], found["second"], strict=True)}
    for double in asked.values():
        if double.pair not in proposed and double.same is not None:
            yield double, None, False, ()


def _written(folder: Path, path: Path, book: bytes) -> bool:
    """Put in place in one move; not while it is open."""
    if any((folder / name).exists() for name in OPEN_ELSEWHERE):
        return False
    building = folder / f".{FILE}.new"
    try:
        building.write_bytes(book)
        os.replace(building, path)
    except PermissionError:
        building.unlink(missing_ok=True)
        return False
    return True


def _book(rows: Sequence[Row], customers: pd.DataFrame, language: str) -> bytes:
    words, content = Words("messages", language), BytesIO()
    with xlsxwriter.Workbook(content, AS_TEXT) as book:
        _questions(book, rows, customers.set_index("customer_id"), words)
        _explanation(book, words)
    return content.getvalue()


def _questions(book: Workbook, rows: Sequence[Row], customers: pd.DataFrame, words: Words) -> None:
    """A row a pair; the headings are locked, and drop-downs ask for the answer."""
    sheet, last = book.add_worksheet(words.say("doubles_sheet", "name")), len(rows) + OWN
    heading = book.add_format({"bold": True, "bg_color": HEADING, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"locked": False, "num_format": TEXT, "valign": "top", "text_wrap": True})
    number = book.add_format({"locked": False, "valign": "top"})
    fill = book.add_format({"locked": False, "num_format": TEXT, "valign": "top", "bg_color": ANSWER, "border": 4})
    for place, (column, width) in enumerate(COLUMNS.items()):
        sheet.set_column(place, place, width, number if column == "score" else plain)
        sheet.write_string(0, place, words.say("doubles_columns", column), heading)
    for line, row in enumerate(rows, start=1):
        _write(sheet, line, _cells(row, customers, words), plain, number)
    for line in range(1, last + 1):
        answer = {True: "yes", False: "no"}.get(rows[line - 1][0].same) if line <= len(rows) else None
        sheet.write_string(line, len(COLUMNS) - 1, words.say("doubles_sheet", answer) if answer else "", fill)
    sheet.data_validation(1, len(COLUMNS) - 1, last, len(COLUMNS) - 1, _choice(words))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    sheet.protect("", ALLOWED)


def _write(sheet: Worksheet, line: int, cells: Mapping[str, str | float | None], plain: object, number: object) -> None:
    for place, column in enumerate(COLUMNS):
        value = cells.get(column)
        if column == "score" and value is not None:
            sheet.write_number(line, place, float(value), number)
        elif value and column != "answer":
            sheet.write_string(line, place, str(value), plain)


def _cells(row: Row, customers: pd.DataFrame, words: Words) -> dict[str, str | float | None]:
    double, score, sure, grounds = row
    cells: dict[str, str | float | None] = {"first": double.first, "second": double.second, "score": score}
    for side, number in (("first", double.first), ("second", double.second)):
        known = customers.loc[number] if number in customers.index else {}
        cells |= {f"{side}_{part}": _text(known.get(part)) for part in ("name", "city")}
    return {**cells, "reason": _reason(grounds, sure, words)}


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _reason(grounds: Sequence[str], sure: bool, words: Words) -> str:
    if not grounds:
        return words.say("doubles_sheet", "gone")
    terms = Words("advice/data_quality", words.language)
    holds, against = (
        together(
            [terms.say("grounds", ground) for ground in grounds if (ground in COUNTER) is counters], words.language
        )
        for counters in (False, True)
    )
    reason = words.say("doubles_sheet", "against", reason=holds, against=against) if against else holds
    return words.say("doubles_sheet", "sure", reason=reason) if sure else reason


def _choice(words: Words) -> dict[str, object]:
    said = {part: words.say("doubles_sheet", part) for part in ("tip_title", "tip", "refused_title", "refused")}
    return {
        "validate": "list",
        "source": [words.say("doubles_sheet", answer) for answer in ("yes", "no")],
        "input_title": said["tip_title"], "input_message": said["tip"],
        "error_title": said["refused_title"], "error_message": said["refused"],
    }  # fmt: skip


def _explanation(book: Workbook, words: Words) -> None:
    sheet, wrapped = book.add_worksheet(words.say("doubles_sheet", "help")), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 110, wrapped)
    for line, text in enumerate(words.say("doubles_sheet").strip().splitlines()):
        sheet.write_string(line, 0, text, book.add_format({"bold": True}) if line == 0 else wrapped)
