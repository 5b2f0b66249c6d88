"""The chapter on satisfaction and loyalty: which customers to lift, to keep and to save, and who did not answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Values, table
from klantlib.measures.survey.loyalty_answers import QUADRANTS, tally
from klantlib.measures.survey.loyalty_curve import LAST
from klantlib.measures.survey.loyalty_value import largest_first, leading
from klantlib.stories.passages import filled, known_sum, named, names

if TYPE_CHECKING:
    from klantlib.analyses.satisfaction_loyalty import Result

SHOWN = 6  # rows of a list in the chapter; all of them are in the appendix
NAMED = 2  # names in a cell
PROMOTER, DETRACTOR = 9, 6  # recommends from 9; talks you down up to 6 (Reichheld 2003)
HEAVY = 0.2  # of the money; a customer that holds so much is named on its own


def quadrants(result: Result) -> Iterator[Block]:
    """Satisfaction against loyalty: how many, who, and what to do with them."""
    if not result.n:
        return
    customers = tally(result.customers["quadrant"], QUADRANTS)
    yield Heading("quadrants" if customers["mercenaries"] else "quadrants_none", customers)
    yield Finding("quadrants_finding", {"n": sum(customers.values()), **_limits(result)})
    yield _four(result)
    roaming = result.customers[result.customers["quadrant"] == "mercenaries"]
    if revenue := known_sum(roaming["revenue"]):
        yield Finding("mercenaries", {"n": len(roaming), "revenue": revenue, **_limits(result)})
    yield from _talkers(result, "ambassadors", result.answers["recommend"] >= PROMOTER)
    yield from _talkers(result, "lost", result.answers["recommend"] <= DETRACTOR)


def _limits(result: Result) -> dict[str, float]:
    """From where on a customer is satisfied, and loyal."""
    return {"satisfied": result.limits.satisfied, "loyal": result.limits.loyal}


def _four(result: Result) -> Table:
    rows = []
    for quadrant, n in tally(result.answers["quadrant"], QUADRANTS).items():
        who = largest_first(result.customers[result.customers["quadrant"] == quadrant])
        some = ", ".join(names(who.head(NAMED)))
        rows.append([quadrant, n, len(who), known_sum(who["revenue"]), some, f"{quadrant}_advice"])
    formats = {
        "quadrant": "term",
        "n": "count",
        "customers": "count",
        "revenue": "money",
        "names": "text",
        "advice": "term",
    }
    return Table("quadrants_table", formats, rows, _limits(result))


def _talkers(result: Result, quadrant: str, talks: pd.Series) -> Iterator[Finding]:
    """Of a quadrant, those who tell others, for good or ill."""
    known = result.answers["quadrant"].eq(quadrant) & result.answers["recommend"].notna()
    n = int((known & talks).sum())
    if n:
        who = result.customers[result.customers.index.isin(result.answers.loc[known & talks, "customer_id"])]
        key = f"{quadrant}_talk" if len(who) else f"{quadrant}_talk_nameless"
        said = {"n": n, "known": int(known.sum()), "names": names(largest_first(who))}
        yield Finding(key, {**said, **_limits(result)})


def fours(result: Result) -> Iterator[Block]:
    """Which 4s to lift, and what keeps each from a 5; nothing where lifting brings nothing."""
    if result.doing("lift").empty:
        return
    fours = result.customers[result.customers["level"] == LAST]
    money = known_sum(fours["money"])
    gain = result.curve.steps.loc[LAST, ["gain", "low", "high"]] * 100
    values = {"n": len(fours), "money": money, "shown": min(len(fours), SHOWN), **gain}
    priced = "" if money else "_unpriced"
    aspect, held = leading(fours)
    yield Heading("fours_aspect" if aspect else f"fours{priced}", {**values, "aspect": aspect, "held": len(held)})
    yield _obstacle(fours)
    yield from _largest(fours)
    yield _listed(f"fours_table{priced}", fours, values)


def _obstacle(fours: pd.DataFrame) -> Finding:
    """What keeps most of the 4s from a 5, in money where it is known."""
    aspect, group = leading(fours)
    if aspect is None:
        return Finding(obstacle_key(fours), {"n": len(fours)})
    money = known_sum(group["money"])
    values = {"aspect": aspect, "n": len(group), "fours": len(fours), "money": money, "names": names(group)}
    return Finding(obstacle_key(fours), values)


def obstacle_key(fours: pd.DataFrame) -> str:
    """The finding on what keeps the 4s from a 5."""
    aspect, group = leading(fours)
    if aspect is None:
        return "obstacle_wishes" if fours["wish"].notna().any() else "obstacle_unknown"
    return "obstacle" if known_sum(group["money"]) else "obstacle_unpriced"


def _largest(fours: pd.DataFrame) -> Iterator[Finding]:
    """One customer that a large part of the money hangs on, where it is not among those just named."""
    first, total, (_, just_named) = fours.iloc[0], fours["money"].sum(), leading(fours)
    if first["money"] >= HEAVY * total and first.name not in just_named.index and pd.notna(first["obstacle"]):
        who = {"name": first["name"], "money": first["money"]}
        yield Finding("largest", {**who, "share": first["money"] / total, "obstacle": first["obstacle"]})


def fives(result: Result) -> Iterator[Block]:
    """The 5s to keep, and those who are pleased at our expense."""
    fives, keep = result.customers[result.customers["level"] > LAST], result.doing("keep")
    if len(keep):
        money = known_sum(keep["money"])
        values = {"n": len(keep), "money": money, "names": names(keep), "fives": len(fives)}
        yield Heading("fives" if money else "fives_unpriced", values)
        yield Finding("keep", values)
    losing = fives[fives["profit"] < 0].sort_values("profit")
    if len(losing):
        yield Finding("fives_loss", {"n": len(losing), "money": -losing["profit"].sum(), "names": names(losing)})


def unhappy(result: Result) -> Iterator[Block]:
    """Who is about to leave and could buy much."""
    unhappy = result.doing("save")
    if len(unhappy):
        values = {"n": len(unhappy), "shown": min(len(unhappy), SHOWN), "names": names(unhappy)}
        yield Heading("unhappy", values)
        yield Finding("unhappy_first", values)
        yield _listed("unhappy_table", unhappy, values)


def _listed(key: str, customers: pd.DataFrame, values: Values) -> Table:
    """The first of a list of customers, with what keeps them; the months of new ones where there are any."""
    rows = customers.head(SHOWN)
    formats = {
        "name": "text",
        "months_new": "count",
        **({} if set(rows["level"]) == {LAST} else {"level": "count"}),
        "loyalty": "percent",
        "revenue": "money",
        "potential": "money",
        "obstacle": "text",
        "money": "money",
    }
    return table(key, rows, filled(rows, formats, "months_new", "money"), values=values)


def response(result: Result) -> Iterator[Block]:
    """Who answered, who did not, and what therefore cannot be said."""
    if result.answers.empty:
        return
    answers, found = len(result.answers), result.response
    if not found.active:
        yield Note("response_unknown")
    elif len(found.silent):
        heard = {"heard": found.heard, "active": found.active, "share": found.share}
        yield Finding("silent", {**named(found.silent), **heard})
    else:
        yield Finding("all_heard")
    if result.unknown:
        yield Note("unknown", {"n": result.unknown})
    if result.older:
        yield Note("older", {"n": result.older, "answers": answers})
