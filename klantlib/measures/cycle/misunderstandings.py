"""Do a client's own data speak against the nine misunderstandings about customers?

The misunderstandings are those of the texts on customer management; each is held against figures that chapters of the
report found. Where those are not there, the data cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from klantlib.measures.cycle.steps import Found

Verdict = Literal["against", "along", "cannot"]  # the data contradict it, go along with it, or cannot tell
DIFFERENT = 2.0  # times as much that a step up must yield at one level as at another to call them unlike
MAJORITY = 0.5  # of the customers, from which on they are called loyal
CARRIES = 30  # answers at a level, under which nothing is concluded
FELT = 0.2  # on a scale of 1 to 5: less difference in importance than that is none


@dataclass(frozen=True)
class Held:
    """One misunderstanding, held against the data."""

    name: str
    verdict: Verdict
    values: Mapping[str, Any] = field(default_factory=dict)


def held(found: Found) -> list[Held]:
    """The nine, in the order of the texts; `found` has the figures of the chapters that were made."""
    return [Held(name, *judge(found)) for name, judge in NINE.items()]


Judged = tuple[Verdict, Mapping[str, Any]]
UNKNOWN: Judged = ("cannot", {})


def _revenue(found: Found) -> Judged:
    """Revenue and market share as the goal: do customers with revenue cost money?"""
    figures = found.get("concentration", {})
    n, loss = figures.get("loss_makers"), figures.get("loss")
    share = (found.get("classification", {}).get("revenue_share") or {}).get("loss_maker")
    if n is None:
        return UNKNOWN
    return ("against" if n and share else "along"), {"n": n, "loss": loss, "share": share}


def _alike(found: Found) -> Judged:
    """All customers treated alike: does attention follow profit?"""
    figures = found.get("cost_to_serve", {})
    if "energy_drains" not in figures:
        return UNKNOWN
    values = {"drains": len(figures["energy_drains"]), "overlooked": len(figures["overlooked"])}
    return ("against" if any(values.values()) else "along"), values


def _vague(found: Found) -> Judged:
    """Customer focus as a vague thing: is it measured against a target?"""
    measures = found.get("organisation", {}).get("measures")
    if not measures:
        return UNKNOWN
    return "against", {"n": len(measures), "reached": sum(bool(measure.get("reached")) for measure in measures)}


def _everyone(found: Found) -> Judged:
    """Everyone 100% satisfied: is a step up worth as much at every level?"""
    yields = found.get("satisfaction_loyalty", {}).get("yields") or []
    known = [step for step in yields if step.get("each") is not None and step.get("customers")]
    if len(known) < 2:
        return UNKNOWN
    most, least = (chosen(known, key=lambda step: step["each"]) for chosen in (max, min))
    values = {"from": most["from"], "each": most["each"], "other": least["from"], "other_each": least["each"]}
    return ("against" if most["each"] > DIFFERENT * max(least["each"], 0.0) else "along"), values


def _sales_only(found: Found) -> Judged:
    """Satisfaction as the sales force's affair: where do customers fall short most?"""
    parts = [part for part in found.get("satisfaction", {}).get("parts") or [] if part.get("gap") is not None]
    if len(parts) < 2:
        return UNKNOWN
    worst = min(parts, key=lambda part: part["gap"] * (part.get("importance") or 1.0))
    return ("along" if worst["part"] == "relation" else "against"), {"part": worst["part"], "gap": -worst["gap"]}


def _good_enough(found: Found) -> Judged:
    """Satisfied is good enough: is a 5 more loyal than a 4, beyond doubt?"""
    figures = found.get("satisfaction_loyalty", {})
    levels = {level["level"]: level for level in figures.get("levels") or []}
    step = next((step for step in figures.get("steps") or [] if step["from"] == 4), {})
    known = [levels.get(level, {}) for level in (4, 5)]
    if step.get("low") is None or any((level.get("n") or 0) < CARRIES for level in known):
        return UNKNOWN
    values = {"four": known[0]["loyalty"], "five": known[1]["loyalty"], "n": known[0]["n"] + known[1]["n"]}
    return ("against" if step["low"] > 0 else "along"), values


def _disloyal(found: Found) -> Judged:
    """Customers are disloyal nowadays: how many of last period's bought again?"""
    total = (found.get("lapse", {}).get("loyalty_coefficient") or {}).get("total") or {}
    if total.get("share") is None or (total.get("n") or 0) < CARRIES:
        return UNKNOWN
    values = {name: total[name] for name in ("share", "low", "high", "n")}
    return ("against" if total["low"] > MAJORITY else "along"), values


def _personal(found: Found) -> Judged:
    """The personal relation as the main pillar: is it what customers find most important?"""
    aspects = [one for one in found.get("satisfaction", {}).get("aspects") or [] if one.get("importance")]
    relation, rest = ([one for one in aspects if (one["kind"] == "relation") == ours] for ours in (True, False))
    if not relation or not rest:
        return UNKNOWN
    ours, other = (max(group, key=lambda one: one["importance"]) for group in (relation, rest))
    ahead = other["importance"] - ours["importance"]
    values = {"aspect": other["aspect"], "importance": other["importance"], "relation": ours["importance"]}
    return ("against" if ahead >= FELT else "along" if ahead <= -FELT else "cannot"), values


def _strangers(found: Found) -> Judged:
    """Most of the marketing budget to non-customers: no table holds that budget; the objectives say a little."""
    figures = found.get("objectives", {})
    new = sum(value or 0.0 for value in (figures.get("new_accounts") or {}).get("aimed", {}).values())
    goal = figures.get("goal")
    return ("cannot", {"new": new, "share": new / goal}) if new and goal else UNKNOWN


NINE: Mapping[str, Callable[[Found], Judged]] = {
    "revenue": _revenue,
    "alike": _alike,
    "vague": _vague,
    "everyone": _everyone,
    "sales_only": _sales_only,
    "good_enough": _good_enough,
    "disloyal": _disloyal,
    "personal": _personal,
    "strangers": _strangers,
}
