"""Can everybody read a report in these colours? Every pair that fails, by the names of its colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from klantlib.theme.contrast import DRAWN, RULE, TEXT, ratio
from klantlib.theme.palette import WHITE, Palette, Theme
from klantlib.theme.vision import APART, apart


@dataclass(frozen=True)
class Pair:
    """Two colours that do not go together."""

    one: str  # name: "ink", "series.2"; of the dark ones "dark.ink"
    colour: str
    other: str  # name; "white" = Word's pages and the printer's
    beside: str
    found: float
    needed: float
    sight: str = ""  # for whom they are alike; empty where it is their contrast that is too low


def failing(theme: Theme) -> list[Pair]:
    """Every pair that fails, of the light colours (also on white: Word and print) and of the dark ones."""
    light = _failing(theme, {"white": WHITE} if theme.paper != WHITE else {})
    dark = (_named_dark(pair) for pair in _failing(theme.night, {}))
    return [*light, *dark]


def _failing(palette: Palette, more: dict[str, str]) -> Iterator[Pair]:
    yield from (pair for pair in _contrasts(palette, more) if pair.found < pair.needed)
    drawn = _series(palette)
    for (one, colour), (other, beside) in [*combinations(drawn, 2), (("good", palette.good), ("bad", palette.bad))]:
        found, sight = apart(colour, beside)
        if found < APART:
            yield Pair(one, colour, other, beside, found, APART, sight)


def _contrasts(palette: Palette, more: dict[str, str]) -> Iterator[Pair]:
    """Each colour with what it stands on, as it is used: losses in a table are text, profits are only drawn."""
    paper = {"paper": palette.paper, **more}
    text = [
        (name, getattr(palette, name), {**paper, "band": palette.band}, TEXT) for name in ("ink", "muted", "accent")
    ]
    drawn = [(name, colour, paper, DRAWN) for name, colour in (("good", palette.good), *_series(palette))]
    rest = [("bad", palette.bad, paper, TEXT), ("line", palette.line, paper, RULE)]
    for name, colour, grounds, needed in (*text, *drawn, *rest):
        for ground, beside in grounds.items():
            yield Pair(name, colour, ground, beside, ratio(colour, beside), needed)


def _series(palette: Palette) -> list[tuple[str, str]]:
    return [(f"series.{number}", colour) for number, colour in enumerate(palette.series, start=1)]


def _named_dark(pair: Pair) -> Pair:
    return Pair(f"dark.{pair.one}", pair.colour, f"dark.{pair.other}", pair.beside, pair.found, pair.needed, pair.sight)
