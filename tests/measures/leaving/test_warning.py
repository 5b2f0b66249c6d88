"""The alarm is chosen by rolling the clock back; CDNOW shows which signal deserves it."""

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.leaving.order_days import order_days
from klantlib.measures.leaving.warning import Rule, at_risk, backtest, chances, horizon_of, ranking

END = pd.Timestamp("2025-12-31")


def regular(first="2023-01-01", end="2025-12-31", **every):
    """Customers with an order every so many days; (days, last day) for one that stops."""
    rows = []
    for name, how in every.items():
        pause, last = how if isinstance(how, tuple) else (how, end)
        rows += [(name, day, 100.0) for day in pd.date_range(first, last, freq=f"{pause}D")]
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"]).astype({"customer_id": "str"})
    return order_days(frame, pd.Index(list(every)))


def cdnow(shared):
    names = ["master", "customer_id", "date", "quantity", "revenue"]
    lines = pd.read_csv(shared / "CDNOW_sample.txt", sep=r"\s+", header=None, names=names, dtype={"customer_id": "str"})
    lines = lines.assign(date=pd.to_datetime(lines["date"].astype(str)))
    return order_days(lines, pd.Index(lines["customer_id"].unique()))


def test_on_cdnow_time_since_the_last_order_ranks_as_published(shared):
    """
    Lapse = no order in the nine months after 1997-09-30, of everyone who ordered before: AUC .771 by time since the
    last order, where P(alive) of BG/NBD has .316. The days of free discs only are no orders here.
    """
    result = backtest(cdnow(shared), pd.Timestamp("1998-06-30"), 9)
    silent, overdue = result.scores
    assert result.cutoffs == (pd.Timestamp("1997-09-30"),)
    assert len(result.seen) == pytest.approx(2357, abs=8)
    assert silent.ranking == pytest.approx(0.771, abs=0.001)
    assert overdue.ranking < silent.ranking
    assert result.best is silent
    assert result.better and result.base.share == pytest.approx(0.71, abs=0.005)


def test_ranking_is_the_chance_to_stand_above():
    """Of (3, 2) gone and (1, 2) back: three of four pairs in order and one half: 3.5 of 4."""
    assert ranking(np.array([3, 2, 1, 2]), np.array([True, True, False, False])) == 3.5 / 4
    assert np.isnan(ranking(np.array([1.0, 2.0]), np.array([True, True])))


def test_the_clock_is_set_back_as_long_as_there_is_as_much_before_as_after():
    """Three years of data and half a year: the ends of June and December back to June 2023."""
    result = backtest(regular(A=10, B=20), END, 6)
    days = ["2025-06-30", "2024-12-31", "2024-06-30", "2023-12-31", "2023-06-30"]
    assert list(result.cutoffs) == [pd.Timestamp(day) for day in days]
    assert (result.base.hits, result.base.n) == (0, 10)


def test_who_stopped_is_seen_to_lapse_once():
    """B's last order is in May 2024: looked at up to June 2024, lapsed then, and no longer looked at after."""
    seen = backtest(regular(A=10, B=(10, "2024-05-20")), END, 6).seen
    assert seen[seen["customer_id"] == "B"].sort_values("cutoff")["lapsed"].tolist() == [False, False, True]


def test_too_few_that_left_is_not_tested():
    """Nobody left, or nine where ten are asked: no score, no signal, nothing better."""
    nine = {f"L{n}": (10, "2024-05-20") for n in range(9)}
    result = backtest(regular(A=10, **nine), END, 6, least=10)
    assert (result.scores, result.best, result.better) == ((), None, False)
    assert result.base.hits == 9


@pytest.fixture(scope="module")
def rhythm_tells():
    """
    Thirty customers order every 80 days without fail; thirty every 5 days, of whom twenty stop, a month before one of
    the moments looked back to: 30 days of silence is nothing to the first and six rhythms to the second.
    """
    slow = {f"S{n:02}": 80 for n in range(30)}
    stops = ["2023-11-30", "2024-05-31", "2024-11-30", "2025-05-31"]
    fast = {f"F{n:02}": (5, stops[n % 4]) if n < 20 else 5 for n in range(30)}
    return regular(**slow, **fast)


def test_own_rhythm_is_chosen_where_it_tells_more(rhythm_tells):
    """The own rhythm sets all twenty apart, time since the last order cannot."""
    result = backtest(rhythm_tells, END, 6)
    assert result.best.signal == "overdue"
    assert result.base.hits == 20
    assert (result.best.precision.share, result.best.recall.share) == (1.0, 1.0)
    assert result.best.area == 1.0 and result.scores[0].area < 0.9


def test_the_chance_rises_with_the_silence_and_is_never_certain(rhythm_tells):
    """Below the alarm hardly any chance, above it much; nothing is 0 or 1, and an unknown silence has no chance."""
    result = backtest(rhythm_tells, END, 6)
    found = chances(pd.Series([0.5, result.best.alarm, 50.0, np.nan]), result.bins)
    assert 0 < found[0] < 0.1 < 0.8 < found[1] <= found[2] < 1
    assert np.isnan(found[3])
    assert result.bins["n"].sum() == len(result.seen) and result.bins["probability"].is_monotonic_increasing


def test_an_alarm_that_was_given_is_kept_to(rhythm_tells):
    """Four rhythms by option: the only signal is the own rhythm, at 4."""
    result = backtest(rhythm_tells, END, 6, alarm=4.0)
    assert [(score.signal, score.alarm) for score in result.scores] == [("overdue", 4.0)]


def test_an_alarm_that_always_sounds_is_none(shared):
    """On CDNOW seven in ten lapse: a fifth at most is flagged all the same, from a higher level up."""
    days, end = cdnow(shared), pd.Timestamp("1998-06-30")
    few, many = (backtest(days, end, 9, rule=Rule(2.0, most)) for most in (0.2, 1.0))
    assert few.best.precision.n <= 0.21 * len(few.seen)
    assert few.best.alarm > many.best.alarm
    assert few.best.precision.share > many.best.precision.share


def test_the_horizon_follows_the_rhythm_of_the_slow():
    """Orders each month: half a year; each five months: a year; each ten: two years, and no longer than that."""
    assert [horizon_of(regular(A=days, B=days), END) for days in (30, 150, 300)] == [6, 12, 24]
    assert horizon_of(regular(first="2025-12-30", A=30), END) == 6


def test_only_who_ordered_lately_can_still_be_lost():
    """B is silent for longer than half a year."""
    days = regular(A=10, B=(10, "2025-06-20"))
    assert at_risk(days, END, 6).index.tolist() == ["A"]


def test_the_order_of_the_customers_does_not_matter(rhythm_tells):
    """Shuffled days give the same scores once they are sorted again by order_days."""
    again = order_days(rhythm_tells.sample(frac=1, random_state=1), pd.Index(rhythm_tells["customer_id"].unique()))
    assert backtest(again, END, 6).scores == backtest(rhythm_tells, END, 6).scores
