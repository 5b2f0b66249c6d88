"""The chapter on leaving: what went and which way, who came back, and what fits each stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.classes import CLASSES
from klantlib.measures.leaving.behaviour import HALF, LATER, LEAST_INVOICES, LEAST_QUOTES, MANY_SIGNS, SIGNS
from klantlib.measures.leaving.drying_up import PARTS
from klantlib.measures.proportions import FEWEST
from klantlib.stories.passages import filled, first_that_holds, known_sum, named, names, unknown_customers

if TYPE_CHECKING:
    from klantlib.analyses.lapse import Lapse

LISTED = 5  # rows of a list in the chapter; all customers are in the appendix
NEAR = 0.05  # two amounts that differ by less of the larger are alike


def larger(result: Lapse) -> str:
    """
    Where more money went: lost, drying, alike, or neither where nothing went; split_lost and split_drying where profit
    (told by the name) went the other way than revenue.
    """
    revenue, profit = _way(result, "lost"), _way(result, "lost_profit")
    if {revenue, profit} == {"lost", "drying"}:
        return f"split_{profit}"
    return revenue


def _way(result: Lapse, column: str) -> str:
    gone, dries = (known_sum(rows[column]) for rows in (result.of("lost"), result.dries))
    if gone is None or dries is None:
        gone, dries = (float(rows["lost"].sum()) for rows in (result.of("lost"), result.dries))
    if max(gone, dries) <= 0:
        return "neither"
    if abs(gone - dries) <= NEAR * max(gone, dries):
        return "alike"
    return "lost" if gone > dries else "drying"


def unproven(result: Lapse) -> float:
    """What revenue fell with customers who fall as much as those that dry up, but may do so by chance."""
    rows = result.customers.loc[result.drying.doubtful.index]
    return float((rows["revenue_before"] - rows["revenue"]).clip(lower=0).sum())


def opening(result: Lapse) -> Iterator[Block]:
    values = _sums(result)
    choices = {
        "no_comparison": not result.compared,
        f"{values['larger']}_first": values["larger"].startswith("split"),
        "drying_first": values["larger"] == "drying",
        "lost_first": values["larger"] in ("lost", "alike"),
        "left_empty": values["lost"] > 0,
        "overdue_first": len(result.overdue) > 0,
        "all_stayed": True,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")
    if result.priced:
        yield Note(f"kind_{result.accounts.kind}")
    yield from unknown_customers(result.accounts)


def _sums(result: Lapse) -> dict[str, Any]:
    gone, dries = result.of("lost"), result.dries
    return {
        "larger": larger(result),
        "lost": len(gone),
        "lost_revenue": gone["lost"].sum(),
        "lost_profit": known_sum(gone["lost_profit"]),
        "drying": len(dries),
        "drying_revenue": dries["lost"].sum(),
        "drying_profit": known_sum(dries["lost_profit"]),
        "overdue": len(result.overdue),
        "customers": len(result.customers),
        "before": result.loyalty["total"].n,
        "again": result.loyalty["total"].hits,
    }


def leaks(result: Lapse) -> Iterator[Block]:
    """What went to customers that left and to customers that dry up."""
    if not result.compared:
        yield Note("nothing_before")
        return
    values = _sums(result)
    nothing = values["larger"] == "neither"
    yield Heading("leak_empty_heading" if nothing and values["lost"] else f"leak_{values['larger']}_heading", values)
    gone, dries = result.of("lost"), result.dries
    if len(gone):
        profit = known_sum(gone["lost_profit"])
        said = {**named(gone), "revenue": gone["lost"].sum(), "profit": profit}
        yield Finding("lost" if profit is not None else "lost_plain", said)
        yield Note("reasons" if result.exits else "no_reasons", {"n": result.exits, "lost": len(gone)})
    else:
        yield Finding("lost_nobody", values)
    yield _dried(result, dries)
    if doubtful := len(result.drying.doubtful):
        yield Note("unproven", {"n": doubtful, "revenue": unproven(result), "fall": result.fall})
    if not nothing:
        if values["larger"] != "neither":
            yield Text(f"balance_{values['larger']}", values)
        yield _history(result)
        yield _largest(result)


def _dried(result: Lapse, dries: pd.DataFrame) -> Finding:
    drying = result.drying
    rule = {
        "fall": result.fall,
        "chance": result.chance,
        "parts": PARTS,
        "trend": 1 - drying.trend,
        "tested": drying.tested,
        "too_few": drying.too_few,
        "by_chance": drying.by_chance,
    }
    if dries.empty:
        return Finding("drying_nobody", rule)
    often = result.fewer_orders
    said = {**rule, **named(dries), "revenue": dries["lost"].sum(), "often": often}
    return Finding("drying" if often == often else "drying_plain", said)


def _history(result: Lapse) -> Chart:
    """Money lost each way, period by period, latest last."""
    rows = result.history.melt("end", ["lost", "drying"], "way", "revenue").sort_values("end", kind="stable")
    counts = result.history.melt("end", ["lost_n", "drying_n"], "way", "n").sort_values("end", kind="stable")
    data = {
        "end": plain(rows["end"].tolist()),
        "way": ("way_" + rows["way"]).tolist(),
        "revenue": rows["revenue"].tolist(),
        "n": counts["n"].tolist(),
    }
    latest = result.history.iloc[-1]
    values = {"n": len(result.history), "lost": latest["lost"], "drying": latest["drying"]}
    formats = {"end": "day", "way": "term", "revenue": "money", "n": "count"}
    return Chart(
        "history", "bar", plain(data), x="revenue", y="end", group="way", formats=formats, values=plain(values)
    )


def _largest(result: Lapse) -> Table:
    went = result.customers[result.customers["lost"] > 0]
    went = went.sort_index().sort_values("lost", ascending=False, kind="stable").head(LISTED)
    rows = went.assign(way=went["state"].eq("lost").map({True: "way_lost", False: "way_drying"}))
    formats = {
        "name": "text",
        "way": "term",
        "revenue_before": "money",
        "revenue": "money",
        "lost_profit": "money",
    }
    return table("largest", rows, filled(rows, formats, "lost_profit"), values={"n": len(rows)})


def staying(result: Lapse) -> Iterator[Block]:
    """The loyalty coefficient, by class too, and the first year."""
    total = result.loyalty["total"]
    if total.n:
        yield Heading("staying_heading", total._asdict())
        yield Finding("coefficient" if total.n >= FEWEST else "coefficient_few", total._asdict())
        if len(result.loyalty) > 2:
            yield _by_class(result)
    due, newcomers = result.newcomers.lapse, result.newcomers
    if due.n:
        yield Finding("first_year" if due.n >= FEWEST else "first_year_few", due._asdict())
    if newcomers.recent:
        yield Finding("recent", {"n": newcomers.recent, "again": newcomers.again, "due": due.n})
    if not due.n and not newcomers.recent:
        yield Note("no_newcomers")


def _by_class(result: Lapse) -> Table:
    shares = {name: result.loyalty[name] for name in (*CLASSES, "total") if name in result.loyalty}
    rows = pd.DataFrame(shares.values(), index=list(shares)).rename_axis("class").reset_index()
    told = ["share", "low", "high"]
    rows[told] = rows[told].where(rows["n"] >= FEWEST)
    formats = {"class": "term", "n": "count", "hits": "count", **dict.fromkeys(told, "percent")}
    return table("by_class", rows, filled(rows, formats, *told), total=True)


def stages(result: Lapse) -> Iterator[Block]:
    """Which means fit which stage, with this client's own customers in each; behaviour and breadth beside it."""
    counts = {stage: len(result.stage(stage)) for stage in ("relation", "leaving", "gone")}
    yield Heading("stages_heading", counts)
    yield Text("stages_text", counts)
    formats = {"stage": "term", "customers": "count", "revenue": "money", "means": "term"}
    rows = [[stage, n, _revenue(result, stage), f"{stage}_means"] for stage, n in counts.items()]
    yield Table("stages", formats, plain(rows))
    yield from _behaviour(result)
    yield from _products(result)


def _revenue(result: Lapse, stage: str) -> float:
    """Of the period, for those that are gone and bought nothing in it of the period before."""
    rows = result.stage(stage)
    return float(rows["revenue"].where(rows["state"] != "lost", rows["revenue_before"]).sum())


def _behaviour(result: Lapse) -> Iterator[Block]:
    live = result.customers[result.at_risk]
    known = {sign: live[sign].dropna().astype(bool) for sign in SIGNS}
    known = {sign: holds for sign, holds in known.items() if len(holds)}
    if not known:
        yield Note("no_signs")
        return
    many = live[live["signs"] >= MANY_SIGNS]
    limits = {"later": LATER, "half": HALF, "invoices": LEAST_INVOICES, "quotes": LEAST_QUOTES}
    values = {**limits, "n": len(many), "one": int((live["signs"] > 0).sum()), "names": names(many)}
    yield Finding("signs" if len(many) else "signs_few", values)
    alarm = live["state"].isin(["overdue", "drying"])
    rows = [
        [sign, int(holds.sum()), len(holds), int((holds & alarm.reindex(holds.index)).sum()), _of(live, holds)]
        for sign, holds in known.items()
    ]
    formats = {"sign": "term", "customers": "count", "known": "count", "too": "count", "revenue": "money"}
    yield Table("signs_table", formats, plain(rows), limits)


def _of(live: pd.DataFrame, holds: pd.Series) -> float:
    return float(live.loc[holds.index[holds], "revenue"].sum())


def _products(result: Lapse) -> Iterator[Block]:
    """How broad customers buy, and who buys ever narrower."""
    bought = result.customers["products"].dropna()
    if bought.empty:
        yield Note("no_products")
        return
    fewer = result.narrowed
    values = {
        "median": float(bought.median()),
        "narrow": result.narrow,
        "narrow_n": int((bought <= result.narrow).sum()),
        "customers": len(bought),
        "fewer": len(fewer),
        "names": names(fewer.sort_values("revenue_before", ascending=False, kind="stable")),
    }
    yield Finding("breadth_fewer" if len(fewer) else "breadth", values)


def limits(result: Lapse) -> Iterator[Text]:
    """What the length of the period leaves open."""
    if result.months < result.test.months:
        yield Text("short_period", {"months": result.months, "horizon": result.test.months})
