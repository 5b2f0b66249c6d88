"""Which cells stand in a csv file, whatever program wrote it?"""

from __future__ import annotations

import csv
import io
import itertools

from klantlib.client.problems import Unreadable

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_LINES = 50  # enough to see the delimiter, and quick
SEPARATOR_LINE = "sep="  # Excel writes and reads it as a first line, and does not show it


def csv_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Every row with its number; Unreadable where it is no text or a quotation mark is left open."""
    text = decoded(content)
    first = text.partition("\n")[0].strip().strip('"')
    if told := first.casefold().startswith(SEPARATOR_LINE) and len(first) == len(SEPARATOR_LINE) + 1:
        text = text.partition("\n")[2]
    delimiter = first[-1] if told else delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(enumerate(reader, start=1))
    except csv.Error as error:
        raise Unreadable("bad_quotes", len(rows) + 1) from error
    return rows


def decoded(content: bytes) -> str:
    """
    The text of a file: UTF-8, UTF-16 where its mark says so, else Windows' own code page (1252).

    Raises Unreadable where it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("not_text")


def delimiter_of(text: str) -> str:
    """What separates the cells, from the first lines; a comma where there is one column."""
    from clevercsv import Detector  # slow to import, and only needed for csv

    sample = "\n".join(itertools.islice(text.splitlines(), SAMPLE_LINES))
    dialect = Detector().detect(sample, delimiters=list(DELIMITERS))
    return (dialect and dialect.delimiter) or ","
