"""The themes as a trainer gets them: every part complete, in every language, on slides that exist."""

from __future__ import annotations

import pytest

from klantlib.languages import languages
from klantlib.texts import read
from klantlib.workshop.deck import deck
from klantlib.workshop.plan import plan
from klantlib.workshop.theme import THEMES, workshop
from klantlib.workshop.views import PICTURES

EVERY = [(theme, language) for theme in THEMES for language in languages()]
TEXTS = ("title", "goal", "do", "say", "screen", "pitfalls", "expect", "without_laptops")
LONGEST = {"title": 60, "points": 110}  # characters that a slide can show, read from the back of the room
MOST = 5  # points on a slide
AT_WORD = 110  # words that a person says in a minute


@pytest.mark.parametrize(("theme", "language"), EVERY)
def test_every_part_is_complete(theme, language):
    """Goal, what to do and say, screen, pitfalls, what to expect, and what to do without laptops; no stub is left."""
    for part in workshop(theme, language).parts:
        assert [name for name in TEXTS if not getattr(part, name)] == [], part.key
        assert '…"' not in repr(part) and "TODO" not in repr(part)


@pytest.mark.parametrize(("theme", "language"), EVERY)
def test_every_part_has_its_screen(theme, language):
    """In two hours each part is on the screen, its slides have notes, and fit."""
    told = workshop(theme, language)
    screens = deck(told, plan(told, 2), "Proef BV")

    assert {screen.part for screen in screens} == {part.key for part in told.parts}
    for screen in screens:
        assert screen.notes, screen.title
        assert len(screen.title) <= LONGEST["title"], screen.title
        assert [point for point in screen.points if len(point) > LONGEST["points"] and screen.look != "cover"] == []
        assert screen.look == "agenda" or len(screen.points) <= MOST
        assert not screen.figures or len(screen.figures) == len(screen.points)
        assert not screen.picture or screen.picture in PICTURES


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_said_can_be_said_in_the_minutes(theme):
    """In every language: the words to say take at most half of the minutes of a part."""
    for language in languages():
        for part in workshop(theme, language).parts:
            words = sum(len(sentence.split()) for sentence in part.say)
            assert words / AT_WORD <= part.minutes / 2, (part.key, language, words)


@pytest.mark.parametrize("theme", THEMES)
def test_the_languages_say_as_much(theme):
    """As many things to do, to say, to expect, as many slides and points, in every language."""

    def shape(language):
        parts = workshop(theme, language).parts
        lists = [(len(p.do), len(p.say), len(p.pitfalls), len(p.expect), len(p.slides)) for p in parts]
        return lists, [[(len(s.points), len(s.figures)) for s in p.slides] for p in parts]

    assert len({repr(shape(language)) for language in languages()}) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_each_break_has_its_minutes(theme):
    """One break, of the theme's own, in the plan of two hours."""
    assert [part["kind"] for part in read(f"workshop/{theme}")["parts"]].count("break") == 1


def test_a_part_that_goes_on_has_a_slide_that_says_so():
    """In eight hours parts are torn by breaks; each has its slide, and the deck follows the clock."""
    told = workshop("twenty_eighty", "nl")
    made = plan(told, 8)
    screens = deck(told, made, "Proef BV")

    assert any(slot.continued for slot in made.slots)
    assert sum("(vervolg)" in screen.title for screen in screens) == sum(slot.continued for slot in made.slots)
    assert [screen.start for screen in screens] == sorted(screen.start for screen in screens)
