"""What should be done first?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from klantlib.blocks import Action, Block, Chapter, Finding, Heading, Note, Stake, Text, plain
from klantlib.stories.passages import first_that_holds

NEEDS = ("chapters",)
OVERLAP = 0.5  # an action that is for the greater part about customers already spoken for says nothing new
SAME = 0.25  # of its money, told of these customers elsewhere: what concerns less than that does not stand in its place
A_CHAPTER = 2  # actions of one chapter at most: a summary is of the whole report
WITHOUT_MONEY = 2  # of the actions are kept for what has no amount, where there are any: it is seldom the least
WEIGHTS: Mapping[str, float] = {"high": 1.0, "medium": 0.5, "low": 0.25}  # what is counted goes before what is assumed
Ranked = tuple[str, Action]  # stem of the chapter it comes from, action


@dataclass(frozen=True, eq=False)
class Summary:
    """What stands in front of the report. Nobody's money is in it twice."""

    chosen: tuple[Ranked, ...]  # the weightiest first; their money is without what earlier ones count
    figures_of: Mapping[str, Mapping[str, Any]]  # stem -> what the chapter found

    @property
    def money(self) -> float:
        """What all actions together are about; in the client's currency, of the reporting period."""
        return sum(action.money or 0.0 for _, action in self.chosen)

    def at_stake(self, stake: Stake) -> float:
        """How much of it is lost now, at risk, or to be won: one of these."""
        return sum(action.money or 0.0 for _, action in self.chosen if action.stake == stake)

    def blocks(self) -> list[Block]:
        actions = [_repeated(stem, action) for stem, action in self.chosen]
        return [self._headline(), *self._whole(), *self._opening(), *actions, *self._limits()]

    def actions(self) -> list[Action]:
        return []  # it repeats those of the other chapters

    def per_customer(self) -> None:
        return None

    def figures(self) -> dict[str, Any]:
        return plain(
            {
                "money": self.money,
                "actions": [
                    {
                        "chapter": stem,
                        "key": action.key,
                        "money": action.money,
                        "stake": action.stake,
                        "confidence": action.confidence,
                        "customers": [id for id, _ in action.customers],
                    }
                    for stem, action in self.chosen
                ],
            }
        )

    def _headline(self) -> Heading:
        if not self.chosen:
            return Heading("headline_nothing", level=1)
        saved, won, kept = (self.at_stake(stake) for stake in ("loss", "growth", "profit"))
        choices = {
            "headline_both": saved and won,
            "headline_saved": saved,
            "headline_won": won,
            "headline_kept": kept,
            "headline": True,
        }
        values = {"n": len(self.chosen), "saved": saved, "won": won, "kept": kept}
        return Heading(first_that_holds(choices), values, level=1)

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
        return [Note("cannot")] if self.money else []

    def _opening(self) -> list[Block]:
        return [] if self.chosen else [Text("nothing")]


def analyse(chapters: Sequence[Chapter], *, most: int = 8) -> Summary:
    """
    Rank what the chapters advise by the money at stake times how sure it is, at most `most` in all.

    `chapters`: what the others found, in the order of the report. Of two actions with the same kind of stake and
    mostly the same customers, the one of the later chapter stays, as it knows more about them, unless it is about much
    less money. What a customer costs, is worth or may yield counts once each, with the first action of that
    kind that the customer is in.
    """
    every = _once([(chapter.stem, action) for chapter in chapters for action in chapter.actions])
    ranked = _counted(sorted(every, key=lambda pair: -_weight(pair[1])))
    return Summary(tuple(_numbered(_few(list(ranked), most))), {chapter.stem: chapter.figures for chapter in chapters})


def _weight(action: Action) -> float:
    return (action.money or 0.0) * WEIGHTS[action.confidence]


def _counted(ranked: Sequence[Ranked]) -> Iterator[Ranked]:
    """The first of each chapter, without the money that earlier ones count; not those of which that is most."""
    spoken_for: dict[str, set[str]] = defaultdict(set)
    told: Counter[str] = Counter()
    for stem, action in ranked:
        left = _left(action, spoken_for[action.stake])
        room = A_CHAPTER if action.money else 1  # what has no amount is said of a chapter that says nothing else
        if told[stem] < room and (left or 0.0) >= OVERLAP * (action.money or 0.0):
            told[stem] += 1
            spoken_for[action.stake] |= {id for id, _ in action.customers}
            yield stem, replace(action, money=left)


def _few(counted: Sequence[Ranked], most: int) -> list[Ranked]:
    """At most `most`, some places kept for actions without money."""
    paid, free = ([pair for pair in counted if bool(pair[1].money) == money] for money in (True, False))
    kept = paid[: max(most - min(len(free), WITHOUT_MONEY), 0)]
    return [*kept, *free[: most - len(kept)]]


def _numbered(chosen: Sequence[Ranked]) -> Iterator[Ranked]:
    """The actions with the earlier ones under which money of their customers counts."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for place, (stem, action) in enumerate(chosen, start=1):
        place_of, ids = places[action.stake], [id for id, _ in action.customers]
        earlier = Counter(place_of[id] for id in ids if action.money and id in place_of)
        yield stem, replace(action, shared=sorted(earlier.items()))
        places[action.stake] = {**dict.fromkeys(ids, place), **place_of}


def _left(action: Action, spoken_for: Collection[str]) -> float | None:
    """The money of the customers that are not spoken for yet."""
    if not action.money or not action.customers:
        return action.money
    taken = sum(part for id, part in _parts(action).items() if id in spoken_for)
    return max(action.money - taken, 0.0) or None


def _parts(action: Action) -> dict[str, float]:
    """Whose money it is, by customer_id; in equal parts where that is not known."""
    ids = [id for id, _ in action.customers]
    parts = action.parts or [(action.money or 0.0) / max(len(ids), 1)] * len(ids)
    return dict(zip(ids, parts, strict=True))


def _repeated(stem: str, action: Action) -> Action:
    """A chapter's action as it stands in the summary: it leads back to what it rests on."""
    return replace(action, key=f"{stem}_{action.key}", rests_on=action.rests_on and f"{stem}/{action.rests_on}")


def _once(actions: Sequence[Ranked]) -> list[Ranked]:
    """Without the actions whose customers, and enough of whose money, later ones of the same kind speak for."""
    spoken_for: dict[str, Counter[str]] = {}
    kept = []
    for stem, action in reversed(actions):
        told, parts = spoken_for.setdefault(action.stake, Counter()), _parts(action)
        known = [told[id] for id in parts if id in told]
        if not parts or len(known) < OVERLAP * len(parts) or sum(known) < SAME * (action.money or 0.0):
            told.update(parts)
            kept.append((stem, action))
    return kept[::-1]
