"""Which shares does a chapter tell, in sentences, tables and figures, and which of them may be a share of few?"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any, NamedTuple

from klantlib.blocks import Block, Chart, Table
from klantlib.formats import PERCENTS
from klantlib.measures.proportions import FEWEST
from klantlib.words import Words
from tests.told_chapters import Told

EXACT = 1e-9
OF_FEW = [hits / n for n in range(2, FEWEST) for hits in range(1, n)]  # what a share of under five can be, but for 0, 1

# what is no part of a whole, and may be over 100% or under -100%; why
RATIOS = {
    "concentration": {"peak_share", "top_share", "ten_share", "cumulative_profit", "marked"},  # the whale curve's peak
    "cost_to_serve": {"margin", "cost", "of_revenue", "margin_ratio", "cost_ratio"},  # money on each euro of revenue
    "contact": {"margin_rate"},  # idem
    "customer_value": {"off"},  # how far a forecast was off, on what came true
    "objectives": {"growth_then"},  # growth
    "organisation": {"low", "distance"},  # distance from a target, on that target
    "price": {"contribution", "gain", "needed_rise", *(f"rise_{points}" for points in (1, 2, 4, 8, 16))},  # rises
    "resources": {"most", "share", "written_share"},  # hours written on hours of contract; a limit that is chosen
    "scorecard": {"growth"},
    "service_profit_chain": {"growth"},
}
# what may be a half or a quarter as somebody chose it, or as it was counted in something else than customers or answers
CHOSEN = {
    "classification": {"large", "spread", "theirs", "weight", "stays"},
    "concentration": {"dependent", "large", "limit", "customers_share"},  # the last: where a curve has its points
    "contact": {"most", "uplift"},
    "cost_to_serve": {"ratio"},
    "customer_value": {"tolerance"},
    "lapse": {"fall", "half"},
    "objectives": {"lapse"},  # as aimed at
    "organisation": {"on_target"},  # measurements, 12 a unit and year
    "price": {"rise_1", "rise_2", "rise_4", "rise_8"},
    "resources": {"keep", "most", "visits_most", "written_share"},
    "satisfaction": {"broad"},
}


class ShareTold(NamedTuple):
    """A percentage that a reader sees: where, by what name, and what it is."""

    stem: str
    key: str
    name: str
    value: Any


def shares(told: Told) -> Iterator[ShareTold]:
    """Every percentage of a chapter, but for the sheet of all customers: those are of one customer each."""
    words = Words(f"advice/{told.stem}", told.language)
    for block in [*told.blocks, *told.actions]:
        found = [*_in_sentences(block, words), *_in_columns(block)]
        yield from (ShareTold(told.stem, block.key, name, value) for name, value in found if value is not None)


def _in_sentences(block: Block, words: Words) -> Iterator[tuple[str, Any]]:
    values = getattr(block, "values", {})
    for text in words.parts(block.key.partition(".")[0]).values():
        for _, name, spec, _ in string.Formatter().parse(text):
            if name in values and (spec or "").partition(" ")[0] in PERCENTS:
                yield name, values[name]


def _in_columns(block: Block) -> Iterator[tuple[str, Any]]:
    formats = block.columns if isinstance(block, Table) else block.formats if isinstance(block, Chart) else {}
    for place, (name, format) in enumerate(formats.items()):
        if format in PERCENTS:
            cells = [row[place] for row in block.rows] if isinstance(block, Table) else block.data[name]
            yield from ((name, cell) for cell in cells)


def over(share: ShareTold) -> bool:
    """Is this more than the whole, where nothing can be?"""
    return abs(share.value) > 1 + EXACT and share.name not in RATIOS.get(share.stem, ())


def of_few(share: ShareTold) -> bool:
    """May this be a percentage of two, three or four, told as if it were of many?"""
    counted = getattr(share.value, "few", False)  # told as a count, by formats
    simple = any(abs(share.value - part) < EXACT for part in OF_FEW)
    return simple and not counted and share.name not in CHOSEN.get(share.stem, ())
