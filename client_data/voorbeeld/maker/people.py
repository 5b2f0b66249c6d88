"""Who are the 240 customers, and which part does each play?"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd

from . import dice, names

CUSTOMERS = 240
MEDIAN_REVENUE = 36_000  # a year, as in 2025
SPREAD = 1.40  # of log revenue: gives the largest fifth some 72% of revenue
LARGE = 60  # so many bear the name of a larger firm
CASH = "99999"

# Places in the list by size, 0 = largest; whoever is not named here is an ordinary customer.
PARTS = {
    "demanding": (1, 3, 6),  # large, bought with low prices and much service: a loss
    "quiet": (5, 9, 14, 20, 27),  # good money, hardly ever visited
    "drain": (18, 26, 31, 37, 42, 48, 55, 63, 72, 80),  # much attention, a loss
    "drying": (11, 23, 34, 45, 60, 77, 95, 120),  # buys less every half-year
    "lost": (29, 50, 68, 85, 99, 112, 130, 145, 155, 168, 180, 190, 200, 210, 225, 233),  # nothing in 2025
    "new": (58, 90, 105, 118, 128, 140, 150, 165, 175, 185, 205, 220),  # first order in 2025
}
SEGMENTS = {"Installatie": 0.45, "Bouw": 0.22, "Industrie": 0.15, "Onderhoud": 0.10, "Detailhandel": 0.08}
CITIES = {  # city: region, first and last number of its postcodes, branch that serves it
    "Zwolle": ("oostelijk", 8011, 8043, "Zwolle"), "Deventer": ("oostelijk", 7411, 7437, "Zwolle"),
    "Apeldoorn": ("oostelijk", 7311, 7339, "Zwolle"), "Enschede": ("oostelijk", 7511, 7548, "Zwolle"),
    "Hengelo": ("oostelijk", 7551, 7559, "Zwolle"), "Almelo": ("oostelijk", 7601, 7611, "Zwolle"),
    "Kampen": ("oostelijk", 8261, 8267, "Zwolle"), "Meppel": ("oostelijk", 7941, 7944, "Zwolle"),
    "Arnhem": ("oostelijk", 6811, 6846, "Zwolle"), "Amersfoort": ("westelijk", 3811, 3829, "Zwolle"),
    "Harderwijk": ("westelijk", 3841, 3849, "Zwolle"), "Lelystad": ("westelijk", 8211, 8245, "Zwolle"),
    "Almere": ("westelijk", 1311, 1363, "Zwolle"), "Utrecht": ("westelijk", 3511, 3585, "Zwolle"),
    "Groningen": ("Gronings", 9711, 9747, "Groningen"), "Assen": ("Gronings", 9401, 9408, "Groningen"),
    "Veendam": ("Gronings", 9641, 9646, "Groningen"), "Winschoten": ("Gronings", 9671, 9675, "Groningen"),
    "Stadskanaal": ("Gronings", 9501, 9503, "Groningen"), "Delfzijl": ("Gronings", 9930, 9936, "Groningen"),
    "Leeuwarden": ("Fries", 8911, 8941, "Leeuwarden"), "Drachten": ("Fries", 9201, 9207, "Leeuwarden"),
    "Heerenveen": ("Fries", 8440, 8448, "Leeuwarden"), "Sneek": ("Fries", 8601, 8608, "Leeuwarden"),
    "Breda": ("Brabants", 4811, 4847, "Breda"), "Tilburg": ("Brabants", 5011, 5049, "Breda"),
    "Eindhoven": ("Brabants", 5611, 5658, "Breda"), "Roosendaal": ("Brabants", 4701, 4709, "Breda"),
    "Oosterhout": ("Brabants", 4901, 4909, "Breda"), "Helmond": ("Brabants", 5701, 5709, "Breda"),
    "Waalwijk": ("Brabants", 5141, 5146, "Breda"), "'s-Hertogenbosch": ("Brabants", 5211, 5247, "Breda"),
}  # fmt: skip
MARGIN = {
    "demanding": 0.12,
    "quiet": 0.325,
    "drain": 0.20,
    "drying": 0.27,
    "lost": 0.27,
    "new": 0.25,
    "ordinary": 0.278,
}


def cast() -> pd.DataFrame:
    """One row a customer, from large to small: its part, size (revenue a year), margin, place, first and last day."""
    rng = dice("cast")
    people = pd.DataFrame({"rank": range(CUSTOMERS), "part": [_part(rank) for rank in range(CUSTOMERS)]})
    places = rng.choice(list(CITIES), CUSTOMERS)
    regions = [CITIES[place][0] for place in places]
    segments = rng.choice(list(SEGMENTS), CUSTOMERS, p=list(SEGMENTS.values()))
    families = names.surnames(rng, regions)
    return (
        people.assign(size=_sizes(), city=places, region=regions, segment=segments)
        .assign(unit=[CITIES[place][3] for place in places], surname=[family for family, _ in families])
        .assign(
            name=[names.firm(rng, s, r < LARGE, *f) for r, (s, f) in enumerate(zip(segments, families, strict=True))]
        )
        .assign(margin=lambda c: c["part"].map(MARGIN) + rng.normal(0, 0.02, CUSTOMERS))
        .pipe(_with_days, rng)
        .pipe(_with_numbers)
        .set_index("customer_id")
    )


def _part(rank: int) -> str:
    return next((part for part, ranks in PARTS.items() if rank in ranks), "ordinary")


def _sizes() -> np.ndarray:
    normal = NormalDist()
    score = np.array([normal.inv_cdf(1 - (rank + 0.5) / CUSTOMERS) for rank in range(CUSTOMERS)])
    return MEDIAN_REVENUE * np.exp(SPREAD * score)


def _with_days(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """`since`, and the first and last day in the three years on which the customer may buy."""
    n = len(people)
    years_ago = rng.gamma(2.2, 4.5, n).clip(0.1, 34)
    since = pd.Timestamp(2022, 12, 31) - pd.to_timedelta((years_ago * 365.25).astype(int), unit="D")
    joined = pd.Timestamp(2025, 1, 6) + pd.to_timedelta(rng.integers(0, 39, n) * 7, unit="D")  # a Monday
    gone = pd.Timestamp(2024, 6, 20) + pd.to_timedelta(rng.integers(0, 190, n), unit="D")
    is_new, is_lost = people["part"].eq("new"), people["part"].eq("lost")
    return people.assign(
        since=np.where(is_new, joined, since).astype("datetime64[s]"),
        first=np.where(is_new, joined, pd.Timestamp(2023, 1, 2)).astype("datetime64[s]"),
        last=np.where(is_lost, gone, pd.Timestamp(2025, 12, 31)).astype("datetime64[s]"),
    )


def _with_numbers(people: pd.DataFrame) -> pd.DataFrame:
    """Numbers are given out in the order of arrival, with gaps: old customers have leading zeros to lose."""
    by_arrival = people.sort_values(["since", "rank"]).index
    number = pd.Series([f"{101 + 9 * i + i % 4:05d}" for i in range(len(people))], by_arrival)
    return people.assign(customer_id=number)
