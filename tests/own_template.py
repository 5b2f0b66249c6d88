"""A consultant's own report.docx, as a Dutch Word makes it: styles with Dutch ids, text of its own, other margins."""

from __future__ import annotations

import io
from collections.abc import Collection
from functools import cache

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

DUTCH = {
    "normal": "Standaard",
    "heading 1": "Kop1",
    "heading 2": "Kop2",
    "heading 3": "Kop3",
    "title": "Titel",
    "subtitle": "Ondertitel",
    "caption": "Bijschrift",
    "header": "Koptekst",
    "footer": "Voettekst",
    "list bullet": "Lijstopsomteken",
    "list number": "Lijstnummering",
    "strong": "Zwaar",
    "toc 1": "Inhopg1",
    "toc 2": "Inhopg2",
}
PURPLE = "800060"
LETTERHEAD = "Bureau Paars, vertrouwelijk"
TEXT_WIDTH = 210 - 40 - 20  # millimetres


@cache
def own_template(without: Collection[str] = (), lists: bool = True) -> bytes:
    """The file; `without` leaves out styles by name, `lists` = False the part that defines lists."""
    document = Document()
    for name in ("toc 1", "toc 2"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).element.find(qn("w:name")).set(qn("w:val"), name)
    document.styles["Heading 1"].font.color.rgb = RGBColor.from_string(PURPLE)
    document.add_heading("Voorbeeld dat weg moet", 1)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(40), Mm(20)
    section.header.paragraphs[0].text = LETTERHEAD
    _in_dutch(document, without)
    if not lists:
        [numbering] = [key for key, rel in document.part.rels.items() if rel.reltype.endswith("/numbering")]
        del document.part.rels[numbering]
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _in_dutch(document, without: Collection[str]) -> None:
    """Other ids, and everything that refers to them."""
    styles, ids = document.styles.element, {}
    for style in list(styles.iter(qn("w:style"))):
        name = style.find(qn("w:name")).get(qn("w:val")).casefold()
        if name in without:
            styles.remove(style)
        elif name in DUTCH:
            ids[style.get(qn("w:styleId"))] = DUTCH[name]
            style.set(qn("w:styleId"), DUTCH[name])
    roots = [styles, document.element, document.sections[0].header._element, document.part.numbering_part.element]
    for reference in (
        e for root in roots for tag in ("basedOn", "next", "link", "pStyle") for e in root.iter(qn(f"w:{tag}"))
    ):
        reference.set(qn("w:val"), ids.get(reference.get(qn("w:val")), reference.get(qn("w:val"))))
