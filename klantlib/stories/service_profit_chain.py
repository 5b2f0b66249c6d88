"""The chapter on the service-profit chain, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Text, plain, table
from klantlib.measures.proportions import carried
from klantlib.stories.passages import filled, first_that_holds

if TYPE_CHECKING:
    from klantlib.analyses.service_profit_chain import ServiceProfitChain

LISTED = 10  # rows of a list in the chapter


def opening(result: ServiceProfitChain) -> Iterator[Block]:
    n, arrows = len(result.linked), result.arrows
    whole = {"engagement_satisfaction"} < set(arrows.loc[arrows["r"] > 0, "link"])
    values = {"n": n, "few": result.few, "arrows": len(arrows)}
    choices = {"no_units": not n, "few": n <= result.few, "chain": whole, "part": len(arrows) > 0, "no_chain": True}
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")
    yield Text("boards")


def by_unit(result: ServiceProfitChain) -> Iterator[Block]:
    """What is known of each unit."""
    rows = result.linked
    if rows.empty:
        return
    yield Heading("units_heading", {"n": len(rows)})
    yield _lowest(result)
    formats = {
        "unit": "text",
        "customers": "count",
        "engagement_before": "number",
        "engagement": "number",
        "answers": "count",
        "satisfaction": "number",
        "growth": "percent1",
        "again": "percent",
        "profit_each": "money",
    }
    rows = rows.assign(again=carried(rows["again"], rows["customers"]))
    shown = rows.head(LISTED).reset_index()
    values = {"n": len(rows), "shown": len(shown)}
    yield table("units_table", shown, filled(shown, formats, *list(formats)[2:]), values=values)


def _lowest(result: ServiceProfitChain) -> Finding:
    """Has the unit with the least engagement the least satisfied customers too? Told, not explained."""
    scores, unit = result.linked["satisfaction"].dropna(), result.lowest
    if unit is None or scores.nunique() < 2:
        return Finding("not_compared", {"n": len(result.linked)})
    other = str(scores.idxmin())
    marks = {"unit": unit, "engagement": result.linked.loc[unit, "engagement"]}
    values = {**marks, "other": other, "satisfaction": float(scores.min()), "n": len(result.linked)}
    return Finding("same_lowest" if unit == other else "other_lowest", values)


def picture(result: ServiceProfitChain) -> Iterator[Chart]:
    """Employees last period, customers this one: a point a unit."""
    rows = result.linked.dropna(subset=["engagement_before", "satisfaction"])
    if len(rows) < 2:
        return
    data = rows[["engagement_before", "satisfaction"]].assign(unit=rows.index)
    best = rows["engagement_before"].idxmax()
    values = {"n": len(rows), "unit": best, "satisfaction": rows.loc[best, "satisfaction"]}
    formats = {"engagement_before": "number", "satisfaction": "number"}
    yield Chart(
        "picture",
        "scatter",
        plain(data.to_dict("list")),
        x="engagement_before",
        y="satisfaction",
        formats=formats,
        values=plain(values),
        label="unit",
        who="unit",
    )


def links(result: ServiceProfitChain) -> Iterator[Block]:
    """The links of the chain, each with its interval; an arrow only where the cause comes first."""
    if result.linked.empty:
        return
    rows, key = judged(result), links_key(result)
    values = {"n": len(result.linked), "few": result.few, "arrows": len(result.arrows), "links": len(rows)}
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    if result.step:
        yield Finding("step", dict(zip(("slope", "low", "high"), result.step, strict=True)))
    if len(rows):
        timed = rows.assign(timing=rows["lagged"].map({True: "later", False: "same"}))
        formats = {"link": "term", "timing": "term", "n": "count", "r": "number2", "low": "number2", "high": "number2"}
        yield table("links_table", timed, {**formats, "verdict": "term"}, values=values)


def judged(result: ServiceProfitChain) -> pd.DataFrame:
    """The links that have an interval."""
    return result.links[result.links["low"].notna()]


def links_key(result: ServiceProfitChain) -> str:
    """The finding that tells how far the links carry."""
    n = len(result.linked)
    choices = {"links_unknown": judged(result).empty, "links_few": n <= result.few, "links_none": result.arrows.empty}
    return first_that_holds({**choices, "links_some": True})


def aside(result: ServiceProfitChain) -> Iterator[Block]:
    """Units of which one end is missing, and customers without one."""
    units = result.units
    silent = units[units[["engagement", "engagement_before"]].isna().all(axis="columns")]
    empty = units[units["customers"] == 0]
    for key, rows in (("no_employees", silent), ("no_customers", empty)):
        if len(rows):
            yield Note(key, {"n": len(rows), "names": rows.index.tolist(), "customers": int(rows["customers"].sum())})
    if result.homeless:
        yield Note("homeless", {"n": result.homeless})
