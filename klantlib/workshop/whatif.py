"""What is there to slide in each theme, and what does it come to?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from klantlib.advice import tell
from klantlib.blocks import Block, Chart, Text, plain
from klantlib.exploring import Slider, Values, WhatIf
from klantlib.measures.accounts import Accounts, customer_accounts
from klantlib.measures.curves import peak, running
from klantlib.measures.survey.self_test_scores import POINTS, STATEMENTS, band_of
from klantlib.words import Words
from klantlib.workshop.study import Study
from klantlib.workshop.views import first_sheet, picture

CHANGES = (-0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5)  # of a rate or of work
PRICES = (0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1)  # a rise for who costs money
SHARES = (0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05)
SCORES = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5)
LOYAL = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LEVELS = (2.0, 3.0, 4.0, 5.0)
SPOKEN_TO = (10, 15, 20, 25, 30, 35, 40)  # customers


def sheet(study: Study, language: str) -> WhatIf:
    """One sheet of the self-test: change a letter, and see what becomes of the total."""
    words, first = _words(language), first_sheet(study.self_test)
    letters, points = tuple(reversed(POINTS)), tuple(reversed(POINTS.values()))
    sliders = [Slider(key, words.say("terms", key), points, int(first[key]), "count", letters) for key in STATEMENTS]

    def blocks(values: Values) -> list[Block]:
        total, before = sum(values.values()), int(first["total"])
        data = {"statement": list(STATEMENTS), "points": [values[key] for key in STATEMENTS]}
        chart = Chart("sheet_points", "bar", data, "points", "statement", {"statement": "term", "points": "count"})
        said = Text("sheet_total", {"total": total, "band": band_of(total), "more": total - before})
        return [tell(said, words), tell(chart, words)]

    return WhatIf(sliders, blocks)


def whale(study: Study, language: str) -> WhatIf:
    """Other rates, less work for who costs money, a higher price for them: now and then."""
    words = _words(language)
    activity = study.serving.charged["activity"].iloc[0]  # the one that costs most
    sliders = [
        Slider("rate", words.say("slide", "rate", activity=activity), CHANGES, 0.0, "percent"),
        Slider("work", words.say("slide", "work"), tuple(change for change in CHANGES if change <= 0), 0.0, "percent"),
        Slider("price", words.say("slide", "price"), PRICES, 0.0, "percent"),
    ]
    cost = study.accounts.charges.query("activity == @activity").groupby("customer_id")["cost"].sum()
    frame, losing = study.customers, study.customers["profit"] < 0

    def blocks(values: Values) -> list[Block]:
        dearer = frame["cost_to_serve"] + values["rate"] * cost.reindex(frame.index, fill_value=0.0)
        served = dearer * (1 + values["work"] * losing)
        then = frame["margin"] + values["price"] * frame["revenue"] * losing - served
        return [tell(_so(frame["profit"], then), words), tell(_curves(frame["profit"], then), words)]

    return WhatIf(sliders, blocks)


def _so(now: pd.Series, then: pd.Series) -> Text:
    values = {"now": now.sum(), "then": then.sum(), "losing": (then < 0).sum(), "lost": (now < 0).sum()}
    return Text("whale_so", {**plain(values), "earned": peak(then)[1]})


def _curves(now: pd.Series, then: pd.Series) -> Chart:
    """Both running totals of profit in money, largest first."""
    parts = [
        pd.DataFrame({"customers": range(len(now) + 1), "profit": running(profit), "when": when})
        for when, profit in (("now", now), ("then", then))
    ]
    data, formats = pd.concat(parts), {"customers": "count", "profit": "money", "when": "term"}
    values = {"n": len(now), "now": float(now.sum()), "then": float(then.sum())}
    return Chart(
        "whale_then", "line", plain(data.to_dict("list")), "customers", "profit", formats, values, group="when"
    )


def policies(study: Study, language: str) -> WhatIf:
    """Other limits and other rates: who changes row, and where the profit comes to lie."""
    words, limits = _words(language), study.whitney.limits
    sliders = [
        Slider(
            "significant_share",
            words.say("slide", "significant"),
            SHARES,
            _near(SHARES, limits.significant_share),
            "percent1",
        ),
        Slider(
            "strategic_from", words.say("slide", "strategic"), SCORES, _near(SCORES, limits.strategic_from), "number"
        ),
        Slider("rates", words.say("slide", "rates"), CHANGES, 0.0, "percent"),
    ]

    def blocks(values: Values) -> list[Block]:
        chosen = {key: values[key] for key in ("significant_share", "strategic_from")}
        result = study.qualified(_at_rates(study, values["rates"]), **chosen)
        moved = int(
            (result.customers["policy"] != study.whitney.customers["policy"].reindex(result.customers.index)).sum()
        )
        best, losing = len(result.rows("yyy")), int((result.customers["profit"] < 0).sum())
        said = Text("policies_so", {"moved": moved, "best": best, "losing": losing, "n": len(result.customers)})
        return [tell(said, words), picture(result, "picture", language)]

    return WhatIf(sliders, blocks)


def _at_rates(study: Study, change: float) -> Accounts:
    """The accounts with every rate and pool so much higher."""
    data, rates = study.data, study.data["rates"]
    dearer = rates.assign(rate=rates["rate"] * (1 + change), pool=rates["pool"] * (1 + change))
    tables = data["customers"], data["transactions"], data["activities"], dearer, data["costs"]
    return customer_accounts(*tables, start=data.period.start, end=data.period.end)


def quadrants(study: Study, language: str) -> WhatIf:
    """Other limits of satisfied and loyal: how many ambassadors are left?"""
    words, limits = _words(language), study.loyalty.limits
    sliders = [
        Slider("satisfied", words.say("slide", "satisfied"), LEVELS, _near(LEVELS, limits.satisfied), "count"),
        Slider("loyal", words.say("slide", "loyal"), LOYAL, _near(LOYAL, limits.loyal), "percent"),
    ]

    def blocks(values: Values) -> list[Block]:
        counts = study.satisfied(resamples=0, **values).figures()["quadrants"]
        data = {"quadrant": list(counts), "answers": list(counts.values())}
        chart = Chart(
            "quadrants_now", "bar", data, "answers", "quadrant", {"quadrant": "term", "answers": "count"}, counts
        )
        return [tell(Text("quadrants_so", counts), words), tell(chart, words)]

    return WhatIf(sliders, blocks)


def curve(study: Study, language: str) -> WhatIf:
    """Fewer customers asked: what can still be told?"""
    words, every = _words(language), study.customers.index
    order = every[np.random.default_rng(1).permutation(len(every))]  # who is asked first is chance, the same each time
    sliders = [Slider("customers", words.say("slide", "customers"), SPOKEN_TO, _near(SPOKEN_TO, len(every)), "count")]

    def blocks(values: Values) -> list[Block]:
        result = study.satisfied(order[: values["customers"]])
        said = Text("curve_so", {"customers": values["customers"], "n": result.n, "convex": result.convex})
        return [tell(said, words), picture(result, "curve", language)]

    return WhatIf(sliders, blocks)


def _near(values: tuple[float, ...], wished: float) -> float:
    return min(values, key=lambda value: abs(value - wished))


def _words(language: str) -> Words:
    return Words("workshop", language)


WHAT_IF: Mapping[str, Callable[[Study, str], WhatIf]] = {
    made.__name__: made for made in (sheet, whale, policies, quadrants, curve)
}
