"""What is a file really? Its first bytes tell, whatever its name says; what holds no table is refused by name."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from klantlib.client.problems import Unreadable

Kind = Literal["text", "xlsx", "xlsb", "ods", "xls", "parquet"]
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")  # files with sheets
TEXTS = (".csv", ".tsv", ".txt")
SUFFIXES = (*TEXTS, *WORKBOOKS, ".parquet")
HEAD = 1 << 16  # bytes that tell what a file is
ZIP, OLE, PARQUET, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"%PDF-"
MARKUP = re.compile(rb"\s*(?:<\?xml|<!doctype|<html|<head|<body|<table|<style|<meta|mime-version:)", re.IGNORECASE)
PARTS: Sequence[tuple[str, Kind]] = (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods"))
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # how Office keeps a workbook with a password
BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
BEGIN, FILE_PASS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x2F  # BIFF8: the book begins; from here on it is encrypted
LARGEST_XLS = 256 << 20  # 65,536 rows do not fill more
SOON = 8  # records within which FilePass stands, if it does


def kind_of(path: Path) -> Kind:
    """
    What the content of a file is; a table under the wrong name is read as what it is.

    Raises Unreadable where it is something else: a PDF, a web page, a document, or locked by a password.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if PDF in head[:1024]:
        raise Unreadable("is_pdf")
    if head.startswith(ZIP):
        return _zipped(path)
    if head.startswith(OLE):
        return _old(path)
    if head.startswith(PARQUET):
        return "parquet"
    return _text(head, path.suffix.casefold())


def _text(head: bytes, suffix: str) -> Kind:
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("is_web_page")
    if suffix == ".parquet":
        raise Unreadable("not_parquet")
    if suffix in WORKBOOKS and (suffix != ".xls" or b"\0" in head):  # many programs call their csv .xls
        raise Unreadable("not_a_workbook")
    return "text"


def _zipped(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise Unreadable("damaged_workbook") from error
    for part, kind in PARTS:
        if part in names:
            return kind
    raise Unreadable("not_a_workbook")


def _old(path: Path) -> Kind:
    """Office's container of before 2007: an old workbook, or a new one behind a password."""
    content = path.read_bytes() if path.stat().st_size <= LARGEST_XLS else b""
    if not content:
        raise Unreadable("too_large")
    if ENCRYPTED in content or _has_password(content):
        raise Unreadable("password")
    if not any(name in content for name in BOOKS):
        raise Unreadable("not_a_workbook")
    return "xls"


def _has_password(content: bytes) -> bool:
    place = content.find(BEGIN)
    for _ in range(SOON):
        if place < 0 or place + 4 > len(content):
            return False
        record, length = struct.unpack_from("<HH", content, place)
        if record == FILE_PASS:
            return True
        place += 4 + length
    return False
