"""What does the wholesaler want with its customers: what are they worth, who is a key account?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import dice

SCORES = (
    "learning", "reputation", "bridgehead", "network", "ambassador",
    "core_skills", "strategy_fit", "culture", "relational_fit",
)  # fmt: skip
WORTH = {1: 4.2, 3: 1.2, 6: 1.0, 5: 3.8, 9: 3.6, 26: 4.0, 37: 3.9}  # place by size: what it is worth in the long run
OBJECTIVES = (  # class, lapse %, growth %, new accounts
    ("key account", 3, 8, 0), ("future key account", 6, 15, 250_000), ("large", 8, 4, 400_000),
    ("small", 14, 2, 175_000), ("loss-maker", 25, 0, 0),
)  # fmt: skip
COMPASS = (
    ("customer portfolio", 1, 2),
    ("value proposition", 2, 3),
    ("added-value role", 1, 2),
    ("reward and risk sharing", 1, 1),
)
AIMS = (  # objective, measure, now, target, by
    ("Leveren op de afgesproken dag", "Orders compleet en op tijd", "87%", "96%", "30-06-2026"),
    ("Aandeel in de inkoop vergroten", "Aandeel van de behoefte", "42%", "55%", "31-12-2026"),
    ("Voorkeursleverancier worden", "Plaats bij de klant", "een van drie", "eerste keus", "31-12-2026"),
)
REPAIR = (
    ("Minder spoed", "Spoedleveringen per maand", "20", "6", "30-06-2026"),
    ("Marge herstellen", "Marge op de omzet", "13%", "18%", "31-12-2026"),
)


def strategy(people: pd.DataFrame) -> pd.DataFrame:
    """Scores of 0-5 for the largest, the busiest and some of the rest; not everything was filled in."""
    rng = dice("strategy")
    chosen = people["rank"].lt(40) | people["rank"].isin(range(46, 120, 5)) | people["part"].eq("drain")
    kept = people.loc[chosen & people["part"].ne("lost")]
    worth = pd.Series(rng.choice([1.4, 2.6, 3.8], len(kept), p=[0.35, 0.30, 0.35]), kept["rank"])
    worth.update(pd.Series(WORTH))
    scores = np.clip(np.rint(rng.normal(worth.to_numpy()[:, None], 0.8, (len(kept), len(SCORES)))), 0, 5)
    scores[rng.random(scores.shape) < 0.015] = np.nan
    return pd.DataFrame(scores, kept.index, list(SCORES)).astype("Int64").sort_index().reset_index()


def hours(people: pd.DataFrame) -> pd.DataFrame:
    """Hours in 2025 on the largest customers, and by class on the rest."""
    rng = dice("hours")
    rows = [
        (number, "", role, float(spent), kind)
        for number, part, rank in people.query("rank < 40 and part != 'lost'")[["part", "rank"]].itertuples()
        for role, spent, kind in _spent(rng, part, rank)
    ]
    by_class = [
        ("", "large", "Accountmanager", 520.0, "business"), ("", "large", "Binnendienst", 780.0, "business"),
        ("", "small", "Accountmanager", 6_180.0, "business"), ("", "small", "Binnendienst", 11_420.0, "business"),
        ("", "large", "Technisch adviseur", 700.0, "business"),
        ("", "small", "Technisch adviseur", 4_400.0, "business"),
        ("", "loss-maker", "Technisch adviseur", 1_060.0, "business"),
        ("", "loss-maker", "Binnendienst", 2_200.0, "business"),
    ]  # fmt: skip
    return pd.DataFrame(rows + by_class, columns=["customer_id", "class", "role", "hours", "kind"])


def objectives() -> pd.DataFrame:
    """What is aimed at next year, by class."""
    return pd.DataFrame(OBJECTIVES, columns=["class", "lapse", "growth", "new_accounts"])


def account_plan(people: pd.DataFrame, managers: pd.Series) -> pd.DataFrame:
    """Two aims for each of the largest customers."""
    rows = [
        (number, *aim, managers[number])
        for number, part, rank in people.query("rank < 10")[["part", "rank"]].itertuples()
        for aim in (REPAIR if part == "demanding" else (AIMS[rank % 3], AIMS[(rank + 1) % 3]))
    ]
    return pd.DataFrame(rows, columns=["customer_id", "objective", "measure", "now", "target", "by", "owner"])


def contact(people: pd.DataFrame, managers: pd.Series) -> pd.DataFrame:
    """On which rung of the ladder the largest customers stand, and where we want them."""
    rng = dice("contact")
    large = people.query("rank < 24 and part != 'lost'").index
    now = rng.integers(1, 4, len(large))
    wished = np.clip(now + rng.choice([0, 1, 2], len(large), p=[0.3, 0.5, 0.2]), 1, 5)
    return pd.DataFrame(
        {"customer_id": large, "ladder_now": now, "ladder_wished": wished, "seller": managers.loc[large].to_numpy()}
    )


def value_compass() -> pd.DataFrame:
    """Where the firm stands on the four poles and where it wants to stand."""
    return pd.DataFrame(COMPASS, columns=["pole", "now", "wished"])


def _spent(rng: np.random.Generator, part: str, rank: int) -> list[tuple[str, int, str]]:
    """Hours by role on one large customer; the personal ones are lunches and matches."""
    much = {"demanding": 3.2, "drain": 2.4, "quiet": 0.15}.get(part, 1.0) / (1 + rank / 14)
    spent = [
        ("Accountmanager", 165 * much, "business"), ("Binnendienst", 190 * much, "business"),
        ("Technisch adviseur", 215 * much, "business"), ("Accountmanager", 16 * much, "personal"),
    ] + [("Directie", 55 * much, "business")] * (rank < 12)  # fmt: skip
    drawn = [(role, round(mean * rng.uniform(0.7, 1.3)), kind) for role, mean, kind in spent]
    return [row for row in drawn if row[1]]
