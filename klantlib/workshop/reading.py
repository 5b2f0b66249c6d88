"""What may someone have meant by what was typed? Numbers as people write them, names by half, choices in any form.

Nothing that is typed can raise: what cannot be read means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

OPEN = {"", ".", "..", "...", "…", "none", "ellipsis"}  # what stands there before anything was filled in
LONGEST = 200  # signs: an answer is a number or a name
NUMBER = re.compile(r"-?\d[\d.,]*")
THOUSANDS = re.compile(r"-?\d{1,3}([.,])\d{3}(\1\d{3})*")
LEAST_LETTERS = 4  # of a name, to know whose it is
ALIKE = 0.8  # difflib's measure: a slip of the pen in a name


def typed(answer: Any) -> str:
    """The answer as text; of 0,57 Python makes the pair (0, 57), and it comes back as it was typed."""
    if answer is None or answer is Ellipsis:
        return ""
    if isinstance(answer, tuple | list | set | frozenset):
        whole = isinstance(answer, tuple) and all(type(part) is int for part in answer)
        return (("," if whole else "; ").join(map(typed, answer)))[:LONGEST]
    if isinstance(answer, str | int | float) or hasattr(answer, "dtype"):
        return str(answer).strip()[:LONGEST]
    return type(answer).__name__


def is_open(answer: Any) -> bool:
    return typed(answer).strip("\"' ").casefold() in OPEN


def numbers(answer: Any) -> set[float]:
    """
    Every number it may be: "12.345" is twelve thousand to one and twelve to another. A sign or word around it is left.

    >>> sorted(numbers("€ 12.345,50")), sorted(numbers("57,5%")), sorted(numbers("12.345")), numbers("many")
    ([12345.5], [57.5], [12.345, 12345.0], set())
    """
    bare = re.sub(r"(?<=\d)[\s'_\u00a0\u202f](?=\d)", "", typed(answer).replace("−", "-").replace("–", "-"))
    bare = re.sub(r"-\s*(?:€|EUR)?\s*(?=\d)", "-", bare)
    found = NUMBER.findall(bare)
    return {number for number in map(_number, _ways(found[0])) if number is not None} if len(found) == 1 else set()


def name(answer: Any, names: Iterable[str]) -> set[str]:
    """Whose names it may be: a part of four letters or more is enough, and a slip of the pen is forgiven."""
    known = {_bare(full): full for full in names}
    said = _bare(typed(answer))
    if len(said) < LEAST_LETTERS:
        return set()
    part_of = {full for bare, full in known.items() if said in bare or bare in said}
    return part_of or {known[bare] for bare in get_close_matches(said, known, 1, ALIKE)}


def choice(answer: Any, choices: Mapping[str, Iterable[str]]) -> str | None:
    """The key of the choice that is meant, however it is written; None where none is."""
    said = _bare(typed(answer))
    return next(
        (key for key, forms in choices.items() if said and said in {_bare(form) for form in (key, *forms)}), None
    )


def _ways(written: str) -> set[str]:
    """The ways to write it with a decimal point, by which sign is taken for it."""
    written = written.rstrip(".,")
    ways = {written.replace(",", ""), written.replace(".", "").replace(",", ".")}
    last = max(written.rfind("."), written.rfind(","))
    if THOUSANDS.fullmatch(written) or last < 0:
        return ways
    return {written[:last].replace(".", "").replace(",", "") + "." + written[last + 1 :]}


def _number(way: str) -> float | None:
    try:
        number = float(way)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
