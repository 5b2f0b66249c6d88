"""Which of the nine steps of the cycle has a client taken, and on what evidence? (Duijnstee)"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Found = Mapping[str, Mapping[str, Any]]  # stem of a chapter -> its figures
State = Literal["in_order", "to_do", "part", "open"]

# the chapters that show a step; the first speaks for it where nothing calls for work
STEPS: Mapping[str, tuple[str, ...]] = {
    "know": ("self_test", "concentration", "cost_to_serve", "whitney", "data_quality"),
    "classify": ("classification",),
    "aim": ("objectives",),
    "resources": ("resources",),
    "contact": ("contact", "value_compass"),
    "organise": ("organisation",),
    "satisfy": ("satisfaction", "complaints"),
    "loyalty": ("satisfaction_loyalty", "lapse"),
    "value": ("customer_value", "price", "scorecard", "service_profit_chain"),
}


@dataclass(frozen=True)
class Step:
    """One of the nine."""

    number: int
    name: str
    state: State
    evidence: str  # stem of the chapter that speaks for it; empty where there is none
    lacking: tuple[str, ...]  # stems of its chapters that have no data


def steps(found: Found) -> list[Step]:
    """The nine steps in the order of the cycle; `found` has the figures of the chapters that were made."""
    return [_step(number, name, found) for number, name in enumerate(STEPS, start=1)]


def next_step(taken: Sequence[Step]) -> Step | None:
    """The first step that is not in order, for each rests on those before it; None where all are."""
    return next((step for step in taken if step.state != "in_order"), None)


def _step(number: int, name: str, found: Found) -> Step:
    lacking = tuple(stem for stem in STEPS[name] if stem not in found)
    calling = [stem for stem, calls in WORK[name].items() if stem in found and calls(found[stem])]
    there = [stem for stem in STEPS[name] if stem in found]
    evidence = next(iter((*calling, *there)), "")
    return Step(number, name, _state(there, lacking, calling), evidence, lacking)


def _state(there: Sequence[str], lacking: Sequence[str], calling: Sequence[str]) -> State:
    if not there:
        return "open"
    return "to_do" if calling else "part" if lacking else "in_order"


def _any(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """A figure that counts or lists what is to be done, and is not nothing."""
    return lambda figures: bool(figures.get(name))


# what in the figures of a chapter says that a step calls for work
WORK: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {
    "know": {
        "self_test": _any("improve"),
        "whitney": lambda f: 2 * (f.get("to_be_judged") or 0) > f.get("customers", 0),
    },
    "classify": {"classification": lambda figures: not (figures.get("classes") or {}).get("key_account")},
    "aim": {"objectives": _any("without_plan")},
    "resources": {"resources": _any("moved_hours")},
    "contact": {"contact": _any("climbing"), "value_compass": _any("outward")},
    "organise": {"organisation": _any("below_target")},
    "satisfy": {
        "satisfaction": _any("unheard"),
        "complaints": lambda f: bool((f.get("settling") or {}).get("overdue")),
    },
    "loyalty": {"lapse": _any("overdue_customers"), "satisfaction_loyalty": _any("save")},
    "value": {},
}
