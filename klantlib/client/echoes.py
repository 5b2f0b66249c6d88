"""What does a workbook come to when every cell gets its own copy of the long text that many cells share?"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from klantlib.client.problems import Unreadable

SHARED = "xl/sharedStrings.xml"
LONG = 1000  # characters; shorter texts come to less than the cells that refer to them
MOST = 1 << 30  # characters in all
CHUNK = 1 << 20
OVERLAP = 64  # bytes kept of the chunk before, for what is cut in two
REFERENCE = re.compile(rb"""\bt=["']s["'][^>]*>\s*<v>(\d+)</v>""")


def refuse_echoes(archive: zipfile.ZipFile) -> None:
    """Raises Unreadable where a few long texts, referred to a million times, would fill the memory."""
    if SHARED not in archive.namelist():
        return
    with archive.open(SHARED) as file:
        lengths = {place: length for place, length in enumerate(_lengths(file)) if length > LONG}
    total = 0
    for number in _references(archive) if lengths else ():
        total += lengths.get(number, 0)
        if total > MOST:
            raise Unreadable("too_large")


def _lengths(file: zipfile.ZipExtFile) -> Iterator[int]:
    for _, text in etree.iterparse(file, tag="{*}si", resolve_entities=False, no_network=True, huge_tree=False):
        yield sum(map(len, text.itertext()))
        text.clear()
        while text.getprevious() is not None:
            del text.getparent()[0]


def _references(archive: zipfile.ZipFile) -> Iterator[int]:
    for part in archive.namelist():
        if part.startswith("xl/worksheets/"):
            before = b""
            with archive.open(part) as file:
                for chunk in iter(lambda: file.read(CHUNK), b""):
                    yield from map(int, REFERENCE.findall(before + chunk))
                    before = chunk[-OVERLAP:]
