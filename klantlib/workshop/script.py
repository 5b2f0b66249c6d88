"""What does the facilitator hold in hand? The plan with its minutes, then every part: goal, do, say, and what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from klantlib.render.ooxml import paragraph
from klantlib.render.word.draft import NUMBERS, Draft
from klantlib.render.word.tables import native
from klantlib.render.word.widths import Column
from klantlib.words import Words
from klantlib.workshop.deck import WORDS, Screen, deck
from klantlib.workshop.paper import blank, bullets, heading, paper, table, text
from klantlib.workshop.plan import Plan, Slot, clock
from klantlib.workshop.study import Study
from klantlib.workshop.theme import Workshop

FILE = "script.docx"
NARROW = 20  # millimetres: a time or a number, by hand
MUCH = 1.5  # as often the minutes of the two-hour form: a part that has so much time can do more


def script(workshop: Workshop, plan: Plan, study: Study) -> bytes:
    """The facilitator's script as a Word document; `workshop` is told of the case, for the answers."""
    return _Script(workshop, plan, study).written()


class _Script:
    def __init__(self, workshop: Workshop, plan: Plan, study: Study):
        self.workshop, self.plan = workshop, plan
        self.client = study.data
        self.words = Words(WORDS, workshop.language)
        self.screens = list(enumerate(deck(workshop, plan, self.client.settings.name), start=1))

    def written(self) -> bytes:
        title = self._say("title", name=self.workshop.name)
        return paper(title, self.workshop.language, self.client.theme, self._content)

    def _content(self, draft: Draft) -> Iterator[Element]:
        facts = {"question": self.workshop.question, "minutes": self.plan.minutes, "firm": self.client.settings.name}
        yield text(self._say("lead", **facts), "Lead")
        yield heading(self._say("before"), draft)
        ready = self.words.parts("ready") | self.words.parts(f"ready_{self.workshop.key}")
        yield from bullets(list(ready.values()), draft)
        yield heading(self._say("plan"), draft)
        yield text(self._say("plan_how"))
        yield from self._plan(draft)
        if self.plan.left_out:
            parts = [part.title for part in self.plan.left_out]
            yield text(
                self._say("left_out", parts=self.words.sentence.format("{parts:names other|others}", parts=parts))
            )
        for slot in self.plan.slots:
            yield from self._slot(slot, draft)

    def _plan(self, draft: Draft) -> list[Element]:
        """Every slot with its time, minutes and slides, and room for what it really took."""
        slots, last = self.plan.slots, self._say("total")
        parts = [
            Column(self._say("from"), [*(clock(slot.start) for slot in slots), clock(self.plan.minutes)]),
            blank(self._say("clock"), len(slots) + 1, NARROW),
            Column(self._say("part"), [*map(self._title, slots), last]),
            Column(
                self._say("minutes"), [str(n) for n in [*(slot.minutes for slot in slots), self.plan.minutes]], True
            ),
            Column(self._say("slides"), [*(self._range(slot) for slot in slots), ""], True),
            blank(self._say("real"), len(slots) + 1, NARROW),
        ]
        return [paragraph("Spacer"), native(parts, draft, self._say("plan"), total=True)]

    def _slot(self, slot: Slot, draft: Draft) -> Iterator[Element]:
        part, numbers = slot.part, self._numbers(slot)
        yield heading(f"{clock(slot.start)}\N{EM SPACE}{self._title(slot)}", draft)
        shown = self._say("shown", n=len(numbers), numbers=self._range(slot)) if numbers else ""
        yield text(f"{self._say('when', n=slot.minutes, end=clock(slot.end))} {shown}".strip(), keep=True)
        if slot.continued:
            yield text(self._say("resumed"))
            return
        yield text(part.goal, "Advice", label=self._say("goal"), keep=True)
        yield from self._list("do", part.do, draft, NUMBERS)
        yield from self._spoken(part.say, draft)
        yield text(part.screen, label=self._say("screen"))
        yield from self._list("pitfalls", part.pitfalls, draft)
        yield from self._list("expect", part.expect, draft)
        yield from self._answers(part.exercises, draft)
        yield text(part.without_laptops, "Note", label=self._say("without_laptops"))
        yield from self._more(slot)

    def _list(self, name: str, items: Sequence[str], draft: Draft, kind: int = 0) -> Iterator[Element]:
        if items:
            yield heading(self._say(name), draft, level=3)
            yield from bullets(items, draft, kind)

    def _spoken(self, said: Sequence[str], draft: Draft) -> Iterator[Element]:
        yield heading(self._say("say"), draft, level=3)
        yield from (text(sentence, "Quote") for sentence in said)

    def _answers(self, keys: Sequence[str], draft: Draft) -> Iterator[Element]:
        """What is right in this case, and why."""
        if keys:
            done = [self.workshop.exercise(key) for key in keys]
            titles = Column(self._say("exercise"), [exercise.title for exercise in done])
            explained = Column(self._say("answer"), [exercise.explain for exercise in done])
            yield from table([titles, explained], draft, self._say("right"))

    def _more(self, slot: Slot) -> Iterator[Element]:
        part = slot.part
        if self.words.has("more", part.kind) and self.plan.parts[part.key] >= MUCH * part.minutes:
            yield text(self.words.say("more", part.kind), "Note", label=self._say("more"))

    def _range(self, slot: Slot) -> str:
        """The numbers of its slides, from the first to the last; nothing for a part that has none."""
        numbers = self._numbers(slot)
        if not numbers:
            return ""
        single = {"first": numbers[0], "last": numbers[-1]}
        return self._say("range", **single) if len(numbers) > 1 else str(numbers[0])

    def _numbers(self, slot: Slot) -> list[int]:
        return [number for number, screen in self.screens if _of(screen, slot)]

    def _title(self, slot: Slot) -> str:
        title = slot.part.title
        return self.words.say("deck", "continued", title=title) if slot.continued else title

    def _say(self, part: str, **values: object) -> str:
        return self.words.say("script", part, **values)


def _of(screen: Screen, slot: Slot) -> bool:
    return (screen.part, screen.start) == (slot.part.key, slot.start)
