"""Which answers on satisfaction count, how loyal is who gave them, and what disappoints? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from klantlib.measures.curves import EXACT

Source = Literal["loyalty", "share_of_wallet", "repurchase"]
# where loyalty comes from, the first that has an answer: behaviour before intention; each as a share of the purchases
SCALES: Mapping[Source, tuple[float, float]] = {"loyalty": (0, 100), "share_of_wallet": (0, 100), "repurchase": (1, 5)}
ZONES = {1: "defection", 2: "defection", 3: "indifference", 4: "indifference", 5: "affection"}
QUADRANTS = {  # (satisfied, loyal)
    (True, True): "ambassadors",
    (True, False): "mercenaries",
    (False, True): "hostages",
    (False, False): "lost",
}


def counted(satisfaction: pd.DataFrame, end: date | None = None) -> tuple[pd.DataFrame, Source | None]:
    """
    The answers that count, and the column that stands for loyalty (None where no answer has one).

    Of each respondent the latest answer up to `end`, else of each customer; of two on one day the lower row. Columns:
    customer_id, respondent, date, overall, level (1..5: overall rounded down), loyalty (fraction, NaN where unknown),
    recommend, wish.
    """
    latest = (
        until(satisfaction, end)
        .dropna(subset=["overall"])
        .drop_duplicates(["customer_id", "respondent"], keep="last")
        .reset_index(drop=True)
    )
    source = next((column for column in SCALES if latest[column].notna().any()), None)
    answers = latest.assign(
        level=_level(latest["overall"]),
        loyalty=_share(latest[source], *SCALES[source]) if source else np.nan,
    )
    return answers[["customer_id", "respondent", "date", "overall", "level", "loyalty", "recommend", "wish"]], source


def placed(answers: pd.DataFrame, satisfied: float, loyal: float) -> pd.DataFrame:
    """With the zone of each level, and the quadrant (missing where loyalty is unknown)."""
    pairs = pd.Series(
        list(zip(answers["overall"] >= satisfied - EXACT, answers["loyalty"] >= loyal - EXACT, strict=True)),
        answers.index,
        dtype=object,
    )
    return answers.assign(
        zone=answers["level"].map(ZONES).astype(object),
        quadrant=pairs.map(QUADRANTS).astype(object).where(answers["loyalty"].notna(), None),
    )


def by_customer(answers: pd.DataFrame) -> pd.DataFrame:
    """One row a customer, index customer_id: the median of its respondents' overall, rounded down to its level; the
    mean of their loyalty; the wish of the latest who had one."""
    grouped = answers.groupby("customer_id")
    return grouped.agg(overall=("overall", "median"), loyalty=("loyalty", "mean"), wish=("wish", "last")).assign(
        level=lambda f: _level(f["overall"])
    )


def tally(keys: pd.Series, names: Mapping[Any, str]) -> dict[str, int]:
    """How often each zone or quadrant occurs, those that never do too."""
    return {name: int(keys.eq(name).sum()) for name in names.values()}


def obstacles(aspects: pd.DataFrame, end: date | None = None) -> pd.Series:
    """
    Per customer (index customer_id) the aspect that disappoints most: importance x (expectation - experience).

    Of each aspect the customer's latest answers up to `end`, averaged. Customers whom nothing disappoints are left out.
    """
    latest = until(aspects, end)
    newest = latest.groupby(["customer_id", "aspect"])["date"].transform("max")
    return (
        latest[latest["date"].eq(newest) | newest.isna()]
        .assign(shortfall=lambda f: f["importance"] * (f["expectation"] - f["experience"]))
        .groupby(["customer_id", "aspect"], as_index=False)["shortfall"]
        .mean()
        .query("shortfall > 0")
        .sort_values(["customer_id", "shortfall", "aspect"], ascending=[True, False, True])
        .drop_duplicates("customer_id")
        .set_index("customer_id")["aspect"]
    )


def until(answers: pd.DataFrame, end: date | None) -> pd.DataFrame:
    """Oldest first, nothing after `end`; undated rows count as the oldest."""
    dated = answers.assign(date=pd.to_datetime(answers["date"])).sort_values("date", kind="stable", na_position="first")
    return dated if end is None else dated[~dated["date"].gt(pd.Timestamp(end))]


def _level(overall: pd.Series) -> pd.Series:
    return np.floor(overall).clip(1, 5).astype(int)


def _share(values: pd.Series, lowest: float, highest: float) -> pd.Series:
    return (values - lowest) / (highest - lowest)
