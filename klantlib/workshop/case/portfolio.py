"""Which forty customers does the invented firm have, and what should the books come to show of each?

Every row of Whitney's eight is there. The large ones that lose money get most attention: the energy drains.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import pandas as pd

from klantlib.words import Words
from klantlib.workshop.case.firm import dice, firm, people, surnames

REVENUE = (7_000_000, 13_000_000)  # of the firm, a year
LARGE, SMALL = (0.028, 0.085), (0.004, 0.013)  # share of revenue; significant is from 0.02
MARGIN = (0.2, 0.3)  # of revenue
FIRST_DAY = pd.Timestamp(1996, 1, 1)
DAYS = 8_000  # between the oldest customer and the newest
MANAGERS = 3
POTENTIAL = (1.1, 1.9)  # times its revenue: what it buys in all


class Sort(NamedTuple):
    """Customers of one row of Whitney, from so many to so many, and how they come out."""

    policy: str
    customers: tuple[int, int]
    profit: tuple[float, float]  # share of revenue
    attention: float  # share of what serving them costs that goes to visits, calls and quotes


SORTS = (
    Sort("yyy", (3, 5), (0.09, 0.13), 0.3),
    Sort("yyn", (1, 3), (-0.06, -0.03), 0.75),
    Sort("yny", (4, 6), (0.06, 0.11), 0.3),
    Sort("ynn", (2, 4), (-0.12, -0.06), 0.5),
    Sort("nyy", (3, 5), (0.07, 0.11), 0.1),
    Sort("nyn", (1, 3), (-0.08, -0.04), 0.75),
    Sort("nnn", (5, 8), (-0.2, -0.07), 0.4),
)
OTHERS = Sort("nny", (0, 0), (0.04, 0.1), 0.2)  # who is left of CUSTOMERS
CUSTOMERS = 40


@dataclass(frozen=True, eq=False)
class Portfolio:
    """`targets`: one row a customer, index customer_id, with policy, revenue, margin, cost (money a year) and
    attention (share of that cost). `register`: the table customers."""

    targets: pd.DataFrame
    register: pd.DataFrame


def portfolio(seed: int, words: Words) -> Portfolio:
    chance = dice(seed, "portfolio")
    targets = _targets(chance)
    return Portfolio(targets, _register(chance, targets, firm(seed, words).trade, words))


def _targets(chance: Random) -> pd.DataFrame:
    rows = [_target(chance, sort) for sort in SORTS for _ in range(chance.randint(*sort.customers))]
    rows += [_target(chance, OTHERS) for _ in range(CUSTOMERS - len(rows))]
    chance.shuffle(rows)
    numbers = sorted(chance.sample(range(10_100, 10_990), len(rows)))
    ids = pd.Index([str(number) for number in numbers], name="customer_id")
    frame, whole = pd.DataFrame(rows, index=ids), chance.randint(*REVENUE)
    revenue = (frame["share"] / frame["share"].sum() * whole).round()
    return frame.assign(revenue=revenue, cost=(frame["margin"] - frame["profit"]) * revenue)


def _target(chance: Random, sort: Sort) -> dict[str, float | str]:
    between = LARGE if sort.policy[1] == "y" else SMALL
    return {
        "policy": sort.policy,
        "share": chance.uniform(*between),
        "margin": chance.uniform(*MARGIN),
        "profit": chance.uniform(*sort.profit),
        "attention": sort.attention * chance.uniform(0.9, 1.1),
    }


def _register(chance: Random, targets: pd.DataFrame, trade: str, words: Words) -> pd.DataFrame:
    count, shapes, segments = len(targets), words.fact(trade, "customers"), words.parts(trade)["segments"]
    names = [chance.choice(shapes).format(surname=name) for name in surnames(chance, count, words)]
    managers, towns = people(chance, MANAGERS, words), words.fact("names", "towns")
    could = [round(revenue * chance.uniform(*POTENTIAL), -3) for revenue in targets["revenue"]]
    return pd.DataFrame(
        {
            "customer_id": targets.index,
            "name": names,
            "segment": [chance.choice(segments) for _ in names],
            "city": [chance.choice(towns) for _ in names],
            "since": [f"{FIRST_DAY + pd.Timedelta(days=chance.randrange(DAYS)):%Y-%m-%d}" for _ in names],
            "potential_revenue": [f"{money:.0f}" for money in could],
            "account_manager": [chance.choice(managers) for _ in names],
        }
    )
