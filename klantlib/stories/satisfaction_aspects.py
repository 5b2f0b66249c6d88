"""The chapter on satisfaction: what falls short of expectation, and what goes with the overall mark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.survey.aspects import PARTS
from klantlib.measures.survey.relative_weights import EACH
from klantlib.stories.passages import filled, first_that_holds

if TYPE_CHECKING:
    from klantlib.analyses.satisfaction import Result

LISTED = 10  # rows of a list in the chapter; all aspects are in results.json
MAPPED = 3  # aspects from which a map says something


def opening(result: Result) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.unknown:
        yield Note("unknown", {"n": result.unknown})


def _headline(result: Result) -> Heading:
    aspects, overall = result.aspects, result.pair("overall")[0]
    choices = {
        "head_nothing": aspects.empty and overall is None,
        "head_few_scores": aspects.empty and overall is not None and overall["n"] < result.minimum,
        "head_scores": aspects.empty,
        "head_few": result.few,
        "head_apart": result.apart,
        "head_short": len(result.short),
        "head_met": True,
    }
    values = {"minimum": result.minimum, **_gap(result), **_first(result)}
    if overall is not None:
        values |= {"score": overall["value"], "scores": overall["n"]}
    return Heading(first_that_holds(choices), plain(values), level=1)


def _gap(result: Result) -> dict[str, Any]:
    return {"n": result.gap.n, "aspects": len(result.aspects), "short": len(result.short), "gap": abs(result.gap.value)}


def _first(result: Result) -> dict[str, Any]:
    """The most urgent aspect, as sentences tell of it."""
    if result.aspects.empty:
        return {}
    first = result.aspects.iloc[0]
    marks = first[["importance", "expectation", "experience", "priority"]].to_dict()
    bounds = {"low": abs(first["high"]), "high": abs(first["low"])}
    return {"aspect": result.aspects.index[0], "shortfall": abs(first["gap"]), **marks, **bounds}


def gaps(result: Result) -> Iterator[Block]:
    """Experience less expectation, by aspect and overall; what to do first."""
    if result.aspects.empty:
        return
    values = plain({**_gap(result), **_first(result), "minimum": result.minimum, "names": list(result.short.index)})
    verdict = _verdict(result)
    yield Heading(_gaps_heading(result), values)
    yield Finding(f"priority_{verdict}", values)
    if len(result.aspects) >= MAPPED:
        yield _map(result)
    yield _aspects(result)
    yield Note("whose")


def _gaps_heading(result: Result) -> str:
    if result.few:
        return "gaps_few"
    return "gaps_below" if result.gap.high < 0 else "gaps_above" if result.gap.low > 0 else "gaps_level"


def _verdict(result: Result) -> str:
    if result.few:
        return "few"
    return "apart" if result.apart else "shared" if len(result.short) else "none"


def _map(result: Result) -> Chart:
    """Importance against experience, each aspect a point; dashed are the means."""
    shown = result.aspects.reset_index()
    columns = {"experience": "number", "importance": "number", "aspect": "text", "kind": "term", "gap": "number"}
    means = shown[["experience", "importance"]].mean()
    urgent = shown[(shown["importance"] > means["importance"]) & (shown["experience"] < means["experience"])]
    values = {"n": len(shown), "urgent": len(urgent), "names": urgent["aspect"].tolist()}
    return Chart(
        "map_some" if len(urgent) else "map_none",
        "scatter",
        plain(shown[list(columns)].to_dict("list")),
        x="experience",
        y="importance",
        formats=columns,
        values=plain(values),
        group="kind",
        label="aspect",
        who="aspect",
        guides=plain({"x": means["experience"], "y": means["importance"]}),
    )


def _aspects(result: Result) -> Table:
    shown = result.aspects.reset_index().head(LISTED)
    asked = {"n": "count"} if shown["n"].min() < shown["n"].max() else {}
    formats = {
        "aspect": "text",
        "priority": "number",
        **asked,
        **dict.fromkeys(("importance", "expectation", "experience", "gap", "low", "high"), "number2"),
    }
    values = {"n": int(shown["n"].max()), "shown": len(shown), "all": len(result.aspects)}
    return table("aspects_all" if len(shown) == len(result.aspects) else "aspects_first", shown, formats, values=values)


def value(result: Result) -> Iterator[Block]:
    """What a customer gets for what it costs him: in which part experience falls short, and what was not asked."""
    if result.aspects.empty and result.scores.empty:
        return
    parts = result.parts
    known = parts[parts.index.isin(PARTS) & parts["n"].gt(0)].sort_values("gap", kind="stable")
    told = len(known) > 1 and not result.few and known["gap"].iloc[0] < 0
    worst = {"part": known.index[0], "gap": abs(known["gap"].iloc[0])} if told else {}
    yield Heading("value_heading" if told else "value_heading_plain", plain(worst))
    if result.aspects.empty:
        yield Text("value_none")
    else:
        yield Finding("value_all" if len(known) == len(PARTS) else "value_missing", {"asked": len(known)})
    keys = {name: [f"{name}_{part}" for part in parts.index] for name in ("part", "ask")}
    formats = {"part": "term", "aspects": "text", "gap": "number2", "ask": "term"}
    yield table("value", parts.assign(**keys), filled(parts.assign(**keys), formats, "aspects", "gap"))
    yield _beyond(result.aspects)


def _beyond(aspects: pd.DataFrame) -> Note:
    """Are brand values and moments of truth among them?"""
    brand = sorted(aspects.index[aspects["kind"] == "brand"])
    moments = sorted(aspects.index[aspects["moment"].astype(bool)])
    key = {(False, False): "none", (True, False): "brand", (False, True): "moments", (True, True): "both"}
    return Note(f"beyond_{key[bool(brand), bool(moments)]}", {"brand": brand, "moments": moments})


def drivers(result: Result) -> Iterator[Block]:
    """What goes together with the overall mark: never a rank without how sure it is."""
    found, aspects = result.drivers, len(result.aspects)
    if not aspects or not found.n:
        return
    if found.state:
        needed = max(result.minimum, EACH * aspects)
        yield Note(f"drivers_{found.state}", {"n": found.n, "needed": needed, "aspects": aspects})
        return
    first = found.table.iloc[0]
    together = found.table.index[found.table["high"] >= first["low"]]
    values = {
        "n": found.n, "r2": found.r2, "aspect": found.table.index[0], **first[["share", "low", "high"]].to_dict(),
        "together": len(together), "aspects": len(found.table), "equal": 1 / len(found.table),
        "least": found.table["low"].min(), "most": found.table["high"].max(), "last": found.table["share"].iloc[-1],
    }  # fmt: skip
    key = "apart" if found.apart else "all" if len(together) == len(found.table) else "shared"
    yield Heading(f"drivers_{key}_heading", plain(values))
    yield Finding(f"drivers_{key}", plain(values))
    if key != "all":  # shares that cannot be told apart are no list
        formats = {"aspect": "text", **dict.fromkeys(("share", "low", "high"), "percent")}
        shown = found.table.reset_index().head(LISTED)
        yield table("drivers", shown, formats, values={"n": found.n, "r2": float(found.r2)})
