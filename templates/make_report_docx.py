"""Which styles and page does a Word report have? Makes templates/report.docx, no text in it, in the house's own style.

python templates/make_report_docx.py
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.parser import oxml_parser, parse_xml
from docx.shared import Mm
from lxml import etree

from klantlib.render.ooxml import NAMESPACES, el
from klantlib.render.word.package import sealed
from klantlib.render.word.styles import border, cell_margins, mm, rgb, space, style, text
from klantlib.theme import NOTE_SIZE, TEXT_SIZE, house

FILE = Path(__file__).parent / "report.docx"
LOOK = house()
INK, MUTED, BAND, LINE, ACCENT, GOOD, BAD, SERIES = (
    *(LOOK.ink, LOOK.muted, LOOK.band, LOOK.line),
    *(LOOK.accent, LOOK.good, LOOK.bad, LOOK.series),
)
FONT = LOOK.word_font  # Calibri comes with Word on Windows and on Mac; Carlito is as wide
MONO = "Consolas"
MARGIN, TOP, BOTTOM = 25, 30, 25  # millimetres
TEXT_WIDTH = 210 - 2 * MARGIN
STRIP = 9  # millimetres: the coloured edge of the cover
UNUSED = {RT.THUMBNAIL, RT.CUSTOM_XML, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"}
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
COMPAT = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}


def template() -> bytes:
    """The template as a file; the same bytes each time."""
    document = Document()
    document.part._element = document._element = _root(document.element)
    _drop_unused(document.part.package)
    _drop_unused(document.part)
    _refill(document.styles.element, styles())
    _refill(document.part.numbering_part.element, numbering())
    _refill(document.settings.element, settings())
    _colours(document.part)
    _page(document.sections[0])
    _properties(document)
    file = BytesIO()
    document.save(file)
    return sealed(file.getvalue())


def styles() -> list:
    letters = el("w:rPrDefault", text(TEXT_SIZE, INK, font=FONT, lang="nl-NL"))
    stance = el("w:pPrDefault", space(before=6, after=0, line=1.15))
    groups = (base(), headings(), prose(), boxes(), tables(), front(), characters())
    return [el("w:docDefaults", letters, stance), *[look for group in groups for look in group]]


def base() -> list:
    return [
        style("Normal", "paragraph", default=True),
        style("Default Paragraph Font", "character", default=True, hidden=True),
        style(
            "Normal Table",
            "table",
            el("w:tblPr", el("w:tblInd", w=0, type="dxa"), cell_margins(0, 108)),
            default=True,
            hidden=True,
        ),
        style("No List", "numbering", default=True, hidden=True),
        style("header", "paragraph", space(before=0, borders=(border("bottom", LINE, 4, 5),)), text(NOTE_SIZE, MUTED)),
        style("footer", "paragraph", space(before=0, align="right"), text(NOTE_SIZE, MUTED)),
    ]


def headings() -> list:
    looks = ((20, ACCENT, 0, 8), (14, INK, 18, 2), (11.5, INK, 14, 0), (TEXT_SIZE, MUTED, 10, 0))
    return [
        style(
            f"heading {n}",
            "paragraph",
            space(before, after, 1.08, keep=True, outline=n - 1),
            text(size, colour, bold=True),
            then="Normal",
        )
        for n, (size, colour, before, after) in enumerate(looks, start=1)
    ]


def prose() -> list:
    return [
        style("Lead", "paragraph", space(0, 8, 1.25), text(13, MUTED), then="Normal"),
        style("Figure", "paragraph", space(12, 0, 1, keep=True), then="Caption"),
        style("caption", "paragraph", space(4, 8, 1.1, lines=True), text(NOTE_SIZE, MUTED), then="Normal"),
        style("List Bullet", "paragraph", space(2, number=1)),
        style("List Number", "paragraph", space(2, number=2)),
        style("List Continue", "paragraph", space(2, left=6)),
        style("Quote", "paragraph", space(8, left=8), text(None, MUTED, italic=True)),
        style("How Item", "paragraph", space(5, 0, 1.12, left=8, hanging=8), text(NOTE_SIZE + 0.5)),
        style(
            "Disclaimer",
            "paragraph",
            space(24, 0, 1.15, lines=True, borders=(border("top", LINE, 4, 6),)),
            text(NOTE_SIZE - 0.5, MUTED),
        ),
        style("Code", "paragraph", space(8, 4, 1.1, shade=BAND), text(NOTE_SIZE, font=MONO)),
    ]


def boxes() -> list:
    """What to do, what to mind, and an action's box: a line at the left, so that a glance down the page finds them."""
    bar = partial(border, "left", gap=8)
    return [
        style("Advice", "paragraph", space(8, 4, left=4, lines=True, borders=(bar(ACCENT, 18),))),
        style("Note", "paragraph", space(8, 4, left=4, lines=True, borders=(bar(LINE, 18),)), text(NOTE_SIZE, MUTED)),
        style(
            "Action",
            "paragraph",
            space(4, 0, 1.08, left=4, keep=True, borders=(bar(ACCENT, 36),)),
            text(TEXT_SIZE + 0.5, bold=True),
            then="ActionDetail",
        ),
        style(
            "Action Detail",
            "paragraph",
            space(0, 0, 1.08, left=4, lines=True, borders=(bar(ACCENT, 36),)),
            text(TEXT_SIZE - 0.5),
        ),
    ]


def tables() -> list:
    cell = space(1.5, 1.5, 1.05)
    return [
        style("Table Caption", "paragraph", space(12, 4, keep=True), based="Caption", then="Normal"),
        style("Table Text", "paragraph", cell, text(NOTE_SIZE)),
        style("Table Heading", "paragraph", text(None, ACCENT, bold=True), based="TableText"),
        style("Table Total", "paragraph", text(bold=True), based="TableText"),
        style("Table Loss", "paragraph", text(None, BAD), based="TableText"),
        style("Table Note", "paragraph", space(4, 4, 1.1), text(NOTE_SIZE, MUTED), then="Normal"),
        style("Spacer", "paragraph", space(4, 0, keep=True, exactly=4), text(2)),
        style("Section End", "paragraph", space(0, 0, exactly=1), text(1)),
        _report_table(),
    ]


def _report_table():
    """Horizontal rules only; a band behind the headings, a rule above the total."""
    rules = el("w:tblBorders", border("bottom", LINE, 4), border("insideH", LINE, 4))
    band = el("w:shd", val="clear", color="auto", fill=rgb(BAND))
    head = el("w:tcPr", el("w:tcBorders", border("bottom", ACCENT, 8)), band, el("w:vAlign", val="bottom"))
    total = el("w:tcPr", el("w:tcBorders", border("top", ACCENT, 8)))
    looks = {"firstRow": head, "lastRow": total}
    rows = [el("w:tblStylePr", text(bold=True), cells, type=row) for row, cells in looks.items()]
    return style("Report Table", "table", el("w:tblPr", rules, cell_margins(20, 90)), *rows, based="TableNormal")


def front() -> list:
    """Cover and contents."""
    return [
        style("Cover Client", "paragraph", space(170, 0), text(13, ACCENT, bold=True, letters=0.6), then="Title"),
        style(
            "Title",
            "paragraph",
            space(10, 0, 1.02, borders=(border("bottom", LINE, 6, 24),)),
            text(36),
            then="Subtitle",
        ),
        style("Subtitle", "paragraph", space(22, 130), text(13, MUTED)),
        style("Cover Detail", "paragraph", space(2, 0), text(11, MUTED)),
        style("Cover Logo", "paragraph", space(0, 0, 1)),
        style("TOC Heading", "paragraph", space(0, 4, 1, page=True, keep=True), text(20, ACCENT, bold=True)),
        style("toc 1", "paragraph", space(3, 0, 1, tab=TEXT_WIDTH, keep=True), text(TEXT_SIZE - 0.5, bold=True)),
        style("toc 2", "paragraph", space(0, 0, 1, left=5, tab=TEXT_WIDTH), text(NOTE_SIZE, MUTED)),
    ]


def characters() -> list:
    looks = {
        "Strong": text(bold=True),
        "Emphasis": text(italic=True),
        "Label": text(None, ACCENT, bold=True),
        "Hyperlink": text(None, ACCENT),
        "Code Text": text(font=MONO),
        "Trace": text(NOTE_SIZE - 1, MUTED),
    }
    return [style(name, "character", look) for name, look in looks.items()]


def numbering() -> list:
    """Bullets, numbered lists, and the numbers of actions; lists that start again are added by the report."""
    lists = [_list(0, "bullet", ("•", "–", "·")), _list(1, "decimal", ("%1.", "%2.", "%3.")), _actions(2)]
    return [*lists, *[el("w:num", el("w:abstractNumId", val=n), numId=n + 1) for n in range(3)]]


def _list(number: int, kind: str, signs: tuple[str, ...]):
    kinds = {"bullet": ("bullet",) * 3, "decimal": ("decimal", "lowerLetter", "lowerRoman")}[kind]
    levels = [
        el(
            "w:lvl",
            el("w:start", val=1),
            el("w:numFmt", val=kinds[level]),
            el("w:lvlText", val=sign),
            el("w:lvlJc", val="left"),
            el("w:pPr", el("w:ind", left=mm(6 * level + 6), hanging=mm(6))),
            text(None, ACCENT),
            ilvl=level,
        )
        for level, sign in enumerate(signs)
    ]
    return el("w:abstractNum", el("w:multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=number)


def _actions(number: int):
    level = el(
        "w:lvl",
        el("w:start", val=1),
        el("w:numFmt", val="decimal"),
        el("w:suff", val="space"),
        el("w:lvlText", val="%1."),
        el("w:lvlJc", val="left"),
        el("w:pPr", el("w:ind", left=mm(4), firstLine=0)),
        text(None, ACCENT, bold=True),
        ilvl=0,
    )
    return el("w:abstractNum", el("w:multiLevelType", val="singleLevel"), level, abstractNumId=number)


def settings() -> list:
    uri = "http://schemas.microsoft.com/office/word"
    compat = [el("w:compatSetting", name=name, uri=uri, val=value) for name, value in COMPAT.items()]
    return [
        el("w:zoom", percent=100),
        el("w:defaultTabStop", val=mm(12.5)),
        el("w:characterSpacingControl", val="doNotCompress"),
        el("w:compat", *compat),
        el("w:themeFontLang", val="nl-NL"),
    ]


def _page(section) -> None:
    """A4; the cover has a coloured edge, and no header or footer."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0]._p.append(_strip())
    section.first_page_footer.is_linked_to_previous = False
    for part in (section.first_page_header, section.first_page_footer):
        part.paragraphs[0].style = "Normal"


def _strip():
    """A bar along the left edge of the page, marked as decoration."""
    width, height = (round(length * 36000) for length in (STRIP, 297))
    return parse_xml(f"""
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
  xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative">
 <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
  <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="0"
    layoutInCell="1" allowOverlap="1">
   <wp:simplePos x="0" y="0"/>
   <wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>
   <wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>
   <wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
   <wp:docPr id="1" name="Cover" descr=""><a:extLst><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">
     <adec:decorative val="1"/></a:ext></a:extLst></wp:docPr>
   <wp:cNvGraphicFramePr/>
   <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
    <wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
     <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{rgb(ACCENT)}"/></a:solidFill>
     <a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>
   </a:graphicData></a:graphic>
  </wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>
</w:r>""")


def _colours(part) -> None:
    """The palette that Word offers to whoever edits the report: ours."""
    theme = next(rel.target_part for rel in part.rels.values() if rel.reltype == RT.THEME)
    palette = {
        "dk2": INK,
        "lt2": BAND,
        "accent1": ACCENT,
        "accent2": BAD,
        "accent3": GOOD,
        "hlink": ACCENT,
        **{f"accent{n}": colour for n, colour in enumerate(SERIES[3:], start=4)},
    }
    tree = parse_xml(theme.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for name, colour in palette.items():
        [old] = tree.findall(f".//a:clrScheme/a:{name}/*", space)
        old.getparent().replace(old, el("a:srgbClr", val=rgb(colour)))
    for latin in tree.findall(".//a:fontScheme/*/a:latin", space):
        latin.set("typeface", FONT)
    theme._blob = _xml(tree)


def _properties(document) -> None:
    """No date, no name, no trace of the program that made python-docx's own template."""
    for old in list(document.core_properties._element):
        document.core_properties._element.remove(old)
    [app] = [rel.target_part for rel in document.part.package.rels.values() if rel.reltype == RT.EXTENDED_PROPERTIES]
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    app._blob = _xml(parse_xml(f'<Properties xmlns="{space}"><Application>Klantwerkboek</Application></Properties>'))


def _drop_unused(source) -> None:
    for key in [key for key, rel in source.rels.items() if rel.reltype in UNUSED]:
        del source.rels[key]


def _root(old):
    """The document's root with the names that reports use; programs that do not know the newest pass over them."""
    names = {prefix: NAMESPACES[prefix] for prefix in ("w", "r", "wp", "w15")}
    root = oxml_parser.makeelement(old.tag, nsmap={**names, "mc": MARKUP})
    root.set(f"{{{MARKUP}}}Ignorable", "w15")
    root.extend(list(old))
    return root


def _refill(element, children: list) -> None:
    for old in list(element):
        element.remove(old)
    element.extend(children)


def _xml(tree) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    FILE.write_bytes(template())
