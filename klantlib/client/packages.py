"""Is a workbook safe to open? What its parts unpack to, and how far its sheets reach, before anything reads them."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from klantlib.client.echoes import refuse_echoes
from klantlib.client.kinds import Kind
from klantlib.client.problems import Unreadable

UNPACKED_BYTES = 1 << 30  # a workbook that unpacks to more than 1 GiB is no table of customers
UNPACKED_RATIO = 200  # a real workbook shrinks ten to fifty times; beyond this it was made to do harm
SMALL = 4 << 20  # what unpacks to no more than this does no harm, whatever its ratio
MOST_PARTS = 10_000  # a sheet is a part, and so is a picture
MOST_CELLS = 20_000_000  # a full sheet of nineteen columns; the reader takes memory for every cell up to the last one
LONGEST_CELL = 1 << 20  # bytes; a cell of Excel holds at most 32,767 characters
CHUNK = 1 << 20
OVERLAP = 64  # bytes kept of the chunk before, for what is cut in two
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
ROW, CELLS = 0x00, range(0x01, 0x0C)  # xlsb: the records that begin a row, and that are a cell
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


def refuse_unsafe(path: Path, kind: Kind) -> None:
    """Raises Unreadable where opening this workbook could take more memory or time than a table needs."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, path.stat().st_size)
            for part in archive.infolist():
                _refuse_part(archive, part, kind)
            if kind == "xlsx":
                refuse_echoes(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, etree.XMLSyntaxError) as error:
        raise Unreadable("damaged_workbook") from error
    except RuntimeError as error:  # how zipfile says that a part is encrypted
        raise Unreadable("password") from error


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """What it says that it unpacks to."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(UNPACKED_BYTES, max(UNPACKED_RATIO * size, SMALL)):
        raise Unreadable("too_large")


def _refuse_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: Kind) -> None:
    sheet = part.filename.startswith("xl/worksheets/")
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as file:
            _refuse_xml(file, sheet)
    reach = {"xlsb": _reach_of_xlsb, "ods": _reach_of_ods}.get(kind)
    if reach and (part.filename == "content.xml" or (sheet and part.filename.endswith(".bin"))):
        with archive.open(part) as file:
            _refuse_reach(file, reach)


def _refuse_xml(file: IO[bytes], sheet: bool) -> None:
    """No entities, no cell of megabytes, and no cell so far away that the rows before it fill the memory."""
    rows = columns = run = 0
    before = b""
    for chunk in iter(lambda: file.read(CHUNK), b""):
        if ENTITIES.search(before + chunk):
            raise Unreadable("unsafe_workbook")
        run = _longest(chunk, run)
        if sheet:
            found = REFERENCE.findall(before + chunk)
            rows = max([rows, *(int(row) for row in {row for _, row in found})])
            columns = max([columns, *(_number(letters) for letters in {letters for letters, _ in found})])
        if rows * columns > MOST_CELLS:
            raise Unreadable("too_many_cells_in_sheet")
        before = chunk[-OVERLAP:]
    if sheet and not before.rstrip().endswith(b"worksheet>"):  # the rest is missing, and readers do not notice
        raise Unreadable("damaged_workbook")


def _longest(chunk: bytes, run: int) -> int:
    """How long the text goes on at the end of a chunk; Unreadable where a text is too long for a cell."""
    first = chunk.find(b"<")
    if first < 0:
        run += len(chunk)
        if run > LONGEST_CELL:
            raise Unreadable("cell_too_long")
        return run
    if run + first > LONGEST_CELL:
        raise Unreadable("cell_too_long")
    return len(chunk) - chunk.rfind(b"<")


def _number(letters: bytes) -> int:
    """
    The number of a column.

    >>> _number(b"A"), _number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _refuse_reach(file: IO[bytes], reach: Callable[[IO[bytes]], Iterator[tuple[int, int]]]) -> None:
    rows = columns = 0
    for row, column in reach(file):
        rows, columns = max(rows, row), max(columns, column)
        if rows * columns > MOST_CELLS:
            raise Unreadable("too_many_cells_in_sheet")


def _reach_of_xlsb(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """How far the cells of a binary sheet reach: a list of records, each with its number, length and content."""
    row = 0
    while first := file.read(1):
        record = first[0] if first[0] < 0x80 else (first[0] & 0x7F) | (file.read(1)[0] << 7)
        length = _length(file)
        if length > LONGEST_CELL:
            raise Unreadable("cell_too_long")
        content = file.read(length)
        if record == ROW:
            row = struct.unpack_from("<I", content)[0] + 1
        elif record in CELLS:
            yield row, struct.unpack_from("<I", content)[0] + 1


def _length(file: IO[bytes]) -> int:
    """Seven bits a byte, the lowest first."""
    length = 0
    for place in range(4):
        byte = (file.read(1) or b"\0")[0]
        length |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return length


def _reach_of_ods(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """How far the filled cells of each sheet reach: rows and cells may say that they are repeated."""
    rows = 0
    tags = (TABLE + "table-row", TABLE + "table")
    for _, element in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True, huge_tree=False):
        if element.tag == TABLE + "table":
            rows = 0
        else:
            rows += _repeated(element, "rows")
            if columns := _width(element):
                yield rows, columns
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _width(row: etree._Element) -> int:
    """Up to the last cell with something in it."""
    widths = [(_repeated(cell, "columns"), len(cell) > 0 or VALUE_TYPE in cell.attrib) for cell in row]
    while widths and not widths[-1][1]:
        widths.pop()
    return sum(width for width, _ in widths)


def _repeated(element: etree._Element, what: str) -> int:
    return int(element.get(f"{TABLE}number-{what}-repeated", "1"))
