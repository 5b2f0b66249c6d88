"""The chapter on satisfaction and loyalty: what the curve looks like, and what each step of it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.proportions import FEWEST
from klantlib.measures.survey.loyalty_answers import ZONES, tally
from klantlib.measures.survey.loyalty_curve import LAST

if TYPE_CHECKING:
    from klantlib.analyses.satisfaction_loyalty import Result

THIN = 5  # answers at a level; with fewer one answer moves its point by a fifth or more
NEARLY = 0.995  # a part from here on reads as 100%
POOLED = 1e-9  # a level whose mean lies further than this from the curve was taken together with its neighbour


def opening(result: Result) -> Iterator[Block]:
    yield Heading(f"head_{result.state}", _numbers(result), level=1)
    yield Text("question")


def _numbers(result: Result) -> dict[str, Any]:
    """What the sentences about the curve need; gains in percentage points. Unknown ones are not asked for."""
    points = result.curve.steps[["gain", "low", "high"]] * 100
    start = result.curve.steepest
    steep = {} if start is None else {"from": start, "to": start + 1, **points.loc[start].add_prefix("steep_")}
    return {
        "n": result.n,
        "answers": len(result.answers),
        "minimum": result.limits.minimum,
        "sure": result.limits.sure,
        "deny": 1 - result.limits.sure,
        **points.loc[LAST],
        **steep,
        "share": result.curve.steps.loc[LAST, "largest"],
    }


def curve(result: Result) -> Iterator[Block]:
    """What the curve looks like, whether its last step is the largest, and what it rests on."""
    if not result.n:
        yield from _zones(result)
        return
    ends = _ends(result.curve.levels)
    few = result.curve.levels.loc[[ends["from"], ends["to"]], "n"].min() < FEWEST
    yield Heading("levels_few" if few else "levels" if ends["from"] < ends["to"] else "levels_one", ends)
    yield Finding(_verdict(result), _numbers(result))
    yield from _zones(result)
    if result.curve.levels["n"].max() >= FEWEST:
        yield _chart(result, ends, "curve_few" if few else "curve")
    if result.best is None:
        yield _steps(result.curve.steps)
    yield from _notes(result)


def _verdict(result: Result) -> str:
    """Which sentence says what the last step does; a part that rounds to all is not called all."""
    nearly = result.state == "last" and result.curve.steps.loc[LAST, "largest"] >= NEARLY
    return f"verdict_{result.state}_nearly" if nearly else f"verdict_{result.state}"


def _zones(result: Result) -> Iterator[Block]:
    if len(result.answers):
        yield Finding("zones", tally(result.answers["zone"], ZONES) | {"answers": len(result.answers)})


def _ends(levels: pd.DataFrame) -> dict[str, Any]:
    """The lowest and the highest level that anyone answered, and the loyalty there."""
    there = levels[levels["n"] > 0]
    loyalty, level = there["loyalty"], there.index
    return {"low": loyalty.iloc[0], "high": loyalty.iloc[-1], "from": level[0], "to": level[-1]}


def _chart(result: Result, ends: dict[str, Any], key: str) -> Chart:
    formats = {
        "level": "count",
        "n": "count",
        "loyalty": "percent",
        "low": "percent",
        "high": "percent",
        "zone": "term",
    }
    levels = result.curve.levels.assign(zone=ZONES).reset_index()
    told = ["loyalty", "low", "high"]
    levels[told] = levels[told].where(levels["n"] >= FEWEST)
    return Chart(
        key,
        "band",
        plain(levels[list(formats)].to_dict("list")),
        x="level",
        y="loyalty",
        formats=formats,
        values=plain(ends | {"n": result.n}),
        group="zone",
        low="low",
        high="high",
        guides={"y": result.limits.loyal},
    )


def _steps(steps: pd.DataFrame) -> Table:
    points = steps[["gain", "low", "high"]] * 100
    formats = {"from": "count", "to": "count", **dict.fromkeys(points, "number")}
    return table("steps", steps.assign(**points).reset_index(), formats)


def _notes(result: Result) -> Iterator[Note]:
    levels, answers, customers = result.curve.levels, len(result.answers), result.answers["customer_id"].nunique()
    pooled = levels.index[(levels["mean"] - levels["loyalty"]).abs() > POOLED]
    if result.source != "loyalty":
        yield Note(f"proxy_{result.source}")
    if len(pooled):
        yield Note("pooled", {"from": pooled[0], "to": pooled[-1]})
    if len(empty := levels.index[levels["n"] == 0]):
        yield Note("empty", {"levels": [str(level) for level in empty]})
    if len(thin := levels.index[levels["n"].between(1, THIN - 1)]):
        yield Note("thin", {"levels": [str(level) for level in thin], "thin": THIN})
    if result.n < answers:
        yield Note("no_loyalty_known", {"n": answers - result.n})
    if customers < answers:
        yield Note("several", {"n": answers, "customers": customers})


def steps_in_money(result: Result) -> Iterator[Block]:
    """What lifting each level one step is worth, or why there is no money here."""
    best = result.best
    if best is None:
        yield from _no_money(result)
        return
    money, n = result.yields.loc[best, "money"], result.yields.loc[best, "customers"]
    values = {"from": best, "to": best + 1, "money": money, "n": n, "minimum": result.limits.minimum}
    key = "yield_last" if best == LAST == result.curve.steepest else "yield_other"
    yield Heading(key, values)
    yield Finding(f"{key}_first", values)
    yield _yields(result)
    yield Note("equal_cost")


def _yields(result: Result) -> Table:
    """Each step with its gain in percentage points, their interval, and what lifting everyone below it is worth."""
    points = result.curve.steps[["gain", "low", "high"]] * 100
    formats = {
        "from": "count",
        "to": "count",
        **dict.fromkeys(points, "number"),
        "customers": "count",
        "potential": "money",
        "money": "money",
        "each": "money",
    }
    shown = result.yields.drop(columns="gain").join(points)
    return table("yields", shown.reset_index(), formats)


def _no_money(result: Result) -> Iterator[Note]:
    reasons = {"no_loyalty": "loyalty", "few": "few", "flat": "flat"}
    if len(result.answers):
        yield Note(f"no_money_{reasons.get(result.state, 'margin')}", _numbers(result))
