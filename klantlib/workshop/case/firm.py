"""What is the invented firm called, what does it trade in, and who are its people?"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from klantlib.words import Words


@dataclass(frozen=True)
class Firm:
    name: str
    trade: str  # section of templates/workshop_case.toml


def dice(seed: int, story: str) -> Random:
    """One generator a story, so that a change in one leaves the files of the others as they were."""
    return Random(f"{seed}/{story}")  # noqa: S311 -- an invented firm is no secret


def firm(seed: int, words: Words) -> Firm:
    chance = dice(seed, "firm")
    trade = chance.choice(words.fact("trades", "all"))
    return Firm(f"{surnames(chance, 1, words)[0]} {words.fact(trade, 'firm')} BV", trade)


def surnames(chance: Random, count: int, words: Words) -> list[str]:
    """So many different names that nobody has."""
    starts, ends = words.fact("names", "starts"), words.fact("names", "ends")
    return [f"{starts[place // len(ends)]}{ends[place % len(ends)]}" for place in
            chance.sample(range(len(starts) * len(ends)), count)]  # fmt: skip


def people(chance: Random, count: int, words: Words) -> list[str]:
    """So many different people."""
    first = chance.sample(words.fact("names", "first_names"), count)
    return [f"{name} {surname}" for name, surname in zip(first, surnames(chance, count, words), strict=True)]
