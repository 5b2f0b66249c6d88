"""The chapter on complaints, part by part."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Text, plain, table
from klantlib.measures.complaining.kinds import FOUNDED, NO_KIND, OWN
from klantlib.measures.complaining.settling import Settling
from klantlib.measures.proportions import Part, carried
from klantlib.stories.passages import filled, first_that_holds, named

if TYPE_CHECKING:
    from klantlib.analyses.complaints import Complaints

LISTED = 10  # rows of a list in the chapter; all customers are in the appendix
FEW = 10  # complaints under which a median or a share of them says more about chance
TELL = 0.25  # a cause of a quarter of all complaints opens the chapter
CHANCE = 0.05  # a difference that chance gives this often or more is no difference
HEARD_BY = 20  # others that one complainer tells, by the rule of thumb


def opening(result: Complaints) -> Iterator[Block]:
    rows, first = result.rows, result.causes.head(1)
    values = {
        "n": len(rows),
        "cost": result.cost,
        **({"cause": first.index[0], "share": Part(first["complaints"].iloc[0], len(rows))} if len(first) else {}),
    }
    large = len(first) > 0 and values["share"] >= TELL and len(rows) >= FEW
    choices = {
        "no_complaints": rows.empty,
        "cause_first": large and result.cost is not None,
        "cause_first_uncosted": large,
        "counted": result.cost is not None,
        "counted_uncosted": True,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")
    if len(rows):
        yield from _trend(result)
        yield from _unknown(result)


def _trend(result: Complaints) -> Iterator[Block]:
    """Against the period before: in number, cost and, where orders are known, per 100 of them."""
    if result.before is None:
        yield Note("no_before")
        return
    change, cost = result.change, result.cost
    values = {
        "n": len(result.rows),
        "before": result.before,
        "fewer": 1 - change.ratio,
        "fewer_low": 1 - change.high,
        "fewer_high": 1 - change.low,
        "more": change.ratio - 1,
        "more_low": change.low - 1,
        "more_high": change.high - 1,
        "per_100": 100 * result.spread.mean,
    }
    choices = {
        "trend_counts": math.isnan(change.low),
        "trend_fewer": change.high < 1,
        "trend_more": change.low > 1,
        "trend_unsure": True,
    }
    yield Finding(first_that_holds(choices), values)
    if cost is not None and result.before_cost is not None:
        known = int(result.rows["cost"].notna().sum())
        costs = {"cost": cost, "before": result.before_cost, "each": cost / known, "known": known}
        yield Finding("cost_trend", {**costs, "n": len(result.rows)})


def _unknown(result: Complaints) -> Iterator[Note]:
    """What is not in the figures."""
    without = int(result.rows["cost"].isna().sum())
    if without:
        yield Note("no_cost" if result.cost is None else "cost_missing", {"n": without, "all": len(result.rows)})
    if result.strangers:
        yield Note("strangers", {"n": result.strangers})


def kinds(result: Complaints) -> Iterator[Block]:
    """Five kinds, each with an answer of its own."""
    rows, n = result.rows, len(result.rows)
    known = rows[~rows["sort"].isin((OWN, NO_KIND))]
    if known.empty:
        yield Note("no_kinds", {"n": n})
        return
    founded = int(known["sort"].eq(FOUNDED).sum())
    values = {"founded": founded, "known": len(known), "share": Part(founded, len(known)), "rest": len(known) - founded}
    choices = {
        "kinds_all": founded == len(known),
        "kinds_none": not founded,
        "kinds_founded": 2 * founded >= len(known),
        "kinds_unfounded": True,
    }
    key = first_that_holds(choices)
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    frame = result.kinds.rename_axis("kind").reset_index().assign(answer=lambda f: "answer_" + f["kind"])
    frame["share"] = carried(frame["share"], n)
    formats = {"kind": "term", "complaints": "count", "share": "percent", "cost": "money", "answer": "term"}
    formats = formats if result.cost is not None else _without(formats, "cost")
    yield table("kinds", frame, filled(frame, formats, "share"))
    own = rows.loc[rows["sort"] == OWN, "kind"]
    if len(own):
        yield Note("own_kinds", {"n": len(own), "names": own.value_counts(sort=False).sort_index().index.tolist()})


def _without(formats: Mapping[str, str], column: str) -> dict[str, str]:
    return {name: format for name, format in formats.items() if name != column}


def causes(result: Complaints) -> Iterator[Block]:
    """The few causes behind most complaints: table and picture."""
    frame, unknown = result.causes, int(result.rows["cause"].isna().sum())
    if frame.empty:
        yield Note("no_causes", {"n": unknown})
        return
    values = _causes_values(result)
    yield Heading(f"{causes_key(result)}_heading", values)
    yield Finding(causes_key(result), values)
    if unknown:
        yield Note("cause_missing", {"n": unknown, "all": len(result.rows)})
    shown = frame.head(LISTED).rename_axis("cause").reset_index()
    if len(shown) > 1 and values["n"] >= FEW:
        yield _pareto(shown)
    formats = {
        "cause": "text",
        "complaints": "count",
        "share": "percent",
        "running": "percent",
        "founded": "count",
        "cost": "money",
    }
    if result.kinds.loc[FOUNDED, "complaints"] == 0:
        formats = _without(formats, "founded")
    shown = shown.assign(**{name: carried(shown[name], values["n"]) for name in ("share", "running")})
    yield table(
        "causes", shown, filled(shown, formats, "cost", "share", "running"), values={"n": len(shown), "all": len(frame)}
    )


def causes_key(result: Complaints) -> str:
    """The finding on causes: one, too few complaints to tell, a few that make most of it, or many."""
    frame = result.causes
    choices = {
        "causes_one": len(frame) == 1,
        "causes_small": frame["complaints"].sum() < FEW,
        "causes_few": 2 * frame["vital"].sum() <= len(frame),
        "causes_many": True,
    }
    return first_that_holds(choices)


def _causes_values(result: Complaints) -> dict[str, Any]:
    frame = result.causes
    vital = int(frame["vital"].sum())
    return {
        "n": int(frame["complaints"].sum()),
        "vital": vital,
        "all": len(frame),
        "running": frame["running"].iloc[vital - 1],
        "aim": result.vital,
        "names": frame.index[:vital].tolist(),
        "first": frame.index[0],
        "second": frame.index[min(1, len(frame) - 1)],
        "two": frame["running"].iloc[min(1, len(frame) - 1)],
        "share": Part(frame["complaints"].iloc[0], frame["complaints"].sum()),
    }


def _pareto(shown: pd.DataFrame) -> Chart:
    formats = {"cause": "text", "complaints": "count", "running": "percent"}
    values = {
        "n": len(shown),
        "first": shown["cause"].iloc[0],
        "most": int(shown["complaints"].iloc[0]),
        "vital": int(shown["vital"].sum()),
        "running": float(shown.loc[shown["vital"], "running"].max()),
    }
    columns = plain({column: shown[column].tolist() for column in formats})
    return Chart("pareto", "bar", columns, x="complaints", y="cause", formats=formats, values=values)


def times(result: Complaints) -> Iterator[Block]:
    """How long it takes, with those that are still open."""
    found = result.settling
    if found is None:
        yield Note("no_settled", {"n": len(result.rows)})
        return
    key = settling_key(result)
    values = {**told_settling(found), "norm": result.norm_days, "slower": 1 - found.within}
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    if found.open and key != "settling_open":
        yield Finding("open_overdue" if found.overdue else "open", values)
    if found.wrong:
        yield Note("settled_wrong", {"n": found.wrong})


def settling_key(result: Complaints) -> str:
    """The finding on days: too few, mostly open, a tail that is open, all in time, or a long tail."""
    found = result.settling
    choices = {
        "settling_few": found.n < FEW,
        "settling_open": math.isnan(found.median),
        "settling_tail_open": math.isnan(found.ninety),
        "settling_good": found.ninety <= result.norm_days,
        "settling": True,
    }
    return first_that_holds(choices)


def told_settling(found: Settling | None) -> dict[str, Any] | None:
    """As figures: the interval as two of them."""
    if found is None:
        return None
    low, high = found.interval
    values = {name: value for name, value in found._asdict().items() if name != "interval"}
    return plain({**values, "within_low": low, "within_high": high})


def heavy(result: Complaints) -> Iterator[Block]:
    """Who complains more than his orders explain."""
    if not result.orders_known:
        yield Note("no_orders")
        return
    customers = result.heavy
    limits = {"sure": result.sure, "mean": 100 * result.spread.mean, "all": len(result.customers)}
    if customers.empty:
        yield from _no_heavy(result, limits)
        return
    complaints, every = int(customers["complaints"].sum()), int(result.customers["complaints"].sum())
    values = {
        **named(customers),
        **limits,
        "complaints": complaints,
        "expected": float(customers["expected"].sum()),
        "share": Part(complaints, every),
        "of_orders": customers["orders"].sum() / result.customers["orders"].sum(),
        "times": complaints / float(customers["expected"].sum()),
    }
    yield Heading("heavy_heading", values)
    yield Finding("heavy", values)
    shown = customers.head(LISTED).assign(fair_per_100=lambda f: 100 * f["fair"])
    formats = {
        "name": "text",
        "complaints": "count",
        "expected": "number",
        "founded": "count",
        "fair_per_100": "number",
        "cost_per_1000": "cents",
        "profit": "money",
    }
    columns = filled(shown, formats, "cost_per_1000", "profit")
    columns = columns if result.kinds.loc[FOUNDED, "complaints"] else _without(columns, "founded")
    yield table("heavy_table", shown, columns, values={"n": len(shown), "all": len(customers), "mean": limits["mean"]})


def _no_heavy(result: Complaints, limits: Mapping[str, float]) -> Iterator[Block]:
    n = int(result.customers["complaints"].sum())
    choices = {"no_heavy": math.isfinite(result.spread.shape), "no_heavy_few": n < FEW, "no_heavy_chance": True}
    yield Heading("no_heavy_heading")
    yield Finding(first_that_holds(choices), {**limits, "n": n})


def silent(result: Complaints) -> Iterator[Block]:
    """The customer who does not complain: how far the word goes, and who left without one."""
    complainers = int(result.customers["complaints"].gt(0).sum())
    values = {"n": complainers, "customers": len(result.customers), "times": HEARD_BY, "heard": HEARD_BY * complainers}
    found = result.silent
    if not complainers:
        return
    if found is None or not found.gone or not found.stayed:
        yield Finding("silent" if result.orders_known else "silent_only", values)
        return
    gone = Part(found.gone - found.without, found.gone)
    stayed = Part(found.stayed - found.stayed_without, found.stayed)
    choices = {"silent_same": found.p_value >= CHANCE, "silent_warned": gone > stayed, "silent_gone": True}
    shares = {"gone_share": gone, "stayed_share": stayed}
    yield Finding(first_that_holds(choices), {**values, **found._asdict(), **shares})


def prevention(result: Complaints) -> Iterator[Block]:
    """Where prevention and repair together are cheapest, as far as the years show it."""
    found = result.optimum
    if found is None:
        return
    key = f"prevention_{found.verdict}" if found.verdict != "fitted" else fitted_key(result)
    values = {**plain(found._asdict()), "dearer": found.last_total - found.cheapest_total}
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    if len(result.years) > 1:
        yield _bill(result)


def fitted_key(result: Complaints) -> str:
    """Is what was spent last year within what the curve leaves open, under it or over it?"""
    found = result.optimum
    choices = {
        "prevention_over": found.last_prevention > found.high,
        "prevention_under": found.last_prevention < found.low,
        "prevention_near": True,
    }
    return first_that_holds(choices)


def _bill(result: Complaints) -> Chart:
    """Prevention, repair and both, by what was spent on prevention."""
    years = result.years.sort_values(["prevention", "total"]).rename_axis("year").reset_index()
    long = pd.concat(
        [
            years.assign(part=part, amount=years[part], label=years["year"] if part == "total" else None)
            for part in ("total", "repair", "prevention")
        ]
    ).rename(columns={"prevention": "spent"})
    found = result.optimum
    formats = {"spent": "money", "amount": "money", "part": "term", "year": "plain", "label": "plain"}
    values = {
        "n": found.years,
        "cheapest": found.cheapest,
        "cheapest_total": found.cheapest_total,
        "cheapest_prevention": found.cheapest_prevention,
    }
    guides = {"x": found.best} if math.isfinite(found.best) else {}
    return Chart(
        "bill",
        "line",
        plain({column: long[column].tolist() for column in formats}),
        x="spent",
        y="amount",
        formats=formats,
        values=values,
        group="part",
        label="label",
        guides=guides,
    )
