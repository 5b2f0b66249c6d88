"""How does a run or a paragraph look, when its own properties, its styles and its table are taken together?

Precedence after ECMA-376 part 1, 17.7.2: direct, character style, paragraph style, table style, defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

BLACK, WHITE = "#000000", "#FFFFFF"
SIZE = 10.0  # points, where nothing is said
HEADINGS = 9  # levels that Word knows
HIGHLIGHTS = {
    "yellow": "#FFFF00", "green": "#00FF00", "cyan": "#00FFFF", "magenta": "#FF00FF", "blue": "#0000FF",
    "red": "#FF0000", "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000", "darkMagenta": "#800080",
    "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080", "lightGray": "#C0C0C0", "black": BLACK,
}  # fmt: skip


class Looks:
    """The styles of one document."""

    def __init__(self, styles: Element):
        self._styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self._defaults = styles.find(qn("w:docDefaults"))
        normal = (s for s in self._styles.values() if s.get(qn("w:default")) and s.get(qn("w:type")) == "paragraph")
        self._normal = next(normal, None)

    def language(self) -> str:
        """The language of the text, where the styles say one."""
        said = (part.find(f".//{qn('w:lang')}") for part in (self._normal, self._defaults) if part is not None)
        return next((lang.get(qn("w:val"), "") for lang in said if lang is not None), "")

    def level(self, paragraph: Element) -> int:
        """Of a heading, from 1; 0 for any other paragraph."""
        found = next(
            (o for p in self._paragraph_properties(paragraph) if (o := p.find(qn("w:outlineLvl"))) is not None), None
        )
        level = int(found.get(qn("w:val"))) + 1 if found is not None else 0
        return level if level <= HEADINGS else 0

    def numbered(self, paragraph: Element) -> bool:
        """Is it a line of a list that Word numbers or marks?"""
        found = (p.find(f"{qn('w:numPr')}/{qn('w:numId')}") for p in self._paragraph_properties(paragraph))
        return next((number.get(qn("w:val")) != "0" for number in found if number is not None), False)

    def of(self, run: Element) -> tuple[str, str, float, bool]:
        """Colour of its letters, colour behind them, size in points, bold."""
        sources = list(self._run_properties(run))
        paper = self._paper(run, sources)
        ink = _first(sources, "w:color", _rgb) or (WHITE if _dark(paper) else BLACK)
        size = _first(sources, "w:sz", lambda size: float(size.get(qn("w:val"))) / 2) or SIZE
        bold = _first(sources, "w:b", lambda bold: bold.get(qn("w:val"), "1") not in ("0", "false")) or False
        return ink, paper, size, bold

    def _paper(self, run: Element, sources: list[Element]) -> str:
        """What is behind the letters: a highlight, or the nearest shading that there is."""
        marked = _first(sources, "w:highlight", lambda mark: HIGHLIGHTS.get(mark.get(qn("w:val"))))
        own = _first(sources[:2], "w:shd", _fill)
        paragraph = next(run.iterancestors(qn("w:p")), None)
        behind = self._paragraph_properties(paragraph) if paragraph is not None else ()
        cells = [cell.find(qn("w:tcPr")) for cell in run.iterancestors(qn("w:tc"))]
        within = [properties for properties in cells if properties is not None]
        table = (p for part in self._table_parts(run) if (p := part.find(qn("w:tcPr"))) is not None)
        return marked or own or _first((*behind, *within, *table), "w:shd", _fill) or WHITE

    def _run_properties(self, run: Element) -> Iterator[Element]:
        """From the strongest to the weakest."""
        own = run.find(qn("w:rPr"))
        if own is not None:
            yield own
            yield from self._chain(own.find(qn("w:rStyle")), "w:rPr")
        paragraph = next(run.iterancestors(qn("w:p")), None)
        properties = paragraph.find(qn("w:pPr")) if paragraph is not None else None
        named = properties.find(qn("w:pStyle")) if properties is not None else None
        yield from self._chain(named, "w:rPr", self._normal)
        yield from (p for part in self._table_parts(run) if (p := part.find(qn("w:rPr"))) is not None)
        yield from (self._defaults.iter(qn("w:rPr")) if self._defaults is not None else ())

    def _paragraph_properties(self, paragraph: Element) -> Iterator[Element]:
        own = paragraph.find(qn("w:pPr"))
        if own is not None:
            yield own
        yield from self._chain(own.find(qn("w:pStyle")) if own is not None else None, "w:pPr", self._normal)

    def _chain(self, named: Element | None, properties: str, otherwise: Element | None = None) -> Iterator[Element]:
        """The properties of a style and of those that it is based on."""
        style, seen = self._styles.get(named.get(qn("w:val"))) if named is not None else otherwise, set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            if (found := style.find(qn(properties))) is not None:
                yield found
            based = style.find(qn("w:basedOn"))
            style = self._styles.get(based.get(qn("w:val"))) if based is not None else None

    def _table_parts(self, run: Element) -> Iterator[Element]:
        """The parts of a table's style that hold in the row of this run, the first and the last row before the rest."""
        row = next(run.iterancestors(qn("w:tr")), None)
        table = row.getparent() if row is not None else None
        named = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") if table is not None else None
        style = self._styles.get(named.get(qn("w:val"))) if named is not None else None
        if style is None:
            return
        rows = table.findall(qn("w:tr"))
        places = [kind for kind, end in (("firstRow", rows[0]), ("lastRow", rows[-1])) if end is row]
        look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
        for part in style.findall(qn("w:tblStylePr")):
            kind = part.get(qn("w:type"))
            if kind in places and look is not None and look.get(qn(f"w:{kind}")) == "1":
                yield part
        yield style


def _first(sources: tuple[Element, ...] | list[Element], name: str, read: Callable[[Element], object]):
    """What the first of these that says something about it says."""
    found = (read(element) for source in sources if (element := source.find(qn(name))) is not None)
    return next((value for value in found if value is not None), None)


def _rgb(colour: Element) -> str:
    """Empty where Word chooses."""
    value = colour.get(qn("w:val"), "auto")
    return "" if value == "auto" else f"#{value.upper()}"


def _fill(shading: Element) -> str | None:
    value = shading.get(qn("w:fill"), "auto")
    return None if value == "auto" else f"#{value.upper()}"


def _dark(colour: str) -> bool:
    """Word writes white on what is dark, where no colour is given."""
    return sum(int(colour[n : n + 2], 16) for n in (1, 3, 5)) < 3 * 0x60
