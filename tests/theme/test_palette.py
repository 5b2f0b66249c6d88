"""Is a house style what its type promises?"""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from klantlib.theme import Theme, house

STYLE = house().model_copy(update={"logo": b"\x89PNG\r\n\x1a\n\xff\x00", "disclaimers": {"nl": "Geen rechten"}})


def test_a_house_style_never_changes_once_made():
    """It is passed to everybody, so nobody may change it."""
    with pytest.raises(ValidationError):
        house().ink = "#000000"


def test_a_house_style_travels_as_json():
    """A logo too: bytes as base64."""
    assert Theme.model_validate_json(STYLE.model_dump_json()) == STYLE


def test_equal_styles_share_their_place_in_a_cache():
    """Equal objects have equal hashes."""
    assert hash(STYLE) == hash(STYLE.model_copy())


def test_every_light_colour_has_a_dark_one():
    """Of the standard style the right one; where two roles share a colour the first decides, for it is the text's."""
    assert house().dark[house().ink] == house().night.ink
    assert house().dark[house().series[5]] == house().night.series[5]
    shared = house().model_copy(update={"series": (house().accent, *house().series[1:])})
    assert shared.dark[house().accent] == house().night.accent


def test_drawings_depend_on_colours_and_fonts_only():
    """A new logo runs no chapter anew, a new colour all of them."""
    assert STYLE.looks() == house().looks()
    assert house().model_copy(update={"bad": "#a00000"}).looks() != house().looks()


def test_the_disclaimer_speaks_the_readers_language():
    """Where it does not, there is none."""
    assert (STYLE.disclaimer("nl"), STYLE.disclaimer("en")) == ("Geen rechten", "")
