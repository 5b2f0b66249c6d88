"""How many visits does a customer's margin pay for, and how many did it get?"""

from __future__ import annotations

import pandas as pd


def words_in(names: str) -> list[str]:
    """
    The words in an option: parted by commas, in any case.

    >>> words_in("Bezoek, visit,")
    ['bezoek', 'visit']
    """
    return [word for part in names.split(",") if (word := part.strip().casefold())]


def first_named(values: pd.Series, names: str) -> pd.Series:
    """Which of these texts have the first of the words that any of them has? Boolean, same index."""
    lower = values.astype("str").str.casefold()
    found = (lower.str.contains(word, regex=False) & values.notna() for word in words_in(names))
    return next((has for has in found if has.any()), pd.Series(False, index=values.index))


def visits_made(activities: pd.DataFrame, names: str) -> pd.Series | None:
    """Visits per customer, index customer_id; None where no activity is named so: then nobody knows."""
    words = words_in(names)
    lower = activities["activity"].astype("str").str.casefold()
    chosen = lower.map(lambda name: any(word in name for word in words)).astype(bool)
    made = activities[chosen].groupby("customer_id")["quantity"].sum()
    return made if len(made) else None


def break_even_visits(margin: pd.Series, hours_a_visit: float, rate: float) -> pd.Series:
    """
    How many visits the margin pays for: margin / (hours a visit x rate); 0 where there is none to pay with.

    >>> break_even_visits(pd.Series([1000.0, -50.0]), 1.0, 100.0).tolist()
    [10.0, 0.0]
    """
    return margin.clip(lower=0.0) / (hours_a_visit * rate)
