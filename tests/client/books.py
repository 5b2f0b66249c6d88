"""Tiny workbooks of every kind, made byte by byte: rows of texts, numbers, days and empty cells on one sheet."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
SHEET = "Blad1"
EPOCH = date(1899, 12, 30)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(rows: Rows, merged: Sequence[str] = (), sheet: str = SHEET) -> bytes:
    """With Excel's own days; `merged` are ranges of cells, the value in the first."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page, day = book.add_worksheet(sheet), book.add_format({"num_format": "dd-mm-yyyy"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, place, cell, day)
            elif cell is not None:
                page.write(number, place, cell)
    for span in merged:
        first = xlsxwriter.utility.xl_cell_to_rowcol(span.split(":")[0])
        cell = rows[first[0]][first[1]]
        page.merge_range(span, cell, day if isinstance(cell, date) else None)
    book.close()
    return content.getvalue()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def ods(rows: Rows, repeated: str = "") -> bytes:
    """As LibreOffice ends a sheet: with empty rows to the very last one; `repeated` stands on every cell."""
    names = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    body = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell, repeated) for cell in row)}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{SHEET}">{body}<table:table-row table:number-rows-repeated='
        '"1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><m:manifest xmlns:m="{OFFICE}manifest:1.0" m:version="1.2"><m:file-entry '
        f'm:full-path="/" m:media-type="{kind}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
        "</m:manifest>"
    )
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def _ods_cell(cell: Any, repeated: str) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell {repeated} office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, str):
        return f'<table:table-cell {repeated} office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell {repeated} office:value-type="float" office:value="{cell}"/>'


def xlsb(rows: Rows, first: int = 0) -> bytes:
    """Excel's binary workbook (MS-XLSB); days as the numbers that they are there. `first`: the first row."""
    width = max(map(len, rows))
    sheet = _record(129) + _record(148, struct.pack("<IIII", first, first + len(rows) - 1, 0, width - 1)) + _record(145)
    for number, row in enumerate(rows, start=first):
        sheet += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for place, cell in enumerate(row):
            sheet += _xlsb_cell(place, cell)
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(SHEET)) + _record(144) + _record(132)
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="{}/relationships">'
        '<Relationship Id="rId1" Type="{}/{}" Target="{}"/></Relationships>'
    )
    types = (
        f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" ContentType='
        '"application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/></Types>'
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relation.format(PACKAGE, RELATIONS, "officeDocument", "xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": relation.format(PACKAGE, RELATIONS, "worksheet", "worksheets/sheet1.bin"),
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet + _record(146) + _record(130),
        }
    )


def _xlsb_cell(place: int, cell: Any) -> bytes:
    where = struct.pack("<II", place, 0)
    if cell is None:
        return b""
    return _record(6, where + _wide(cell)) if isinstance(cell, str) else _record(5, where + _number(cell))


def _number(cell: Any) -> bytes:
    return struct.pack("<d", (cell - EPOCH).days if isinstance(cell, date) else cell)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(number: int, content: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, left = b"", len(content)
    while True:
        length += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return head + length + content


def xls(rows: Rows, password: bool = False) -> bytes:
    """Excel 97 to 2003 (BIFF8); days as the numbers that they are there."""
    begin = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    begin += _biff(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if password else b""
    begin += _biff(0x42, struct.pack("<H", 1200))
    place = len(begin) + 4 + 8 + len(SHEET) + 4
    begin += _biff(0x85, struct.pack("<IBBBB", place, 0, 0, len(SHEET), 0) + SHEET.encode()) + _biff(0x0A)
    sheet = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            where = struct.pack("<HHH", number, at, 0)
            if isinstance(cell, str):
                sheet += _biff(0x204, where + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            elif cell is not None:
                sheet += _biff(0x203, where + _number(cell))
    return container("Workbook", begin + sheet + _biff(0x0A))


def _biff(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def container(name: str, stream: bytes) -> bytes:
    """Office's container of before 2007 with one stream in it (MS-CFB)."""
    none, end, size = 0xFFFFFFFF, 0xFFFFFFFE, 512
    stream = stream.ljust(max(4096, -(-len(stream) // size) * size), b"\0")
    sectors = len(stream) // size
    table = [0xFFFFFFFD, end, *(place + 3 for place in range(sectors - 1)), end]
    assert len(table) <= size // 4
    table += [none] * (size // 4 - len(table))

    def entry(called: str, kind: int, start: int, length: int, child: int = none) -> bytes:
        letters = called.encode("utf-16-le") + b"\0\0" if called else b""
        parts = struct.pack("<HBBIII", len(letters), kind, 1, none, none, child)
        return letters.ljust(64, b"\0") + parts + bytes(36) + struct.pack("<IQ", start, length)

    folder = entry("Root Entry", 5, end, 0, 1) + entry(name, 2, 2, len(stream)) + 2 * entry("", 0, 0, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[none] * 108)
    return head + struct.pack("<128I", *table) + folder + stream
