"""Drying up is a fall that neither the times nor chance explain."""

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.leaving.drying_up import drying_up
from klantlib.measures.leaving.order_days import order_days

BEFORE, START, END = map(pd.Timestamp, ("2024-01-01", "2025-01-01", "2025-12-31"))


def monthly(**customers):
    """An order a month for two years: per customer 12 amounts of 2024 and 12 of 2025."""
    months = [pd.Timestamp(year, month, 10) for year in (2024, 2025) for month in range(1, 13)]
    rows = [
        (name, day, money) for name, amounts in customers.items() for day, money in zip(months, amounts, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"]).astype({"customer_id": "str"})
    return order_days(frame, pd.Index(list(customers)))


def judged(days, fall=0.25, chance=0.01):
    return drying_up(days, BEFORE, START, END, fall=fall, chance=chance)


def test_half_as_much_in_every_month_is_drying_up():
    """12 of 12 months lower: of the 4096 ways to swap months only one shows as much: 1/4096."""
    result = judged(monthly(A=[100] * 12 + [50] * 12, B=[100] * 24))
    assert result.dries["lost"].to_dict() == {"A": 600}
    assert result.customers.loc["A", "chance"] == 1 / 4096
    assert result.customers.loc["A", "fall"] == 0.5


def test_one_large_order_that_did_not_come_again_is_chance():
    """A bought 1,300 more in one month of 2024 and the same in the other eleven: half less, and no drying up."""
    result = judged(monthly(A=[1400] + [100] * 11 + [100] * 12))
    assert result.customers.loc["A", "fall"] == pytest.approx(0.52)
    assert result.dries.empty
    assert result.too_few == 1 and result.tested == 0


def test_a_small_fall_is_none_however_sure():
    """A tenth less in each month is certain, but under the quarter that the rule asks."""
    assert judged(monthly(A=[100] * 12 + [90] * 12)).dries.empty
    assert len(judged(monthly(A=[100] * 12 + [90] * 12), fall=0.1).dries) == 1


def test_who_falls_with_the_times_does_not_dry_up():
    """All eleven customers buy 30% less: the times. L buys 60% less, which is 43% beyond the times, and dries up."""
    common = {name: [100] * 12 + [70] * 12 for name in "ABCDEFGHIJK"}
    result = judged(monthly(**common, L=[100] * 12 + [40] * 12))
    assert result.trend == pytest.approx(0.7)
    assert result.dries.index.tolist() == ["L"]
    assert result.customers.loc["L", "fall"] == pytest.approx(1 - 0.4 / 0.7)


def test_who_stays_behind_in_good_times_does_not_dry_up():
    """Eleven grow by half, L stays the same: a rise of others is no fall of L."""
    common = {name: [100] * 12 + [150] * 12 for name in "ABCDEFGHIJK"}
    assert judged(monthly(**common, L=[100] * 24)).dries.empty


def test_who_buys_seldom_cannot_be_told():
    """Two orders a year: falling from 2 x 100 to 2 x 20 leaves four pairs, and 1/16 is no 1%."""
    rows = [("A", f"{year}-{month:02}-15", money) for year, money in ((2024, 100), (2025, 20)) for month in (2, 8)]
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])
    days = order_days(frame.assign(date=pd.to_datetime(frame["date"])), pd.Index(["A"]))
    result = judged(days)
    assert (result.dries.empty, result.too_few, result.doubtful.index.tolist()) == (True, 1, ["A"])


@pytest.mark.slow
def test_noise_alone_seldom_passes():
    """500 customers, as wild in both years: about 1% at most is pointed out, and we say about how many."""
    rng = np.random.default_rng(5)
    customers = {f"C{n:03}": rng.lognormal(4, 1, 24).tolist() for n in range(500)}
    result = judged(monthly(**customers))
    assert result.tested == 500
    assert len(result.dries) <= 12  # at most 5 expected; more than 12 would be a wonder
    assert 0 < result.by_chance <= 5.0
    assert abs(len(result.dries) - result.by_chance) <= 8


def test_nobody_in_both_years_is_nobody_to_test():
    """No row, no crash, nothing by chance."""
    result = judged(monthly(A=[100] * 24).iloc[:3])
    assert (len(result.customers), result.tested, result.by_chance, result.trend) == (0, 0, 0.0, 1.0)
