"""What does a block say, whatever program last saved it? Words, tables, pictures, charts; never its raw XML.

Word splits runs, adds marks of its own and renumbers fields; LibreOffice rewrites nearly everything. What counts here
is what a reader sees: a block that says the same has the same fingerprint.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import QName
from lxml.etree import _Element as Element

from klantlib.render.word.fields import COUNTED, Field, fields

LENGTH = 12  # hexadecimal digits: enough to tell the blocks of one document apart
DIGITS = 6  # significant digits of a chart's value; programs write the last ones differently
MARKS = ("b", "i", "u", "strike", "highlight", "vertAlign")  # direct formatting that a person gives to letters
OFF = {"0", "false", "off", "none", "baseline"}
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SILENT = {"pPr", "rPr", "sdtPr", "instrText", "delText", "Fallback", "tblPr", "trPr", "tcPr", "tblGrid", "sectPr"}
SPACES = {"tab", "br", "cr", "ptab"}
SHOWN = {"footnoteReference", "endnoteReference", "object", "pict", "sym", "altChunk", "ruby"}  # never ours
TRACKED = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
HOLDERS = re.compile(rf"⟨({'|'.join(sorted(COUNTED))}|section)⟩|\s")  # they stand for something without being it
Segment = tuple[tuple[str, ...], str]  # how letters are marked, and the letters


def fingerprints(blocks: Iterable[Element], part: Part) -> tuple[str, ...]:
    """A fingerprint per block, in order; `part` is the document part that the blocks stand in."""
    return tuple(hashlib.sha256(wording(block, part).encode()).hexdigest()[:LENGTH] for block in blocks)


def wording(block: Element, part: Part) -> str:
    """The content of a paragraph or table as one normalised text."""
    if block.tag == qn("w:tbl"):
        return _grid(block, part)
    numbers = {id(field.start): field for field in fields(block) if field.kind in COUNTED and not field.typed_over}
    hidden = {id(letters) for field in numbers.values() for letters in field.result}
    section = "⟨section⟩" if block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None else ""
    return _joined(_segments(block, part, numbers, hidden, ())) + section


def empty(blocks: Iterable[Element], part: Part) -> bool:
    """Has everything been taken out? Word then leaves a hint of its own in the control."""
    blocks = list(blocks)
    shown = "".join(letters.text or "" for block in blocks for letters in block.iter(qn("w:t")))
    left = (HOLDERS.sub("", wording(block, part)) for block in blocks)
    return not shown.strip() and all(
        block.tag != qn("w:tbl") and not text for block, text in zip(blocks, left, strict=True)
    )


def reading(blocks: Iterable[Element]) -> str:
    """What a person would read aloud: lines of text, rows of a table, the description of a picture."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def tracked(blocks: Iterable[Element]) -> bool:
    """Is there a tracked change in it that nobody has accepted or rejected?"""
    names = {qn(f"w:{name}") for name in TRACKED}
    changed = (element.tag for block in blocks for element in block.iter() if isinstance(element.tag, str))
    return any(tag in names or QName(tag).localname.endswith("PrChange") for tag in changed)


def _grid(table: Element, part: Part) -> str:
    rows = (
        [
            " ".join(wording(block, part) for block in cell if block.tag in (qn("w:p"), qn("w:tbl")))
            for cell in row.iter(qn("w:tc"))
        ]
        for row in table.iter(qn("w:tr"))
    )
    return "\n".join("|".join(row) for row in rows)


def _joined(segments: Iterable[Segment]) -> str:
    """Letters that are marked alike are one, however many runs they were cut into."""
    said = []
    for marks, group in groupby((s for s in segments if s[1]), key=lambda segment: segment[0]):
        text = "".join(letters for _, letters in group)
        said.append(f"⟨{' '.join(marks)}⟩{text.strip()}⟨/⟩" if marks and text.strip() else text)
    return " ".join("".join(said).split())


def _segments(
    element: Element, part: Part, numbers: dict[int, Field], hidden: set[int], marks: tuple[str, ...]
) -> Iterator[Segment]:
    if not isinstance(element.tag, str):
        return
    name = QName(element).localname
    if id(element) in numbers:
        yield (), f"⟨{numbers[id(element)].kind}⟩"
    if name in SILENT or id(element) in hidden:
        return
    if name in SAID:
        yield marks, SAID[name](element)
    elif name in ("drawing", "tbl"):
        yield (), (_drawn if name == "drawing" else _grid)(element, part)
    else:
        own = _marks(element) if name == "r" else marks
        for child in element:
            yield from _segments(child, part, numbers, hidden, own)


def _letters(element: Element) -> str:
    return (element.text or "").replace("\N{SOFT HYPHEN}", "").replace("\N{NON-BREAKING HYPHEN}", "-")


SAID: Mapping[str, Callable[[Element], str]] = {
    "t": _letters,
    "noBreakHyphen": lambda element: "-",
    **dict.fromkeys(SPACES, lambda element: " "),
    **{name: lambda element, name=name: f"⟨{name}{element.get(qn('w:char'), '')}⟩" for name in SHOWN},
}


def _marks(run: Element) -> tuple[str, ...]:
    """How a run is marked by hand, beyond what its style says."""
    found = ((mark, run.find(f"{qn('w:rPr')}/{qn(f'w:{mark}')}")) for mark in MARKS)
    return tuple(mark for mark, switch in found if switch is not None and switch.get(qn("w:val")) not in OFF)


def _drawn(drawing: Element, part: Part) -> str:
    """A picture by its bytes and description, a chart by its values, anything else by its words."""
    charts = [_chart(part, chart.get(qn("r:id"))) for chart in drawing.iter(f"{{{CHART}}}chart")]
    pictures = [_picture(part, blip.get(qn("r:embed"))) for blip in drawing.iter(qn("a:blip"))]
    spoken = "".join(shape.get("descr", "") for shape in drawing.iter(qn("wp:docPr"))) if pictures else ""
    words = "".join(letters.text or "" for letters in drawing.iter(qn("w:t")))
    return f"⟨{' '.join([*charts, *pictures, spoken, words])}⟩"


def _picture(part: Part, relation: str | None) -> str:
    found = part.related_parts.get(relation)
    return hashlib.sha256(found.blob).hexdigest()[:LENGTH] if found is not None else "picture elsewhere"


def _chart(part: Part, relation: str | None) -> str:
    """Titles, and series by name, values and colours; labels and formats are written anew by every program."""
    if (found := part.related_parts.get(relation)) is None:
        return "no chart"
    chart = parse_xml(found.blob)
    titles = ["".join(t.text or "" for t in title.iter(qn("a:t"))) for title in chart.iter(f"{{{CHART}}}title")]
    series = (
        f"{_cached(one, 'tx')}: {_cached(one, 'val', 'yVal')} {_colours(one)}" for one in chart.iter(f"{{{CHART}}}ser")
    )
    return " ".join([*titles, *series])


def _colours(series: Element) -> str:
    """Each once: a line and its markers may be written apart or together."""
    shapes = series.findall(f"{{{CHART}}}spPr")
    return " ".join(sorted({colour.get("val", "").upper() for s in shapes for colour in s.iter(qn("a:srgbClr"))}))


def _cached(series: Element, *names: str) -> str:
    points = (
        v.text or ""
        for name in names
        for holder in series.findall(f"{{{CHART}}}{name}")
        for v in holder.iter(f"{{{CHART}}}v")
    )
    return " ".join(map(_rounded, points))


def _rounded(value: str) -> str:
    try:
        return f"{float(value):.{DIGITS}g}"
    except ValueError:
        return value


def _lines(block: Element) -> Iterator[str]:
    if block.tag == qn("w:tbl"):
        for row in block.iter(qn("w:tr")):
            yield " · ".join(_text(cell) for cell in row.iter(qn("w:tc")))
    else:
        yield _text(block) or " ".join(shape.get("descr", "") for shape in block.iter(qn("wp:docPr")))


def _text(element: Element) -> str:
    tabs = {qn(f"w:{name}"): " " for name in SPACES}
    return " ".join("".join(tabs.get(e.tag) or e.text or "" for e in element.iter(qn("w:t"), *tabs)).split())
