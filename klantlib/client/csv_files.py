"""Which cells stand in a csv file, whatever program wrote it?"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from klantlib.client.problems import Unreadable

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_LINES = 50  # enough to see the delimiter, and quick
SAMPLE = 1 << 16  # characters in which they stand
SEPARATOR_LINE = "sep="  # Excel writes and reads it as a first line, and does not show it
CHUNK = 1 << 20
LONGEST_LINE = 1 << 20  # bytes; a row of a table is seldom longer than a page
LARGEST = 1 << 30  # bytes; more than that is for a database (see [sources])
MOST_CELLS = 20_000_000  # rows times columns that fit in the memory of an ordinary computer
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}
WINDOWS, STRAY = "cp1252", "klantlib-stray"
DOUBLE = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x82\xac")  # accents and the euro sign in UTF-8; gibberish in 1252
MOSTLY = 0.6  # in a Dutch text nearly every letter; below it the zeros mean something else
Row = tuple[int, list[str]]


def csv_rows(path: Path, known: Callable[[str], object] = lambda heading: None) -> tuple[list[Row], bool]:
    """
    Every row with its number, and whether the file mixes UTF-8 with Windows' own code page.

    `known` says whether a text is a heading of the table that is looked for: that tells the delimiter, where it can.
    Raises Unreadable where it is no text, a quotation mark is left open, or a line or the whole is beyond all measure.
    """
    encoding, mixed = encoding_of(path)
    codecs.register_error(STRAY, _as_windows)
    with path.open(encoding=encoding, errors=STRAY if mixed else "strict", newline="") as file:
        sample = file.read(SAMPLE)
        first = sample.partition("\n")[0].strip().strip('"')
        told = first.casefold().startswith(SEPARATOR_LINE) and len(first) == len(SEPARATOR_LINE) + 1
        delimiter = first[-1] if told else delimiter_of(sample, known)
        file.seek(0)
        return _rows(itertools.islice(file, int(told), None), delimiter), mixed


def _rows(lines: Iterable[str], delimiter: str) -> list[Row]:
    rows: list[Row] = []
    cells = 0
    try:
        for row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1):
            rows.append(row)
            cells += len(row[1])
            if cells > MOST_CELLS:
                raise Unreadable("too_large_for_memory")
    except csv.Error as error:
        key = "cell_too_long" if "field larger" in str(error) else "bad_quotes"
        raise Unreadable(key, len(rows) + 1) from error
    return rows


def encoding_of(path: Path) -> tuple[str, bool]:
    """
    How a file writes its letters: UTF-8, UTF-16, else Windows' own code page (1252); and whether it does so both ways.

    A file that was put together from two is read as UTF-8, its stray bytes as code page 1252.
    Raises Unreadable where it is no text, or too large to be read in memory.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable("too_large_for_memory")
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    encoding = next((name for mark, name in MARKS.items() if head.startswith(mark)), None) or _unmarked(head)
    if encoding.startswith("utf-16"):
        _refuse_lines(path, zeros=True)
        return (encoding, False) if _reads(path, encoding) else _no_text()
    twice = _refuse_lines(path, zeros=False)
    if _reads(path, encoding):
        return encoding, False
    if not _reads(path, WINDOWS):
        return _no_text()
    return (encoding, True) if twice else (WINDOWS, False)


def _no_text() -> NoReturn:
    raise Unreadable("not_text")


def _unmarked(head: bytes) -> str:
    """UTF-16 without its mark shows in a zero beside nearly every letter."""
    for encoding, beside in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(beside) > 1 and beside.count(0) > MOSTLY * len(beside) and head.count(0) == beside.count(0):
            return encoding
    return "utf-8"


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_lines(path: Path, zeros: bool) -> bool:
    """Is there UTF-8 beyond ASCII? Unreadable where a line is beyond all measure, or a zero stands in a text."""
    run, found = 0, False
    for chunk in _chunks(path):
        if not zeros and b"\0" in chunk:
            _no_text()
        first = min((place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0), default=-1)
        run += first if first >= 0 else len(chunk)
        if run > LONGEST_LINE:
            raise Unreadable("cell_too_long")
        if first >= 0:
            run = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        found = found or bool(DOUBLE.search(chunk))
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(CHUNK), b"")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(WINDOWS), error.end


def delimiter_of(sample: str, known: Callable[[str], object] = lambda heading: None) -> str:
    """
    What separates the cells: the mark under which a line holds most known headings, else what the lines show.

    A comma where there is one column.
    """
    lines = sample.splitlines()[:SAMPLE_LINES]
    most = {mark: max((_headings(line, mark, known) for line in lines), default=0) for mark in DELIMITERS}
    best = max(most.values())
    if best > 1 and list(most.values()).count(best) == 1:
        return max(most, key=lambda mark: most[mark])
    from clevercsv import Detector  # slow to import, and seldom needed

    dialect = Detector().detect("\n".join(lines), delimiters=list(DELIMITERS))
    return (dialect and dialect.delimiter) or ","


def _headings(line: str, delimiter: str, known: Callable[[str], object]) -> int:
    return sum(known(cell.strip().strip('"')) is not None for cell in line.split(delimiter))
