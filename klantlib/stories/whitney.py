"""The chapter on Whitney's three questions, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.qualification import CRITERIA, IMPROVE, POLICIES, STOP, TO_BE_JUDGED, yes_no
from klantlib.stories.passages import (
    filled,
    first_that_holds,
    groups_of_companies,
    loss,
    named,
    names,
    unknown_customers,
)

if TYPE_CHECKING:
    from klantlib.analyses.whitney import Whitney

LISTED = 8  # rows of a list in the chapter; all customers are in the appendix


def opening(result: Whitney) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.accounts.kind != "unknown":
        yield Note(f"kind_{result.accounts.kind}")
    yield from groups_of_companies(result.accounts)


def _headline(result: Whitney) -> Heading:
    improve, stop, best = result.losses["improve"], result.losses["stop"], result.rows("yyy")
    values = {
        "customers": len(result.customers),
        "improve": len(improve),
        "improve_loss": loss(improve),
        "stop": len(stop),
        "stop_loss": loss(stop),
        "best": len(best),
        "best_share": best["revenue_share"].sum(),
        "judged": len(result.judged),
    }
    choices = {
        "nobody_judged": not values["judged"],
        "stop_first": values["stop_loss"] > values["improve_loss"],
        "improve_first": values["improve_loss"] > 0,
        "keep_first": values["best"] > 0,
        "no_losses": True,
    }
    return Heading(first_that_holds(choices), values, level=1)


def matrix(result: Whitney) -> Iterator[Block]:
    """The eight rows: how many stand in each, and what they bring."""
    best = result.rows("yyy")
    yield Heading("matrix_heading", {"judged": len(result.judged), "customers": len(result.customers)})
    values = {**named(best, "revenue_share", "profit"), **result.limits._asdict()}
    yield Finding("matrix_some" if len(best) else "matrix_none", values)
    if len(result.judged):
        yield _picture(result)
    yield _policies(result)
    yield from unknown_customers(result.accounts)


def _policies(result: Whitney) -> Table:
    """All eight rows, empty ones too, and who is still to be judged."""
    answers = {"y": "yes", "n": "no"}
    rows = [
        {
            **dict(zip(CRITERIA, (answers.get(letter) for letter in code[:3]), strict=True)),
            "policy": code,
            "customers": len(customers := result.rows(code)),
            "revenue_share": customers["revenue_share"].sum(min_count=1),
            "profit": customers["profit"].sum(min_count=1),
        }
        for code in (*POLICIES, TO_BE_JUDGED)
    ]
    formats = {**dict.fromkeys((*CRITERIA, "policy"), "term"), "customers": "count", "revenue_share": "percent"}
    return table("matrix", pd.DataFrame(rows), {**formats, "profit": "money"})


def _picture(result: Whitney) -> Chart:
    """Where profit is made and where it is lost: a bar for each row that has customers of known profit."""
    known = result.customers.dropna(subset="profit")
    profit = known.groupby("policy")["profit"].sum().reindex((*POLICIES, TO_BE_JUDGED)).dropna()
    data = {"policy": profit.index.tolist(), "profit": profit.tolist()}
    formats = {"policy": "term", "profit": "money"}
    values = {
        "n": len(profit),
        "customers": len(known),
        "earned": profit.clip(lower=0).sum(),
        "lost": -profit.clip(upper=0).sum(),
    }
    return Chart("picture", "bar", plain(data), x="profit", y="policy", formats=formats, values=values)


def improve(result: Whitney) -> Iterator[Block]:
    """Strategic, but not profitable: largest loss first."""
    customers = result.rows(*IMPROVE).sort_values("profit", kind="stable")
    if len(customers):
        values = {"n": len(customers), "loss": loss(customers), "large": len(result.rows("yyn"))}
        yield Heading("improve_heading", values)
        yield Finding(improve_key(result), {**values, **result.limits._asdict()})
        yield _listed("improve_table", customers)


def improve_key(result: Whitney) -> str:
    return "improve_large" if len(result.rows("yyn")) else "improve_small"


def stop(result: Whitney) -> Iterator[Block]:
    """Not strategic and not profitable: largest loss first."""
    customers = result.rows(*STOP).sort_values("profit", kind="stable")
    if len(customers):
        large = result.rows("nyn")
        values = {"n": len(customers), "loss": loss(customers), "large": len(large), "names": names(large)}
        yield Heading("stop_heading", values)
        yield Finding(stop_key(result), {**values, **result.limits._asdict()})
        yield _listed("stop_table", customers)


def stop_key(result: Whitney) -> str:
    return "stop_large" if len(result.rows("nyn")) else "stop_small"


def invest(result: Whitney) -> Iterator[Block]:
    """Profitable customers that ask for a choice: small but strategic, and large but without a future."""
    promising, elsewhere = result.rows("yny"), result.rows("nyy")
    if len(promising) or len(elsewhere):
        key = (
            "invest_heading"
            if len(promising) and len(elsewhere)
            else "grow_heading"
            if len(promising)
            else "spare_heading"
        )
        yield Heading(key, {"promising": len(promising), "elsewhere": len(elsewhere)})
    if len(promising):
        yield Finding("grow", {**named(promising, "profit"), **result.limits._asdict()})
    if len(elsewhere):
        yield Finding("elsewhere", {**named(elsewhere, "revenue_share", "profit"), **result.limits._asdict()})


def unjudged(result: Whitney) -> Iterator[Block]:
    """Who cannot be placed yet, and for want of what."""
    customers = result.rows(TO_BE_JUDGED)
    if customers.empty:
        return
    unknown = customers[list(CRITERIA)].isna().sum()
    share = customers["revenue_share"].sum()
    missing = {"missing": f"no_{unknown.idxmax()}", "missing_n": int(unknown.max())}
    values = {"n": len(customers), "revenue_share": share, **missing}
    yield Heading("unjudged_heading", values)
    yield Finding("unjudged", values)
    formats = {"name": "text", "revenue": "money", "revenue_share": "percent1", **dict.fromkeys(CRITERIA, "term")}
    shown = yes_no(customers.head(LISTED)).fillna(dict.fromkeys(CRITERIA, "unknown"))
    columns = filled(shown, {**formats, "months_new": "count"}, "months_new")
    yield table("unjudged_table", shown, columns, values={"n": len(shown), "all": len(customers)})


def doubt(result: Whitney) -> Iterator[Block]:
    """The limits are cuts in something that runs on: who would be judged otherwise a little further on?"""
    if result.judged.empty:
        return
    near = result.judged[result.judged["near"].notna()]
    values = {"n": len(near), "near": result.near, "names": names(near), "judged": len(result.judged)}
    yield Heading("doubt_heading" if len(near) else "no_doubt_heading", values)
    yield Finding("doubt_some" if len(near) else "doubt_none", values)
    formats = {"criterion": "term", "looser": "count", "tighter": "count"}
    yield table("moved", result.moved.rename_axis("criterion").reset_index(), formats, values={"near": result.near})


def limits(result: Whitney) -> Iterator[Text]:
    """What the method took for strategic, significant and profitable."""
    key = "limits_revenue" if result.limits.significant_revenue > 0 else "limits"
    yield Text(key, {"near": result.near, **result.limits._asdict()})
    yield Text("sligro")


def _listed(key: str, customers: pd.DataFrame) -> Table:
    """The first of a list, with what is known of them."""
    formats = {
        "name": "text",
        "months_new": "count",
        "significant": "term",
        "score": "number",
        "revenue": "money",
        "cost_to_serve": "money",
        "profit": "money",
    }
    shown = yes_no(customers.head(LISTED))
    return table(key, shown, filled(shown, formats), values={"n": len(shown), "all": len(customers)})
