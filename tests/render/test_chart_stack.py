"""How each whole is divided: bars of one length, with a part for each group in a fixed order."""

from lxml import etree

from klantlib import theme
from klantlib.blocks import Chart
from klantlib.render import svg
from klantlib.render.charts import draw

WORDS = {"caption": "Wie", "alt": "Drie rijen", "x": "", "y": "", "terms": {"yes": "ja", "no": "nee"}}


def stacked(amounts=(9, 1, 1, 99)):
    data = {"row": ["A & B", "A & B", "C", "C"], "part": ["yes", "no"] * 2, "n": list(amounts), "sign": ["J", "N"] * 2}
    formats = {"row": "text", "part": "term", "n": "count"}
    return Chart("who", "stack", data, "n", "row", formats, group="part", label="sign", words=WORDS)


def drawing(block):
    return etree.fromstring(draw(block, "nl")["image/svg+xml"])


def written(block):
    return ["".join(text.itertext()) for text in drawing(block).iter(svg.SVG + "text")]


def test_a_part_says_its_label_and_its_amount_where_they_fit():
    """Nine of ten and ninety-nine of a hundred are written; one of a hundred is too narrow for anything."""
    said = written(stacked())
    assert {"A & B", "C", "ja", "nee", "J 9", "N 99"} <= set(said)
    assert not [text for text in said if text.startswith("J 1")]


def test_a_row_with_nothing_in_it_is_an_empty_bar():
    """Nobody answered C: no error, and the other row stands."""
    assert "J 9" in written(stacked((9, 1, 0, 0)))


def test_parts_have_the_colours_of_the_house_in_their_order():
    """The first group has the first colour in every row, however much it is."""
    source = draw(stacked((1, 1, 1, 1)), "nl")["image/svg+xml"]
    assert all(colour in source for colour in theme.house().series[:2])


def test_each_part_knows_its_place():
    """A page that is pointed at finds the middle of every part: four of them, from left to right in a row."""
    places = drawing(stacked((1, 1, 1, 1))).get(svg.PLACES).split(";")
    left, right, *_ = [float(place.split()[0]) for place in places]
    assert len(places) == 4 and left < right
