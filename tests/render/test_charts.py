"""Is a chart right for print, for the screen, and for who cannot see it? Read from the SVG, where text is text."""

from __future__ import annotations

import base64
import io
import re
import warnings
from itertools import combinations
from typing import get_args

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from klantlib import theme
from klantlib.blocks import Chart, ChartKind
from klantlib.render import chart_labels, svg
from klantlib.render.chart_kinds import KINDS
from klantlib.render.charts import draw, font

pytestmark = pytest.mark.slow
TERMS = {"profit": "Winst", "attention": "Aandacht", "loss": "vertrek", "love": "genegenheid"}
WORDS = {"caption": "Winst <per> klant", "alt": "Lijn, 3 klanten", "x": "klanten", "y": "opgeteld", "terms": TERMS}
LOSS_WIDTH = 40  # points that "€ -256.345" takes, less than it does in any of the fonts
NAMES = ("Slagerij Pannevis & Zn.", "Drukkerij $Molen_veldt$", "Café De Kroon")


def curve(**changes) -> Chart:
    data = {"share": [0, 0.5, 1], "sum": [0, 1.24, 1], "name": [None, "Piek: 124%", None]}
    formats = {"share": "percent", "sum": "percent", "name": "text"}
    return Chart(
        "curve",
        "line",
        data,
        "share",
        "sum",
        formats,
        **{"label": "name", "guides": {"y": 1.0}, "words": WORDS} | changes,
    )


def bars(amounts=(41_250, 900, -14_800)) -> Chart:
    data = {"profit": list(amounts), "name": list(NAMES)}
    return Chart("bars", "bar", data, "profit", "name", {"profit": "money", "name": "text"}, words=WORDS)


def shares() -> Chart:
    data = {"name": [*NAMES[:2]] * 2, "share": [0.3, 0.1, 0.2, 0.4], "what": ["profit"] * 2 + ["attention"] * 2}
    formats = {"name": "text", "share": "percent", "what": "term"}
    return Chart("shares", "bar", data, "share", "name", formats, group="what", words=WORDS)


def matrix(n: int = 12) -> Chart:
    data = {"cost": [i / 10 for i in range(n)], "margin": [i % 4 / 10 for i in range(n)],
            "what": ["profit", "attention"] * (n // 2), "name": [NAMES[i % 3] for i in range(n)]}  # fmt: skip
    formats = {"cost": "percent", "margin": "percent", "what": "term", "name": "text"}
    words = WORDS | {"corner_ul": "++", "corner_lr": "– – –", "guide_x": "grens"}
    return Chart("matrix", "scatter", data, "cost", "margin", formats, group="what", label="name",
                 guides={"x": 0.25, "y": 0.15}, words=words)  # fmt: skip


def opinions() -> Chart:
    data = {"points": [4, 3, 3, 1], "statement": ["Wat wij vastleggen"] * 3 + ["Hoe wij indelen"]}
    return Chart("opinions", "dots", data, "points", "statement", {"points": "count", "statement": "text"}, words=WORDS)


def levels() -> Chart:
    data = {"level": [1, 2, 3], "loyalty": [0.31, None, 0.81], "low": [0.2, None, 0.7], "high": [0.4, None, 0.9],
            "n": [12, 0, 35], "zone": ["loss", "loss", "love"]}  # fmt: skip
    formats = {
        "level": "count",
        "loyalty": "percent",
        "low": "percent",
        "high": "percent",
        "n": "count",
        "zone": "term",
    }
    return Chart("levels", "band", data, "level", "loyalty", formats, group="zone", low="low", high="high", words=WORDS)


def compass() -> Chart:
    """Three axes of which the last has no wish; the steps that nobody takes have a word too, and no group."""
    data = {"pole": ["klanten", "aanbod", "rol"] * 2 + ["klanten", "klanten"], "step": [1, 2, 1, 2, 2, None, 3, 0],
            "what": ["profit"] * 3 + ["attention"] * 3 + [None, None],
            "word": ["markt", "ruim", "maker", "groep", "ruim", None, "ieder", None]}  # fmt: skip
    formats = {"pole": "text", "step": "count", "what": "term", "word": "text"}
    return Chart("compass", "radar", data, "pole", "step", formats, group="what", label="word", words=WORDS)


def steps(amounts=(1000, -80, 150, 1070)) -> Chart:
    """From what there is, by what goes off and what comes on, to what is aimed at."""
    data = {"step": ["nu", *[f"stap {i}" for i in range(1, len(amounts) - 1)], "doel"], "amount": list(amounts)}
    return Chart("steps", "bridge", data, "amount", "step", {"amount": "money", "step": "text"}, words=WORDS)


def divided():
    """Two rows, each divided over two parts."""
    data = {"row": ["A", "A", "B", "B"], "part": ["profit", "loss"] * 2, "n": [9, 1, 2, 3], "sign": ["w", "v"] * 2}
    formats = {"row": "text", "part": "term", "n": "count"}
    return Chart("divided", "stack", data, "n", "row", formats, group="part", label="sign", words=WORDS)


ALL = [curve(), bars(), shares(), matrix(), opinions(), levels(), compass(), steps(), divided()]


def texts(block: Chart, language: str = "nl", currency: str = "EUR") -> list[str]:
    """What stands in a chart, with plain spaces."""
    root = etree.fromstring(draw(block, language, currency)["image/svg+xml"])
    return [text.text.replace("\xa0", " ") for text in root.iter(svg.SVG + "text")]


def test_every_kind_of_chart_is_drawn():
    """The examples below are one of each kind that a block may have, and each can be drawn."""
    assert {block.kind for block in ALL} == set(KINDS) == set(get_args(ChartKind))


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.key)
def test_the_print_is_as_wide_as_the_text_on_a4_and_sharp(block):
    picture = Image.open(io.BytesIO(base64.b64decode(draw(block, "nl")["image/png"])))
    assert picture.width == round(theme.CHART_SIZE[0] * theme.CHART_DPI)
    assert picture.convert("L").getextrema()[0] < 100, "nothing was drawn"


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.key)
def test_a_screen_reader_finds_caption_and_description(block):
    """role="img", named by a title (the caption) and a description (the alternative text) in the drawing itself."""
    root = etree.fromstring(draw(block, "nl")["image/svg+xml"])
    named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert root.get("role") == "img"
    assert [named[name] for name in root.get("aria-labelledby").split()] == ["Winst <per> klant", "Lijn, 3 klanten"]


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.key)
def test_the_drawing_may_stand_in_a_page_with_a_strict_policy(block):
    """No style, script, link to elsewhere or absolute size of text as outline; and it is small."""
    source = draw(block, "nl")["image/svg+xml"]
    assert not re.search(r"<style|style=|<script|<image|https?://(?!www\.w3\.org)| on\w+=|<!DOCTYPE|<\?xml", source)
    assert len(source) < 20_000


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.key)
def test_the_same_chart_is_the_same_file(block):
    assert draw(block, "nl") == draw(block, "nl")


def test_no_two_charts_on_a_page_share_an_id():
    ids = [set(re.findall(r'\bid="([^"]+)"', draw(block, "nl")["image/svg+xml"])) for block in ALL]
    assert all(ids)
    assert not [shared for one, other in combinations(ids, 2) for shared in one & other]


def test_every_reference_in_a_drawing_leads_somewhere():
    for block in ALL:
        source = draw(block, "nl")["image/svg+xml"]
        assert set(re.findall(r'(?:url\(|href=")#([^)"]+)', source)) <= set(re.findall(r'\bid="([^"]+)"', source))


def test_settings_and_figures_of_the_workbook_are_as_they_were():
    """A workbook's own settings neither change a chart nor are changed by it, and no figure stays open."""
    import matplotlib.pyplot as plt

    clean = draw(curve(), "nl")
    with mpl.rc_context({"font.size": 31, "figure.figsize": (1, 1), "axes.facecolor": "red"}):
        before = dict(mpl.rcParams)
        assert draw(curve(), "nl") == clean
        assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_nobody_is_warned_of_a_missing_font(caplog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(matrix(), "nl")
    assert not caplog.records
    assert font(theme.house().fonts) in theme.house().fonts


def test_numbers_are_written_as_the_reader_writes_them():
    assert {"€ 41.250", "€ 900", "€ -14.800"} <= set(texts(bars()))
    assert {"€41,250", "-€14,800"} <= set(texts(bars(), "en"))
    assert "US$ 900" in texts(bars(), "nl", "USD")
    assert {"0%", "100%"} <= set(texts(curve()))


def test_large_amounts_on_an_axis_are_written_in_full():
    block = Chart(
        "big", "line", {"n": [0, 10], "sum": [0, 1_000_000]}, "n", "sum", {"n": "count", "sum": "money"}, words=WORDS
    )
    assert {"€ 0", "€ 200.000", "€ 1.000.000"} <= set(texts(block))


def test_steps_that_would_read_alike_get_a_decimal():
    """From 0% to 1% in five steps: not 0%, 0%, 0%, 1%, 1%, 1%."""
    block = Chart(
        "fine",
        "line",
        {"n": [0, 10], "share": [0, 0.01]},
        "n",
        "share",
        {"n": "count", "share": "percent"},
        words=WORDS,
    )
    assert {"0,2%", "0,4%", "1,0%"} <= set(texts(block))


def test_axes_points_and_corners_have_their_words():
    assert {"klanten", "opgeteld", "Piek: 124%"} <= set(texts(curve()))
    assert {"++", "– – –", "grens", "15%", "Winst", "Aandacht"} <= set(texts(matrix()))


def test_a_client_s_name_is_only_a_name():
    """Neither markup nor mathematics: & and $ and _ as they are."""
    assert set(NAMES) <= set(texts(bars()))


def test_bars_say_plus_and_minus_by_colour_and_by_side():
    source = draw(bars(), "nl")["image/svg+xml"]
    assert theme.house().good in source
    assert theme.house().bad in source
    without = draw(bars((3, 2, 1)), "nl")["image/svg+xml"]
    assert theme.house().accent in without
    assert theme.house().good not in without


def test_an_amount_never_stands_in_a_name():
    """A long name and a large loss: the amount ends to the right of where the name ends."""
    name = "Niet meer investeren: omvang alleen is niet genoeg"
    data = {"profit": [1_035_037, -256_345], "name": ["Vasthouden", name]}
    block = Chart("b", "bar", data, "profit", "name", {"profit": "money", "name": "text"}, words=WORDS)
    root = etree.fromstring(draw(block, "nl")["image/svg+xml"])
    named = [e for e in root.iter(svg.SVG + "text") if e.text == "Vasthouden"]
    loss = [e for e in root.iter(svg.SVG + "text") if "256.345" in e.text]
    assert float(loss[0].get("x")) - LOSS_WIDTH > float(named[0].get("x"))


def test_a_threshold_that_a_tick_names_is_not_named_twice():
    """A fifth of 224 customers is 45: 20.09%, which reads as the 20% below it."""
    assert texts(curve(guides={"x": 45 / 224, "y": 1.0})) == texts(curve())
    assert "23%" in texts(curve(guides={"x": 0.23, "y": 1.0}))


def test_groups_differ_in_more_than_colour():
    """A hatch in bars, a dash in lines, a form in points."""
    assert "<pattern" in draw(shares(), "nl")["image/svg+xml"]
    data = {"x": [0, 1, 0, 1], "y": [0, 1, 0, 2], "what": ["profit", "profit", "attention", "attention"]}
    two = Chart("two", "line", data, "x", "y", {"x": "count", "y": "count", "what": "term"}, group="what", words=WORDS)
    assert "stroke-dasharray" in draw(two, "nl")["image/svg+xml"]
    used = etree.fromstring(draw(matrix(), "nl")["image/svg+xml"]).iter(svg.SVG + "use")
    assert len({use.get(svg.LINK) for use in used if use.getparent().get("fill-opacity")}) == 2


@pytest.mark.parametrize("kind", ["line", "bar", "scatter"])
def test_more_groups_than_colours_are_drawn_all_the_same(kind):
    """Whitney has eight policies, the house six colours: the looks begin again."""
    many = {"x": list(range(8)), "y": list(range(8)), "what": [f"p{i}" for i in range(8)]}
    formats = {"x": "count", "y": "count", "what": "term"}
    assert "p7" in texts(Chart("many", kind, many, "x", "y", formats, group="what", words=WORDS))


def test_equal_answers_stand_beside_each_other():
    """Two respondents answer 3: four dots on four places."""
    uses = etree.fromstring(draw(opinions(), "nl")["image/svg+xml"]).iter(svg.SVG + "use")
    dots = [(use.get("x"), use.get("y")) for use in uses if _look(use, "fill") == theme.house().accent]
    answers = dots[:4]
    assert len(set(answers)) == 4
    assert len({y for _, y in answers}) == 2


def _look(element, name):
    return element.get(name) or element.getparent().get(name)


def test_a_band_tells_how_many_answers_each_level_rests_on():
    """A level nobody chose keeps its place, and zones have their names."""
    written = texts(levels())
    assert {"n = 12", "n = 0", "n = 35", "vertrek", "genegenheid"} <= set(written)
    assert {"1", "2", "3"} <= set(written)


def test_a_radar_names_its_axes_and_each_position_once():
    """Two groups stand on "ruim": one word; the ring that nobody chose has its word as well."""
    written = texts(compass())
    assert sorted(written) == sorted(
        ["klanten", "aanbod", "rol", "markt", "groep", "ieder", "ruim", "maker", "Winst", "Aandacht"]
    )


def test_a_radar_tells_its_groups_apart_by_dash_and_form_too():
    source = draw(compass(), "nl")["image/svg+xml"]
    assert "stroke-dasharray" in source
    assert all(shade in source for shade in theme.house().series[:2])


def test_a_radar_stands_where_its_numbers_say():
    """
    Of rings 1 to 3 the first axis goes up: 1, 2 and 3 equally far apart; the second row lies to the right and the
    third to the left; what has no position has no place.
    """
    root = etree.fromstring(draw(compass(), "nl")["image/svg+xml"])
    places = [tuple(map(float, place.split())) for place in root.get(svg.PLACES).split(";") if place]
    market, offer, role, group, _, everyone, middle = places
    assert [market[0], group[0], everyone[0]] == [middle[0]] * 3
    assert middle[1] - market[1] == pytest.approx(market[1] - group[1], abs=0.2)
    assert market[1] - group[1] == pytest.approx(group[1] - everyone[1], abs=0.2)
    assert role[0] < middle[0] < offer[0]
    assert root.get(svg.PLACES).split(";")[5] == ""


@pytest.mark.parametrize("values", [[5], [0, 0], [3, None, 4], [-2, 1, 3], [1, 2, 3, 4, 5, 6, 7]])
def test_a_radar_of_any_positions_is_drawn(values):
    """One axis, nothing but zeros, a gap, below zero, seven axes: without words of its own a ring has its number."""
    data = {"axis": [f"as {i}" for i in range(len(values))], "mark": values}
    block = Chart("r", "radar", data, "axis", "mark", {"axis": "text", "mark": "count"}, words=WORDS)
    written = texts(block)
    assert {f"as {i}" for i in range(len(values))} < set(written)
    assert any(re.fullmatch(r"-?\d+", text) for text in written)


def test_a_bridge_goes_on_where_the_step_before_it_ended():
    """From 100 by 50 less and 20 more to 70: the bars end at 100, 50, 70 and 70, each on a row of its own."""
    root = etree.fromstring(draw(steps((100, -50, 20, 70)), "nl")["image/svg+xml"])
    places = [tuple(map(float, place.split())) for place in root.get(svg.PLACES).split(";")]
    across = [x for x, _ in places]
    assert across[2] == across[3]
    assert (across[0] - across[2]) / (across[2] - across[1]) == pytest.approx(30 / 20, abs=0.02)
    assert [y for _, y in places] == sorted(y for _, y in places)


def test_a_bridge_says_what_is_added_and_what_goes_off():
    """Every amount is written, also that of a step; plus and minus have a colour each."""
    source = draw(steps(), "nl")["image/svg+xml"]
    assert {"€ 1.000", "€ -80", "€ 150", "€ 1.070"} <= set(texts(steps()))
    assert theme.house().good in source and theme.house().bad in source


def test_a_bridge_whose_scale_is_cut_says_so():
    """Steps of some percents of the ends: the scale does not begin at zero. Steps of the size of the ends: it does."""
    assert "De schaal begint niet bij nul" in texts(steps())
    assert "De schaal begint niet bij nul" not in texts(steps((100, -90, 80, 90)))


@pytest.mark.parametrize("amounts", [(0, 0), (5, 5), (100, -150, -50), (-10, 30, 20), (0, 0, 0, 0), (1e7, 1, 1e7 + 1)])
def test_a_bridge_of_any_amounts_is_drawn(amounts):
    """Nothing, no step between, below zero and back, a step of next to nothing."""
    assert {"nu", "doel"} <= set(texts(steps(amounts)))


def test_a_chart_of_an_unknown_kind_is_refused():
    with pytest.raises(LookupError, match="there is no chart 'pie'"):
        draw(Chart("pie", "pie", {}, "x", "y", {}), "nl")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=25), st.integers(1, 12))
def test_names_beside_points_never_overlap(points, most):
    figure = Figure(figsize=(6, 4))
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    named = [(x, y, f"Klant {i}") for i, (x, y) in enumerate(points)]
    written = chart_labels.write(axes, named, np.array(points), most, chart_labels.BESIDE)
    boxes = [text.get_window_extent() for text in axes.texts]
    assert written == len(boxes) <= most
    assert not [1 for one, other in combinations(boxes, 2) if one.fully_overlaps(other)]


HOSTILE = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">
<script>x()</script><foreignObject><b>x</b></foreignObject><image xlink:href="https://evil.example/x.png"/>
<a xlink:href="javascript:x()"><path d="M 0 0" onclick="x()" style="onmouseover: x(); fill: url(https://evil.example)"/></a>
<path id="p" d="M 1 1"/><use xlink:href="#p"/><use xlink:href="https://evil.example#p"/></svg>"""


def test_only_what_draws_is_left_of_a_foreign_drawing():
    cleaned = svg.clean(HOSTILE, "t", "d")
    assert not re.search(r"script|foreign|evil|javascript|\bon\w+=|x\(\)", cleaned)
    assert cleaned.count("<use") == 2
