"""Which charts does Word draw itself, from a sheet that a reader can change? Curves and bands; others are pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from lxml.etree import _Element as Element

from klantlib.blocks import Chart
from klantlib.languages import tag
from klantlib.render.chart_parts import Plot
from klantlib.render.ooxml import NAMESPACES, clean, el
from klantlib.render.word.charts import drawingml as xml
from klantlib.render.word.charts.band import band
from klantlib.render.word.charts.line import line
from klantlib.render.word.charts.parts import GAP, HEIGHT, ROW, WIDTH, Native, heading, letters
from klantlib.render.word.draft import Draft

KINDS: Mapping[str, Callable[[Plot], Native]] = {"line": line, "band": band}
TOP = {name: NAMESPACES[name] for name in ("c", "a", "r")}
RIGHT = 18.0  # points, half of the last number of the axis across
SHEET = "rId1"  # the only relationship that a chart has


def native_chart(block: Chart, draft: Draft, alt: str) -> Element | None:
    """A run with the chart in it, as wide as the text; None where Word cannot draw it and a picture has to stand."""
    plot = Plot(block, draft.about.language, draft.about.currency, None, draft.about.theme)
    if not _drawable(plot):
        return None
    return _inline(draft, _add(draft, KINDS[block.kind](plot), plot), block.key, alt)


def _drawable(plot: Plot) -> bool:
    """A kind that Word draws, numbers where it needs them, and a point at least."""
    block = plot.block
    sides = {"line": [block.x, block.y], "band": [block.y]}.get(block.kind, [])
    return bool(sides) and all(plot.numeric(side) and plot.data[side].notna().any() for side in sides)


def _add(draft: Draft, chart: Native, plot: Plot) -> str:
    """The chart and its workbook as parts of the package; the chart's relationship."""
    package = draft.document.part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    book = PackURI(f"/word/embeddings/chart{name.idx}.xlsx")
    part = Part(name, CT.DML_CHART, _space(chart, plot), package)
    part.load_rel(RT.PACKAGE, Part(book, CT.SML_SHEET, chart.sheet.workbook(), package), SHEET)
    return draft.document.part.relate_to(part, RT.CHART)


def _space(chart: Native, plot: Plot) -> bytes:
    """The whole chart as it stands in a file of its own."""
    space = el(
        "c:chartSpace",
        xml.value("date1904", False),
        xml.value("lang", tag(plot.language)),
        xml.value("roundedCorners", False),
        _chart(chart, plot),
        xml.shape(el("a:noFill"), xml.stroke(None)),
        letters(plot).body(),
        el("c:externalData", xml.value("autoUpdate", False), **{"r:id": SHEET}),
    )
    etree.cleanup_namespaces(space, top_nsmap=TOP)
    return etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)


def _chart(chart: Native, plot: Plot) -> Element:
    field = el("c:plotArea", _room(chart), *chart.drawn, *chart.axes, xml.shape(el("a:noFill"), xml.stroke(None)))
    legend = [_legend(chart, plot)] if chart.legend else []
    up = heading(plot, "y", xml.place(0.0, (ROW + GAP) / HEIGHT if legend else 0.0))  # above the numbers it is about
    rest = [xml.value("plotVisOnly", True), xml.value("dispBlanksAs", "gap")]
    return el("c:chart", *up, xml.value("autoTitleDeleted", not up), field, *legend, *rest)


def _room(chart: Native) -> Element:
    """The field between the axes: what is left when the words around it have their place."""
    top = ROW + GAP + (ROW + GAP) * bool(chart.legend)
    bottom = (chart.rows + 1) * ROW + 2 * GAP
    sides = chart.left, top, WIDTH - chart.left - RIGHT, HEIGHT - top - bottom
    return xml.place(*[side / whole for side, whole in zip(sides, (WIDTH, HEIGHT) * 2, strict=True)], inner=True)


def _legend(chart: Native, plot: Plot) -> Element:
    """The names of the groups in a row above all else; thresholds and bounds speak for themselves."""
    first = len(chart.legend)
    hidden = [
        el("c:legendEntry", xml.value("idx", n), xml.value("delete", True)) for n in range(first, first + chart.hidden)
    ]
    at = xml.place(0.0, 0.0, 1.0, (ROW + GAP) / HEIGHT)
    return el("c:legend", xml.value("legendPos", "t"), *hidden, at, xml.value("overlay", False), letters(plot).body())


def _inline(draft: Draft, relation: str, name: str, alt: str) -> Element:
    """The place in the text where the chart stands."""
    number = next(draft.ids)
    wide = draft.template.room.upright
    size = {"cx": wide, "cy": round(wide * HEIGHT / WIDTH)}
    chart = el("a:graphicData", el("c:chart", **{"r:id": relation}), uri=NAMESPACES["c"])
    inline = el(
        "wp:inline",
        el("wp:extent", **size),
        el("wp:effectExtent", l=0, t=0, r=0, b=0),
        el("wp:docPr", id=number, name=name, descr=clean(alt)),
        el("wp:cNvGraphicFramePr"),
        el("a:graphic", chart),
        **{f"dist{side}": 0 for side in "TBLR"},
    )
    return el("w:r", el("w:drawing", inline))
