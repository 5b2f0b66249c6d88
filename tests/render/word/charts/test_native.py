"""Is a chart in Word a chart: the same numbers in what is drawn, in its sheet and in the block? Read from the file."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from klantlib.advice import tell
from klantlib.blocks import Chart, to_json
from klantlib.formats import show
from klantlib.render.number_codes import code
from klantlib.render.ooxml import NAMESPACES
from klantlib.render.pieces import About, Piece
from klantlib.render.word import document
from klantlib.theme import house
from klantlib.words import Words
from tests.render.fixtures import whale

TERMS = {"loss": "vertrek", "love": "verknocht"}
LABELS = {"share": "Aandeel", "sum": "Opgeteld", "name": "Naam", "what": "Soort", "level": "Niveau", "loyalty": "Trouw",
          "low": "Ondergrens", "high": "Bovengrens", "n": "Antwoorden", "zone": "Zone"}  # fmt: skip
WORDS = {"caption": "c", "alt": "Lijn", "x": "Klanten", "y": "Winst", "labels": LABELS, "terms": TERMS}
DUTCH = About(language="nl")


def curve(**changes) -> Chart:
    data = {"share": [0, 0.5, 1], "sum": [0, 1.24, 1], "name": [None, "Piek <&>", None]}
    formats = {"share": "percent", "sum": "percent", "name": "text"}
    usual = {"data": data, "x": "share", "y": "sum", "formats": formats, "label": "name", "guides": {"y": 1.0}}
    return Chart("curve", "line", **{**usual, "words": WORDS} | changes)


def levels(**changes) -> Chart:
    data = {"level": [1, 2, 3], "loyalty": [0.3, 0.5, 0.8], "low": [0.2, 0.4, 0.7], "high": [0.45, 0.6, 0.9],
            "n": [12, 7, 35], "zone": ["loss", "loss", "love"]}  # fmt: skip
    shares = dict.fromkeys(("loyalty", "low", "high"), "percent")
    usual = {"formats": {"level": "count", "n": "count", "zone": "term", **shares}, "group": "zone", "words": WORDS}
    around = {"x": "level", "y": "loyalty", "low": "low", "high": "high", "guides": {"y": 0.6}}
    return Chart("levels", "band", **{"data": data, **usual, **around} | changes)


class Opened:
    """The first chart of a document of just this block, and the rows of the sheet in it."""

    def __init__(self, block: Chart, about: About = DUTCH):
        self.file = document([Piece("stem", block)], about)
        with ZipFile(BytesIO(self.file)) as package:
            self.xml = package.read("word/charts/chart1.xml")
            self.book = package.read("word/embeddings/chart1.xlsx")
            self.body = package.read("word/document.xml").decode()
        self.root = etree.fromstring(self.xml)
        [self.sheet] = CalamineWorkbook.from_filelike(BytesIO(self.book)).sheet_names
        grid = CalamineWorkbook.from_filelike(BytesIO(self.book)).get_sheet_by_index(0).to_python()
        self.head, self.rows = grid[0], grid[1:]

    def find(self, path: str):
        return self.root.xpath(path, namespaces=NAMESPACES)

    def column(self, heading: str) -> list:
        """What stands under a heading, without the empty cells."""
        cells = [row[self.head.index(heading)] for row in self.rows]
        return [cell for cell in cells if cell != ""]

    def referred(self, formula: str) -> list:
        """The cells of a reference such as Gegevens!$B$2:$B$4, None where empty."""
        name, first, top, last, bottom = re.fullmatch(r"(\w+)!\$([A-Z])\$(\d+):\$([A-Z])\$(\d+)", formula).groups()
        assert (name, first) == (self.sheet, last)
        place = ord(first) - ord("A")
        return [row[place] if row[place] != "" else None for row in self.rows[int(top) - 2 : int(bottom) - 1]]


def cached(reference) -> list:
    """The numbers that a chart keeps beside a reference, None where it has none."""
    count = int(reference.xpath("string(c:numCache/c:ptCount/@val)", namespaces=NAMESPACES))
    points = reference.xpath("c:numCache/c:pt", namespaces=NAMESPACES)
    known = {int(point.get("idx")): float(point[0].text) for point in points}
    return [known.get(n) for n in range(count)]


ALL = {"curve": curve(), "levels": levels(), "bare": levels(group=None, low=None, high=None, guides={})}


@pytest.mark.parametrize("block", ALL.values(), ids=ALL)
def test_every_reference_says_what_stands_in_the_sheet(block):
    """Whoever only looks and whoever opens the sheet see the same numbers."""
    opened = Opened(block)
    references = opened.find("//c:numRef")
    assert references
    for reference in references:
        assert cached(reference) == opened.referred(reference.findtext("{*}f"))


def test_the_curve_is_that_of_the_block():
    """Places and heights, under headings in the reader's words."""
    opened = Opened(curve())
    [ser] = opened.find("//c:ser[c:dPt]")
    assert [cached(ref) for ref in ser.iter("{*}numRef")] == [[0, 0.5, 1], [0, 1.24, 1]]
    assert (opened.column("Aandeel"), opened.column("Opgeteld"), opened.column("Naam")) == (
        [0, 0.5, 1],
        [0, 1.24, 1],
        ["Piek <&>"],
    )


def test_what_is_read_aloud_stands_in_the_sheet():
    """The peak and the customer that the alternative text of the whale curve names."""
    block = tell(whale(), Words("../tests/render/fixtures", "nl"))
    opened = Opened(block)
    height = max(row[1] for row in opened.rows if isinstance(row[1], float))
    rank = next(row[0] for row in opened.rows if row[1] == height)
    assert f"{show(height, 'percent', 'nl')} bij klant {show(rank, 'count', 'nl')}" in block.words["alt"]
    assert f'descr="{block.words["alt"]}"' in opened.body


def test_the_same_chart_gives_the_same_bytes():
    """The workbook inside too."""
    assert Opened(levels()).book == Opened(levels()).book
    assert Opened(curve()).file == Opened(curve()).file


def test_a_chart_has_no_picture_beside_it():
    """Its numbers are enough; what a workbook drew stays for the page on screen."""
    with ZipFile(BytesIO(Opened(curve()).file)) as package:
        assert not [name for name in package.namelist() if "media" in name]


def test_python_docx_opens_it_and_finds_the_workbook():
    """Chart and workbook are related as Word wants them."""
    part = Document(BytesIO(Opened(curve()).file)).part
    [chart] = [rel.target_part for rel in part.rels.values() if rel.reltype.endswith("/chart")]
    [link] = etree.fromstring(chart.blob).xpath("//c:externalData/@r:id", namespaces=NAMESPACES)
    assert chart.related_parts[link].partname == "/word/embeddings/chart1.xlsx"


def test_the_chart_is_as_wide_as_the_text():
    """160 mm, in the proportions of the picture: 6.3 to 3.6."""
    width, height = map(int, re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', Opened(curve()).body).groups())
    assert width / 36000 == pytest.approx(160, abs=0.1)
    assert width / height == pytest.approx(6.3 / 3.6, abs=0.001)


# --- a client's texts


def test_a_text_of_a_client_is_text_in_the_sheet():
    """No formula, no number made of 001, no character that breaks the file."""
    names = ["=1+1", "0\x07 01", "x" * 300]
    opened = Opened(curve(data={"share": [0, 0.5, 1], "sum": [0, 1, 2], "name": names}))
    assert opened.column("Naam") == ["=1+1", "0 01", "x" * 300]
    with ZipFile(BytesIO(opened.book)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert opened.find("//c:dLbl//a:t/text()") == ["=1+1", "0 01", "x" * 39 + "…"]


def test_a_number_as_name_follows_the_sheet():
    """72% at a point 72% high is the point's own height, so that it changes when the sheet does."""
    data = {"share": [0, 0.5, 1], "sum": [0, 0.72, 1], "name": [None, 0.72, None]}
    opened = Opened(curve(data=data, formats=dict.fromkeys(data, "percent")))
    [label] = opened.find("//c:dLbl[c:idx/@val=1]")
    assert (label.find("{*}showVal").get("val"), label.find("{*}numFmt").get("formatCode")) == ("1", "0%")
    assert label.find("{*}tx") is None


# --- curves


def test_groups_differ_by_more_than_colour():
    """Each has a dash of its own and a name in the legend, and the threshold has none there."""
    data = {"share": [0, 1, 0, 1], "sum": [0, 1, 0, 2], "what": ["a & b", "a & b", "c", "c"]}
    opened = Opened(curve(data=data, group="what", label=None))
    curves = opened.find("//c:ser")[:2]
    looks = [(c.find(".//{*}prstDash").get("val"), c.find(".//{*}srgbClr").get("val")) for c in curves]
    assert looks == [("solid", house().series[0][1:].upper()), ("dash", house().series[1][1:].upper())]
    assert [c.findtext("{*}tx/{*}strRef/{*}strCache/{*}pt/{*}v") for c in curves] == ["a & b", "c"]
    assert opened.find("//c:legendEntry/c:idx/@val") == ["2"]


def test_a_threshold_runs_through_and_says_its_word():
    """From the start of the axis to its end; a value that the axis names needs no word."""
    ends = Opened(curve(words=WORDS | {"guide_y": "doel"}, guides={"y": 0.7}))
    [line] = ends.find("//c:ser[.//a:prstDash/@val='dash']")
    x, y = (cached(ref) for ref in line.iter("{*}numRef"))
    assert (x[0], x[-1], set(y)) == (0, 1, {0.7})
    assert line.xpath(".//a:t/text()", namespaces=NAMESPACES) == ["doel"]
    assert not Opened(curve(label=None)).find("//c:dLbl")


def test_a_name_at_a_vertical_threshold_stands_beside_its_point():
    """Above it the line would run through the letters."""
    sides = [Opened(curve(guides={"x": x})).find("string(//c:ser[1]//c:dLblPos/@val)") for x in (0.51, 0.9)]
    assert sides == ["l", "t"]


def test_bounds_are_lines_around_the_curve():
    """Low and high, dotted, from the block's own columns."""
    data = {"share": [0, 1], "sum": [1, 2], "low": [0.5, 1.5], "high": [1.5, 2.5]}
    opened = Opened(curve(data=data, label=None, low="low", high="high"))
    dotted = opened.find("//c:ser[.//a:prstDash/@val='sysDot']/c:yVal/c:numRef")
    assert [cached(ref) for ref in dotted] == [[0.5, 1.5], [1.5, 2.5]]


def test_a_point_alone_is_a_dot():
    """A line needs two points."""
    opened = Opened(curve(data={"share": [0.5], "sum": [1.0]}, label=None, guides={}))
    assert opened.find("//c:ser/c:marker/c:symbol/@val") == ["circle"]


def test_a_row_without_a_place_is_left_out():
    """As in the picture."""
    opened = Opened(curve(data={"share": [0, None, 1], "sum": [1, 2, None]}, label=None, guides={}))
    assert [cached(ref) for ref in opened.find("//c:numRef")] == [[0], [1]]


def test_the_axis_is_round_and_leaves_room_for_a_name():
    """0% to 140% in steps of 20% for a peak of 124% that has its name above it."""
    [axis] = Opened(curve()).find("//c:valAx[c:axPos/@val='l']")
    ends = (axis.find("{*}scaling/{*}min"), axis.find("{*}scaling/{*}max"), axis.find("{*}majorUnit"))
    assert [float(end.get("val")) for end in ends] == [0, 1.4, 0.2]


# --- bands


def test_levels_have_their_n_and_their_zone():
    """Two rows of names, the zone once, at its first level."""
    opened = Opened(levels())
    inner, outer = opened.find("(//c:multiLvlStrCache)[1]/c:lvl")
    assert inner.xpath("c:pt/c:v/text()", namespaces=NAMESPACES) == ["1\nn = 12", "2\nn = 7", "3\nn = 35"]
    assert [(pt.get("idx"), pt[0].text) for pt in outer] == [("0", "vertrek"), ("2", "verknocht")]
    assert opened.column("Zone") == ["vertrek", "verknocht"]
    assert opened.column("Antwoorden") == [12, 7, 35]


def test_the_room_between_low_and_high_is_shaded():
    """An area on the lower bound: up to the value, and on to the upper bound."""
    opened = Opened(levels())
    areas = [cached(ref) for ref in opened.find("//c:areaChart//c:val/c:numRef")]
    assert areas[0] == [0.2, 0.4, 0.7]
    assert areas[1:] == [pytest.approx([0.1, 0.1, 0.1]), pytest.approx([0.15, 0.1, 0.1])]
    assert opened.find("count(//c:areaChart/c:ser[1]/c:spPr/a:noFill)") == 1
    assert opened.column("Trouw min Ondergrens") == areas[1]


def test_the_shade_follows_who_edits_the_bounds():
    """What only the drawing needs is computed in the sheet, from columns E (value), F (low) and G (high)."""
    with ZipFile(BytesIO(Opened(levels()).book)) as book:
        formulas = re.findall("<f>(.*?)</f>", book.read("xl/worksheets/sheet1.xml").decode())
    assert formulas == ["E2 - F2", "G2 - E2", "E3 - F3", "G3 - E3", "E4 - F4", "G4 - E4"]


def test_an_unknown_level_is_a_gap():
    """No area, which would fall to zero there; the bounds of the others stay as lines."""
    unknown = {"loyalty": [0.3, None, 0.8], "low": [0.2, None, 0.7], "high": [0.45, None, 0.9]}
    opened = Opened(levels(data={**levels().data, **unknown}))
    assert not opened.find("//c:areaChart")
    assert cached(opened.find("//c:errBars/..//c:val/c:numRef")[0]) == [0.3, None, 0.8]
    assert opened.find("string(//c:dispBlanksAs/@val)") == "gap"


def test_nothing_is_added_up_that_should_not_be():
    """The value alone on its axes: LibreOffice stacks all lines of a chart that has a stacked area."""
    charts = Opened(levels()).find("//c:lineChart")
    assert [len(chart.findall("{*}ser")) for chart in charts] == [1, 1]
    assert len({chart.find("{*}axId").get("val") for chart in charts}) == 2


# --- what stays a picture


@pytest.mark.parametrize(
    "block",
    [
        curve(data={"share": [], "sum": []}, label=None),
        curve(data={"share": [None], "sum": [None]}, label=None),
        levels(data={**levels().data, "loyalty": [None] * 3}),
        curve(data={"share": ["a", "b"], "sum": [1, 2]}, formats={"share": "text", "sum": "count"}, label=None),
        replace(curve(), kind="scatter"),
    ],
    ids=["no rows", "no places", "no heights", "names across", "another kind"],
)
def test_what_word_cannot_draw_needs_its_picture(block):
    """Nothing to draw, or not the kind: then the picture of the workbook has to be there."""
    with pytest.raises(ValueError, match=r"stem/curve|stem/levels"):
        document([Piece("stem", block)], DUTCH)


# --- the reader's language


def test_amounts_are_written_as_the_language_does():
    """The symbol before the minus in Dutch, after it in English."""
    assert [code("cents", language, "EUR") for language in ("nl", "en")] == [
        '"€" #,##0.00;"€" -#,##0.00',
        '"€"#,##0.00;-"€"#,##0.00',
    ]
    assert code("money", "nl", "USD").startswith('"US$"')


@pytest.mark.parametrize(("language", "sheet", "tag"), [("nl", "Gegevens", "nl-NL"), ("en", "Data", "en-GB")])
def test_sheet_and_chart_speak_the_readers_language(language, sheet, tag):
    opened = Opened(curve(), About(language=language))
    assert opened.sheet == sheet
    assert opened.find("string(/c:chartSpace/c:lang/@val)") == tag


# --- anything


NUMBERS = st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12))
def test_any_numbers_come_through(points):
    """Huge, negative, tiny, all alike: cache and sheet hold what the block says after its travel."""
    x, y = map(list, zip(*points, strict=True))
    data = to_json(curve(data={"share": x, "sum": y}))["data"]
    opened = Opened(curve(data=data, formats={"share": "count", "sum": "money"}, label=None, guides={}))
    for reference, values in zip(opened.find("//c:numRef"), data.values(), strict=True):
        assert cached(reference) == opened.referred(reference.findtext("{*}f")) == [float(value) for value in values]
