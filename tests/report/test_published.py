"""Published examples come out of the whole road to the cent; the big ones by column mapping in client.toml alone."""

import pandas as pd
import pytest

from klantlib.chapters import CHAPTERS, needs_of, stem_of, workbooks
from klantlib.report.job import Status
from tests.conftest import ROOT
from tests.published import NORTHWIND, SUPERSTORE

pytestmark = pytest.mark.slow
CLIENTS = ROOT / "tests" / "clients"


@pytest.fixture(scope="module")
def public(make, shared, tmp_path_factory):
    """A function that makes a client of settings alone."""

    def made(name, settings):
        source = tmp_path_factory.mktemp("source") / name
        source.mkdir()
        (source / "client.toml").write_text(settings.format(folder=shared.as_posix()), encoding="utf-8")
        report = make(source)
        assert report.outcome.status is Status.done, report.outcome.sentences
        return report

    return made


def customers(made, stem):
    """tables/<stem>.csv by customer."""
    return pd.read_csv(made.folder / "tables" / f"{stem}.csv", dtype={"customer_id": str}).set_index("customer_id")


def test_superstore(public):
    """9,994 lines, 793 customers, dates month-day-year; Profit is after cost of goods."""
    made = public("superstore", SUPERSTORE)
    found = made.results["concentration"]

    assert found["customers"] == 793
    assert found["revenue"] == pytest.approx(2_297_200.8603, abs=1e-4)
    assert found["profit"] == pytest.approx(286_397.0217, abs=1e-4)
    assert found["top20_revenue_share"] == pytest.approx(0.481484, abs=1e-6)
    assert found["gini_revenue"] == pytest.approx(0.441309, abs=1e-6)
    assert found["loss_makers"] == 155
    assert found["top20_profit_share"] == pytest.approx(0.816648, abs=1e-6)
    assert found["peak_share"] == pytest.approx(1.248691, abs=1e-6)
    assert not found["percentages_suppressed"]


def test_northwind(public):
    """89 buying customers, no cost: profit and all that rests on it is unknown, and said to be."""
    made = public("northwind", NORTHWIND)
    found = made.results["concentration"]

    assert found["customers"] == 89
    assert found["revenue"] == pytest.approx(1_265_793.0395, abs=1e-4)
    assert found["top20_revenue_share"] == pytest.approx(0.600570, abs=1e-6)
    assert {found[name] for name in ("profit", "top20_profit_share", "peak_share", "loss_makers")} == {None}
    assert customers(made, "concentration")["revenue"].nlargest(1).round(4).to_dict() == {"QUICK": 110_277.305}
    stems = {stem_of(path) for path in workbooks()}
    enough = {stem for stem in stems if {*needs_of(stem)} <= {"transactions", CHAPTERS}}
    assert set(made.results["left_out"]) == stems - enough and {"concentration", "lapse", "price"} <= enough


def test_spring_distribution(make):
    """Horngren, Cost Accounting: operating income by customer, and the whale curve over S, R, Q, P, T."""
    made = make(CLIENTS / "spring")
    income = customers(made, "cost_to_serve")["profit_contribution"]
    whale = customers(made, "concentration")["cumulative_profit_share"]

    assert income.round(2).to_dict() == {"P": 2012, "Q": 11545, "R": 38720, "S": 41856, "T": -3346}
    assert made.results["cost_to_serve"]["profit_contribution"] == pytest.approx(90_787)
    assert whale[list("SRQPT")].mul(100).round(2).tolist() == [46.10, 88.75, 101.47, 103.69, 100.00]
    assert made.results["concentration"]["peak_share"] == pytest.approx(1.0369, abs=5e-5)


def test_darwin(make):
    """Drury, with the cost of credit as an activity."""
    income = customers(make(CLIENTS / "darwin"), "cost_to_serve")["profit_contribution"]

    assert income.sort_index().tolist() == pytest.approx([-38_658, 67_281, 50_130, 183_271], abs=1)


def test_time_driven(make):
    """Kaplan & Anderson: 0.80 a minute; 462,880 used and 97,120 unused of 560,000."""
    found = make(CLIENTS / "time_driven").results["cost_to_serve"]

    assert found["cost_to_serve"] == pytest.approx(462_880)
    assert found["unused_capacity"] == pytest.approx(97_120)
