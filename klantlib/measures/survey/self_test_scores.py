"""What do six answers from A to D come to, for one respondent and for a team?"""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import Literal

import pandas as pd

from klantlib.texts import read

STATEMENTS = ("q1", "q2", "q3", "q4", "q5", "q6")
SCORING = read("questionnaires/self_test")["scoring"]  # one rule for the form and the report
POINTS: Mapping[str, int] = SCORING["points"]
LETTERS = {points: letter for letter, points in POINTS.items()}
BANDS: Mapping[str, int] = SCORING["bands"]  # the lowest total of each, the highest first

Band = Literal["high", "middle", "low"]


def latest(self_test: pd.DataFrame) -> pd.DataFrame:
    """The answers of each respondent's latest sheet, in the order of the names."""
    return (
        self_test.assign(date=pd.to_datetime(self_test["date"]))
        .sort_values("date", kind="stable", na_position="first")
        .drop_duplicates("respondent", keep="last")
        .set_index("respondent")[list(STATEMENTS)]
        .sort_index()
    )


def band_of(total: float) -> Band:
    """Of a total of 6 to 24 points; a half is rounded down."""
    return next(band for band, lowest in BANDS.items() if floor(total) >= lowest)


def per_statement(points: pd.DataFrame, complete: pd.DataFrame) -> pd.DataFrame:
    """Per statement how often each answer was given, the middle one of the complete sheets, and the spread of all."""
    given = {letter: points.eq(value).sum() for letter, value in POINTS.items()}
    return pd.DataFrame(given | {"unknown": points.isna().sum()}, index=list(STATEMENTS)).assign(
        points=complete.median() // 1, spread=points.max() - points.min()
    )
