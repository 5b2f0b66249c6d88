"""Are colours told apart as a reader's eyes do, the colour-blind's too?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.theme.colour import at_lightness, lab, light, named, of_lab
from klantlib.theme.vision import SIGHTS, apart, difference, seen

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
# Sharma, Wu & Dalal (2005), table 1: rows 1, 7, 13, 17, 20, 25 and 34
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "published"), PUBLISHED)
def test_the_difference_is_the_published_one(one, other, published):
    """Their own test data, in both directions."""
    assert difference(one, other) == pytest.approx(published, abs=5e-5)
    assert difference(other, one) == pytest.approx(published, abs=5e-5)


@given(COLOURS, COLOURS)
def test_a_difference_is_none_with_itself_and_the_same_in_both_directions(one, other):
    """As with any distance."""
    assert apart(one, one)[0] == 0
    assert apart(one, other)[0] == pytest.approx(apart(other, one)[0])


@pytest.mark.parametrize("sight", SIGHTS)
def test_grey_is_grey_to_everybody(sight):
    """No sight gives black, grey or white a tint."""
    for grey in ("#000000", "#777777", "#ffffff"):
        assert seen(grey, sight) == pytest.approx(lab(light(grey)), abs=0.05)


def test_red_and_green_of_one_lightness_are_told_apart_only_by_who_sees_both():
    """The best known confusion: far apart in full sight, next to nothing to a deuteranope."""
    red, green = "#a85a32", "#7a6e2c"
    full, blind = (difference(seen(red, sight), seen(green, sight)) for sight in ("full", "deuteranopia"))
    assert full > 20
    assert blind < full / 4


@given(COLOURS)
def test_a_colour_comes_back_from_the_eye(colour):
    """sRGB to CIELAB and back loses nothing that 8 bits show."""
    assert named(of_lab(*lab(light(colour)))) == colour


@given(COLOURS, st.floats(5, 95))
def test_another_lightness_is_reached_whatever_the_hue(colour, target):
    """Strong colours fade until a screen can show them; the lightness is exact but for the 8 bits."""
    assert lab(light(at_lightness(colour, target)))[0] == pytest.approx(target, abs=0.6)
