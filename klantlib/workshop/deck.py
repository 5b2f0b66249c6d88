"""Which slides does a plan have, in order, and during which minutes is each on the screen?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klantlib.words import Words
from klantlib.workshop.plan import Plan, Slot, clock
from klantlib.workshop.theme import Workshop

WORDS = "workshop_documents"


@dataclass(frozen=True)
class Screen:
    """One slide: `start` and `end` are the minutes of the slot that it stands in."""

    part: str  # key
    label: str  # what the part is called
    look: str  # cover, agenda, break, figured, square or plain
    start: int
    end: int
    title: str
    points: Sequence[str] = ()
    lead: str = ""  # a line below the title
    notes: str = ""
    picture: str = ""  # name of a view that is a chart
    figures: Sequence[str] = ()  # large, one a point: the clock of an agenda, or numbers


def deck(workshop: Workshop, plan: Plan, firm: str) -> list[Screen]:
    """The slides of a plan; `firm` is the name of the case."""
    words = Words(WORDS, workshop.language)
    screens = list(_opening(workshop, plan, firm, words))
    for number, slot in enumerate(plan.slots):
        after = next((later.part.title for later in plan.slots[number + 1 :]), "")
        screens += _screens(slot, after, words)
    return screens


def _opening(workshop: Workshop, plan: Plan, firm: str, words: Words) -> Iterator[Screen]:
    """Title, promise and agenda, during the first part."""
    first = plan.slots[0]
    here = (first.part.key, first.part.title)
    when = (first.start, first.end)
    lead, spoken = words.say("deck", "firm", firm=firm), words.parts("deck_notes")
    yield Screen(*here, "cover", *when, workshop.name, [workshop.question], lead, spoken["cover"])
    promise = words.say("deck", "promise")
    yield Screen(*here, "plain", *when, promise, workshop.promise, workshop.question, spoken["promise"])
    shown = [slot for slot in plan.slots if not slot.continued]
    points, times = [slot.part.title for slot in shown], [clock(slot.start) for slot in shown]
    yield Screen(*here, "agenda", *when, words.say("deck", "agenda"), points, notes=spoken["agenda"], figures=times)


def _screens(slot: Slot, after: str, words: Words) -> Iterator[Screen]:
    """The slides of one slot: the break's own, one that resumes, or those of the part."""
    part, when = slot.part, (slot.start, slot.end)
    spoken = words.parts("deck_notes")
    if part.kind == "break":
        title, then = words.say("deck", "break", n=slot.minutes), words.say("deck", "after", title=after)
        yield Screen(part.key, part.title, "break", *when, title, lead=then, notes=spoken["break"])
    elif slot.continued:
        title = words.say("deck", "continued", title=part.title)
        yield Screen(part.key, part.title, "plain", *when, title, [part.goal], notes=spoken["continued"])
    else:
        for slide in part.slides:
            told = {"notes": slide.notes, "picture": slide.picture, "figures": slide.figures}
            look = "square" if slide.square else "figured" if slide.figures else "plain"
            yield Screen(part.key, part.title, look, *when, slide.title, slide.points, **told)
