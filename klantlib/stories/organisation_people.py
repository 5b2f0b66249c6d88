"""The chapter on the organisation: what staff say of the customer, and leavers of us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Table, plain, table
from klantlib.measures.cards.inside import AWARENESS, REASONS
from klantlib.stories.passages import filled, first_that_holds

if TYPE_CHECKING:
    from klantlib.analyses.organisation import Organisation

LISTED = 10  # rows of a table


def aware(result: Organisation) -> Iterator[Block]:
    """The four marks against the wished one, and who marks lowest."""
    marks = result.awareness
    if not marks.overall.n:
        yield Note("no_awareness")
        return
    values = _marks(result)
    yield Heading("aware_heading" if marks.overall.value < result.wished else "aware_enough_heading", values)
    yield Finding(_aware_key(result), values)
    yield _units(marks.units, values)


def _marks(result: Organisation) -> dict[str, Any]:
    """What the sentences on awareness need; the unit is the lowest that differs from the others, if any does."""
    marks = result.awareness
    low = _low_units(marks.units)
    lowest = marks.questions.index[0]
    first = (
        {"unit": low.index[0], "unit_mark": low["mark"].iloc[0], "unit_n": int(low["n"].iloc[0])} if len(low) else {}
    )
    return {
        "mark": marks.overall.value,
        "n": marks.overall.n,
        "wished": result.wished,
        "question": lowest,
        "question_mark": marks.questions["value"].iloc[0],
        "questions": len(marks.questions),
        "units": len(marks.units),
        **first,
    }


def _low_units(units: pd.DataFrame) -> pd.DataFrame:
    """The units that mark lower than the others, by more than chance."""
    return units[units["apart"] & (units["high"] < 0)]


def _aware_key(result: Organisation) -> str:
    units = result.awareness.units
    choices = {"aware_unit": len(_low_units(units)), "aware_one": len(units) == 1, "aware_alike": True}
    return first_that_holds(choices)


def _units(units: pd.DataFrame, values: dict[str, Any]) -> Table:
    """The lowest units, each with its four marks as far as they were asked."""
    shown = units.head(LISTED).reset_index()
    formats = {"unit": "text", "n": "count", **dict.fromkeys(AWARENESS, "number"), "mark": "number"}
    told = {"n": len(shown), "all": len(units), "wished": values["wished"]}
    return table("awareness", shown, filled(shown, formats, *AWARENESS), values=told)


def awareness_action(result: Organisation) -> list[Action]:
    """Bring staff and customers together, where the mark is lowest."""
    if not result.awareness.overall.n or result.awareness.overall.value >= result.wished:
        return []
    values, rests_on = plain(_marks(result)), _aware_key(result)
    key = "aware_unit_action" if rests_on == "aware_unit" else "aware_action"
    return [Action(key, values, rests_on=rests_on, confidence="medium")]


def left(result: Organisation) -> Iterator[Block]:
    """Why customers left, beside what the texts found elsewhere."""
    gone = result.leaving
    if not gone.leavers:
        yield Note("no_leavers", {"n": len(REASONS)})
        return
    values = _named(result)
    if gone.leavers < result.minimum:
        yield Heading("left_few_heading", values)
        yield Finding("left_few", values)
    else:
        yield Heading(_left_key(result, "heading"), values)
        yield Finding(_left_key(result), values)
        if len(_differing(result)):
            yield Finding("left_unlike", values)
        yield _picture(result)
    yield _reasons(result)
    if len(gone.own):
        own = gone.own.rename_axis("reason").rename("customers").head(LISTED).reset_index()
        yield table("own", own, {"reason": "text", "customers": "count"}, values={"n": len(own), "all": len(gone.own)})
    yield Note("left_bias")


def _top(result: Organisation) -> pd.Series:
    """The known reasons that leavers named, most first; of equals in the order of the texts."""
    named = result.leaving.reasons["customers"]
    return named[named > 0].sort_values(ascending=False, kind="stable")


def _named(result: Organisation) -> dict[str, Any]:
    gone, top = result.leaving, _top(result)
    price, differ = gone.reasons.loc["price"], _differing(result)
    first = {"reason": top.index[0], "customers": int(top.iloc[0])} if len(top) else {}
    unlike = {"unlike": differ.index[0], "unlike_share": differ["share"].iloc[0]} if len(differ) else {}
    return {
        "leavers": gone.leavers,
        "price": int(price["customers"]),
        "price_low": price["low"],
        "price_high": price["high"],
        "theirs_price": price["theirs"],
        "differ": len(differ),
        "minimum": result.minimum,
        **first,
        **unlike,
        **({"unlike_theirs": differ["theirs"].iloc[0]} if len(differ) else {}),
    }


def _differing(result: Organisation) -> pd.DataFrame:
    """The reasons whose whole interval lies beside what the texts found, the furthest first."""
    reasons = result.leaving.reasons
    beside = reasons[(reasons["low"] > reasons["theirs"]) | (reasons["high"] < reasons["theirs"])]
    return beside.loc[(beside["share"] - beside["theirs"]).abs().sort_values(ascending=False, kind="stable").index]


def _left_key(result: Organisation, part: str = "") -> str:
    """Known reasons with price behind, price in front, or only reasons of the client's own."""
    top = _top(result)
    choices = {"left_own": top.empty, "left_price": len(top) and top.index[0] == "price", "left": True}
    return "_".join(filter(None, (first_that_holds(choices), part)))


def _picture(result: Organisation) -> Chart:
    """Two bars a reason: this client's leavers, and the texts'."""
    gone = result.leaving
    ours, theirs = gone.reasons["share"].tolist(), gone.reasons["theirs"].tolist()
    data = {
        "reason": [*REASONS] * 2,
        "whose": ["ours"] * len(ours) + ["theirs"] * len(theirs),
        "share": [*ours, *theirs],
    }
    formats = {"reason": "term", "whose": "term", "share": "percent"}
    values = plain({"leavers": gone.leavers, "n": len(REASONS), "low": min(ours), "high": max(ours)})
    return Chart("reasons", "bar", plain(data), "share", "reason", formats, values, group="whose")


def _reasons(result: Organisation) -> Table:
    """Each known reason with its numbers; with too few leavers without shares."""
    frame = result.leaving.reasons.rename_axis("reason").reset_index()
    formats = {"reason": "term", "customers": "count"}
    if result.leaving.leavers >= result.minimum:
        formats |= dict.fromkeys(("share", "low", "high"), "percent")
    return table("leaving", frame, {**formats, "theirs": "percent"}, values={"leavers": result.leaving.leavers})


def reason_action(result: Organisation) -> list[Action]:
    """Take away the reason that most leavers named, unless there are too few."""
    top = _top(result)
    if result.leaving.leavers < result.minimum or top.empty or top.index[0] == "price":
        return []
    values = {"reason": top.index[0], "customers": int(top.iloc[0]), "leavers": result.leaving.leavers}
    return [Action("reason_action", values, rests_on="left", confidence="medium")]
