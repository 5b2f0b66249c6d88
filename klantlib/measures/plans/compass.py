"""Where does the client stand on the four poles of the value compass, and do its skills reach that far?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.qualification import strategic_score
from klantlib.measures.uncertainty import Estimate, mean

# each with three positions, 1 the innermost; further out ties the customer more
POLES = ("customer_portfolio", "value_proposition", "added_value_role", "reward_risk_sharing")
POSITIONS = (1, 2, 3)
VALUES = ("learning", "reputation", "bridgehead", "network", "ambassador")  # what makes a customer strategic
COMPETENCE = ("core_skills", "strategy_fit")  # 0-5: does the customer fit our skills, and our course?


class Compass(NamedTuple):
    """The four poles as far as they were filled in."""

    poles: pd.DataFrame  # index the four, in their order: now, wished, steps (Int64, NA unknown), rows, differ (bool)
    strange: tuple[str, ...]  # names that are no pole, each once


class Competence(NamedTuple):
    """What strategic customers say of the client's own skills."""

    customers: pd.DataFrame  # index customer_id, best fit first: core_skills, strategy_fit (NaN unknown), fit (mean)
    core_skills: Estimate
    strategy_fit: Estimate


def positions(compass: pd.DataFrame) -> Compass:
    """
    Per pole the position now and wished, and how many steps out the wish is (below 0: inwards).

    `compass`: pole, now, wished (1-3). Of a pole that stands there more than once the median, rounded inwards, and
    `differ` where its rows do not say the same. The poles and positions are those of Wayland and Cole (1997).
    """
    known = compass[compass["pole"].isin(POLES)]
    grouped = known.groupby("pole")[["now", "wished"]]
    middle = grouped.median().apply(np.floor).astype("Int64").reindex(list(POLES))
    differ = grouped.max().ne(grouped.min()).any(axis="columns").reindex(list(POLES), fill_value=False)
    rows = known["pole"].value_counts().reindex(list(POLES), fill_value=0)
    strange = compass.loc[~compass["pole"].isin(POLES), "pole"].dropna().unique()
    poles = middle.assign(steps=middle["wished"] - middle["now"], rows=rows.astype(int), differ=differ.astype(bool))
    return Compass(poles.rename_axis("pole"), tuple(sorted(map(str, strange))))


def competence(strategy: pd.DataFrame, strategic_from: float) -> Competence:
    """
    The scores (0-5) of core skills and strategy fit over the strategic customers, with intervals.

    Strategic as in Whitney's qualification: the client's own yes or no, else the mean of the five scores from
    `strategic_from`.
    """
    judged, _ = strategic_score(strategy, dict.fromkeys(VALUES, 1.0))
    scored = (judged["score"] >= strategic_from).astype("boolean").mask(judged["score"].isna())
    strategic = judged.index[judged["strategic"].fillna(scored).fillna(False).astype(bool)]
    scores = strategy.groupby("customer_id")[list(COMPETENCE)].mean().reindex(strategic)
    ordered = (
        scores.assign(fit=scores.mean(axis="columns"))
        .sort_index()
        .sort_values("fit", ascending=False, kind="stable", na_position="last")
    )
    return Competence(ordered, *(_bounded(mean(ordered[name])) for name in COMPETENCE))


def _bounded(score: Estimate) -> Estimate:
    """An interval of scores does not pass the scale."""
    return score._replace(low=max(0.0, score.low), high=min(5.0, score.high)) if score.low == score.low else score
