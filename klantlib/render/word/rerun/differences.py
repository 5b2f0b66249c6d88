"""What became of a value, and how is its region called? By what a reader sees: lines that went, lines that came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

CAPTION = re.compile(r"^\w+ \d+[.:] ")  # "Tabel 3. ", "Figure 3. "
Pair = tuple[str, str]  # a line as it was, and as it would be; empty where there is none


def differences(old: str, new: str, shown: Sequence[str] = ()) -> list[Pair]:
    """The lines that differ; `shown`: the new lines as a reader is to see them, one for each line of `new`."""
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    return list(_pairs(before, after, shown if len(shown) == len(after) else after))


def _pairs(before: list[str], after: list[str], shown: Sequence[str]) -> Iterator[Pair]:
    keys = ([CAPTION.sub("", line) for line in lines] for lines in (before, after))  # a number alone is no news
    for what, i, j, m, n in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if what != "equal":
            yield from zip_longest(before[i:j], shown[m:n], fillvalue="")


def known_by(text: str) -> str:
    """The line that a reader knows a region by: its caption, or how it begins."""
    lines = [line for line in text.split("\n") if line]
    return next((line for line in lines if CAPTION.match(line)), lines[0] if lines else "")
