"""Do the published examples, kept as clients of their own, hold the published numbers?"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.plain_accounts import charged, prices, read

CLIENTS = Path(__file__).parent / "clients"


def tables(client: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return tuple(read(CLIENTS / client, table) for table in ("transactions", "activities", "rates"))


def test_spring_distribution_earns_what_horngren_prints():
    """Horngren, Cost Accounting: operating income of five customers, from actual prices and activities."""
    lines, activities, rates = tables("spring")
    bought = lines.set_index("customer_id")
    income = bought["revenue"] - bought["cost"] - charged(activities, rates)
    assert income.round(2).to_dict() == {"P": 2_012, "Q": 11_545, "R": 38_720, "S": 41_856, "T": -3_346}
    assert income.sum() == pytest.approx(90_787)


def test_spring_distribution_peaks_at_its_fourth_customer():
    """The same figures, cumulated from S down to T: 46.10, 88.75, 101.47, 103.69 and 100 per cent."""
    lines, activities, rates = tables("spring")
    bought = lines.set_index("customer_id")
    income = (bought["revenue"] - bought["cost"] - charged(activities, rates)).sort_values(ascending=False)
    assert list(income.index) == ["S", "R", "Q", "P", "T"]
    assert (income.cumsum() / income.sum() * 100).round(2).tolist() == [46.10, 88.75, 101.47, 103.69, 100.00]


def test_darwin_pays_for_the_credit_it_gives():
    """Drury, Management and Cost Accounting: contribution of four customers after credit, to within 1."""
    lines, activities, rates = tables("darwin")
    left = lines.set_index("customer_id")["margin"] - charged(activities, rates)
    expected = pd.Series({"A": -38_658, "B": 67_281, "Y": 50_130, "Z": 183_271})
    assert (left - expected).abs().max() <= 1


def test_unused_minutes_are_nobodys():
    """Kaplan and Anderson: 0.80 a minute, 32 / 176 / 200 an activity, 462,880 charged, 97,120 for minutes not used."""
    _, activities, rates = tables("time_driven")
    assert prices(activities, rates).to_dict() == pytest.approx(
        {"Customer order": 32, "Inquiry": 176, "Credit check": 200}
    )
    assert charged(activities, rates).sum() == pytest.approx(462_880)
    assert rates["pool"].sum() - charged(activities, rates).sum() == pytest.approx(97_120)
    volumes = activities.groupby("activity")["quantity"].sum()
    assert volumes.to_dict() == {"Customer order": 9_800, "Inquiry": 280, "Credit check": 500}
    assert (volumes * rates.set_index("activity")["minutes"]).sum() == 578_600


@pytest.mark.parametrize("client", ["spring", "darwin", "time_driven"])
def test_the_default_period_holds_everything(client: str):
    """Without a period in client.toml the last twelve full months count: the last sale is on 31 December."""
    dates = pd.to_datetime(tables(client)[0]["date"])
    assert dates.max() == pd.Timestamp(2025, 12, 31)
    assert dates.min() > pd.Timestamp(2024, 12, 31)
