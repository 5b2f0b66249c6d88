"""Where something stands and where it is to stand: a ring, a line and a dot on each row."""

from lxml import etree

from klantlib import theme
from klantlib.blocks import Chart
from klantlib.render import svg
from klantlib.render.charts import draw

WORDS = {
    "caption": "De ladder",
    "alt": "Twee klanten",
    "x": "trede",
    "y": "klant",
    "terms": {"now": "nu", "wished": "gewenst"},
}


def ladder(steps=(1, 3, 2, 2)):
    data = {"name": ["A & B", "A & B", "C", "C"], "when": ["now", "wished"] * 2, "step": list(steps)}
    formats = {"name": "text", "when": "term", "step": "plain"}
    return Chart("ladder", "dots", data, "step", "name", formats, group="when", who="name", words=WORDS)


def drawing(block):
    return etree.fromstring(draw(block, "nl")["image/svg+xml"])


def written(block):
    return ["".join(text.itertext()) for text in drawing(block).iter(svg.SVG + "text")]


def test_each_row_has_its_name_and_every_step_its_number():
    """Two customers, steps 1 to 3, and both positions in the legend."""
    said = written(ladder())
    assert {"A & B", "C", "nu", "gewenst", "1", "2", "3"} <= set(said)


def test_both_positions_are_drawn_where_they_are_the_same():
    """C stands where it is wished: a ring of paper and a dot, on one place."""
    marks = list(drawing(ladder()).iter(svg.SVG + "use"))
    fills = {use.get("fill") or use.getparent().get("fill") for use in marks}
    assert theme.house().paper in fills and len(fills) > 1


def test_half_a_step_lies_between_two():
    """From 1.5 to 2.5: the steps written are 1, 2 and 3."""
    assert {"1", "2", "3"} <= set(written(ladder((1.5, 2.5, 2, 2))))
