"""The invented firm: new for every number, the same for the same number, with a story for each theme."""

import csv
import io
import tomllib

import pytest

from klantlib.measures.qualification import POLICIES
from klantlib.workshop.case import case_files, write_case
from tests.workshop.studies import study

SEEDS = (2080, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5)))


def names(files):
    return [row["name"] for row in csv.DictReader(io.StringIO(files["customers.csv"].decode()))]


def test_the_same_number_gives_the_same_bytes():
    assert case_files(5, "nl") == case_files(5, "nl")


def test_another_number_gives_another_firm():
    """Its name, its customers and every table differ."""
    one, other = case_files(5, "nl"), case_files(6, "nl")
    assert set(one) == set(other)
    assert [name for name in one if one[name] == other[name]] == []
    assert not set(names(one)) & set(names(other)) or names(one) != names(other)


def test_the_firm_is_the_same_in_every_language():
    """Names and figures; only what is said of it differs."""
    dutch, english = case_files(5, "nl"), case_files(5, "en")
    assert names(dutch) == names(english)
    assert dutch["strategy.csv"] == english["strategy.csv"]
    told = [tomllib.loads(files["client.toml"].decode()) for files in (dutch, english)]
    assert told[0]["name"] == told[1]["name"]
    assert [settings["language"] for settings in told] == ["nl", "en"]


@pytest.mark.parametrize("seed", SEEDS)
def test_forty_customers_with_all_eight_policies(seed):
    case = study(seed)
    assert len(case.customers) == 40
    assert {code for code in POLICIES if len(case.whitney.rows(code))} == set(POLICIES)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_curve_of_profit_is_a_whale(seed):
    """At the top clearly more than is left, and percentages of it mean something."""
    figures = study(seed).concentration.figures()
    assert figures["percentages_suppressed"] is False
    assert figures["peak_share"] > 1.1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_large_customer_drains_energy(seed):
    """Among those that cost most attention and leave least, and itself significant."""
    case = study(seed)
    assert case.heaviest.name in case.serving.drains
    assert case.whitney.customers.loc[case.heaviest.name, "significant"]


@pytest.mark.parametrize("seed", SEEDS)
def test_loyalty_rises_at_every_step(seed):
    assert (study(seed).loyalty.curve.steps["gain"] > 0).all()


@pytest.mark.slow
def test_not_every_firm_has_the_same_curve():
    """The rule of thumb holds in one firm and not in another."""
    assert len({study(seed).loyalty.convex for seed in range(1, 5)}) > 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_self_test_has_one_thing_to_find_of_each(seed):
    """One sheet without a total, one statement furthest apart, one lowest."""
    result = study(seed).self_test
    spread, points = result.statements["spread"], result.statements["points"]
    assert len(result.incomplete) == 1
    assert (spread == spread.max()).sum() == (points == points.min()).sum() == 1


def test_the_case_is_in_order(tmp_path, monkeypatch):
    """As `klant check` sees it."""
    from klantlib.intake.checking import check

    monkeypatch.setenv("KLANT_HOME", str(tmp_path))
    write_case(tmp_path / "client_data" / "case", 5, "en")
    told, _ = check("case")
    assert told.good


@pytest.mark.slow
def test_a_report_can_be_made_of_the_case(tmp_path, make):
    """Every chapter that has its tables, in the language of the case."""
    write_case(tmp_path / "case", 5, "en")
    made = make(tmp_path / "case")
    assert made.outcome.status.name == "done", made.outcome.sentences
    assert {"self_test", "concentration", "cost_to_serve", "whitney", "satisfaction_loyalty"} <= set(made.results)
