"""Is a palette that not everybody can read found out, by the pair that fails?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.theme import Palette, house
from klantlib.theme.checks import failing
from klantlib.theme.contrast import ratio
from klantlib.theme.dark import darkened

NAMES = set(Palette.model_fields)
DEEP = st.integers(0, 0x7F).map(lambda part: f"{part:02x}")  # so dark that text in it can be read on white


def pairs(**colours) -> list[tuple[str, str]]:
    """The pairs that fail when the standard style has these colours."""
    return [(pair.one, pair.other) for pair in failing(house().model_copy(update=colours))]


def derived(**colours) -> Palette:
    light = {**house().model_dump(include=NAMES), **colours}
    return Palette(**darkened(light, {}, house().night.paper))


def test_black_on_white_is_21_to_1():
    """The published end of the scale (WCAG 2.2)."""
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#ffffff", "#000000") == pytest.approx(21)


@pytest.mark.slow
def test_the_standard_style_can_be_read_by_everybody():
    """Light and dark as they stand in templates/house_style.toml."""
    assert failing(house()) == []


def test_what_is_derived_from_the_standard_style_can_be_read_too():
    """Without any [dark] of its own."""
    assert failing(house().model_copy(update={"night": derived()})) == []


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ({"ink": "#777777"}, [("ink", "paper"), ("ink", "band")]),  # 4.48:1 on white: just too little
        ({"muted": "#767676"}, [("muted", "band")]),  # 4.54:1 on white, 4.18:1 on the band
        ({"accent": "#c08000"}, [("accent", "paper"), ("accent", "band")]),
        ({"band": "#8899aa"}, [("muted", "band"), ("accent", "band")]),
        ({"good": "#aaaaaa"}, [("good", "paper")]),
        ({"bad": "#d0603a"}, [("bad", "paper")]),  # enough for a bar, too little for a number in a table
        ({"bad": "#8a5a00", "good": "#4e6b1f"}, [("good", "bad")]),
        ({"line": "#f4f4f4"}, [("line", "paper")]),
        ({"series": ("#0072b2", "#d55e00", "#00875f", "#e69f00")}, [("series.4", "paper")]),
        ({"series": ("#0072b2", "#d55e00", "#00875f", "#8a6d00")}, [("series.2", "series.4")]),  # one to a protanope
        ({"paper": "#202020"}, [(name, "paper") for name in ("ink", "muted", "accent", "good")]),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, dict) else "",
)
def test_the_pair_that_fails_is_named(colours, expected):
    """One colour changed, and what does not go with it."""
    found = pairs(**colours)
    assert set(expected) <= set(found)
    assert len(found) == len(expected) or "paper" in colours


def test_a_pair_says_what_was_found_and_what_was_needed():
    """Both colours, the ratio, the rule; for alike colours also to whose eyes."""
    [faint] = failing(house().model_copy(update={"good": "#aaaaaa"}))
    assert (faint.colour, faint.beside, faint.needed, faint.sight) == ("#aaaaaa", "#ffffff", 3.0, "")
    assert faint.found == pytest.approx(2.32, abs=0.01)
    [alike] = failing(house().model_copy(update={"series": ("#0072b2", "#d55e00", "#00875f", "#8a6d00")}))
    assert (alike.needed, alike.sight) == (5.0, "protanopia")
    assert alike.found == pytest.approx(2.0, abs=0.1)


def test_a_coloured_paper_is_for_screens_only():
    """A colour must be read on white as well, for Word and the printer have no other paper."""
    light_text = {"paper": "#101010", "ink": "#f0f0f0", "band": "#202020"}
    assert ("ink", "white") in pairs(**light_text)
    assert ("ink", "paper") not in pairs(**light_text)


def test_dark_colours_are_checked_among_themselves():
    """Named as they stand under [dark]."""
    night = house().night.model_copy(update={"ink": "#556677"})
    assert pairs(night=night) == [("dark.ink", "dark.paper"), ("dark.ink", "dark.band")]


@given(DEEP, DEEP, DEEP)
def test_a_derived_colour_keeps_its_contrast(red, green, blue):
    """What can be read on light paper can be read on dark paper."""
    ink = f"#{red}{green}{blue}"
    night = derived(ink=ink)
    for ground in ("paper", "band"):
        light = ratio(ink, getattr(house(), ground))
        assert ratio(night.ink, getattr(night, ground)) >= min(light, 12) * 0.98
