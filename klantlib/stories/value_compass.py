"""The chapter on the value compass, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Text, plain, table
from klantlib.measures.plans.compass import POLES, POSITIONS
from klantlib.measures.uncertainty import LEAST
from klantlib.stories.passages import first_that_holds

if TYPE_CHECKING:
    from klantlib.analyses.value_compass import ValueCompass

UNEVEN = (
    2  # positions between the furthest wish and the nearest, from which the wishes do not go together by themselves
)
DOING = ("value_proposition", "added_value_role")  # further out on these is more work


def opening(result: ValueCompass) -> Iterator[Block]:
    yield Heading(f"head_{direction(result)}", counts(result), level=1)
    yield Text("question")


def direction(result: ValueCompass) -> str:
    """Where the wishes go: nothing known, out, in, both, or nowhere."""
    out, inward = len(result.outward), len(result.inward)
    choices = {"unknown": result.known.empty, "both": out and inward, "out": out, "in": inward, "stay": True}
    return first_that_holds(choices)


def counts(result: ValueCompass) -> dict[str, Any]:
    return {
        "known": len(result.known),
        "out": len(result.outward),
        "inward": len(result.inward),
        "steps": int(result.outward["steps"].sum()),
    }


def place(pole: str, position: float) -> str:
    """The key of a position's name; every pole has its own three."""
    return f"{pole}_{int(position)}"


def gap(result: ValueCompass) -> Iterator[Block]:
    """Now beside wished, and what the first step of each pole asks."""
    if len(result.known):
        yield from _distance(result)
        yield _radar(result)
        yield table("steps", _steps(result), dict.fromkeys(("pole", "now", "wished", "asks"), "term"))
    yield from _notes(result)


def _distance(result: ValueCompass) -> Iterator[Finding]:
    values = {**counts(result), **_furthest(result)}
    if result.outward.empty and result.inward.empty:
        yield Finding("stay", values)
    if len(result.outward):
        yield Finding(outward_key(result), values)
    if len(result.inward):
        yield Finding("inward", {**values, "pole": result.inward.index[0]})


def outward_key(result: ValueCompass) -> str:
    """A wish of two steps is told apart, for it is two changes."""
    return "outward_far" if result.outward["steps"].iloc[0] > 1 else "outward"


def _furthest(result: ValueCompass) -> dict[str, Any]:
    if result.outward.empty:
        return {}
    pole, step = result.outward.index[0], result.outward.iloc[0]
    return {
        "pole": pole,
        "now": place(pole, step["now"]),
        "next": place(pole, step["now"] + 1),
        "wished": place(pole, step["wished"]),
    }


def _radar(result: ValueCompass) -> Chart:
    """Every pole with its three rings named, also those where nobody stands."""
    rows = [
        {"pole": pole, "which": which, "position": row[which]}
        for which in ("now", "wished")
        for pole, row in result.compass.poles.iterrows()
    ]
    taken = {(row["pole"], row["position"]) for row in rows if pd.notna(row["position"])}
    free = [(pole, step) for pole in POLES for step in POSITIONS if (pole, step) not in taken]
    rows += [{"pole": pole, "which": None, "position": step} for pole, step in free]
    data = pd.DataFrame(rows).assign(
        name=[place(row["pole"], row["position"]) if pd.notna(row["position"]) else None for row in rows]
    )
    known = result.known
    values = {"n": len(known), "now": int(known["now"].sum()), "wished": int(known["wished"].sum())}
    formats = {"pole": "term", "which": "term", "name": "term", "position": "count"}
    shown = plain(data[list(formats)].to_dict("list"))
    return Chart("radar", "radar", shown, "pole", "position", formats, values, group="which", label="name", who="name")


def _steps(result: ValueCompass) -> pd.DataFrame:
    """Each pole's positions by name, and what the first step asks."""
    return pd.DataFrame(
        {
            "pole": pole,
            "now": place(pole, row["now"]) if pd.notna(row["now"]) else None,
            "wished": place(pole, row["wished"]) if pd.notna(row["wished"]) else None,
            "asks": _asks(pole, row["now"], row["steps"]),
        }
        for pole, row in result.compass.poles.iterrows()
    )


def _asks(pole: str, now: Any, steps: Any) -> str | None:
    if pd.isna(steps):
        return None
    return f"ask_{place(pole, now + 1)}" if steps > 0 else "ask_nothing" if steps == 0 else "ask_inward"


def _notes(result: ValueCompass) -> Iterator[Note]:
    """Poles that are missing, stand there more than once or are none."""
    missing, strange = result.missing, result.compass.strange
    differ, rows = result.compass.poles["differ"], result.compass.poles["rows"]
    if len(missing) and len(result.known):
        yield Note("missing_one" if len(missing) == 1 else "missing", {"n": len(missing), "pole": missing[0]})
    if strange:
        yield Note("strange", {"n": len(strange), "names": list(strange)})
    if differ.any():
        yield Note("differ", {"n": int(differ.sum()), "pole": differ.idxmax()})
    if (same := (rows > 1) & ~differ).any():
        yield Note("twice", {"n": int(same.sum()), "pole": same.idxmax()})


def balance(result: ValueCompass) -> Iterator[Block]:
    """Wishes that lie two positions apart: more work, and paid as before?"""
    wished = result.known["wished"]
    if len(wished) < 2 or wished.max() - wished.min() < UNEVEN or result.outward.empty:
        return
    far = next((pole for pole in DOING if pole in wished.index and wished[pole] == wished.max()), wished.idxmax())
    near = "reward_risk_sharing" if wished.get("reward_risk_sharing") == wished.min() else wished.idxmin()
    values = {"far": far, "near": near, "far_place": place(far, wished[far]), "near_place": place(near, wished[near])}
    key = "unpaid" if near == "reward_risk_sharing" and far in DOING else "uneven"
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)


def carried_key(result: ValueCompass) -> str:
    """The finding on core skills: with an interval, or where all scores are the same without."""
    skills = result.competence.core_skills
    return f"{result.carried}_same" if skills.low == skills.high else result.carried


def bound(result: ValueCompass) -> Iterator[Block]:
    """How far core skills reach: what strategic customers' scores say, else what to ask."""
    skills, fit = result.competence.core_skills, result.competence.strategy_fit
    values = {
        **skills._asdict(),
        "strategic": len(result.competence.customers),
        "core_from": result.core_from,
        "strategic_from": result.strategic_from,
        "below": int((result.competence.customers["core_skills"] < result.core_from).sum()),
    }
    yield Heading(f"{result.carried}_heading", values)
    if result.carried == "ask":
        yield Finding("ask_few" if len(result.competence.customers) else "ask", values)
        return
    yield Finding(carried_key(result), values)
    if fit.n >= LEAST:
        yield Finding("fit_same" if fit.low == fit.high else "fit", {**values, **fit._asdict()})
