"""How satisfied is each customer, how loyal, and what keeps it from a higher mark?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import dice, names

ROUNDS = {2024: "2024-10-07", 2025: "2025-10-06"}  # the Monday on which the questions went out
RESPONSE = 0.58  # about 60% with those who are asked twice
TWO_VOICES = 12  # of the largest customers two people answer
ALMOST_THERE = (4, 5, 9, 10, 13, 14, 20, 27)  # places by size: a 4 with a large potential, one aspect from a 5
BRANCH = {"Breda": -1, "Leeuwarden": 1}  # one in four feels the mood of the branch
HOSTAGES = 6  # dissatisfied, but with nowhere to go
LEVELS = {  # chance of a 1, 2, 3, 4, 5
    "ordinary": (0.06, 0.11, 0.21, 0.34, 0.28), "demanding": (0, 0, 0, 1, 0), "drain": (0.1, 0.3, 0.4, 0.2, 0),
    "quiet": (0, 0, 0, 1, 0), "drying": (0.25, 0.5, 0.25, 0, 0), "lost": (0.5, 0.4, 0.1, 0, 0),
    "new": (0, 0.1, 0.3, 0.4, 0.2),
}  # fmt: skip
LOYALTY = {1: 20, 2: 25, 3: 34, 4: 53, 5: 88}  # hardly moves at the low end, most from 4 to 5
RECOMMEND = {1: 1.8, 2: 3.9, 3: 6.0, 4: 7.5, 5: 9.2}
EFFORT = {1: 5.8, 2: 5.0, 3: 4.2, 4: 3.3, 5: 1.9}  # 7 = much trouble
ASPECTS = {  # importance, expectation
    "Leverbetrouwbaarheid": (4.8, 8.6), "Assortiment": (3.9, 7.8), "Prijs": (3.6, 7.2),
    "Deskundigheid binnendienst": (4.2, 8.0), "Contact met accountmanager": (3.4, 7.2),
    "Offertes": (3.5, 7.4), "Facturen en documenten": (3.1, 7.6),
    "Afhandeling van klachten": (4.0, 7.9),
}  # fmt: skip
SHORTFALL = {1: -3.0, 2: -2.0, 3: -1.0, 4: -0.2, 5: 0.4}  # experience less expectation, all aspects
DELIVERY_SHORTFALL = {1: -1.0, 2: -1.2, 3: -1.4, 4: -2.3, 5: -0.2}  # on top of it, for delivery reliability
WISHES = {
    1: (
        "Bel mij terug als ik een bericht achterlaat.", "Zorg eerst dat de order klopt.",
        "Ik wil weten wie er over mijn klachten gaat.", "Houd u aan wat is afgesproken.",
    ),
    2: (
        "Laat weten wanneer iets later komt.", "Eén vast aanspreekpunt.", "Facturen die in één keer goed zijn.",
        "Minder nalevering.", "Iemand die onze installaties kent.",
    ),
    3: (
        "Sneller antwoord op een prijsaanvraag.", "Voorraad zien in de webwinkel.",
        "Levering vóór zeven uur op de bouw.", "Technisch advies zonder wachttijd.", "Duidelijker pakbonnen.",
    ),
    4: (
        "Leveren op de dag die is afgesproken.", "Alles van een order in één keer.",
        "Een bericht als de levering schuift.", "Vaste levertijd voor ketels en warmtepompen.",
        "Vroeg op de dag leveren.", "Meedenken over het project.",
    ),
    5: (
        "Blijf zo doorgaan.", "Nieuwe producten eerder laten zien.", "Samen een training warmtepompen geven.",
        "Meer merken in gereedschap.", "Een keer langskomen op de werkplaats.",
    ),
}  # fmt: skip


def satisfaction(people: pd.DataFrame) -> pd.DataFrame:
    """One row an answer, two rounds; the second year's levels follow from the first's."""
    rng = dice("satisfaction")
    drawn = pd.Series([_drawn(rng, part) for part in people["part"]], people.index)
    level = (drawn + people["unit"].map(BRANCH).fillna(0) * (rng.random(len(people)) < 0.25)).clip(1, 5).astype(int)
    level[people["rank"].isin(ALMOST_THERE)] = 4
    before = (level + rng.choice([-1, 0, 1], len(level), p=[0.2, 0.65, 0.15]) + people["part"].eq("drying")).clip(1, 5)
    voices = _voices(rng, people)
    rounds = [_round(rng, people, voices, 2024, before), _round(rng, people, voices, 2025, level)]
    return pd.concat(rounds).sort_values(["date", "customer_id", "respondent"], ignore_index=True)


def aspects(people: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """One row an aspect for every answer: how important, what was expected, what was met."""
    rng = dice("aspects")
    rows = answers[["customer_id", "date", "overall"]].merge(pd.Series(list(ASPECTS), name="aspect"), how="cross")
    mean = pd.DataFrame(ASPECTS, ["importance", "expectation"]).T.loc[rows["aspect"]]
    delivery = rows["aspect"].eq("Leverbetrouwbaarheid")
    almost = rows["customer_id"].isin(people.index[people["rank"].isin(ALMOST_THERE)]) & rows["overall"].eq(4)
    late = rows["overall"].map(DELIVERY_SHORTFALL) - 0.8 * almost
    gap = rows["overall"].map(SHORTFALL) + late.where(delivery, 0)
    expectation = _marks(rng, mean["expectation"].to_numpy(), 0.7, 1, 10)
    return rows.assign(
        importance=_marks(rng, mean["importance"].to_numpy(), 0.6, 1, 5),
        expectation=expectation,
        experience=_marks(rng, expectation + gap.to_numpy(), np.where(almost, 0.3, 0.7), 1, 10),
    ).drop(columns="overall")


def share_with_us(answers: pd.DataFrame) -> pd.Series:
    """What part of its needs a customer buys from us, 0-1, by the last answer."""
    return answers.drop_duplicates("customer_id", keep="last").set_index("customer_id")["share_of_wallet"] / 100


def _drawn(rng: np.random.Generator, part: str) -> int:
    return int(rng.choice(5, p=LEVELS[part])) + 1


def _voices(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Who answers for each customer, and who a second time for the largest."""
    who = people[["region", "rank"]].reset_index()
    both = pd.concat([who, who.loc[who["rank"].lt(TWO_VOICES)]], ignore_index=True)
    called, taken = [], set()
    for region in both["region"]:
        name = next(name for name in iter(lambda: names.person(rng, region), "") if name not in taken)  # noqa: B023
        taken.add(name)
        called.append(name)
    return both.assign(respondent=called).drop(columns="region")


def _round(
    rng: np.random.Generator, people: pd.DataFrame, voices: pd.DataFrame, year: int, level: pd.Series
) -> pd.DataFrame:
    sent = pd.Timestamp(ROUNDS[year])
    asked = people.index[people["first"].le(sent) & people["last"].ge(sent)]
    pool = voices.loc[voices["customer_id"].isin(asked)]
    certain = pool["rank"].isin(ALMOST_THERE) & (year == 2025)
    answered = pool.loc[certain | (rng.random(len(pool)) < RESPONSE)].drop(columns="rank")
    n, overall = len(answered), level.loc[answered["customer_id"]].to_numpy()
    loyalty = _with_odd_ones(rng, _marks(rng, _by(LOYALTY, overall), 12, 2, 100), overall)
    return answered.assign(
        date=sent + pd.to_timedelta(rng.integers(1, 33, n), unit="D"),
        overall=overall,
        loyalty=loyalty,
        recommend=_marks(rng, _by(RECOMMEND, overall), 1.0, 0, 10),
        effort=_marks(rng, _by(EFFORT, overall), 0.9, 1, 7),
        trust=_marks(rng, overall * 0.9 + 0.4, 0.5, 1, 5),
        repurchase=_marks(rng, 1.2 + loyalty / 26, 0.4, 1, 5),
        share_of_wallet=_marks(rng, loyalty, 5, 5, 95),
        wish=[str(rng.choice(WISHES[mark])) if rng.random() < 0.7 else "" for mark in overall],
    )


def _with_odd_ones(rng: np.random.Generator, loyalty: np.ndarray, overall: np.ndarray) -> np.ndarray:
    """Some dissatisfied customers stay because they must, and two very satisfied ones shop around."""
    stuck = np.concatenate([np.flatnonzero(overall == mark)[-HOSTAGES // 2 :] for mark in (2, 3)])
    free = np.flatnonzero(overall == 5)[5:14:8]
    odd = loyalty.copy()
    odd[stuck] = rng.integers(62, 80, len(stuck))
    odd[free] = rng.integers(35, 55, len(free))
    return odd


def _by(means: dict[int, float], overall: np.ndarray) -> np.ndarray:
    return np.array([means[mark] for mark in overall])


def _marks(rng: np.random.Generator, mean: np.ndarray, spread: float | np.ndarray, low: int, high: int) -> np.ndarray:
    return np.clip(np.rint(rng.normal(mean, spread)), low, high).astype(int)
