"""What do staff say of the customer, what do leavers say of us, and how long do complaints wait? Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pandas as pd

from klantlib.measures.uncertainty import SURE, Estimate, difference, mean, share

# how aware staff are, 1-10: importance of the customer, own role, knowledge, access to information
AWARENESS = ("awareness_importance", "awareness_role", "awareness_knowledge", "awareness_information")
# why customers leave, several answers each, as shares of leavers; from the Dutch literature on customer management
REASONS = {
    "no_attention": 0.92,
    "no_initiative": 0.88,
    "promises_not_kept": 0.81,
    "not_expert": 0.77,
    "not_thinking_along": 0.76,
    "dishonest": 0.68,
    "price": 0.17,
}


class Awareness(NamedTuple):
    """The marks of staff; a row of the table is an answer, of one person or of a unit."""

    questions: pd.DataFrame  # index the questions that were asked, lowest mark first: value, low, high, n
    units: pd.DataFrame  # index unit, lowest mark first: n, mark, the four (NaN unknown), low, high (of its gap), apart
    overall: Estimate


class Leaving(NamedTuple):
    """Why customers left."""

    leavers: int
    reasons: pd.DataFrame  # index the seven known reasons: customers, share, low, high (of leavers), theirs (the text)
    own: pd.Series  # other reasons in the client's own words: customers, most first


class Settling(NamedTuple):
    """How long complaints took."""

    complaints: int
    a_year: float
    known: int  # settled, or open for longer than the limit
    long: Estimate  # share of those that took longer than the limit
    median: float  # days, of those settled; NaN where none is
    open: int  # not settled


def awareness(employees: pd.DataFrame, sure: float = SURE) -> Awareness:
    """
    The mean mark per question and per unit, and which units differ from the others beyond chance.

    `employees`: unit, and the four marks (1-10, NA where not asked). A unit is held against all other answers with an
    interval that allows for the number of units (Bonferroni).
    """
    asked = [name for name in AWARENESS if employees[name].notna().any()]
    rows = employees.dropna(subset=list(AWARENESS), how="all")
    rows = rows.assign(mark=rows[list(AWARENESS)].mean(axis="columns"))
    questions = pd.DataFrame([mean(rows[name])._asdict() for name in asked], index=asked, columns=Estimate._fields)
    grouped = rows.groupby("unit")
    units = grouped[["mark", *AWARENESS]].mean().assign(n=grouped.size())
    certain = 1 - (1 - sure) / max(1, len(units))
    gaps = [_gap(rows, unit, certain) for unit in units.index]
    units = units.assign(
        low=[gap.low for gap in gaps],
        high=[gap.high for gap in gaps],
        apart=pd.Series([gap.apart(0.0) for gap in gaps], units.index, dtype=bool),
    )
    by_mark = {"kind": "stable", "na_position": "last"}
    return Awareness(
        questions.sort_values("value", **by_mark), units.sort_values("mark", **by_mark), mean(rows["mark"])
    )


def leaving(exits: pd.DataFrame, sure: float = SURE) -> Leaving:
    """
    Of those who left the share that named each reason, with Wilson's interval; each customer counts once a reason.

    `exits`: customer_id, reason (a key of REASONS, else the client's own words).
    """
    told = exits.dropna(subset=["customer_id", "reason"]).drop_duplicates(["customer_id", "reason"])
    n, counts = int(told["customer_id"].nunique()), told["reason"].value_counts()
    rows = [{"customers": k, **share(k, n, sure)._asdict()} for k in counts.reindex(list(REASONS), fill_value=0)]
    reasons = pd.DataFrame(rows, index=list(REASONS)).rename(columns={"value": "share"}).drop(columns="n")
    own = counts.drop(labels=list(REASONS), errors="ignore").sort_index().sort_values(ascending=False, kind="stable")
    return Leaving(n, reasons.assign(theirs=REASONS), own.astype(int))


def settling(complaints: pd.DataFrame, end: date, months: float, days: int) -> Settling:
    """
    How many complaints a year, and which share of them took more than `days`.

    `complaints`: date, settled (NaT where open) in a period of so many months until `end`. One that is open for longer
    than the limit took longer; one that is open for less is not known yet.
    """
    took = (complaints["settled"] - complaints["date"]).dt.days
    took = took.where(took >= 0)
    waited = (pd.Timestamp(end) - complaints["date"]).dt.days.where(complaints["settled"].isna())
    long, known = (took > days) | (waited > days), took.notna() | (waited > days)
    a_year = len(complaints) * 12 / months
    counts = int(known.sum()), share(int(long.sum()), int(known.sum()))
    return Settling(len(complaints), a_year, *counts, float(took.median()), int(complaints["settled"].isna().sum()))


def _gap(rows: pd.DataFrame, unit: str, sure: float) -> Estimate:
    """How much higher a unit marks than all others together."""
    here = rows["unit"].eq(unit)
    return difference(rows.loc[here, "mark"], rows.loc[~here, "mark"], sure)
