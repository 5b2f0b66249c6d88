"""Which customers behave as customers do that think of leaving: complaints, payment, quotations, satisfaction? Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from klantlib.measures.leaving.order_days import between

SIGNS = ("complaint", "pays_later", "quotes_lost", "less_satisfied")
LATER = 7.0  # days that a customer pays later than before
LEAST_INVOICES = 3  # paid ones in each period, before a change in paying means anything
LEAST_QUOTES = 4  # decided ones in each period
HALF = 0.5  # of the share that was won before
MANY_SIGNS = 2  # that make a customer one who considers leaving: one alone says little
STEP = 1.0  # on the scale of 1 to 5
DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, eq=False)
class Behaviour:
    """What else is known of customers up to the end of the period: the client's tables, each may be empty."""

    complaints: pd.DataFrame
    payments: pd.DataFrame
    quotes: pd.DataFrame
    satisfaction: pd.DataFrame
    exits: pd.DataFrame


def signs(
    known: Behaviour, ids: pd.Index, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """
    Per customer four signs (boolean, NA where it cannot be told) and the figures behind them:

        complaint       more complaints than in the period before, or one that is still open; complaints: how many
        pays_later      LATER days or more, counted from the due date, on invoices that were paid; days_later
        quotes_lost     the share won at most half of what it was; quotes_won
        less_satisfied  the latest answers a whole step lower than those before, or down to 2; satisfaction_change
        signs           how many of them there are

    Without a due date nobody is late, and an invoice without a day of payment tells nothing here: it may be paid.
    """
    parts = (
        _complaining(known.complaints, ids, before, start, end),
        _paying(known.payments, ids, before, start, end),
        _quoting(known.quotes, ids, before, start, end),
        _satisfied(known.satisfaction, ids, end),
    )
    frame = pd.concat(parts, axis=1)
    return frame.assign(signs=frame[list(SIGNS)].fillna(value=False).sum(axis=1).astype(int))


def _complaining(rows: pd.DataFrame, ids: pd.Index, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp):
    now = _count(between(rows, start, end), ids)
    then = _count(between(rows, before, start - DAY), ids)
    still = _count(rows[rows["settled"].isna() & rows["date"].le(end)], ids) if rows["settled"].notna().any() else 0
    sign = ((now > then) | (still > 0)).astype("boolean")
    return pd.DataFrame({"complaints": now, "complaint": sign if len(rows) else _unknown(ids)})


def _paying(rows: pd.DataFrame, ids: pd.Index, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp):
    paid = rows.dropna(subset=["due_date", "paid_date", "invoice_date"])
    paid = paid[paid["amount"].gt(0)].assign(date=lambda p: p["invoice_date"])
    paid = paid.assign(late=(paid["paid_date"] - paid["due_date"]).dt.days)
    then, now = (
        part.groupby("customer_id")["late"].agg(["median", "size"]).reindex(ids)
        for part in (between(paid, before, start - DAY), between(paid, start, end))
    )
    enough = (then["size"] >= LEAST_INVOICES) & (now["size"] >= LEAST_INVOICES)
    later = (now["median"] - then["median"]).where(enough)
    late = later.ge(LATER) & now["median"].gt(0)
    return pd.DataFrame({"days_later": later, "pays_later": late.astype("boolean").where(enough)})


def _quoting(rows: pd.DataFrame, ids: pd.Index, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp):
    decided = rows[rows["won"].notna()].assign(won=lambda r: r["won"].astype(float))
    then, now = (
        part.groupby("customer_id")["won"].agg(["mean", "size"]).reindex(ids)
        for part in (between(decided, before, start - DAY), between(decided, start, end))
    )
    enough = (then["size"] >= LEAST_QUOTES) & (now["size"] >= LEAST_QUOTES) & then["mean"].gt(0)
    lost = now["mean"].le(HALF * then["mean"])
    return pd.DataFrame({"quotes_won": now["mean"], "quotes_lost": lost.astype("boolean").where(enough)})


def _satisfied(rows: pd.DataFrame, ids: pd.Index, end: pd.Timestamp):
    """Each customer's mean per day of asking; the latest against the one before it."""
    days = rows[rows["date"].le(end)].groupby(["customer_id", "date"], as_index=False)["overall"].mean()
    latest = days.groupby("customer_id")["overall"].last().reindex(ids)
    change = days.assign(change=days.groupby("customer_id")["overall"].diff())
    change = change.groupby("customer_id")["change"].last().reindex(ids)
    sign = (change.le(-STEP) | latest.le(2)).astype("boolean").where(latest.notna())
    return pd.DataFrame({"satisfaction_change": change, "less_satisfied": sign})


def _count(rows: pd.DataFrame, ids: pd.Index) -> pd.Series:
    return rows.groupby("customer_id").size().reindex(ids, fill_value=0)


def _unknown(ids: pd.Index) -> pd.Series:
    return pd.Series(pd.NA, index=ids, dtype="boolean")
