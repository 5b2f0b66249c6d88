"""How do the bytes of an auditfile become XML that can be read? Unpacked, decoded, never larger than agreed."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from klantlib.client.problems import Unreadable

GZIP, ZIP = b"\x1f\x8b", b"PK"  # how packed files begin, whatever they are called
INSIDE = (".xaf", ".xml")  # what may be the auditfile in a zip
LARGEST = 16 * 2**30  # bytes unpacked: several times the largest auditfiles, which are a few gigabytes
SWOLLEN = 400  # times; an auditfile packs some thirty times, a bomb a thousand
SMALL = 2**13  # bytes; what packs so small is let swell as if it were this large
CHUNK = 2**20
SILENT = 4 * 2**20  # bytes without anything of use; the longest stretch between two records is some kilobytes
HEAD = 2**12  # bytes in which the XML declaration stands
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
BARE = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}  # UTF-16 that does not say so
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
WINDOWS = {"cp1252", "iso8859-1"}  # one Western byte a letter; who declares the second writes the first
ANSI = "klant.ansi"  # name of the rule for bytes that are not what the file says they are
CONTROLS = bytes(range(32)).translate(None, b"\t\n\r")  # no XML holds them, some bookkeeping programs write them
PRINTABLE = bytes.maketrans(CONTROLS, b" " * len(CONTROLS))


class Source:
    """An auditfile as UTF-8, piece by piece; `rest` after each record, so that a file without any is soon put down."""

    def __init__(self, raw: BinaryIO):
        head = raw.read(HEAD)
        encoding, mark = _encoding(head)
        self._raw, self._head, self._ready, self._since = raw, head[len(mark) :], b"", 0
        self._decoder = codecs.getincrementaldecoder(encoding)(ANSI if encoding == "utf-8" else "replace")
        if not self._decoder.decode(self._head).lstrip().startswith("<"):
            raise Unreadable("no_auditfile")
        self._decoder.reset()

    def read(self, size: int) -> bytes:
        while not self._ready:
            piece = self._head or self._raw.read(CHUNK)
            self._head = b""
            self._ready = self._decoder.decode(piece, final=not piece).encode("utf-8", "replace").translate(PRINTABLE)
            if not piece:
                break
        given, self._ready = self._ready[:size], self._ready[size:]
        self._since += len(given)
        if self._since > SILENT:
            raise Unreadable("auditfile_strange")
        return given

    def rest(self) -> None:
        """Something of use was found."""
        self._since = 0


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """
    The file as UTF-8, whatever it is packed in and written in; read it as UTF-8, not as its declaration says.

    Single bytes that are no UTF-8 are taken as cp1252: exports declare the one and write the other.
    Raises Unreadable for what cannot be unpacked, is locked with a password, or swells beyond reason.
    """
    try:
        with _unpacked(path) as raw:
            yield Source(raw)
    except (BadZipFile, gzip.BadGzipFile, zlib.error, LZMAError, EOFError, NotImplementedError) as error:
        raise Unreadable("auditfile_packed") from error
    except OSError as error:
        raise Unreadable("unreadable") from error


@contextmanager
def _unpacked(path: Path) -> Iterator[BinaryIO]:
    size = path.stat().st_size
    with path.open("rb") as raw:
        begin = raw.read(2)
        raw.seek(0)
        if begin == GZIP:
            with gzip.open(raw) as inner:
                yield _Bounded(inner, size)
        elif begin == ZIP:
            with ZipFile(raw) as archive, archive.open(_member(archive)) as inner:
                yield _Bounded(inner, size)
        else:
            yield raw


def _member(archive: ZipFile) -> ZipInfo:
    """The one auditfile in an archive."""
    found = [
        item
        for item in archive.infolist()
        if Path(item.filename).suffix.casefold() in INSIDE and not item.filename.startswith("__MACOSX")
    ]
    if len(found) != 1:
        raise Unreadable("auditfile_in_zip", value=str(len(found)))
    if found[0].flag_bits & 1:
        raise Unreadable("auditfile_password")
    return found[0]


class _Bounded:
    """What comes out of an archive, until it is more than an auditfile can be."""

    def __init__(self, raw: BinaryIO, packed: int):
        self._raw, self._left = raw, min(LARGEST, max(packed, SMALL) * SWOLLEN)

    def read(self, size: int) -> bytes:
        piece = self._raw.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise Unreadable("too_large")
        return piece


def _encoding(head: bytes) -> tuple[str, bytes]:
    """How the file is written, and the mark in front; a declaration of anything unusual is not believed."""
    codecs.register_error(ANSI, _as_ansi)
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name, mark
    if head[:2] in BARE:
        return BARE[head[:2]], b""
    declared = DECLARED.search(head)
    return ("cp1252" if declared and _normal(declared[1].decode("ascii")) in WINDOWS else "utf-8"), b""


def _normal(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _as_ansi(error: UnicodeError) -> tuple[str, int]:
    """One byte that is not what it should be, as Windows writes it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1
