"""What is every customer's card, what does it warn of, and what do the cards of a class say together? Pure."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from klantlib.measures.cards import trends
from klantlib.measures.cards.indicators import PER_ORDERS

UNCLASSED, ALL = "not_classed", "all"
CLASSES = ("key_account", "future_key_account", "large", "small", "loss_maker", UNCLASSED)
EARLIER = ("revenue", "profit", "orders", "complaints", "satisfaction", "trust", "share_of_wallet", "paid_late")
LATER = 0.25  # of the money that fell due: so much more came late than last period
STEP = 1.0  # on a scale of five: a whole level
MEANS = ("satisfaction", "trust", "repurchase", "share_of_wallet", "paid_late")
SIGNALS = ("dissatisfied", "less_satisfied", "waiting", "buys_less", "overdue", "pays_later")


class Limits(NamedTuple):
    """From where on something is a signal."""

    low_score: float  # satisfaction or trust, 1-5, at or below
    fall: float  # of the revenue, as a fraction of last period's
    overdue: float  # times the customer's own days between orders


def cards(now: pd.DataFrame, before: pd.DataFrame, classes: pd.Series, months: float) -> pd.DataFrame:
    """
    A row for each customer of either period (indicators of both), largest revenue first; adds to those of now

        class             one of CLASSES
        <indicator>_before of EARLIER
        growth            of revenue, a fraction; NaN without revenue last period
        again             did who bought last period buy again: 1.0 or 0.0; NaN for who did not buy then
        expected_value    money a year: see `expected`
    """
    every = now.index.union(before.index).rename("customer_id")
    names = pd.concat([now["name"], before["name"]])
    frame = now.reindex(every).assign(name=names[~names.index.duplicated()].reindex(every))
    frame = frame.assign(**{name: frame[name].fillna(0.0) for name in ("revenue", "orders")})
    earlier = before[list(EARLIER)].reindex(every).add_suffix("_before")
    bought = earlier["revenue_before"] > 0
    frame = frame.assign(
        **earlier,
        **{"class": classes.reindex(every).astype(object).where(classes.reindex(every).notna(), UNCLASSED)},
        growth=(frame["revenue"] / earlier["revenue_before"].where(bought) - 1),
        again=(frame["revenue"] > 0).astype(float).where(bought),
    )
    gone = frame["profit"].isna() & ~every.isin(now.index)
    profit = frame["profit"].mask(gone & frame["profit_before"].notna(), 0.0)
    frame = frame.assign(profit=profit, expected_value=expected(profit, frame, months))
    return frame.sort_values("revenue", ascending=False, kind="stable")


def expected(profit: pd.Series, frame: pd.DataFrame, months: float) -> pd.Series:
    """
    What a customer may bring in the coming year: its yearly profit (mean of the periods known) x the share of last
    period's customers that bought again. A rule of thumb, ours; who did not buy this period is expected to bring 0.
    NaN where the profit is unknown, and for all where nobody bought last period.
    """
    yearly = pd.concat([profit, frame["profit_before"]], axis="columns").mean(axis="columns") * 12 / months
    repeat = frame["again"].mean()
    known = profit.notna() & pd.notna(repeat)
    return (yearly * repeat).where(frame["revenue"] > 0, 0.0).where(known)


def warned(frame: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """With a column per signal (bool; unknown is no signal) and `signals`, how many there are."""
    scores = frame[["satisfaction", "trust"]]
    found = pd.DataFrame(
        {
            "dissatisfied": scores.le(limits.low_score).any(axis="columns"),
            "less_satisfied": (frame["satisfaction_before"] - frame["satisfaction"]).ge(STEP),
            "waiting": frame["open"].gt(0),
            "buys_less": frame["growth"].le(-limits.fall),
            "overdue": frame["days_since"].gt(limits.overdue * frame["order_gap"]),
            "pays_later": (frame["paid_late"] - frame["paid_late_before"]).ge(LATER),
        }
    )
    return frame.assign(**found, signals=found.sum(axis="columns"))


def by_class(frame: pd.DataFrame, steady: float) -> pd.DataFrame:
    """
    Per class that has customers, and for all of them (last row), index class:

        customers, revenue, revenue_before, growth, money_direction, profit, profit_known (customers), expected_value
        complaints, complaint_rate (per 100 orders), complaint_direction, settle_days (median), open
        satisfaction, trust, repurchase, share_of_wallet, paid_late (means of customers), each with n_; direction of two
        again (share of who bought last period), bought_before (how many that are)
    """
    groups = [(name, frame[frame["class"] == name]) for name in CLASSES]
    rows = {name: _together(rows, steady) for name, rows in [*groups, (ALL, frame)] if len(rows)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("class")


def _together(rows: pd.DataFrame, steady: float) -> dict[str, object]:
    revenue, earlier = (float(rows[name].sum()) for name in ("revenue", "revenue_before"))
    means = {
        name: rows[name].mean() for name in ("satisfaction", "trust", "repurchase", "share_of_wallet", "paid_late")
    }
    return {
        "customers": len(rows),
        "revenue": revenue,
        "revenue_before": earlier,
        "growth": revenue / earlier - 1 if earlier > 0 else None,
        "money_direction": trends.of_money(revenue, earlier, steady),
        "profit": rows["profit"].sum(min_count=1),
        "profit_known": int(rows["profit"].notna().sum()),
        "expected_value": rows["expected_value"].sum(min_count=1),
        **_complaints(rows),
        **means,
        **{f"n_{name}": int(rows[name].notna().sum()) for name in means},
        "satisfaction_direction": trends.of_scores(rows["satisfaction"], rows["satisfaction_before"]),
        "trust_direction": trends.of_scores(rows["trust"], rows["trust_before"]),
        "again": rows["again"].mean(),
        "bought_before": int(rows["again"].notna().sum()),
    }


def _complaints(rows: pd.DataFrame) -> dict[str, object]:
    now, before = (rows[name].sum(min_count=1) for name in ("complaints", "complaints_before"))
    orders, orders_before = (float(rows[name].sum()) for name in ("orders", "orders_before"))
    known = pd.notna(now) and pd.notna(before)
    return {
        "complaints": now,
        "complaint_rate": PER_ORDERS * now / orders if orders > 0 else None,
        "complaint_direction": trends.of_counts(now, before, orders, orders_before) if known else "too_few",
        "settle_days": rows["settle_days"].median(),
        "open": rows["open"].sum(min_count=1),
    }
