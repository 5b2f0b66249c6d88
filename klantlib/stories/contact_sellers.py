"""The chapter on contact: which seller a customer asks for, who hunts and who farms, and what a farmer earns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, table
from klantlib.measures.plans.sellers import TYPES
from klantlib.stories.passages import filled, named, names, unknown_margin

if TYPE_CHECKING:
    from klantlib.analyses.contact import Contact

LISTED = 10  # sellers in a table, the largest portfolios: the appendix, by customer, has no list of them
NAMED = 2  # customers named in a row


def types(result: Contact) -> Iterator[Block]:
    """Which seller goes with whom, by margin per transaction, time between them and need for advice."""
    placed = result.ladder
    typed = placed[placed["seller_type"].notna()]
    if placed.empty:
        return
    if typed.empty:
        yield Note("types_unknown", {"n": len(placed)})
        return
    now, wished = (int(typed[column].eq("relation_manager").sum()) for column in ("seller_type", "seller_type_wished"))
    limits = {"margin_from": result.margin_from, "days_from": result.days_from, "advice_from": result.advice_from}
    values = {"now": now, "wished": wished, "all": len(typed), **limits}
    yield Heading("types_more_heading" if wished > now else "types_heading", values)
    yield Finding("types_finding", values)
    yield _types_table(typed)
    if len(open_ := placed[placed["seller_type"].isna()]):
        yield Note("untyped", named(open_))
    yield Text("born")


def _types_table(typed: pd.DataFrame) -> Table:
    """How many ask for each kind of seller, now and on the step wished."""
    rows = [
        {
            "seller_type": kind,
            "now": int(typed["seller_type"].eq(kind).sum()),
            "wished": int(typed["seller_type_wished"].eq(kind).sum()),
            "margin_per_order": now["margin_per_order"].median(),
            "days_between": now["days_between"].median(),
            "examples": ", ".join(names(now.head(NAMED))) or None,
        }
        for kind in TYPES
        if typed[["seller_type", "seller_type_wished"]].eq(kind).any(axis=None)
        for now in [typed[typed["seller_type"] == kind].sort_values("revenue", ascending=False, kind="stable")]
    ]
    formats = {
        "seller_type": "term",
        "now": "count",
        "wished": "count",
        "margin_per_order": "money",
        "days_between": "number",
        "examples": "text",
    }
    return table("types_table", pd.DataFrame(rows), formats)


def hunters(result: Contact) -> Iterator[Block]:
    """Per seller: what was won, what was kept and what was lost."""
    sellers = result.sellers
    if sellers.empty:
        yield Note("no_sellers")
        return
    key, values = _hunt(sellers)
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    yield _portfolios(sellers)
    nobodys = result.customers[result.customers["seller"].isna() & (result.customers["revenue"] > 0)]
    if len(nobodys):
        yield Note("nobodys", named(nobodys, "revenue"))


def _hunt(sellers: pd.DataFrame) -> tuple[str, dict[str, Any]]:
    """Who won most with new customers, and who grew most with those there were."""
    values: dict[str, Any] = {"n": len(sellers), "new": int(sellers["new_customers"].sum())}
    won = sellers["new_revenue"].max() > 0
    if won:
        best = sellers.loc[sellers["new_revenue"].idxmax()]
        values |= {"hunter": best.name, "won": best["new_revenue"], "won_n": int(best["new_customers"])}
    if sellers["kept_change"].isna().all():
        return ("hunt_only" if won else "portfolios_only"), values
    grown = sellers["kept_change"].dropna()
    values |= {"farmer": grown.idxmax(), "grown": grown.max(), "lost": sellers["lost_revenue"].sum()}
    values |= {"lost_n": int(sellers["lost_customers"].sum()), "change": grown.sum(), "shrunk": -grown.max()}
    if not grown.max() > 0:
        return ("hunt_shrinking" if won else "farm_shrinking"), values
    return ("hunt_and_farm" if won else "farm_only"), values


def _portfolios(sellers: pd.DataFrame) -> Table:
    shown = sellers.rename_axis("seller").reset_index().head(LISTED)
    formats = {
        "seller": "text",
        "customers": "count",
        "new_customers": "count",
        "new_revenue": "money",
        "kept_change": "money",
        "lost_customers": "count",
        "lost_revenue": "money",
        "prospect_quotes": "count",
        "prospects_won": "count",
    }
    optional = ("kept_change", "lost_customers", "lost_revenue", "prospect_quotes", "prospects_won")
    return table("portfolios", shown, filled(shown, formats, *optional), values={"n": len(shown), "all": len(sellers)})


def reward(result: Contact) -> Iterator[Block]:
    """What a farmer would earn by the profit of the portfolio, worked out for the first."""
    paid = result.sellers.dropna(subset="commission")
    if paid.empty:
        if len(result.sellers):
            yield Note("no_commission")
        return
    ordered = paid.sort_values("commission", ascending=False, kind="stable")
    best, last = ordered.iloc[0], ordered.iloc[-1]
    values = {
        **_worked(best),
        **result.terms._asdict(),
        "wished": result.terms.years,
        "years": best["years"],
        "last": last.name,
        "last_commission": last["commission"],
        "last_revenue": last["revenue"],
        "last_profit": last["profit"],
        "total": paid["commission"].sum(),
        "n": len(paid),
    }
    yield Heading("commission_heading" if len(paid) > 1 else "commission_one_heading", values)
    yield Finding("commission_finding", values)
    yield _commissions(paid)
    yield Text("worked" if best["years"] == best["years"] else "worked_without_years", values)
    yield Note(f"kind_{result.accounts.kind}")
    yield from unknown_margin(result.accounts)
    if new := int(result.customers["years"].isna().sum()):
        yield Note("years_unknown", {"n": new, "all": len(result.customers)})


def _worked(best: pd.Series) -> dict[str, Any]:
    """The steps of the sum for one seller."""
    steps = {name: best[name] for name in ("revenue", "profit", "counted", "years", "uplift", "commission")}
    return {"seller": best.name, **steps, "held_back": best["profit"] - best["counted"]}


def _commissions(paid: pd.DataFrame) -> Table:
    shown = paid.rename_axis("seller").reset_index().head(LISTED)
    formats = {
        "seller": "text",
        "revenue": "money",
        "profit": "money",
        "counted": "money",
        "years": "number",
        "uplift": "percent1",
        "commission": "money",
    }
    values = {"n": len(shown), "all": len(paid)}
    return table("commissions", shown, filled(shown, formats, "years"), values=values)
