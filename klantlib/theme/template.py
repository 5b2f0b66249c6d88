"""Can a consultant's own Word file be the template? It is read by the names of its styles, as Word keeps them.

Word writes a built-in style's English name in every language ("heading 1"); its id differs ("Kop1").
"""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

# Without these it would not be that consultant's report; what else we use is taken from templates/report.docx.
NEEDED = (
    *("Normal", "heading 1", "heading 2", "heading 3", "Title", "Subtitle", "caption", "header", "footer"),
    *("toc 1", "toc 2", "List Bullet", "List Number"),
)
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES, STYLES = "[Content_Types].xml", "word/styles.xml"
UNPACKED = 200 * 2**20  # bytes: more is no template
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class NoTemplate(ValueError):
    """A file that is no Word document (.docx)."""


def missing(docx: bytes) -> tuple[str, ...]:
    """The needed styles that this file lacks, by their names; NoTemplate where it is no .docx."""
    there = names(docx)
    return tuple(name for name in NEEDED if name.casefold() not in there)


def lent(docx: bytes, standard: bytes) -> tuple[str, ...]:
    """The styles with a look of their own that the standard template lends to this file, by their names."""
    there = names(docx)
    ours = [style for style in _styles(standard).iter(f"{W}style") if style.get(f"{W}type") in ("paragraph", "table")]
    return tuple(style.find(f"{W}name").get(f"{W}val") for style in ours if called(style)[0] not in there)


def names(docx: bytes) -> set[str]:
    """The names of its styles, other names included, without capitals."""
    return {name for style in _styles(docx).iter(f"{W}style") for name in called(style)}


def called(style: etree._Element) -> list[str]:
    """
    What a style is called, its own name first, without capitals.

    >>> called(etree.fromstring(f'<w:style xmlns:w="{W[1:-1]}"><w:name w:val="heading 1"/><w:aliases w:val="Kop,H1"/>'
    ...                         '</w:style>'))
    ['heading 1', 'kop', 'h1']
    """
    own = (style.find(f"{W}{tag}") for tag in ("name", "aliases"))
    written = [element.get(f"{W}val", "") for element in own if element is not None]
    return [name.strip().casefold() for text in written for name in text.split(",") if name.strip()]


def _styles(docx: bytes) -> etree._Element:
    try:
        with ZipFile(BytesIO(docx)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED or MAIN not in package.read(TYPES):
                raise NoTemplate
            return etree.fromstring(package.read(STYLES), PARSER)
    except (BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError, NotImplementedError) as error:
        raise NoTemplate from error  # RuntimeError: a password; NotImplementedError: a way of packing that Word has not
