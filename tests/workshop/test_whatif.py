"""What sliders come to, by hand or held against the standard analyses."""

import pytest

from klantlib.exploring import slide
from klantlib.workshop.whatif import curve, policies, quadrants, sheet, whale
from tests.workshop.studies import study


def values_of(what_if, **changed):
    return what_if.blocks({**what_if.start, **changed})[0].values


def test_at_the_start_nothing_has_changed():
    """Now and then are the same profit; nobody moved; the total is that of the sheet."""
    case = study()
    so = values_of(whale(case, "nl"))
    assert so["now"] == so["then"] == pytest.approx(case.accounts.profit)
    assert values_of(policies(case, "nl"))["moved"] == 0
    assert values_of(sheet(case, "nl"))["more"] == 0
    assert values_of(quadrants(case, "nl")) == case.loyalty.figures()["quadrants"]
    assert values_of(curve(case, "nl"))["n"] == case.loyalty.n


def test_a_price_rise_for_who_costs_money_is_their_revenue_times_the_rise():
    case = study()
    so = values_of(whale(case, "nl"), price=0.1)
    assert so["then"] - so["now"] == pytest.approx(0.1 * case.losers["revenue"].sum())


def test_half_the_work_for_who_costs_money_is_half_their_cost():
    case = study()
    so = values_of(whale(case, "nl"), work=-0.5)
    assert so["then"] - so["now"] == pytest.approx(0.5 * case.losers["cost_to_serve"].sum())


def test_dearer_activities_cost_what_was_charged_for_them():
    case = study()
    so = values_of(whale(case, "nl"), rate=0.5)
    largest = case.accounts.charges.groupby("activity")["cost"].sum().max()
    assert so["now"] - so["then"] == pytest.approx(0.5 * largest)


def test_six_times_an_a_is_the_highest():
    case = study()
    so = values_of(sheet(case, "nl"), **{f"q{number}": 4 for number in range(1, 7)})
    assert (so["total"], so["band"]) == (24, "high")


def test_a_lower_limit_makes_no_fewer_ambassadors():
    case = study()
    low, high = (values_of(quadrants(case, "nl"), loyal=limit)["ambassadors"] for limit in (0.3, 0.9))
    assert low >= case.loyalty.figures()["quadrants"]["ambassadors"] >= high


def test_fewer_customers_give_fewer_answers():
    assert values_of(curve(study(), "nl"), customers=10)["n"] < study().loyalty.n


def test_the_picture_follows_the_slider(monkeypatch):
    """Outputs of their own are drawn once, and renewed when a slider moves."""
    case, drawn = study(), []
    monkeypatch.setattr("klantlib.exploring.DisplayHandle.display", lambda self, data, raw: drawn.append(0))
    monkeypatch.setattr("klantlib.exploring.DisplayHandle.update", lambda self, data, raw: drawn.append(1))
    first, *_ = slide(sheet(case, "nl"), "nl", "EUR", case.data.theme)
    first.value = 4 if first.value < 4 else 1
    assert drawn == [0, 0, 0, 1, 1]  # sliders, sentence, picture; then sentence and picture again
