"""How well would a way of valuing have foretold the last period, and what does it take to try?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from klantlib.measures.lifetime import buying, contracts, retention

MONTH = 365.25 / 12  # days
REPEATERS = 30  # customers with a repeat purchase, before a rhythm is fitted: fewer say nothing of the rest
HOLD_OUT = 3  # the last period is foretold from at least twice as long: at most a third of the history is kept apart
FIFTHS = 5


@dataclass(frozen=True)
class Check:
    """What the history before foretold of the last stretch, against what happened: purchases, or who stays."""

    kind: Literal["purchases", "stays"]
    customers: int
    months: float  # length of the stretch
    predicted: float
    actual: float
    # purchases only: mean absolute error per customer of the model, and of "as many as in the stretch before"
    error: float = float("nan")
    naive_error: float = float("nan")
    fifths: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)  # index 1..5: predicted, actual (each)

    @property
    def off(self) -> float:
        """Predicted / actual - 1, fraction; NaN where nothing happened."""
        return self.predicted / self.actual - 1 if self.actual else float("nan")


def enough(history: pd.DataFrame, least: int) -> str:
    """Can a rhythm of buying be fitted to these histories? The key of the reason, "" = yes."""
    if len(history) < least:
        return "few_customers"
    return "few_repeats" if history["x"].gt(0).sum() < REPEATERS else ""


def foretold(transactions: pd.DataFrame, end: date, months: float, least: int) -> Check | None:
    """
    The purchases of the last period, foretold by BG/NBD from what came before; None where that is too little.

    Kept apart is the reporting period, but never more than a third of the history. Counted are the customers that
    bought before.
    """
    days, last = pd.to_datetime(transactions["date"]), pd.Timestamp(end)
    if not len(days):
        return None
    stretch = round(min(months * MONTH, (last - days.min()).days / HOLD_OUT))
    cut = last - pd.Timedelta(days=stretch)
    before = buying.histories(transactions, cut)
    if stretch < buying.WEEK or enough(before, least):
        return None
    later = buying.histories(transactions, last)["purchases"].reindex(before.index) - before["purchases"]
    earlier = buying.histories(transactions, cut - pd.Timedelta(days=stretch))["purchases"]
    naive = before["purchases"] - earlier.reindex(before.index).fillna(0)
    guess = buying.expected(buying.fitted(before)[0], before, stretch / buying.WEEK)
    return Check(
        "purchases", len(before), stretch / MONTH, float(guess.sum()), float(later.sum()),
        float((guess - later).abs().mean()), float((naive - later).abs().mean()), _fifths(guess, later),
    )  # fmt: skip


def _fifths(guess: pd.Series, later: pd.Series) -> pd.DataFrame:
    """The mean of both in each fifth of the customers, by what was expected of them; 1 = the least."""
    fifth = np.ceil(guess.rank(method="first") / len(guess) * FIFTHS).astype(int)
    return pd.DataFrame({"predicted": guess.groupby(fifth).mean(), "actual": later.groupby(fifth).mean()})


def stays_foretold(revenue: pd.DataFrame) -> Check | None:
    """How many would have stayed at the retention of the period before; None without three periods."""
    before, now = retention.kept(revenue, 1), retention.kept(revenue)
    return Check("stays", now.bought, float("nan"), now.bought * before.rate, now.kept) if before.bought else None


def contract_terms(revenue: pd.DataFrame, customers: pd.DataFrame, end: date, months: float) -> pd.DataFrame:
    """
    Of each customer (index customer_id) the periods it had been there when first seen (entered), the periods up to
    which it was seen (left) and whether it is still there (stayed), for `contracts.renewal`.

    `revenue` per window as `retention.windows` gives it; `since` of the customers tells how long they were there.
    """
    active = revenue > 0
    seen = active.any(axis=1)
    first = active.loc[seen, ::-1].idxmax(axis=1).astype(int)  # window in which it was first seen; 0 is the last
    last = active[seen].idxmax(axis=1).astype(int)
    since = pd.to_datetime(customers.set_index("customer_id")["since"]).reindex(first.index)
    began = pd.Timestamp(end) + pd.Timedelta(days=1) - pd.to_timedelta((first + 1) * months * MONTH, unit="D")
    entered = np.floor((began - since).dt.days / (months * MONTH)).clip(lower=0).fillna(0).round()
    return pd.DataFrame({"entered": entered, "left": entered + (first - last) + (last > 0), "stayed": last == 0})


def contracts_foretold(terms_before: pd.DataFrame, revenue: pd.DataFrame, least: int) -> Check | None:
    """How many would have renewed in the last period, by the model of the periods before it."""
    there = terms_before[terms_before["stayed"]]
    if fittable(terms_before, least) or there.empty:
        return None
    model, _ = contracts.renewal(*(terms_before[name] for name in ("entered", "left", "stayed")))
    stays = contracts.retention_rate(model, there["left"].to_numpy(float) + 1)
    actual = int((revenue[0].reindex(there.index) > 0).sum())
    return Check("stays", len(there), float("nan"), float(stays.sum()), actual)


def fittable(terms: pd.DataFrame, least: int) -> str:
    """Can a model of renewal be fitted? The key of the reason, "" = yes."""
    if (terms["left"] > terms["entered"]).sum() < least:
        return "few_contracts"
    return "nobody_left" if terms["stayed"].all() else ""
