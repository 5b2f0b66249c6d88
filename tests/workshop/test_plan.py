"""The minutes of a workshop: they add up, nobody sits too long, and what cannot be is refused in words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.client.problems import Refused
from klantlib.languages import languages
from klantlib.workshop.minutes import shared_out
from klantlib.workshop.plan import SITTING, clock, plan
from klantlib.workshop.theme import THEMES, Part, workshop

HALF_HOURS = [halves / 2 for halves in range(1, 17)]


def form(*parts: tuple) -> SimpleNamespace:
    """A theme of parts: key, kind, minutes, least, and whether it may go."""
    names = ("key", "kind", "minutes", "least", "optional")
    made = [Part(**dict(zip(names, part, strict=False)), title=part[0]) for part in parts]
    return SimpleNamespace(name="proef", language="nl", parts=made)


SMALL = form(
    ("welcome", "welcome", 10, 5),
    ("work", "exercise", 40, 10),
    ("break", "break", 10, 5),
    ("more", "discuss", 20, 10, True),
    ("again", "exercise", 30, 10),
    ("close", "close", 10, 5),
)


def sat(made) -> list[int]:
    """The minutes of each stretch between breaks."""
    stretches = [0]
    for slot in made.slots:
        if slot.part.kind == "break":
            stretches.append(0)
        else:
            stretches[-1] += slot.minutes
    return stretches


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hours", HALF_HOURS)
def test_the_minutes_add_up(theme, hours):
    """For every half hour: exactly the hours, one after the other, no part under its least, nobody sits too long."""
    told = workshop(theme, "nl")
    if hours * 60 < sum(part.least for part in told.parts if not part.optional and part.kind != "break"):
        with pytest.raises(Refused, match="heeft minstens 1 uur nodig"):
            plan(told, hours)
        return
    made = plan(told, hours)
    slots = made.slots
    assert made.minutes == hours * 60
    assert [slot.end for slot in slots[:-1]] == [slot.start for slot in slots[1:]] and slots[0].start == 0
    assert all(made.parts[slot.part.key] >= slot.part.least for slot in slots if slot.part.kind != "break")
    assert max(sat(made)) <= SITTING and min(sat(made)) > 0
    assert "break" not in {slots[0].part.kind, slots[-1].part.kind}


@pytest.mark.parametrize("theme", THEMES)
def test_two_hours_are_as_written(theme):
    """The form of two hours comes out as the theme has it, with its break after about an hour."""
    told = workshop(theme, "nl")
    made = plan(told, 2)

    assert [(slot.part.key, slot.minutes) for slot in made.slots] == [(part.key, part.minutes) for part in told.parts]
    assert 45 <= next(slot.start for slot in made.slots if slot.part.kind == "break") <= SITTING
    assert made.left_out == ()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hours", [1, 2, 8])
def test_each_exercise_of_a_plan_exists(theme, hours):
    """And in two hours and more all of them are done, once."""
    told = workshop(theme, "nl")
    keys = plan(told, hours).exercises

    assert [told.exercise(key).key for key in keys] == list(keys)
    assert hours < 2 or sorted(keys) == sorted(exercise.key for exercise in told.exercises)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("hours", [0, 0.25, 1.3, 8.5, -2, float("nan"), float("inf")])
def test_other_hours_are_refused_in_words(hours, language):
    """What was asked, what there is, and an example."""
    with pytest.raises(Refused) as refused:
        plan(workshop("whitney", language), hours)
    assert str(hours) in str(refused.value) and "--hours 2" in str(refused.value)


def test_too_short_is_refused_with_what_is_enough():
    """Thirty-five minutes at least do not fit in half an hour; an hour is enough."""
    with pytest.raises(Refused, match="past niet in 0,5 uur: zij heeft minstens 1 uur nodig"):
        plan(form(("welcome", "welcome", 10, 15), ("work", "exercise", 110, 20)), 0.5)


def test_what_is_optional_goes_first():
    """In half an hour the talk goes, for 20 of 110 minutes would leave it five; the rest shares thirty by size."""
    made = plan(SMALL, 0.5)

    assert [part.key for part in made.left_out] == ["more"]
    assert sum(made.parts.values()) == 30 and made.parts["welcome"] == made.parts["close"] == 5


def test_with_more_time_people_practise_more_and_do_not_listen_longer():
    """In four hours (210 minutes with three breaks) welcome and close take twice their minutes; 40/90 of 170 is 75."""
    made = plan(SMALL, 4)

    assert made.parts["welcome"] == 20 and made.parts["close"] == 20
    assert made.parts["work"] == 75


def test_a_long_part_goes_on_after_the_break():
    """One exercise of 110 minutes is longer than anybody sits: it is torn, and says that it goes on."""
    made = plan(form(("work", "exercise", 110, 20), ("break", "break", 10, 5)), 2)

    assert [(slot.part.key, slot.minutes, slot.continued) for slot in made.slots] == [
        ("work", 55, False), ("break", 10, False), ("work", 55, True)
    ]  # fmt: skip


def test_a_long_day_has_lunch():
    """From five hours on the break in the middle is three quarters of an hour."""
    assert sorted(slot.minutes for slot in plan(SMALL, 5).slots if slot.part.kind == "break") == [10, 10, 45]
    assert {slot.minutes for slot in plan(SMALL, 4.5).slots if slot.part.kind == "break"} == {10}


def test_a_clock_counts_from_the_beginning():
    assert [clock(minutes) for minutes in (0, 59, 60, 480)] == ["00:00", "00:59", "01:00", "08:00"]


def test_what_is_left_goes_to_the_largest_remainder():
    """Ten over 1 : 1 : 1 is 3, 3, 3 and one left, for the last; bounds are kept."""
    assert shared_out([1, 1, 1], [(0, 10)] * 3, 10) == [3, 3, 4]
    assert shared_out([1, 1, 2], [(4, 10), (0, 10), (0, 3)], 10) == [4, 3, 3]


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9), st.integers(0, 50)), min_size=1, max_size=9), st.data()
)
def test_shares_add_up_within_their_bounds(parts, data):
    """Whatever the weights: the total is exact, and each share lies between its least and its most."""
    bounds = [(least, least + more) for _, least, more in parts]
    total = data.draw(st.integers(sum(low for low, _ in bounds), sum(high for _, high in bounds)))
    shares = shared_out([weight for weight, _, _ in parts], bounds, total)

    assert sum(shares) == total
    assert all(low <= share <= high for share, (low, high) in zip(shares, bounds, strict=True))
