"""What are complaints about, of which kind are they, and whose are they?"""

from __future__ import annotations

import math

import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import EXACT, above_zero

KINDS = ("objective", "subjective", "doubtful", "chicanery", "ignorance")  # as the client's table names them
FOUNDED = "objective"
OWN, NO_KIND = "own_kind", "no_kind"  # a name of the client's own; none given


def read(complaints: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `sort` (one of KINDS, OWN or NO_KIND) and a `cause` without loose spaces (NA where empty)."""
    kind = complaints["kind"].astype("str").str.strip().replace("", pd.NA)
    cause = complaints["cause"].astype("str").str.strip().replace("", pd.NA)
    sort = kind.where(kind.isin(KINDS), OWN).where(kind.notna(), NO_KIND)
    return complaints.assign(kind=kind, cause=cause, sort=sort.astype("str"))


def kinds(complaints: pd.DataFrame) -> pd.DataFrame:
    """Of rows as `read` gives them, per sort (all of KINDS; others only where there are any): see `_counted`."""
    sums = _counted(complaints, "sort")
    others = [sort for sort in (OWN, NO_KIND) if sort in sums.index]
    return sums.reindex([*KINDS, *others]).fillna({"complaints": 0, "share": 0.0, "cost": 0.0})


def causes(complaints: pd.DataFrame, vital: float) -> pd.DataFrame:
    """
    Per cause, most complaints first: see `_counted`, and founded (number), running (share of those with a known
    cause), vital (bool: one of the fewest that together make that share of them; Juran, 1951).
    """
    known = complaints.dropna(subset="cause")
    sums = _counted(known, "cause").assign(
        founded=known["sort"].eq(FOUNDED).groupby(known["cause"]).sum(),
    )
    ordered = sums.sort_index().sort_values("complaints", ascending=False, kind="stable")
    running = ordered["share"].cumsum()
    return ordered.assign(running=running, vital=running - ordered["share"] < vital - EXACT)


def _counted(complaints: pd.DataFrame, column: str) -> pd.DataFrame:
    """complaints (number), share of these rows, cost (money; NaN where of none it is known)."""
    groups = complaints.groupby(column)
    counts = groups.size().astype(int)
    return pd.DataFrame(
        {
            "complaints": counts,
            "share": counts / above_zero(float(len(complaints))),
            "cost": groups["cost"].sum(min_count=1),
        }
    )


def of_customers(complaints: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """
    Everyone who bought or complained, index customer_id; of known customers only (without a table of them, all are).

    name, complaints, founded, open (numbers), cost (money; NaN where there are complaints and of none it is known),
    orders (0 where nothing was bought), revenue, profit (money; NaN where nothing was bought or it is unknown).
    """
    names = accounts.parents["name"] if len(accounts.parents) else accounts.customers["name"]
    rows = complaints if names.empty else complaints[complaints["customer_id"].isin(names.index)]
    ids = accounts.customers.index.union(pd.Index(rows["customer_id"].unique(), dtype="str"), sort=False)
    ids = ids.sort_values().rename("customer_id")
    groups = rows.assign(open=rows["settled"].isna(), founded=rows["sort"].eq(FOUNDED)).groupby("customer_id")
    count = groups.size().reindex(ids, fill_value=0).astype(int)
    sums = groups[["founded", "open"]].sum().reindex(ids, fill_value=0).astype(int)
    bought = accounts.customers.reindex(ids)
    return pd.DataFrame(
        {
            "name": names.astype("str").reindex(ids).fillna(ids.to_series()),
            "complaints": count,
            "founded": sums["founded"],
            "open": sums["open"],
            "cost": groups["cost"].sum(min_count=1).reindex(ids).mask(count.eq(0), 0.0),
            "orders": bought["orders"].fillna(0).astype(int),
            "revenue": bought["revenue"].astype(float),
            "profit": bought["profit"].astype(float),
        }
    )


def per_thousand(cost: pd.Series, revenue: pd.Series) -> pd.Series:
    """Cost for every 1,000 of revenue; NaN without positive revenue."""
    return 1000 * cost / revenue.where(revenue > 0, math.nan)
