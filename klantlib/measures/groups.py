"""Which customers are one group of companies, and what are they together? Told by their parents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from klantlib.measures.accounts import Accounts

SUMS = ("revenue", "margin", "cost_to_serve", "profit", "attention")  # unknown of one company is unknown of the group


@dataclass(frozen=True, eq=False)
class Groups:
    """Under which number each customer counts."""

    top: Mapping[str, str]  # customer_id -> the group's: that of its highest parent; only of customers in a group
    names: Mapping[str, str]  # of every customer in the client's table
    circles: tuple[str, ...] = ()  # customers whose parents go round in a circle: each counts for itself
    strangers: tuple[str, ...] = ()  # parents that are not in the client's table

    def of(self, ids: pd.Index) -> pd.Index:
        """The group of each of these customers, or its own number."""
        return pd.Index([self.top.get(key, key) for key in ids], name="customer_id", dtype="str")


def groups_of(parents: pd.DataFrame) -> Groups:
    """
    The groups in the client's own table: index customer_id, columns name and parent_id (NA where it has none).

    A parent need not be a customer, nor stand in the table: then its number is the group's name too, and with a single
    company below it there is no group.
    """
    above = {key: parent for key, parent in parents["parent_id"].dropna().items() if parent != key}
    tops = {key: _top(key, above) for key in above}
    circles = tuple(sorted(key for key, top in tops.items() if top is None))
    known = {key: top for key, top in tops.items() if top is not None}
    strangers = {top for top in known.values() if top not in parents.index}
    lonely = {top for top, n in Counter(known.values()).items() if n == 1 and top in strangers}
    inside = {key: top for key, top in known.items() if top not in lonely}
    return Groups(inside, parents["name"].dropna().to_dict(), circles, tuple(sorted(strangers)))


def grouped(accounts: Accounts) -> Accounts:
    """
    The same accounts with a row for each group instead of its companies, and `companies`: how many of them are in it.

    `customer_id` and name are the parent's. What is unknown of one company is unknown of the group; a group is new when
    all its companies are, as long as the oldest of them. Groups stand where the first of their companies stood. What is
    of the whole stays as it is.
    """
    groups = groups_of(accounts.parents)
    rows = accounts.customers.groupby(groups.of(accounts.customers.index), sort=False)
    known = rows.agg(dict.fromkeys(SUMS, "count")).eq(rows.size(), axis="index")
    frame = rows.agg(**{name: (name, "sum") for name in SUMS}).where(known)
    names = pd.Series([groups.names.get(key, key) for key in frame.index], frame.index, dtype="str")
    new = rows["months_new"]
    frame = frame.assign(
        name=names.where(~frame.index.isin(accounts.customers.index), accounts.customers["name"].reindex(frame.index)),
        orders=rows["orders"].sum(),
        months_new=new.max().where(new.count().eq(rows.size())).astype("Int64"),
        companies=rows.size().astype(int),
    )
    return replace(
        accounts,
        customers=frame[[*accounts.customers.columns, "companies"]],
        charges=accounts.charges.assign(customer_id=groups.of(pd.Index(accounts.charges["customer_id"])).array),
        unknown_margin_customers=tuple(frame.index[frame["margin"].isna()]),
        groups=groups,
    )


def judged_together(judgement: pd.DataFrame, groups: Groups | None) -> pd.DataFrame:
    """
    Per group the `score` and the answer `strategic`: those of the parent itself, else the best of its companies.

    One company that opens a market makes the whole group worth it, so a yes and the highest score count; a no of one
    company does not stand in the way of another's score. `judgement` as `strategic_score` gives it.
    """
    if groups is None:
        return judgement
    rows = judgement.groupby(groups.of(judgement.index))
    best = rows.agg(score=("score", "max"), strategic=("strategic", "max"))
    outdone = best["strategic"].eq(False).fillna(False) & best["score"].notna()
    best = best.assign(strategic=best["strategic"].mask(outdone))
    own = judgement[judgement.notna().any(axis="columns") & judgement.index.isin(best.index)]
    return pd.concat([own, best.drop(index=own.index)]).rename_axis("customer_id")


def _top(key: str, above: Mapping[str, str]) -> str | None:
    """The highest parent; None where the parents go round in a circle."""
    seen = {key}
    while key in above:
        key = above[key]
        if key in seen:
            return None
        seen.add(key)
    return key
