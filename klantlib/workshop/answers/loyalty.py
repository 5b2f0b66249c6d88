"""The right answers on satisfaction and loyalty: the curve and how sure it is, then the four groups."""

from __future__ import annotations

from klantlib.measures.survey.loyalty_curve import LAST
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.study import Study


def last_step(study: Study) -> Answer:
    levels = study.loyalty.curve.levels["loyalty"]
    four, five = float(levels[LAST]), float(levels[LAST + 1])
    return Answer(five - four, {"four": four, "five": five, "points": _points(five - four)})


def steepest(study: Study) -> Answer:
    start = study.loyalty.curve.steepest
    return Answer(f"step{start}", {"points": _points(study.loyalty.curve.steps.loc[start, "gain"])})


def proven(study: Study) -> Answer:
    return Answer(study.loyalty.convex, {"n": study.loyalty.n})


def quadrant(study: Study) -> Answer:
    answer = study.answer_to_place
    satisfied, loyal, *_ = study.loyalty.limits
    values = {"name": answer["name"], "loyalty": float(answer["loyalty"]), "level": int(answer["level"])}
    return Answer(str(answer["quadrant"]), {**values, "satisfied_from": satisfied, "loyal_from": loyal})


def ambassadors(study: Study) -> Answer:
    counts = study.loyalty.figures()["quadrants"]
    satisfied = counts["ambassadors"] + counts["mercenaries"]
    return Answer(counts["ambassadors"] / satisfied, {"loyal": counts["ambassadors"], "satisfied": satisfied})


def worth(study: Study) -> Answer:
    customer = study.to_lift
    return Answer(float(customer["lift"]), {"name": customer["name"], "id": str(customer.name)})


def _points(gain: float) -> float:
    """Percentage points: what is left when one percentage is taken from another."""
    return 100 * float(gain)


ANSWERS = {found.__name__: found for found in (last_step, steepest, proven, quadrant, ambassadors, worth)}
