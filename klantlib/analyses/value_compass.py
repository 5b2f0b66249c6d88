"""How closely is a customer tied to us, how closely do we want that, and can we carry it? (Wayland & Cole, 1997)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, plain
from klantlib.measures.plans.compass import POLES, Compass, Competence, competence, positions
from klantlib.measures.uncertainty import LEAST, Estimate
from klantlib.stories import value_compass as parts
from klantlib.stories.passages import actions_for, ending

NEEDS = ("value_compass",)
FIRST = 3  # customers to try a step with; with more it is no try


@dataclass(frozen=True, eq=False)
class ValueCompass:
    """What the chapter rests on."""

    compass: Compass
    competence: Competence  # its customers have a name too
    core_from: float  # mean score, 0-5, from which skills carry a step out
    strategic_from: float  # score, 0-5

    @property
    def known(self) -> pd.DataFrame:
        """The poles of which now and wished are known."""
        return self.compass.poles.dropna(subset=["now", "wished"])

    @property
    def outward(self) -> pd.DataFrame:
        """The poles where the wish lies further out, the furthest first; of equals in the order of the compass."""
        out = self.known[self.known["steps"] > 0]
        return out.sort_values("steps", ascending=False, kind="stable")

    @property
    def inward(self) -> pd.DataFrame:
        return self.known[self.known["steps"] < 0]

    @property
    def missing(self) -> list[str]:
        """The poles of which now or wished is unknown."""
        return [pole for pole in POLES if pole not in self.known.index]

    @property
    def carried(self) -> str:
        """Do the core skills of strategic customers carry a step out? carried, short, open (not sure), or ask."""
        skills = self.competence.core_skills
        if skills.n < LEAST:
            return "ask"
        if skills.low >= self.core_from:
            return "carried"
        return "short" if skills.high < self.core_from else "open"

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        poles, skills = self.compass.poles, self.competence
        return plain(
            {
                "poles": poles[["now", "wished", "steps"]].reset_index().to_dict("records"),
                "outward": len(self.outward),
                "inward": len(self.inward),
                "steps": int(self.outward["steps"].sum()),
                "missing": self.missing,
                "differing": poles.index[poles["differ"]].tolist(),
                "unknown_poles": list(self.compass.strange),
                "strategic_customers": len(skills.customers),
                "core_skills": _estimate(skills.core_skills),
                "strategy_fit": _estimate(skills.strategy_fit),
                "competence": self.carried,
            }
        )

    def per_customer(self) -> None:
        """None: the compass is of the client as a whole."""
        return

    def actions(self) -> list[Action]:
        """The first step, to be tried with the strategic customers that fit best; too little skill goes before it."""
        if self.outward.empty:
            return []
        pole, step, rests_on = self.outward.index[0], self.outward.iloc[0], parts.outward_key(self)
        names = {"pole": pole, "now": parts.place(pole, step["now"]), "next": parts.place(pole, step["now"] + 1)}
        fit = self.competence.customers
        tried = fit[fit["fit"] >= self.core_from].head(FIRST)
        values = names | {"n": len(tried), "names": tried["name"].tolist()}
        if self.carried == "short":
            return [Action("skills_action", names, rests_on=parts.carried_key(self), confidence="low")]
        if tried.empty:
            return [Action("step_action_ask", names, rests_on=rests_on, confidence="low")]
        return actions_for("step_action", tried, values, 0.0, "", rests_on, confidence="low")

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.gap, parts.balance, parts.bound)
        return [block for part in story for block in part(self)] + ending()


def analyse(
    compass: pd.DataFrame,
    strategy: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    core_from: float = 3.0,
    strategic_from: float = 3.0,
) -> ValueCompass:
    """
    Put the four poles side by side, now and wished, and hold the wish against the core skills.

    `compass`: pole, now, wished (1-3, further out = tied more). `strategy`: customer_id, scores of 0-5 and `strategic`
    (boolean), any of them NA; it may be empty. `customers`: customer_id, name.
    """
    fit = competence(strategy, strategic_from)
    names = customers.drop_duplicates("customer_id").set_index("customer_id")["name"].reindex(fit.customers.index)
    named = fit.customers.assign(name=names.fillna(fit.customers.index.to_series()))
    return ValueCompass(positions(compass), fit._replace(customers=named), core_from, strategic_from)


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {"mean": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n}
