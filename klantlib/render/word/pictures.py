"""How does a picture stand in Word? In the text, with a description; a chart also as SVG, sharp at any size."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from docx.oxml.shape import CT_Inline
from docx.shared import Length, Mm
from lxml.etree import _Element as Element

from klantlib.render.ooxml import clean, el
from klantlib.render.word.draft import Draft

WIDTH, HEIGHT = Mm(160), Mm(195)  # of the text; of what leaves room for a heading and a caption
SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # the extension in which Word 2016 and later look for an SVG


def picture(draft: Draft, png: str, alt: str, svg: str | None = None, fill: bool = False) -> Element:
    """
    A run with the picture in it, no wider than the text; fill = exactly as wide. PNG in base64.

    Raises docx's UnrecognizedImageError for something that is no picture.
    """
    relation, image = draft.document.part.get_or_add_image(BytesIO(b64decode(png)))
    number = next(draft.ids)
    inline = CT_Inline.new_pic_inline(number, relation, f"{number}.png", *_size(image.width, image.height, fill))
    inline.docPr.set("descr", clean(alt))
    inline.attrib.update({f"dist{side}": "0" for side in "TBLR"})  # LibreOffice takes 3 mm where nothing is said
    if svg:
        _add_svg(inline, draft.part("image%d.svg", "image/svg+xml", svg.encode()))
    return el("w:r", el("w:drawing", inline))


def _size(width: int, height: int, fill: bool) -> tuple[Length, Length]:
    room = min(WIDTH / width, HEIGHT / height)
    scale = room if fill else min(room, 1)
    return Length(round(width * scale)), Length(round(height * scale))


def _add_svg(inline: CT_Inline, relation: str) -> None:
    [blip] = inline.xpath(".//a:blip")
    blip.append(el("a:extLst", el("a:ext", el("asvg:svgBlip", **{"r:embed": relation}), uri=SVG_BLIP)))
