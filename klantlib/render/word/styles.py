"""How is a style of the template written? Looks by name, in points, millimetres and lines, to Word's XML."""

from __future__ import annotations

from lxml.etree import _Element as Element

from klantlib.render.ooxml import MM, TWIPS, el

BUILT_IN = {
    *("Normal", "Default Paragraph Font", "Normal Table", "No List", "List Bullet", "List Number", "List Continue"),
    *("Quote", "Title", "Subtitle", "TOC Heading", "Strong", "Emphasis", "Hyperlink"),
}  # and every name in lower case


def style(
    name: str,
    kind: str,
    *looks: Element,
    based: str | None = None,
    then: str | None = None,
    default: bool = False,
    hidden: bool = False,
) -> Element:
    """A style; its id is the name that Word gives it: no spaces, a capital for each word."""
    parent = based or (None if default or kind != "paragraph" else "Normal")
    links = [el(f"w:{tag}", val=value) for tag, value in (("basedOn", parent), ("next", then)) if value]
    shown = [el("w:uiPriority", val=99), el("w:semiHidden"), el("w:unhideWhenUsed")] if hidden else [el("w:qFormat")]
    own = None if name.islower() or name in BUILT_IN else 1
    return el(
        "w:style",
        el("w:name", val=name),
        *links,
        *shown,
        *looks,
        type=kind,
        styleId=style_id(name),
        customStyle=own,
        default=1 if default else None,
    )


def style_id(name: str) -> str:
    """The id that Word gives to a style of this name."""
    special = {"Normal Table": "TableNormal", "toc 1": "TOC1", "toc 2": "TOC2"}
    return special.get(name) or "".join(word[0].upper() + word[1:] for word in name.split())


def text(
    size: float | None = None,
    colour: str | None = None,
    *,
    bold: bool = False,
    italic: bool = False,
    font: str | None = None,
    letters: float | None = None,
    lang: str | None = None,
) -> Element:
    """How letters look: size and the space between letters in points."""
    looks = [el("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)] if font else []
    looks += [el("w:b")] * bold + [el("w:i")] * italic
    looks += [el("w:color", val=rgb(colour))] if colour else []
    looks += [el("w:spacing", val=twips(letters))] if letters else []
    looks += [el("w:sz", val=round(2 * size)), el("w:szCs", val=round(2 * size))] if size else []
    looks += [el("w:lang", val=lang, eastAsia=lang, bidi="ar-SA")] if lang else []
    return el("w:rPr", *looks)


def space(
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    *,
    exactly: float | None = None,
    left: float | None = None,
    right: float | None = None,
    hanging: float | None = None,
    tab: float | None = None,
    keep: bool = False,
    lines: bool = False,
    page: bool = False,
    number: int | None = None,
    borders: tuple[Element, ...] = (),
    shade: str | None = None,
    align: str | None = None,
    outline: int | None = None,
) -> Element:
    """
    How a paragraph stands: before, after, exactly in points, line in lines, left, right, hanging, tab in millimetres;
    keep = with the next, lines = together, page = on a new one.
    """
    height, rule = (twips(exactly), "exact") if exactly else (line and round(240 * line), line and "auto")
    return el(
        "w:pPr",
        *[el("w:keepNext")] * keep,
        *[el("w:keepLines")] * (keep or lines),
        *[el("w:pageBreakBefore")] * page,
        el("w:widowControl"),
        *[el("w:numPr", el("w:numId", val=number))] * bool(number),
        *[el("w:pBdr", *borders)] * bool(borders),
        *[el("w:shd", val="clear", color="auto", fill=rgb(shade or ""))] * bool(shade),
        *[el("w:tabs", el("w:tab", val="right", leader="dot", pos=mm(tab)))] * bool(tab),
        el("w:spacing", before=twips(before), after=twips(after), line=height, lineRule=rule),
        *[el("w:ind", left=mm(left), right=mm(right), hanging=mm(hanging))] * bool(left or right),
        *[el("w:jc", val=align)] * bool(align),
        *[el("w:outlineLvl", val=outline)] * (outline is not None),
    )


def border(side: str, colour: str, eighths: int, gap: int = 0) -> Element:
    """A line at one side: eighths of a point thick, its gap to the text in points."""
    return el(f"w:{side}", val="single", sz=eighths, space=gap, color=rgb(colour))


def cell_margins(upright: int, aside: int) -> Element:
    """The space between a cell's text and its edges, in twips."""
    sizes = {"top": upright, "left": aside, "bottom": upright, "right": aside}
    return el("w:tblCellMar", *[el(f"w:{side}", w=size, type="dxa") for side, size in sizes.items()])


def rgb(colour: str) -> str:
    return colour.lstrip("#").upper()


def twips(points: float | None) -> int | None:
    return None if points is None else round(points * TWIPS)


def mm(length: float | None) -> int | None:
    return None if length is None else round(length * MM)
