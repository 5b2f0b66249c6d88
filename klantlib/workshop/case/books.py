"""What did each invented customer buy, what was done for it, and what does that cost?"""

from __future__ import annotations

from random import Random

import pandas as pd

from klantlib.words import Words
from klantlib.workshop.case.firm import dice
from klantlib.workshop.case.portfolio import Portfolio

YEARS = {2024: 0.95, 2025: 1.0}  # and how much of it there was; the last is the year that is looked at
RATES = {"orders": 60, "deliveries": 75, "rush": 140, "visits": 180, "calls": 10, "quotes": 90}  # money each, about
ATTENTION = {"visits": 0.5, "calls": 0.2, "quotes": 0.3}  # of the cost of attention
HANDLING = {"orders": 0.2, "deliveries": 0.5, "rush": 0.3}  # of the other cost
ABOVE = {"shop": ("channel", 30_000), "management": ("company", 80_000)}  # level, money a year
STEP = 5  # rates are round, so that they can be reckoned with
QUARTERS = ("03-31", "06-30", "09-30", "12-31")


def rates(seed: int, words: Words) -> pd.DataFrame:
    """The table rates: what each activity costs, and two pools that belong to no customer."""
    own = [(words.say("activities", key), money, None, "customer", _yes(key)) for key, money in _priced(seed).items()]
    above = [(words.say("activities", key), None, pool, level, "no") for key, (level, pool) in ABOVE.items()]
    columns = ["activity", "rate", "pool", "level", "attention"]
    return pd.DataFrame([*own, *above], columns=columns).astype({"rate": "Int64", "pool": "Int64"})


def activities(seed: int, customers: Portfolio, words: Words) -> pd.DataFrame:
    """The table activities: per customer, quarter and activity how often."""
    rows = [
        (customer, words.say("activities", key), f"{year}-{day}", times)
        for year in YEARS
        for customer, done in _done(seed, customers, year).items()
        for key, count in done.items()
        for day, times in zip(QUARTERS, _spread(count, len(QUARTERS)), strict=True)
        if times
    ]
    return pd.DataFrame(rows, columns=["customer_id", "activity", "date", "quantity"])


def transactions(seed: int, customers: Portfolio, products: list[str]) -> pd.DataFrame:
    """The table transactions: one line an order, in whole euros, as many as there are orders in the activities."""
    chance, rows = dice(seed, "transactions"), []
    for year, part in YEARS.items():
        for customer, done in _done(seed, customers, year).items():
            target = customers.targets.loc[customer]
            rows += _orders(
                chance, customer, year, done["orders"], target["revenue"] * part, target["margin"], products
            )
    columns = ["customer_id", "date", "revenue", "cost", "product"]
    lines = pd.DataFrame(rows, columns=columns).sort_values(["date", "customer_id"], kind="stable", ignore_index=True)
    return lines.assign(order_id=[f"{place:05d}" for place in range(1, len(lines) + 1)])


def _priced(seed: int) -> dict[str, int]:
    chance = dice(seed, "rates")
    return {key: max(STEP, round(money * chance.uniform(0.8, 1.25) / STEP) * STEP) for key, money in RATES.items()}


def _done(seed: int, customers: Portfolio, year: int) -> dict[str, dict[str, int]]:
    """Per customer how often each activity was done in a year, so that together they cost what they should."""
    chance, money = dice(seed, f"activities {year}"), _priced(seed)
    return {
        str(target.Index): {
            key: max(key == "orders", round(target.cost * YEARS[year] * share / money[key]))
            for key, share in _mix(chance, target.attention).items()
        }
        for target in customers.targets.itertuples()
    }


def _mix(chance: Random, attention: float) -> dict[str, float]:
    """The share of each activity in the cost of one customer; together 1."""
    parts = {
        **{key: attention * share * chance.uniform(0.8, 1.2) for key, share in ATTENTION.items()},
        **{key: (1 - attention) * share * chance.uniform(0.8, 1.2) for key, share in HANDLING.items()},
    }
    whole = sum(parts.values())
    return {key: parts[key] / whole for key in RATES}


def _orders(
    chance: Random, customer: str, year: int, count: int, revenue: float, margin: float, products: list[str]
) -> list[tuple]:
    weights = [chance.uniform(0.5, 1.5) for _ in range(count)]
    money = _whole(revenue, weights)
    cost = _whole(revenue * (1 - margin), weights)
    first = pd.Timestamp(year, 1, 1)
    days = [f"{first + pd.Timedelta(days=chance.randrange(365)):%Y-%m-%d}" for _ in weights]
    return [(customer, *line, chance.choice(products)) for line in zip(days, money, cost, strict=True)]


def _whole(total: float, weights: list[float]) -> list[int]:
    """The total in whole euros by weight; what rounding leaves goes to the last."""
    parts = [round(total * weight / sum(weights)) for weight in weights]
    return [*parts[:-1], round(total) - sum(parts[:-1])]


def _spread(count: int, over: int) -> list[int]:
    return [count // over + (place < count % over) for place in range(over)]


def _yes(key: str) -> str:
    return "yes" if key in ATTENTION else "no"
