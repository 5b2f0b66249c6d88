"""Which column does an unknown heading probably stand for? A proposal to confirm in client.toml, never a decision."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from klantlib.client import contract
from klantlib.client.contract import plain_name

LIKELY = 0.7  # of the letters of two names alike: a plural or a typing error, not another word
EVERY = "any"


def meant(heading: str, table: str, free: Collection[str]) -> str:
    """
    The column, among those that are still free, that programs call so, or whose name looks much like it; else nothing.

    >>> meant("Debiteurnr.", "transactions", ["customer_id", "order_id"]), meant("Kleur", "transactions", ["cost"])
    ('customer_id', '')
    """
    known = _called(table).get(plain_name(heading), "")
    if known in free:
        return known
    words = {word: name for name in free for word in contract.tables()[table].columns[name].words.values()}
    likeness = {word: difflib.SequenceMatcher(None, plain_name(word), plain_name(heading)).ratio() for word in words}
    best = max(likeness, key=likeness.__getitem__, default="")
    return words[best] if likeness.get(best, 0) >= LIKELY else ""


@cache
def _called(table: str) -> Mapping[str, str]:
    """Plain heading -> column; what holds for one table goes before what holds for all."""
    listed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    columns = contract.tables()[table].columns
    sections = (listed[EVERY], listed.get(table, {}))
    return {
        plain_name(heading): column
        for section in sections for column, headings in section.items() if column in columns for heading in headings
    }  # fmt: skip
