"""Who still buys, but less than chance and the times can explain? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

import numpy as np
import pandas as pd

from klantlib.measures.leaving.order_days import between

PARTS = 12  # of each period, paired in order: in a period of a year a month with the same month of the year before
LEAST_FOR_TREND = 10  # customers from which their middle says how the times are
ROWS = 2000  # customers at once, so that a hundred thousand fit in memory
SAMPLE = 1000  # customers of whom is counted how often chance alone would point them out
EXACT = 1e-9


@dataclass(frozen=True, eq=False)
class Drying:
    """Customers that bought in both periods, index customer_id."""

    # before, now (money), orders_before, orders, fall (fraction of what the times leave of `before`), chance (that so
    # much falls by chance; NaN where not tested), dries (bool: falls enough, and not by chance)
    customers: pd.DataFrame
    trend: float  # what is left of 1 for the middle customer: the times; at most 1
    tested: int  # customers with enough parts of the year to show it
    too_few: int  # customers that bought too seldom to tell a fall from chance
    rule: tuple[float, float]  # least fall, largest chance
    parts: tuple[np.ndarray, np.ndarray]  # of those tested: customers x PARTS, before (after the times) and now

    @cached_property
    def by_chance(self) -> float:
        """How many customers the same rule would point out if only chance were at work."""
        return _by_chance(*self.parts, *self.rule)

    @property
    def dries(self) -> pd.DataFrame:
        """Who dries up, most money first."""
        drying = self.customers[self.customers["dries"]]
        return drying.assign(lost=drying["before"] - drying["now"]).sort_values("lost", ascending=False, kind="stable")

    @property
    def doubtful(self) -> pd.DataFrame:
        """Who falls as much, but may do so by chance."""
        return self.customers[self.customers["falls"] & ~self.customers["dries"]]


def drying_up(
    days: pd.DataFrame, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp, *, fall: float, chance: float
) -> Drying:
    """
    Test each customer's revenue from `start` to `end` against that from `before` to the day before `start`.

    A customer dries up when its revenue falls by at least `fall` (fraction) beyond the times, and when an exact
    sign-flip test (Fisher 1935) over PARTS pairs of parts of the two periods leaves a chance of at most `chance`; it is
    of the roots of the money, so that one large order does not decide. The times: by how much the middle customer's
    revenue fell; a rise counts for nobody. `days` as `order_days` gives them.
    """
    then, now = between(days, before, start - pd.Timedelta(days=1)), between(days, start, end)
    ids = pd.Index(np.intersect1d(then["customer_id"].unique(), now["customer_id"].unique()), name="customer_id")
    first, second = _parts(then, ids, before, start), _parts(now, ids, start, end + pd.Timedelta(days=1))
    sums = pd.DataFrame({"before": first.sum(axis=1), "now": second.sum(axis=1)}, index=ids)
    ratio = sums["now"] / sums["before"]
    trend = min(1.0, float(ratio.median())) if len(ids) >= LEAST_FOR_TREND else 1.0
    orders = {"orders_before": _orders(then, ids), "orders": _orders(now, ids)}
    frame = sums.assign(**orders, fall=1 - ratio / trend if trend > 0 else 0.0)
    first = first * trend
    testable = (np.abs(first - second) > EXACT).sum(axis=1) >= _least_pairs(chance)
    falls = (frame["fall"] >= fall - EXACT).to_numpy()
    frame["chance"] = _chances(np.sqrt(first) - np.sqrt(second), falls & testable)
    frame["falls"] = falls
    frame["dries"] = frame["chance"].le(chance + EXACT)
    parts = (first[testable], second[testable])
    return Drying(frame, trend, len(parts[0]), int((~testable).sum()), (fall, chance), parts)


def _least_pairs(chance: float) -> int:
    """Parts that must differ before even the clearest fall has so small a chance."""
    return int(np.ceil(-np.log2(chance) - EXACT)) if chance > 0 else PARTS + 1


def _parts(days: pd.DataFrame, ids: pd.Index, start: pd.Timestamp, after: pd.Timestamp) -> np.ndarray:
    """Customers x PARTS: revenue in each part of the time from `start` to the day before `after`."""
    row = ids.get_indexer(days["customer_id"])
    passed = (days["date"] - start).dt.days.to_numpy() / max((after - start).days, 1)
    column = np.minimum((passed * PARTS).astype(int), PARTS - 1)
    cells = np.bincount(
        (row * PARTS + column)[row >= 0], weights=days["revenue"].to_numpy(float)[row >= 0], minlength=len(ids) * PARTS
    )
    return cells.reshape(len(ids), PARTS)


def _orders(days: pd.DataFrame, ids: pd.Index) -> pd.Series:
    return days.groupby("customer_id").size().reindex(ids, fill_value=0)


def _chances(gaps: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """For the wanted rows the share of all ways to swap the parts that show as large a fall; else NaN."""
    flips = _flips()
    chance = np.full(len(gaps), np.nan)
    places = np.flatnonzero(wanted)
    for begin in range(0, len(places), ROWS):
        some = places[begin : begin + ROWS]
        observed = gaps[some].sum(axis=1, keepdims=True)
        chance[some] = (gaps[some] @ flips >= observed - EXACT * np.abs(gaps[some]).sum(axis=1, keepdims=True)).mean(1)
    return chance


def _by_chance(first: np.ndarray, second: np.ndarray, fall: float, chance: float) -> float:
    """
    Customers that the rule would point out if each part were as likely of either period: of all ways to swap the parts
    those that show a large enough fall and are rare enough, over the customers (or over every so many of them).
    """
    some = np.unique(np.linspace(0, len(first) - 1, min(len(first), SAMPLE)).round().astype(int))
    if not len(some):
        return 0.0
    scale, flips = len(first) / len(some), _flips()
    first, second = first[some], second[some]
    falls, shown = (first - second) @ flips, (np.sqrt(first) - np.sqrt(second)) @ flips
    rare = int(chance * flips.shape[1] + EXACT)
    bound = -np.partition(-shown, rare, axis=1)[:, [rare]]
    needed = fall / (2 - fall) * (first + second).sum(axis=1, keepdims=True)
    pointed = (shown > bound + EXACT * np.abs(bound)) & (falls >= needed)
    return float(pointed.mean(axis=1).sum()) * scale


@cache
def _flips() -> np.ndarray:
    """PARTS x all ways to swap them."""
    return np.array(list(product((1.0, -1.0), repeat=PARTS))).T
