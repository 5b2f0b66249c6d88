"""Where does this client stand in the cycle of customer management, and what is next?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klantlib.blocks import Action, Block, Chapter, Finding, Heading, Note, Table, Text, plain
from klantlib.measures.cycle.misunderstandings import Held, held
from klantlib.measures.cycle.steps import Step, next_step, steps
from klantlib.stories.passages import ending

NEEDS = ("chapters",)


@dataclass(frozen=True, eq=False)
class Cycle:
    """What the chapter rests on: what the other chapters found."""

    steps: tuple[Step, ...]  # the nine, in order
    held: tuple[Held, ...]  # the nine misunderstandings, in order
    titles: Mapping[str, str]  # stem -> what a chapter found, in its own words
    needs: Mapping[str, str]  # stem -> the tables that a chapter which was left out needs, in words

    @property
    def next(self) -> Step | None:
        """The first step that is not in order."""
        return next_step(self.steps)

    def count(self, *states: str) -> int:
        """How many steps are in one of these states."""
        return sum(step.state in states for step in self.steps)

    def figures(self) -> dict[str, Any]:
        return plain(
            {
                "steps": {step.name: step.state for step in self.steps},
                "next": self.next.name if self.next else None,
                "misunderstandings": {one.name: one.verdict for one in self.held},
            }
        )

    def per_customer(self) -> None:
        """It is about the firm, not about its customers."""

    def actions(self) -> list[Action]:
        return []  # the step that is next is an action of its own chapter

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        return [self._headline(), Text("question"), *self._steps(), *self._next(), *self._nine(), *ending()]

    def _headline(self) -> Heading:
        step = self.next
        values = {"filled": self.count("in_order", "to_do"), "in_order": self.count("in_order")}
        if step is None:
            return Heading("round", values, level=1)
        return Heading("standing", {**values, "number": step.number, "step": step.name}, level=1)

    def _steps(self) -> list[Block]:
        values = {
            "in_order": self.count("in_order"),
            "to_do": self.count("to_do"),
            "lacking": self.count("part", "open"),
        }
        columns = {"number": "plain", "step": "term", "state": "term", "evidence": "text"}
        rows = [(s.number, s.name, s.state, self.titles.get(s.evidence)) for s in self.steps]
        return [Heading("steps_heading", values), Finding("steps_told", values), Table("steps", columns, plain(rows))]

    def _next(self) -> list[Block]:
        step = self.next
        if step is None:
            return [Finding("next_round")]
        needed = sorted({self.needs[stem] for stem in step.lacking if stem in self.needs})
        told = Finding(f"next_{step.name}", {"number": step.number, "step": step.name})
        return [told, *([Note("next_needs", {"tables": needed})] if needed else [])]

    def _nine(self) -> list[Block]:
        against, cannot = (sum(one.verdict == verdict for one in self.held) for verdict in ("against", "cannot"))
        told = [Finding(_key(one), one.values) for one in self.held]
        return [Heading("nine_heading", {"against": against, "cannot": cannot}), *told]


def analyse(chapters: Sequence[Chapter], needs: Mapping[str, str]) -> Cycle:
    """
    Place the client in the nine steps of the cycle (Duijnstee), and hold nine misunderstandings against its data.

    `chapters`: what the others found, in the order of the report; `needs`: of each chapter that was left out, by stem,
    the tables that it needs, in words. A step is in order where all its chapters were made and none calls for work.
    """
    found = {chapter.stem: chapter.figures for chapter in chapters}
    titles = {chapter.stem: chapter.title for chapter in chapters}
    return Cycle(tuple(steps(found)), tuple(held(found)), titles, needs)


def _key(one: Held) -> str:
    """Its section: some that cannot be told have a figure to go by all the same."""
    partly = one.verdict == "cannot" and one.values
    return f"{one.name}_{'partly' if partly else one.verdict}"
