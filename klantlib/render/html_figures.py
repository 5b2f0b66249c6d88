"""How does a figure read as HTML? A drawing that can be pointed at, and its numbers in a table that folds out."""

from __future__ import annotations

from markupsafe import Markup

from klantlib.blocks import Chart, Table
from klantlib.render.chart_bars import named_axis
from klantlib.render.html_tables import element, grid, scroll

# along which way the place nearest the pointer is sought: curves across, lying bars up and down, points both ways
NEAR = {"line": "x", "band": "x", "bar": "y", "scatter": "xy", "dots": "xy", "radar": "xy", "bridge": "y"}
NEAR |= {"stack": "xy"}


def drawing(block: Chart, drawn: str) -> Markup:
    """The drawing, with what its script needs to find a place in it."""
    near = "x" if block.kind == "bar" and not named_axis(block) else NEAR[block.kind]
    return element("div", Markup(drawn), class_="chart", data_near=near)


def numbers(block: Chart, summary: str, id: str, language: str, currency: str) -> Markup:
    """The fold-out with a row for every row of the data, in their order: the script reads tooltips from it."""
    table = in_rows(block)
    framed = element("div", scroll(grid(table, Markup(), language, currency)), class_="table")
    return element("details", element("summary", summary) + framed, id=f"{id}--data", class_="data")


def in_rows(block: Chart) -> Table:
    """A chart's data as a table: who or what a row is about first, then everything that has a format, labels aside."""
    columns = {c: block.formats.get(c, "text") for c in (_about(block), *block.formats, block.x, block.y)}
    if block.label not in (block.who, block.x, block.y):
        columns.pop(block.label, None)
    rows = list(zip(*(block.data[column] for column in columns), strict=True))
    words = {"caption": block.words["caption"], "labels": _labels(block), "terms": block.words.get("terms", {})}
    return Table(block.key, columns, rows, words=words)


def _about(block: Chart) -> str:
    """The column that says what a row is about: names where there are names."""
    return block.who or named_axis(block) or block.x


def _labels(block: Chart) -> dict[str, str]:
    """A heading for every column: its own, else what its axis says."""
    axes = {block.x: block.words["x"], block.y: block.words["y"]}
    return {**dict.fromkeys(block.data, ""), **axes, **block.words.get("labels", {})}
