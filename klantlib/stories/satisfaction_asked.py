"""The chapter on satisfaction: of whom we know it, of whom we do not, and how to ask each group next time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, plain, table
from klantlib.stories.passages import filled, named

if TYPE_CHECKING:
    from klantlib.analyses.satisfaction import Result


def plan(result: Result) -> Iterator[Block]:
    """Response by value, what may be concluded from it, and the plan per class after Rank Xerox."""
    bought = result.bought
    if bought.empty:
        yield Note("nobody_bought")
        return
    values = _heard(result)
    yield Heading(f"plan_heading_{_worth(result)}", values)
    yield Finding(_reach(result), values)
    if len(unheard := result.unheard):
        yield Finding("plan_due", {**named(unheard), "days": result.overdue_days})
    yield _groups(result)
    if result.kind != "unknown":
        yield Note(f"kind_{result.kind}")
    if result.named < result.answers:
        yield Note("by_name", {"named": result.named, "answers": result.answers})
    yield Text("plan")
    if result.older:
        yield Note("older", {"n": result.older, "answers": result.answers})


def _heard(result: Result) -> dict[str, Any]:
    bought, rows = result.bought, result.response
    answered = int(bought["answered"].astype(bool).sum())
    silent = rows[rows["share"] < result.broad]
    return plain(
        {
            "answered": answered,
            "active": len(bought),
            "share": answered / len(bought),
            "profit_share": result.profit_share,
            "revenue_share": result.revenue_share,
            "broad": result.broad,
            "groups": len(rows),
            "silent": len(silent),
        }
    )


def _worth(result: Result) -> str:
    """What the share of who answered is told in: profit, else revenue, else customers alone."""
    if not result.bought["answered"].astype(bool).any():
        return "nobody"
    if result.profit_share == result.profit_share and 0 <= result.profit_share <= 1:
        return "profit"
    return "revenue" if result.revenue_share == result.revenue_share else "customers"


def _reach(result: Result) -> str:
    """Can one speak for all groups, for some or for none?"""
    if not result.response["answered"].sum():
        return "reach_nobody"
    short = result.response["share"] < result.broad
    return "reach_none" if short.all() else "reach_some" if short.any() else "reach_all"


def _groups(result: Result) -> Table:
    """A row a class, or a fifth: who is in it, who answered, what they think, and how to ask them."""
    rows = result.response
    frame = rows.assign(
        mark=_mark(result, 1), mark_before=_mark(result, 2), way=[f"ask_{group}" for group in rows.index]
    ).reset_index()
    formats = {
        "group": "term",
        "customers": "count",
        "answered": "count",
        "profit_share": "percent",
        "mark_before": "number",
        "mark": "number",
        "overdue": "count",
        "way": "term",
    }
    values = {"days": result.overdue_days}
    return table("groups", frame, filled(frame, formats, "profit_share", "mark_before", "mark"), values=values)


def _ways(rows: pd.DataFrame) -> list[str]:
    """How to ask each group, as the key of the words for it."""
    return [f"ask_{group}" for group in rows.index]


def _mark(result: Result, back: int) -> pd.Series:
    """Of each group its overall mark in the last year that anyone answered, or the year before that (2)."""
    history = result.history
    years = sorted(history["year"].unique())
    if len(years) < back:
        return pd.Series(float("nan"), result.response.index)
    rows = history[history["year"] == years[-back]]
    return rows.set_index("group")["value"].reindex(result.response.index)
