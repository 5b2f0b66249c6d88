"""How does a picture stand in Word? In the text, with a description; a chart also as SVG, sharp at any size."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from docx.oxml.shape import CT_Inline
from docx.shared import Inches, Length, Mm
from lxml.etree import _Element as Element

from klantlib.render.ooxml import clean, el
from klantlib.render.word.draft import Draft

SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # the extension in which Word 2016 and later look for an SVG


LOGO = (Mm(70), Mm(24))  # the most that a logo takes of the cover
LOGO_DPI = 150  # a small one does not grow until it blurs


def picture(draft: Draft, png: str, alt: str, svg: str | None = None, fill: bool = False) -> Element:
    """
    A run with the picture in it, no wider than the text; fill = exactly as wide. PNG in base64.

    Raises docx's UnrecognizedImageError for something that is no picture.
    """
    relation, image = draft.document.part.get_or_add_image(BytesIO(b64decode(png)))
    inline = _inline(draft, relation, alt, _size(image.width, image.height, draft, fill))
    if svg:
        _add_svg(inline, draft.part("image%d.svg", "image/svg+xml", svg.encode()))
    return el("w:r", el("w:drawing", inline))


def logo(draft: Draft) -> Element:
    """A run with the logo of the house style, which must have one."""
    look = draft.about.theme
    relation, image = draft.document.part.get_or_add_image(BytesIO(look.logo))
    scale = min(LOGO[0] / image.px_width, LOGO[1] / image.px_height, Inches(1) / LOGO_DPI)
    alt = draft.say("logo_of", "report", name=look.name) if look.name else draft.say("logo", "report")
    size = Length(round(image.px_width * scale)), Length(round(image.px_height * scale))
    return el("w:r", el("w:drawing", _inline(draft, relation, alt, size)))


def _inline(draft: Draft, relation: str, alt: str, size: tuple[Length, Length]) -> CT_Inline:
    number = next(draft.ids)
    inline = CT_Inline.new_pic_inline(number, relation, f"{number}.png", *size)
    inline.docPr.set("descr", clean(alt))
    inline.attrib.update({f"dist{side}": "0" for side in "TBLR"})  # LibreOffice takes 3 mm where nothing is said
    return inline


def _size(width: int, height: int, draft: Draft, fill: bool) -> tuple[Length, Length]:
    page = draft.template.room
    room = min(page.upright / width, page.figure / height)
    scale = room if fill else min(room, 1)
    return Length(round(width * scale)), Length(round(height * scale))


def _add_svg(inline: CT_Inline, relation: str) -> None:
    [blip] = inline.xpath(".//a:blip")
    blip.append(el("a:extLst", el("a:ext", el("asvg:svgBlip", **{"r:embed": relation}), uri=SVG_BLIP)))
