"""The chapter on satisfaction: what customers think of us as a whole, year by year, and what each group wishes for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.proportions import FEWEST
from klantlib.measures.survey.estimates import change, moved
from klantlib.measures.survey.years import MEASURES
from klantlib.measures.uncertainty import Estimate
from klantlib.stories.passages import filled, named

if TYPE_CHECKING:
    from klantlib.analyses.satisfaction import Result

YEARS = 2  # shown of each measure; all of them are in results.json
POINTS = 100  # a net promoter score is told in points


def scores(result: Result) -> Iterator[Block]:
    """Recommending, effort, trust and the overall mark: what they are, how sure that is, and whether they changed."""
    if result.scores.empty:
        return
    values = _recommended(result)
    yield Heading(f"{_state(result)}_heading", values)
    yield Finding(_state(result), values)
    yield _years(result)
    yield from _changes(result)
    yield from _fallen(result)
    yield Text("no_goal")


def _state(result: Result) -> str:
    net = result.recommend.net
    if not net.n:
        return "marks"
    if net.n < result.minimum:
        return "net_few"
    return "net_above" if net.low > 0 else "net_below" if net.high < 0 else "net_open"


def _recommended(result: Result) -> dict[str, Any]:
    found, overall = result.recommend, result.pair("overall")[0]
    net = {name: getattr(found.net, name) * POINTS for name in ("value", "low", "high")}
    marks = {} if overall is None else {"score": overall["value"], "scores": overall["n"], "year": overall["year"]}
    limits = {"promoter_from": result.promoter_from, "detractor_to": result.detractor_to, "minimum": result.minimum}
    shares = {name: getattr(found, name) for name in ("promoters", "passives", "detractors", "mean")}
    return plain({"n": found.net.n, **net, **shares, **limits, **marks})


def _years(result: Result) -> Table:
    """Each measure in its last two years."""
    shown = result.scores.groupby("measure", sort=False).tail(YEARS)
    points = shown["measure"].map({"net_promoters": POINTS}).fillna(1)
    shown = shown.assign(**{name: shown[name] * points for name in ("value", "low", "high")})
    told = ["value", "low", "high"]
    scarce = shown["measure"].eq("net_promoters") & shown["n"].lt(FEWEST)  # a difference of two shares
    shown[told] = shown[told].mask(scarce)
    formats = {"measure": "term", "year": "plain", "n": "count", **dict.fromkeys(told, "number")}
    return table("years", shown, filled(shown, formats, "low", "high"))


def _changes(result: Result) -> Iterator[Block]:
    """What moved further than its interval; that nothing did; or that it cannot be told."""
    found = {name: both for name in MEASURES if (both := result.change(name))}
    told = {name: both for name, both in found.items() if both[0] != "few"}
    if not found:
        yield Note("one_year")
        return
    if not told:
        yield Note("change_few", {"minimum": result.minimum})
    for name, (how, difference) in told.items():
        if how != "same":
            unit = POINTS if name == "net_promoters" else 1
            bounds = sorted(abs(bound) * unit for bound in (difference.low, difference.high))
            values = {"measure": name, "by": abs(difference.value) * unit, "low": bounds[0], "high": bounds[1]}
            yield Finding(f"moved_{how}.{name}", values)
    if told and all(how == "same" for how, _ in told.values()):
        groups = _by_group(result)
        key = "moved_none" if not groups["groups"] else "moved_in_groups" if groups["moved"] else "moved_none_groups"
        yield Finding(key, {"n": len(told), **groups})


def _by_group(result: Result) -> dict[str, int]:
    """In how many groups the overall mark could be compared, and in how many it moved."""
    verdicts = [_moved(rows, result.minimum) for _, rows in result.history.groupby("group")]
    told = [verdict for verdict in verdicts if verdict in ("up", "down", "same")]
    return {"groups": len(told), "moved": sum(verdict != "same" for verdict in told)}


def _moved(rows: pd.DataFrame, minimum: int) -> str:
    if len(rows) < 2:
        return "few"
    before, now = (Estimate(*row) for row in rows.tail(2)[["value", "low", "high", "n"]].to_numpy())
    return moved(change(now, before), minimum)


def _fallen(result: Result) -> Iterator[Block]:
    """Who gave much less than the time before."""
    compared = int(result.customers["change"].notna().sum())
    fallen = result.fallen
    if len(fallen):
        yield Finding("fallen_some", {**named(fallen), "compared": compared, "fall": result.fall})
    elif compared:
        yield Finding("fallen_none", {"compared": compared, "fall": result.fall})


def _wished(result: Result, said: pd.DataFrame) -> str:
    """Do groups wish for different things, or are there too few wishes to tell?"""
    few = said["wished"].sum() < result.minimum
    return "one" if len(said) == 1 else "alike" if result.repeated else "few" if few else "differ"


def wishes(result: Result) -> Iterator[Block]:
    """First by how satisfied they are, then what they wish for."""
    said = result.wishes[result.wishes["wished"] > 0]
    if said.empty:
        return
    values = {"wished": int(said["wished"].sum()), "groups": len(said), "repeated": result.repeated}
    values |= {
        "n": len(result.repeated),
        "minimum": result.minimum,
        "lowest": int(said.index[0]),
        "highest": int(said.index[-1]),
    }
    key = _wished(result, said)
    yield Heading(f"wishes_{key}_heading", values)
    yield Finding(f"wishes_{key}", values)
    formats = {
        "level": "count",
        "wished": "count",
        "wish": "text",
        "times": "count",
        "second": "text",
    }
    first = result.wishes.assign(
        wish=result.wishes["wishes"].str.get(0),
        times=result.wishes["times"].str.get(0),
        second=result.wishes["wishes"].str.get(1),
    ).reset_index()
    yield table("wishes", first, filled(first, formats, "second"))
