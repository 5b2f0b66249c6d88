"""Which part of a workshop takes how long, so that the minutes add up to the hours there are?

The theme gives the two-hour form. Another length takes the same parts in proportion: listening grows no further than
twice its minutes, practising grows with the hours; what is optional goes first when time is short; and breaks come so
that nobody sits longer than SITTING.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cached_property, partial
from itertools import accumulate, takewhile
from math import ceil

from klantlib.client.problems import Problem, Refused
from klantlib.workshop.minutes import shared_out
from klantlib.workshop.theme import Part, Workshop

HOUR = 60
SHORTEST, LONGEST = 0.5, 8.0  # hours: below it nothing can be practised, above it is a second day
SITTING, EVEN = 75, 70  # minutes without a break: at most, and on average, so that a break can stand between parts
LUNCH, LUNCH_FROM = 45, 5 * HOUR  # minutes, and the length from which the break in the middle is a lunch
ROUND, ROUND_FROM = 5, 2 * HOUR  # from two hours on, minutes are fives: a clock on the wall shows those
GROWING = {"exercise", "discuss", "actions"}  # with more time people practise more; they do not listen longer
MOST_TIMES = 2  # another part takes at most so many times its minutes
OWN_PLACE = 12  # minutes that a break may come earlier or later than is even, to stand where the theme has it
TORN = 15  # minutes that a break may come earlier or later than is even, so as not to tear a part
STUB = 10  # a part is not torn within so many minutes of its ends


@dataclass(frozen=True)
class Slot:
    """A stretch of the plan: a part, or what is left of it after a break."""

    part: Part
    start: int  # minutes since the workshop began
    minutes: int
    continued: bool = False

    @property
    def end(self) -> int:
        return self.start + self.minutes


@dataclass(frozen=True)
class Plan:
    """Slots that follow each other without a gap; together `minutes` long."""

    slots: tuple[Slot, ...]
    left_out: tuple[Part, ...] = ()  # optional parts for which there is no time

    @property
    def minutes(self) -> int:
        return sum(slot.minutes for slot in self.slots)

    @cached_property
    def parts(self) -> dict[str, int]:
        """The minutes of each part by its key, breaks left out, in order."""
        worked = [slot for slot in self.slots if slot.part.kind != "break"]
        keys = dict.fromkeys(slot.part.key for slot in worked)
        return {key: sum(slot.minutes for slot in worked if slot.part.key == key) for key in keys}

    @property
    def exercises(self) -> tuple[str, ...]:
        """The keys of the exercises that are done, in order."""
        first = [slot.part for slot in self.slots if not slot.continued]
        return tuple(key for part in first for key in part.exercises)


def plan(theme: Workshop, hours: float = 2) -> Plan:
    """
    The parts of a theme in so many hours.

    Raises Refused for hours that are no half hours from 0.5 to 8, and where even the least of every part is too long.
    """
    if not SHORTEST <= hours <= LONGEST or hours * 2 % 1:
        values = {"least": SHORTEST, "most": LONGEST}
        raise Refused((Problem("workshop_hours", value=str(hours), values=values),), theme.language)
    total = round(hours * HOUR)
    pause = next((part for part in theme.parts if part.kind == "break"), None)
    pauses = _pauses(total, pause)
    unit = ROUND if total >= ROUND_FROM else 1
    parts = _that_fit(theme, total - sum(pauses))
    minutes = _minutes(parts, total - sum(pauses), unit)
    ends = list(accumulate(minutes))
    cuts = _cuts(ends, len(pauses), unit, _own_place(theme.parts, parts, ends))
    slots = _laid_out(parts, ends, dict(zip(cuts, pauses, strict=True)), pause)
    return Plan(tuple(slots), tuple(part for part in theme.parts if part.kind != "break" and part not in parts))


def _pauses(total: int, pause: Part | None) -> list[int]:
    """How long each break lasts: as few as keep a stretch of work at EVEN on average."""
    pauses: list[int] = []
    while pause and total - sum(pauses) > EVEN * (len(pauses) + 1):
        pauses = [pause.minutes] * (len(pauses) + 1)
        if total >= LUNCH_FROM:
            pauses[(len(pauses) - 1) // 2] = LUNCH
    return pauses


def _that_fit(theme: Workshop, room: int) -> list[Part]:
    """The parts there is time for: the last optional part goes first, while one would get less than it needs."""
    parts = [part for part in theme.parts if part.kind != "break"]
    while short := [part for part in parts if part.optional and _share(part, parts, room) < part.least]:
        parts = [part for part in parts if part is not short[-1]]
    needed = sum(part.least for part in parts)
    if needed > room:
        values = {"name": theme.name, "hours": room / HOUR, "enough": ceil(needed / HOUR * 2) / 2}
        raise Refused((Problem("workshop_short", values=values),), theme.language)
    return parts


def _share(part: Part, parts: Sequence[Part], room: int) -> float:
    return part.minutes * room / sum(other.minutes for other in parts)


def _minutes(parts: Sequence[Part], room: int, unit: int) -> list[int]:
    """Minutes in proportion, each within its bounds, whole units where that can be; together exactly the room."""
    bounds = [(ceil(part.least / unit), _most(part, room) // unit) for part in parts]
    units = room // unit
    if sum(least for least, _ in bounds) > units or room % unit:
        return _minutes(parts, room, 1)
    return [count * unit for count in shared_out([part.minutes for part in parts], bounds, units)]


def _most(part: Part, room: int) -> int:
    return room if part.kind in GROWING else max(part.least, MOST_TIMES * part.minutes)


def _own_place(all_parts: Sequence[Part], parts: Sequence[Part], ends: Sequence[int]) -> int | None:
    """After how many minutes of work the theme itself has its break."""
    before = {part.key for part in takewhile(lambda part: part.kind != "break", all_parts)}
    return max((end for part, end in zip(parts, ends, strict=True) if part.key in before), default=None)


def _cuts(ends: Sequence[int], number: int, unit: int, own: int | None) -> list[int]:
    """After how many minutes of work each break comes: about evenly, rather between parts than in one."""
    cuts, total = [0], ends[-1]
    for left in range(number, 0, -1):
        begun = cuts[-1]
        even = begun + (total - begun) / (left + 1)
        first, last = max(begun + unit, total - SITTING * left), min(begun + SITTING, total - unit)
        places = range(ceil(first / unit) * unit, last + 1, unit)
        cuts.append(min(places, key=partial(_badness, even=even, ends=ends, own=own)))
    return cuts[1:]


def _badness(place: int, even: float, ends: Sequence[int], own: int | None) -> float:
    """How far from even, in minutes; a part that is torn, and most near its end, counts as further."""
    nearest = min(abs(place - end) for end in (0, *ends))
    torn = 0 if place in ends else TORN + max(0, STUB - nearest)
    return abs(place - even) + torn - (OWN_PLACE if place == own else 0)


def _laid_out(
    parts: Sequence[Part], ends: Sequence[int], cuts: Mapping[int, int], pause: Part | None
) -> Iterator[Slot]:
    """The parts after each other on one clock, torn where a break falls in them; `cuts` = minutes of work -> break."""
    clock, begun = 0, 0
    for part, end in zip(parts, ends, strict=True):
        continued = False
        for stop in [*(cut for cut in cuts if begun < cut < end), end]:
            yield Slot(part, clock, stop - begun, continued)
            clock, begun, continued = clock + stop - begun, stop, True
            if stop in cuts and pause:
                yield Slot(pause, clock, cuts[stop])
                clock += cuts[stop]


def clock(minutes: int) -> str:
    """
    Minutes since the workshop began, as a clock shows them.

    >>> clock(85)
    '01:25'
    """
    return time(*divmod(minutes, HOUR)).isoformat("minutes")
