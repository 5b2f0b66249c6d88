"""The chapter on the organisation: what is measured, where units differ, and another survey beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.proportions import FEWEST
from klantlib.stories.passages import first_that_holds

if TYPE_CHECKING:
    from klantlib.analyses.organisation import Organisation

LISTED = 10  # rows of a table and bars of a chart
MANY = 10  # times the target away from it; a longer bar would flatten all others
# Blom, 1998: shares of firms, and complaints a year; other people's figures, of then
BLOM = {"rings": 0.724, "put_through": 0.724, "complaints": 58.1, "slow": 0.63, "think": 0.67}
PHONE = "telefo|phone"  # in the name of a measure about being reached by phone


def opening(result: Organisation) -> Iterator[Block]:
    judged, marks, gone = result.judged, result.awareness.overall, result.leaving
    choices = {
        "head_below": len(result.below),
        "head_reached": len(judged),
        "head_measured": len(result.measures),
        "head_aware": marks.n,
        "head_left": gone.leavers,
        "head_nothing": True,
    }
    values = {
        "below": len(result.below),
        "n": len(judged) or len(result.measures),
        "mark": marks.value,
        "wished": result.wished,
        "leavers": gone.leavers,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")


def measured(result: Organisation) -> Iterator[Block]:
    """Every measure against its target: where it stands, how often it is there, and which way it goes."""
    measures = result.measures
    if measures.empty:
        yield Note("no_measures")
        return
    values = _standing(result)
    yield Heading(_measures_key(result, "heading"), values)
    yield Finding(_measures_key(result), values)
    if len(_near(measures)):
        yield _picture(measures)
    yield _listed(measures)
    yield from _measure_notes(measures)


def _standing(result: Organisation) -> dict[str, Any]:
    """What the sentences on measures need."""
    trends = result.measures["trend"].value_counts()
    first = result.below if len(result.below) else result.measures
    worst = first.iloc[0]
    return {
        "n": len(result.judged) or len(result.measures),
        "below": len(result.below),
        "reached": len(result.judged) - len(result.below),
        **{way: int(trends.get(way, 0)) for way in ("better", "worse", "steady")},
        "measure": first.index[0],
        "latest": worst["latest"],
        "target": worst["target"],
        "on_target": worst["on_target"] if worst["on_target"] == worst["on_target"] else None,
        "measurements": int(worst["n"]),
    }


def _measures_key(result: Organisation, part: str = "") -> str:
    choices = {"measures_below": len(result.below), "measures_reached": len(result.judged), "measures_unjudged": True}
    return "_".join(filter(None, (first_that_holds(choices), part)))


def _picture(measures: pd.DataFrame) -> Chart:
    """How far each is from its target; one that is many times off is left to the table."""
    shown = _near(measures).head(LISTED).reset_index()
    formats = {"measure": "text", "distance": "percent", "latest": "plain", "target": "plain"}
    below = int((shown["distance"] < 0).sum())
    values = {"n": len(shown), "below": below, "low": shown["distance"].min(), "high": shown["distance"].max()}
    return Chart(
        "distance", "bar", plain(shown[list(formats)].to_dict("list")), "distance", "measure", formats, plain(values)
    )


def _near(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures whose bars do not flatten all others."""
    return measures[measures["distance"].abs() <= MANY]


def _listed(measures: pd.DataFrame) -> Table:
    formats = {
        "measure": "text",
        "target": "plain",
        "earlier": "plain",
        "later": "plain",
        "latest": "plain",
        "on_target": "percent",
        "n": "count",
        "trend": "term",
    }
    shown = measures.head(LISTED).reset_index()
    return table("measures", shown, formats, values={"n": len(shown), "all": len(measures)})


def _measure_notes(measures: pd.DataFrame) -> Iterator[Note]:
    unjudged, halves = int(measures["reached"].isna().sum()), measures["halves"] & measures["trend"].ne("few")
    if 0 < unjudged < len(measures):
        yield Note("unjudged", {"n": unjudged})
    if halves.any():
        yield Note("halves", {"n": int(halves.sum())})
    if (few := measures["trend"].eq("few")).any():
        yield Note("few_months", {"n": int(few.sum())})


def measure_action(result: Organisation) -> list[Action]:
    """The measure to bring on target: of those that get worse the furthest, else the furthest."""
    below = result.below
    if below.empty:
        return []
    slipping = below[below["trend"].eq("worse")]
    worst = (slipping if len(slipping) else below).iloc[:1]
    values = {"measure": worst.index[0], "latest": worst["latest"].iloc[0], "target": worst["target"].iloc[0]}
    key = "slipping_action" if len(slipping) else "target_action"
    return [Action(key, plain(values), rests_on="measures_below", confidence="high")]


def apart(result: Organisation) -> Iterator[Block]:
    """Where a unit differs from the others by more than chance, and whether there is one that others can learn from."""
    units = result.units
    if not result.compared:
        return
    if units.empty:
        yield Note("units_alike", {"n": result.compared})
        return
    first = units.iloc[0]
    worse = units[units["way"].eq("worse")]
    named = worse["unit"].value_counts(sort=True) if len(worse) else units["unit"].value_counts()
    values = {
        "n": len(units),
        "compared": result.compared,
        "worse": len(worse),
        "unit": named.index[0],
        "times": int(named.iloc[0]),
        **{name: first[name] for name in ("measure", "level", "others")},
        "first": first["unit"],
    }
    key = "units_worse" if len(worse) else "units_better"
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    shown = units.head(LISTED)
    formats = {"unit": "text", "measure": "text", "level": "plain", "others": "plain", "months": "count", "way": "term"}
    yield table("units", shown, formats, values={"n": len(shown), "all": len(units)})


def blom(result: Organisation) -> Iterator[Block]:
    """A survey among Dutch firms of 1998, and what the client's own data say on the same."""
    complaints, phone = result.settling, result.measures[result.measures.index.str.contains(PHONE, case=False)]
    counted = {"a_year": complaints.a_year, **BLOM}
    yield Heading("blom_counted_heading" if complaints.complaints else "blom_heading", counted)
    yield Text("blom", BLOM)
    if len(phone):
        row = phone.iloc[0]
        values = {"measure": phone.index[0], "latest": row["latest"], "target": row["target"], **BLOM}
        yield Finding("blom_phone", values)
    if complaints.complaints:
        values = {**counted, "days": result.settle_days, "open": complaints.open}
        settled = {**complaints.long._asdict(), "known": complaints.known, "median": complaints.median}
        told = complaints.known >= FEWEST and complaints.median == complaints.median
        key = "blom_settled" if told else "blom_complaints"
        yield Finding(key, {**settled, **values})
    if not len(phone) and not complaints.complaints:
        yield Note("blom_nothing")
