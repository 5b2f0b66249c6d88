"""What should be done first?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from klantlib.blocks import Action, Block, Chapter, Finding, Heading, Note, Text

NEEDS = ("chapters",)
OVERLAP = 0.5  # an action that is for the greater part about customers already spoken for says nothing new


@dataclass(frozen=True, eq=False)
class Summary:
    chosen: tuple[tuple[str, Action], ...]  # (stem of the chapter it comes from, action), most money first
    figures_of: Mapping[str, Mapping[str, Any]]  # stem -> what the chapter found

    def blocks(self) -> list[Block]:
        actions = [_repeated(stem, action) for stem, action in self.chosen]
        return [self._headline(), Text("question"), *self._whole(), *self._opening(), *actions, *self._limits()]

    def actions(self) -> list[Action]:
        return []  # it repeats those of the other chapters

    def per_customer(self) -> None:
        return None

    def figures(self) -> dict[str, Any]:
        return {
            "actions": [
                {"chapter": stem, "key": a.key, "money": a.money, "customers": [id for id, _ in a.customers]}
                for stem, a in self.chosen
            ]
        }

    def _headline(self) -> Heading:
        money = [action.money for _, action in self.chosen if action.money]
        if not self.chosen:
            return Heading("headline_nothing", level=1)
        if not money:
            return Heading("headline", {"n": len(self.chosen)}, level=1)
        return Heading("headline_money", {"n": len(self.chosen), "money": max(money)}, level=1)

    def _whole(self) -> list[Block]:
        """The client in one sentence, as far as it is known."""
        found = self.figures_of.get("concentration", {})
        known = {name: found.get(name) for name in ("customers", "revenue", "profit", "loss_makers")}
        if found.get("revenue") is None:
            return []
        if None in known.values():
            return [Finding("whole_revenue", known)]
        return [Finding("whole" if known["loss_makers"] else "whole_profitable", known)]

    def _limits(self) -> list[Block]:
        """What the amounts are, where there are any."""
        return [Note("cannot")] if any(action.money for _, action in self.chosen) else []

    def _opening(self) -> list[Block]:
        return [Heading("first")] if self.chosen else [Text("nothing")]


def analyse(chapters: Sequence[Chapter], *, most: int = 8) -> Summary:
    """
    Rank what the chapters advise by the money at stake, at most `most`; what has no money comes last.

    `chapters`: what the others found, in the order of the report. Of two actions with the same kind of stake and
    mostly the same customers, the one of the later chapter stays: it knows more about them.
    """
    every = [(chapter.stem, action) for chapter in chapters for action in chapter.actions]
    ranked = sorted(_once(every), key=lambda pair: -(pair[1].money or 0))
    return Summary(tuple(ranked[:most]), {chapter.stem: chapter.figures for chapter in chapters})


def _repeated(stem: str, action: Action) -> Action:
    """A chapter's action as it stands in the summary: it leads back to what it rests on."""
    return replace(action, key=f"{stem}_{action.key}", rests_on=action.rests_on and f"{stem}/{action.rests_on}")


def _once(actions: Sequence[tuple[str, Action]]) -> list[tuple[str, Action]]:
    """Without the actions whose customers are mostly spoken for, in the order given."""
    spoken_for: dict[str, set[str]] = {}
    kept = []
    for stem, action in reversed(actions):
        customers, taken = {id for id, _ in action.customers}, spoken_for.setdefault(action.stake, set())
        if not customers or len(customers & taken) < OVERLAP * len(customers):
            taken |= customers
            kept.append((stem, action))
    return kept[::-1]
