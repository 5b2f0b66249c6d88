"""What does the wholesaler know of itself: its management team, its people and its measures?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import dice, names

UNITS = ("Zwolle", "Groningen", "Leeuwarden", "Breda")
SELF_TEST = (  # they differ most about statement 3 (effort) and 5 (how sales people are judged)
    ("Marten Oldevaart", "Algemeen directeur", "BBABAB"),
    ("Suzan van Tielemar", "Verkoopleider", "BBBBBC"),
    ("Rik Kolderveen", "Hoofd logistiek", "BCCBCC"),
    ("Annemiek Dinkelvoort", "Hoofd financiën", "CCDCDC"),
    ("Jouke Wierdema", "Hoofd inkoop", "BCC?CC"),
)
MEASURES = {  # start, end, target, spread, better, unit
    "Telefoon binnen 20 seconden opgenomen": (78.0, 86.0, 90.0, 2.5, "hoger", "%"),
    "Orders compleet en op tijd geleverd": (93.5, 88.5, 95.0, 1.2, "hoger", "%"),
    "Levertijd voorraadartikelen": (1.6, 1.9, 1.5, 0.15, "lager", "dagen"),
    "Pickfouten per 1.000 regels": (5.8, 4.1, 4.0, 0.7, "lager", "stuks"),
    "Antwoord op een prijsaanvraag": (2.9, 2.4, 1.0, 0.4, "lager", "dagen"),
}
MOOD = {"Zwolle": 7.4, "Groningen": 7.0, "Leeuwarden": 7.7, "Breda": 6.2}
LIFT = {  # a mark against the mood
    "engagement": 0.0, "awareness_importance": 1.0, "awareness_role": 0.1, "awareness_knowledge": -0.5,
    "awareness_information": -0.9,
}  # fmt: skip
STAFF = {  # people, gross salary
    "Accountmanager": (10, 58_500), "Binnendienst": (16, 41_200), "Technisch adviseur": (9, 54_000),
    "Verkoopleider": (1, 82_000), "Directie": (2, 128_000),
}  # fmt: skip
PRODUCTIVE = (1_400, 1_400, 1_400, 1_120)  # hours a year; one in four works four days


def self_test() -> pd.DataFrame:
    """Five members of the management team, six letters each; one of them does not know everything."""
    return pd.DataFrame(
        {
            "respondent": who,
            "role": role,
            "date": pd.Timestamp(2025, 11, 18),
            **{f"q{i}": a for i, a in enumerate(answers, 1)},
        }
        for who, role, answers in SELF_TEST
    )


def measures() -> pd.DataFrame:
    """One row a month, branch and measure."""
    rng = dice("measures")
    months = pd.date_range("2023-01-31", "2025-12-31", freq="ME")
    rows = [_measured(rng, name, unit, months) for name in MEASURES for unit in UNITS]
    return pd.concat(rows).sort_values(["date", "measure", "unit"], ignore_index=True)


def employees() -> pd.DataFrame:
    """One row a quarter and branch: the mean marks of its people."""
    rng = dice("employees")
    quarters = pd.date_range("2023-03-31", "2025-12-31", freq="QE")
    rows = pd.DataFrame([(unit, date) for date in quarters for unit in UNITS], columns=["unit", "date"])
    mood = rows["unit"].map(MOOD) + np.where(rows["unit"].eq("Breda"), -0.05, 0.02) * (rows.index // len(UNITS))
    return rows.assign(**{mark: (mood + up + rng.normal(0, 0.2, len(rows))).round(1) for mark, up in LIFT.items()})


def staff() -> pd.DataFrame:
    """One row for each of the people who deal with customers: role, salary and productive hours a year."""
    rng = dice("staff")
    rows = [(role, salary) for role, (people, salary) in STAFF.items() for _ in range(people)]
    return pd.DataFrame(rows, columns=["role", "gross_salary"]).assign(
        gross_salary=lambda s: (s["gross_salary"] * rng.uniform(0.9, 1.1, len(s))).round(-2),
        hours=rng.choice(PRODUCTIVE, len(rows)),
    )


def sellers() -> dict[str, tuple[str, ...]]:
    """Two account managers a branch, four at the head office."""
    rng = dice("sellers")
    regions = {"Zwolle": "oostelijk", "Groningen": "Gronings", "Leeuwarden": "Fries", "Breda": "Brabants"}
    return {
        unit: tuple(names.person(rng, region) for _ in range(4 if unit == "Zwolle" else 2))
        for unit, region in regions.items()
    }


def _measured(rng: np.random.Generator, name: str, unit: str, months: pd.DatetimeIndex) -> pd.DataFrame:
    start, end, target, spread, better, kind = MEASURES[name]
    worse = (-1 if better == "hoger" else 1) * (spread * 1.5 if unit == "Breda" else 0)
    value = np.linspace(start, end, len(months)) + worse + rng.normal(0, spread, len(months))
    top = 100 if kind == "%" else np.inf
    return pd.DataFrame(
        {"measure": name, "date": months, "value": value.clip(0, top).round(1), "target": target}
    ).assign(better=better, unit_of_measure=kind, unit=unit)
