"""The chapter on hours against value, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.plans.hours import CLASSES, GROUPS
from klantlib.measures.proportions import within
from klantlib.stories.passages import (
    filled,
    first_that_holds,
    known_sum,
    loss,
    named,
    unknown_customers,
    unknown_margin,
)

if TYPE_CHECKING:
    from klantlib.analyses.resources import Resources

SHARES = ("hours_share", "profit_share")
LISTED = 8  # rows of a list of customers; all are in the appendix
APART = 0.05  # under a twentieth of all hours a difference is no headline
WHOLE_HOUR = 0.5  # hours are printed whole: a smaller difference is not seen


def opening(result: Resources) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.hours and result.suppressed is not None:
        yield Note(f"kind_{result.accounts.kind}")
    yield from _what_is_lacking(result)


def _headline(result: Resources) -> Heading:
    groups = _classes(result)
    losing = groups[(groups.index == "loss_maker") & (groups["profit"] < 0)]
    gaps = (groups["hours_share"] - groups["profit_share"]).dropna()
    values: dict[str, Any] = {"hours": result.hours, "n": len(result.named)}
    if len(losing) and result.hours:
        values |= {"share": losing["hours_share"].sum(), "lost": -losing["profit"].sum()}
    elif len(gaps):
        row = groups.loc[gaps.idxmax()]
        values |= {"group": gaps.idxmax(), "share": row["hours_share"], "profit_share": row["profit_share"]}
    if result.visit_rate == result.visit_rate:
        values |= {"rate": result.visit_rate}
    choices = {
        "only_rates": not result.hours and "rate" in values,
        "no_hours": not result.hours,
        "profit_unknown": result.suppressed is None,
        "no_classes": groups.empty,
        "losers": values.get("lost") and values["share"] >= APART,
        "apart": "group" in values and gaps.max() >= APART,
        "in_step": True,
    }
    return Heading(first_that_holds(choices), values, level=1)


def _classes(result: Resources) -> pd.DataFrame:
    """The groups that are classes of known customers."""
    return result.groups[result.groups.index.isin(CLASSES) & (result.groups["customers"] > 0)]


def _what_is_lacking(result: Resources) -> Iterator[Note]:
    if not result.hours:
        yield Note("lacking_hours")
    if result.roles["rate"].isna().all():
        yield Note("lacking_staff")
    if result.hours and _classes(result).empty:
        yield Note("lacking_classes")


def shares(result: Resources) -> Iterator[Block]:
    """Each class: its hours and what they cost beside its profit; then the customers that stand out."""
    if not result.hours:
        return
    key, values = _shares(result)
    short = values.get("best_profit_share", 0.0) - values.get("best_hours_share", 0.0)
    even = key != "shares_hours" and short < APART
    yield Heading("shares_even_heading" if even else f"{key}_heading", values)
    yield Finding(key, values)
    if result.groups["profit_share"].notna().sum() > 1 and within(result.groups["profit_share"]):
        yield _picture(result)
    yield _groups_table(result)
    if result.suppressed:
        yield Note("no_percentages", {"suppress_under": result.rules.suppress_under})
    yield from _left_aside(result)
    if len(result.heavy):
        yield from _heavy(result)
    if result.suppressed is not None:
        yield from unknown_margin(result.accounts)
    yield from unknown_customers(result.accounts)


def _shares(result: Resources) -> tuple[str, dict[str, Any]]:
    """The finding on classes, and its figures."""
    groups = _classes(result)
    values: dict[str, Any] = {"hours": result.hours, "n": len(result.named), "by_name": result.named["hours"].sum()}
    known = groups.dropna(subset=["hours_share", "profit_share"])
    if len(known) < 2:
        most = result.groups["hours"].idxmax()
        return "shares_hours", {**values, "group": most, "share": result.groups.loc[most, "hours_share"]}
    gaps = known["hours_share"] - known["profit_share"]
    much, little = gaps.idxmax(), gaps.idxmin()
    told = {"group": much, "best": little}
    told_of = (*SHARES, "profit")
    figures = {f"{side}_{name}": known.loc[group, name] for side, group in told.items() for name in told_of}
    return "shares" if within(known["profit_share"]) else "shares_money", {**values, **told, **figures}


def _picture(result: Resources) -> Chart:
    """Two bars a class: its share of hours, and of profit."""
    known = result.groups.dropna(subset=["hours_share", "profit_share"]).rename_axis("group").reset_index()
    bars = known.melt("group", SHARES, "of", "share")
    tidy = bars.sort_values("group", key=lambda groups: groups.map(GROUPS.index), kind="stable")
    gap = (known["hours_share"] - known["profit_share"]).abs()
    most = known.loc[gap.idxmax()]
    values = {"n": len(known), "group": most["group"], **{name: most[name] for name in SHARES}}
    formats = {"group": "term", "of": "term", "share": "percent"}
    data = plain(tidy[["group", "of", "share"]].to_dict("list"))
    return Chart("picture", "bar", data, x="share", y="group", formats=formats, values=values, group="of")


def _groups_table(result: Resources) -> Table:
    shown = result.groups.rename_axis("group").reset_index().rename(columns={"cost": "hours_cost"})
    formats = {
        "group": "term",
        "customers": "count",
        "hours": "count",
        "hours_share": "percent",
        "hours_cost": "money",
        "profit": "money",
        "profit_share": "percent",
    }
    if not within(shown["profit_share"]):
        shown = shown.drop(columns="profit_share").assign(profit_share=None)
    return table("groups_table", shown, filled(shown, formats, "hours_cost", "profit", "profit_share"))


def _left_aside(result: Resources) -> Iterator[Note]:
    """Hours that belong to no class or customer of ours, and those without a rate."""
    rows = result.rows
    for key, column in (("own_classes", "own"), ("strangers", "stranger")):
        if len(apart := rows.dropna(subset=column)):
            values = {"names": sorted(apart[column].unique()), "hours": apart["hours"].sum()}
            yield Note(key, {"n": len(values["names"]), **values})
    nobody = rows[(rows["group"] == "elsewhere") & rows["own"].isna() & rows["stranger"].isna()]
    if nobody["hours"].sum() > 0:
        yield Note("nobodys", {"hours": nobody["hours"].sum()})
    unpaid = result.roles[result.roles["rate"].isna() & (result.roles["written"] > 0)]
    if len(unpaid) and result.roles["rate"].notna().any():
        yield Note(
            "unpaid_roles", {"n": len(unpaid), "names": unpaid["role"].tolist(), "hours": unpaid["written"].sum()}
        )
    idle = result.named[result.named["revenue"].eq(0) & (result.named["hours"] > 0)]
    if len(idle):
        yield Note("no_revenue", named(idle, "hours"))


def _heavy(result: Resources) -> Iterator[Block]:
    heavy = result.heavy
    values = {**named(heavy, "hours", "hours_share", "profit"), "all": len(result.named)}
    times = {"disproportion": result.rules.disproportion}
    losing = heavy[heavy["profit"] < 0]
    yield Finding(
        "heavy_losing" if len(losing) else "heavy", {**values, **times, "losing": len(losing), "loss": loss(losing)}
    )
    first = heavy.head(LISTED)
    formats = {
        "name": "text",
        "group": "term",
        "months_new": "count",
        "hours": "count",
        "hours_share": "percent1",
        "hours_cost": "money",
        "profit": "money",
        "profit_share": "percent1",
    }
    shown = filled(first, formats, "months_new", "hours_cost", "profit_share")
    yield table("heavy_table", first, shown, values={"n": len(first), "all": len(heavy)})


def proposal(result: Resources) -> Iterator[Block]:
    """The same hours, divided by value."""
    if not result.divided:
        if result.hours:
            yield Note("not_divided")
        return
    change = result.groups["change"]
    values = {
        "hours": result.groups["hours"].sum(),
        "moved": result.moved,
        **{name: result.rules._asdict()[name] for name in ("keep", "keep_future", "most", "most_small")},
    }
    if result.moved < WHOLE_HOUR:
        yield Heading("proposal_none_heading", values)
        yield Finding("proposal_none", values)
        return
    values |= {"share": result.moved / result.hours, "from": change.idxmin(), "to": change.idxmax()}
    values |= {"given": -change.min(), "received": change.max()}
    yield Heading("proposal_heading", values)
    yield Finding("proposal", values)
    yield _proposal_table(result)


def _proposal_table(result: Resources) -> Table:
    """Now, proposed and the change, by group; the last row adds them up."""
    columns = ["hours", "proposed", "change"]
    shown = result.groups[result.groups["hours"].gt(0) | result.groups["proposed"].gt(0)]
    rows = shown.rename_axis("group").reset_index()[["group", "profit", *columns]]
    total = pd.DataFrame([{"group": "together", "profit": known_sum(rows["profit"]), **rows[columns].sum()}])
    formats = {"group": "term", "profit": "money", "hours": "count", "proposed": "count", "change": "count"}
    whole = pd.concat([rows, total.astype({"profit": float})], ignore_index=True)
    return table("proposal_table", whole, formats, total=True)


def rule_of_thumb(result: Resources) -> list[Text]:
    """The limits that were used."""
    rules = result.rules._asdict()
    chosen = ("rate_factor", "productive_hours", "hours_a_visit", "visits_most", "disproportion")
    return [Text("limits", {name: rules[name] for name in chosen})]
