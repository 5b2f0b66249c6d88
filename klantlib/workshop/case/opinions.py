"""How strategic is each invented customer, how satisfied and loyal, and what does the firm think of itself?"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pandas as pd

from klantlib.analyses import self_test as chapter
from klantlib.measures.survey.loyalty_curve import LAST, loyalty_curve
from klantlib.measures.survey.self_test_scores import POINTS, STATEMENTS
from klantlib.measures.worth import SCORES
from klantlib.words import Words
from klantlib.workshop.case.firm import dice, people
from klantlib.workshop.case.portfolio import Portfolio

# share of the purchases at 1..5: loyalty that leaps at the end, that rises evenly, that levels off
CURVES = ((6, 14, 26, 46, 86), (8, 25, 44, 64, 83), (8, 20, 60, 74, 84))
LEVELS = (7, 11, 19, 29, 18)  # answers at 1..5, about a third more than customers with one
SPREAD = 12  # by how much answers at one level differ, either way on average
CAPTIVE = {1: 0.14, 2: 0.18, 3: 0.1}  # how many of who is not satisfied cannot leave: a contract, no other supplier
BOUND = (65, 90)  # how loyal those are
MINIMUM, SURE = 30, 0.95  # as the chapter on loyalty has them
RISES = 0.03  # fraction: a step that is seen
ANSWERED_ON = pd.Timestamp(2025, 10, 1)
RESPONDENTS, UNKNOWN = 6, "?"
LIKELY = {"A": 1, "B": 4, "C": 4, "D": 1}  # how often each letter is answered


def strategy(seed: int, customers: Portfolio) -> pd.DataFrame:
    """The table strategy: five scores of 0 to 5, three or more on average for who is strategic."""
    chance = dice(seed, "strategy")
    rows = [
        (customer, *_scores(chance, strategic=policy.startswith("y")))
        for customer, policy in customers.targets["policy"].items()
    ]
    return pd.DataFrame(rows, columns=["customer_id", *SCORES])


def satisfaction(seed: int, customers: Portfolio, words: Words) -> pd.DataFrame:
    """The table satisfaction: two people of most customers; the curve is one of three, and shows what can be told."""
    chance = dice(seed, "satisfaction")
    curve, wishes = chance.choice(CURVES), words.parts("wishes")["text"]
    return next(answers for answers in _answers(chance, customers, curve, wishes) if _bounds_tell(answers))


def self_test(seed: int, words: Words) -> pd.DataFrame:
    """
    The table self_test: six managers of whom one does not know an answer, and who differ most on one statement and
    stand lowest on one.
    """
    chance = dice(seed, "self_test")
    names, roles = people(chance, RESPONDENTS, words), words.parts("roles")["text"]
    return next(sheets for sheets in _sheets(chance, names, roles) if _tells_one_thing(sheets))


def _answers(chance: Random, customers: Portfolio, curve: tuple[int, ...], wishes: list[str]) -> Iterator[pd.DataFrame]:
    """Tables without end, each of the same customers and levels."""
    while True:
        yield _answered(chance, customers, curve, wishes)


def _answered(chance: Random, customers: Portfolio, curve: tuple[int, ...], wishes: list[str]) -> pd.DataFrame:
    levels = [level for level, count in enumerate(LEVELS, 1) for _ in range(count)]
    asked = [(customer, place) for place in (1, 2, 3) for customer in customers.targets.index][: len(levels)]
    chance.shuffle(levels)
    rows = [
        (
            customer,
            f"{customer}-{place}",
            _day(chance),
            level,
            loyalty,
            _recommend(chance, level),
            _trust(chance, level),
        )
        for (customer, place), level in zip(asked, levels, strict=True)
        for loyalty in [_loyalty(chance, level, curve[level - 1])]
    ]
    columns = ["customer_id", "respondent", "date", "overall", "loyalty", "recommend", "trust"]
    frame = pd.DataFrame(rows, columns=columns).sort_values(["date", "respondent"], kind="stable", ignore_index=True)
    return frame.assign(wish=[chance.choice(wishes) if chance.random() < 0.4 else "" for _ in rows])


def _scores(chance: Random, *, strategic: bool) -> list[int]:
    """Five scores whose mean is not near the limit of 3."""
    while True:
        scores = [chance.randint(0, 5) for _ in SCORES]
        if sum(scores) >= 17 if strategic else sum(scores) <= 12:
            return scores


def _loyalty(chance: Random, level: int, usual: int) -> int:
    if chance.random() < CAPTIVE.get(level, 0):
        return chance.randint(*BOUND)
    return max(0, min(100, round(chance.gauss(usual, SPREAD))))


def _day(chance: Random) -> str:
    return f"{ANSWERED_ON + pd.Timedelta(days=chance.randrange(60)):%Y-%m-%d}"


def _recommend(chance: Random, level: int) -> int:
    return max(0, min(10, 2 * level + chance.randint(-2, 1)))


def _trust(chance: Random, level: int) -> int:
    return max(1, min(5, level + chance.choice((-1, 0, 0, 1))))


def _sheets(chance: Random, names: list[str], roles: list[str]) -> Iterator[pd.DataFrame]:
    """Sheets without end: one of them, never the first, with an answer that is not known."""
    while True:
        answers = [chance.choices([*LIKELY], [*LIKELY.values()], k=len(STATEMENTS)) for _ in names]
        answers[chance.randrange(1, len(names))][chance.randrange(len(STATEMENTS))] = UNKNOWN
        frame = pd.DataFrame(answers, columns=list(STATEMENTS))
        yield frame.assign(respondent=names, role=roles, date="2025-11-18")[["respondent", "role", "date", *STATEMENTS]]


def _tells_one_thing(sheets: pd.DataFrame) -> bool:
    """Is one statement the widest apart, and another alone at the lowest middle answer?"""
    statements = chapter.analyse(sheets.replace(UNKNOWN, pd.NA)).statements
    widest, lowest = statements["spread"].max(), statements["points"].min()
    alone = (statements["spread"] == widest).sum() == (statements["points"] == lowest).sum() == 1
    return bool(alone and lowest <= POINTS["C"] and widest > 1 and
                statements["spread"].idxmax() != statements["points"].idxmin())  # fmt: skip


def _bounds_tell(answers: pd.DataFrame) -> bool:
    """Does loyalty rise at every step, and say the bounds of the steps the same as the test on the last one?"""
    columns = answers["overall"], answers["loyalty"] / 100, answers["customer_id"]
    if (loyalty_curve(*columns, resamples=0).steps["gain"] <= RISES).any():
        return False
    curve = loyalty_curve(*columns)
    steps, last = curve.steps.drop(LAST), curve.steps.loc[LAST]
    clear, denied = (last["low"] > steps["high"]).all(), (last["high"] < steps["low"]).any()
    return curve.convex(MINIMUM, SURE) == ("yes" if clear else "no" if denied else "cannot_tell")
