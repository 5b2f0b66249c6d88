"""What does serving each customer cost? By the rules, in plain pandas on the raw files: nothing of klantlib is used."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

NUMBERS = ("customer_id", "Klantnummer", "Concern", "KvK")  # text, with their leading zeros


def read(folder: Path, table: str, **options: object) -> pd.DataFrame:
    """A file as it stands: everything that is a number is a number, customer numbers are text."""
    return pd.read_csv(folder / f"{table}.csv", dtype=dict.fromkeys(NUMBERS, str), **options)


def prices(activities: pd.DataFrame, rates: pd.DataFrame) -> pd.Series:
    """Money a unit, per activity: its rate, its pool over its quantity, or its minutes at the price of its resource."""
    known = rates.reindex(columns=["activity", "rate", "pool", "minutes", "resource", "capacity_minutes"]).set_index(
        "activity"
    )
    of_resource = known[["pool", "capacity_minutes"]].groupby(known["resource"]).sum()
    a_minute = of_resource["pool"] / of_resource["capacity_minutes"]
    by_pool = known["pool"] / activities.groupby("activity")["quantity"].sum()
    return known["rate"].fillna(known["minutes"] * known["resource"].map(a_minute)).fillna(by_pool)


def charged(activities: pd.DataFrame, rates: pd.DataFrame) -> pd.Series:
    """Money per customer."""
    cost = activities["quantity"] * activities["activity"].map(prices(activities, rates))
    return cost.groupby(activities["customer_id"]).sum()
