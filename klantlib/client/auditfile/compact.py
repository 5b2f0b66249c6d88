"""How is a million lines kept in little memory? Numbers in arrays, a text as its mark where only likeness counts."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

NOBODY = -1  # no customer
NOTHING = 0  # no reference, no day
SEVERAL = -2  # more than one customer: nobody can say which
INVOICE, PAYMENT, OTHER = range(3)  # kinds of open item


class Names:
    """Texts that come back: each kept once and known by a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, text: str) -> int:
        """The number of a text; NOBODY for nothing."""
        return self._numbers.setdefault(text, len(self._numbers)) if text else NOBODY

    @property
    def texts(self) -> list[str]:
        return list(self._numbers)


class Texts:
    """Texts one behind the other: some ten bytes each, where Python takes sixty."""

    def __init__(self) -> None:
        self._ends, self._bytes = array("i", [0]), bytearray()

    def append(self, text: str) -> None:
        self._bytes += text.encode()
        self._ends.append(len(self._bytes))

    def series(self) -> pd.Series:
        """All of them, in order."""
        ends, texts = pa.py_buffer(self._ends), pa.py_buffer(self._bytes)
        return pd.Series(pa.StringArray.from_buffers(len(self._ends) - 1, ends, texts), dtype="str")


class Pairs:
    """What goes with a mark, for as long as it is always the same."""

    def __init__(self) -> None:
        self._marks, self._values = array("q"), array("i")

    def add(self, mark: int, value: int) -> None:
        self._marks.append(mark)
        self._values.append(value)

    def look_up(self, marks: np.ndarray, absent: int, several: int) -> np.ndarray:
        """The value of each mark; `absent` where there is none, `several` where there are two that differ."""
        if not len(self._marks):
            return np.full(len(marks), absent)
        order = np.argsort(known := np.array(self._marks), kind="stable")
        known, values = known[order], np.array(self._values)[order]
        first = np.flatnonzero(np.concatenate([[True], known[1:] != known[:-1]]))
        low, high = np.minimum.reduceat(values, first), np.maximum.reduceat(values, first)
        place = np.searchsorted(known[first], marks).clip(max=len(first) - 1)
        return np.where(known[first][place] == marks, np.where(low == high, low, several)[place], absent)


def mark(text: str) -> int:
    """A number that only this text has, as good as certainly (64 bits, within one run); NOTHING for nothing."""
    return hash(text) if text else NOTHING


def _numbers() -> array:
    return array("i")  # 32 bits


def _long() -> array:
    return array("q")  # 64 bits


def _small() -> array:
    return array("b")


@dataclass
class RevenueLines:
    """The lines on revenue accounts; numbers are places in the Names of what was gathered."""

    customer: array = field(default_factory=_numbers)  # relation, or NOBODY
    route: array = field(default_factory=_small)  # place in ledger.ROUTES
    reference: array = field(default_factory=_long)  # mark of the invoice
    entry: array = field(default_factory=_numbers)  # transaction, counted through the file: their own numbers come back
    day: array = field(default_factory=_numbers)  # proleptic ordinal
    amount: array = field(default_factory=_long)  # cents, credit positive
    journal: array = field(default_factory=_numbers)
    account: array = field(default_factory=_numbers)


@dataclass
class OpenItems:
    """The debtors' subledger: amounts in cents as the customer owes them, days as ordinals, 0 for none."""

    customer: array = field(default_factory=_numbers)
    reference: array = field(default_factory=_long)  # mark of the invoice
    kind: array = field(default_factory=_small)
    amount: array = field(default_factory=_long)
    day: array = field(default_factory=_numbers)  # of the invoice
    due: array = field(default_factory=_numbers)
    entry: array = field(default_factory=_long)  # mark of the transaction
