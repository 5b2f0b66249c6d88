"""Is the organisation set up for its customers: do measures, staff and leavers say so? (step 6 of the cycle)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, plain
from klantlib.measures.cards.inside import Awareness, Leaving, Settling, awareness, leaving, settling
from klantlib.measures.cards.targets import against_targets, by_unit
from klantlib.stories import organisation as parts
from klantlib.stories import organisation_people as people
from klantlib.stories.passages import ending

NEEDS = ("measures|employees|exits",)
ACTIONS = 2  # of this chapter at most: the summary has room for eight in all


@dataclass(frozen=True, eq=False)
class Organisation:
    """What the chapter rests on; parts whose table is not there are empty."""

    measures: pd.DataFrame  # see targets.against_targets
    units: pd.DataFrame  # see targets.by_unit
    compared: int  # comparisons of a unit with the others
    awareness: Awareness
    leaving: Leaving
    settling: Settling
    wished: float  # mark, 1-10
    settle_days: int
    minimum: int  # leavers from whom on shares are told

    @property
    def judged(self) -> pd.DataFrame:
        """The measures of which it is known which way is better."""
        return self.measures[self.measures["reached"].notna()]

    @property
    def below(self) -> pd.DataFrame:
        """The measures that were not on target when last measured, the furthest first."""
        return self.judged[~self.judged["reached"].astype(bool)]

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        marks, gone, complaints = self.awareness, self.leaving, self.settling
        return plain(
            {
                "measures": self.measures.reset_index().to_dict("records"),
                "below_target": len(self.below),
                "units": self.units.to_dict("records"),
                "units_compared": self.compared,
                "awareness": marks.overall.value,
                "awareness_answers": marks.overall.n,
                "awareness_questions": marks.questions["value"].to_dict(),
                "awareness_units": marks.units[["mark", "n", "low", "high"]].reset_index().to_dict("records"),
                "wished": self.wished,
                "leavers": gone.leavers,
                "reasons": gone.reasons.rename_axis("reason").reset_index().to_dict("records"),
                "own_reasons": gone.own.to_dict(),
                "complaints": complaints.complaints,
                "complaints_a_year": complaints.a_year,
                "complaints_long": complaints.long.value,
                "complaints_settled_median_days": complaints.median,
                "complaints_open": complaints.open,
                "blom": parts.BLOM,
            }
        )

    def per_customer(self) -> None:
        """None: the chapter is about our own house."""
        return

    def actions(self) -> list[Action]:
        """The measure that asks most, then awareness, then why customers leave; two at most."""
        return [*parts.measure_action(self), *people.awareness_action(self), *people.reason_action(self)][:ACTIONS]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.measured, parts.apart, people.aware, parts.blom, people.left)
        return [block for part in story for block in part(self)] + ending()


def analyse(
    measures: pd.DataFrame,
    measures_before: pd.DataFrame,
    employees: pd.DataFrame,
    exits: pd.DataFrame,
    complaints: pd.DataFrame,
    *,
    end: date,
    months: float,
    wished: float = 9.5,
    settle_days: int = 21,
    minimum: int = 5,
) -> Organisation:
    """
    Hold measures against their targets, staff against the wished mark, and leavers and complaints against the texts.

    Tables of a period of `months` months until `end`, any of them empty: `measures` (measure, date, value, target,
    better, unit_of_measure, unit) with those of the period before, `employees` (unit, four marks of 1-10), `exits`
    (customer_id, reason: a key of inside.REASONS or own words), `complaints` (date, settled). `wished` is the mark to
    reach, `settle_days` what counts as "some weeks", `minimum` the leavers from whom on shares are told.
    """
    units, compared = by_unit(measures)
    return Organisation(
        against_targets(measures, measures_before),
        units,
        compared,
        awareness(employees),
        leaving(exits),
        settling(complaints, end, months, settle_days),
        wished,
        settle_days,
        minimum,
    )
