"""What an hour costs, and on whom the hours were spent."""

import math

import pandas as pd
import pytest

from klantlib.measures.plans.hours import by_role, hourly_rate, per_group, placed, role_table


def staff(*rows):
    return pd.DataFrame(rows, columns=["role", "gross_salary", "hours"]).astype(
        {"role": "str", "gross_salary": float, "hours": float}
    )


def hours(*rows):
    """(customer_id, class, role, hours, kind) each."""
    columns = ["customer_id", "class", "role", "hours", "kind"]
    text = dict.fromkeys(("customer_id", "class", "role", "kind"), "str")
    return pd.DataFrame(rows, columns=columns).astype({**text, "hours": float})


@pytest.mark.parametrize(("salary", "rate"), [(43_750, 100.0), (35_000, 80.0), (60_000, 137.14)])
def test_an_hour_costs_salary_times_3_2_divided_by_1400(salary, rate):
    """The oracle of the rule of thumb."""
    assert round(hourly_rate(salary), 2) == rate


def test_both_figures_of_the_rate_are_parameters():
    """43,750 x 4 / 1,750 hours is 100 too; x 1.6 / 1,400 is half."""
    assert hourly_rate(43_750, 4.0, 1_750.0) == 100
    assert hourly_rate(43_750, 1.6) == 50


def test_a_role_costs_the_mean_of_its_people_by_their_hours():
    """35,000 for 1,400 hours and 56,000 for 700: (35,000 x 2 + 56,000) / 3 = 42,000, an hour at 96."""
    table = role_table(
        staff(("Seller", 35_000, 1400), ("seller ", 56_000, 700)), hours(), factor=3.2, productive=1400.0, months=12.0
    )
    assert table.index.tolist() == ["seller"]
    row = table.loc["seller"]
    assert (row["role"], row["people"], row["contract"]) == ("Seller", 2, 2100)
    assert (row["gross_salary"], round(row["rate"], 2)) == (42_000, 96.0)


def test_contract_hours_are_of_the_period_and_written_hours_stand_beside_them():
    """1,400 a year is 700 in six months; 350 written is half of it."""
    written = hours(("A", None, "Seller", 300, None), (None, "small", "SELLER", 50, None))
    table = role_table(staff(("Seller", 35_000, 1400)), written, factor=3.2, productive=1400.0, months=6.0)
    assert table.loc["seller", ["contract", "written", "written_share"]].tolist() == [700, 350, 0.5]


def test_a_role_without_a_salary_stands_last_and_has_no_rate():
    """The intern writes hours and is not in staff; dearest first."""
    table = role_table(
        staff(("Inside", 35_000, 1400), ("Board", 70_000, 1400)),
        hours(("A", None, "Intern", 10, None)),
        factor=3.2,
        productive=1400.0,
        months=12.0,
    )
    assert table["role"].tolist() == ["Board", "Inside", "Intern"]
    assert math.isnan(table.loc["intern", "rate"])


@pytest.fixture
def spent():
    """One row for each place an hour can go; A is large, B has no class, X is not a customer; an hour costs 10."""
    rows = hours(
        ("A", "small", "Seller", 1, "business"),
        ("B", None, "Seller", 2, "personal"),
        ("X", None, "Seller", 4, None),
        (None, "small", "Seller", 8, "business"),
        (None, "Gold", "Seller", 16, "business"),
        (None, None, "Intern", 32, "business"),
    )
    classes = pd.Series({"A": "large", "B": None}, dtype="str")
    return placed(rows, pd.Index(["A", "B"]), classes, pd.Series({"seller": 10.0}))


def test_every_hour_has_one_place(spent):
    """A's class is the one it was given, not the one in the row; strangers, own classes and nobody are elsewhere."""
    assert spent["group"].tolist() == ["large", "unclassed", "elsewhere", "small", "elsewhere", "elsewhere"]
    assert spent["stranger"].dropna().tolist() == ["X"]
    assert spent["own"].dropna().tolist() == ["Gold"]
    assert spent["kind"].tolist()[2] == "unspecified"


def test_what_has_no_rate_has_no_cost(spent):
    """The intern's 32 hours cost nobody knows what."""
    assert spent["cost"].fillna(-1).tolist() == [10, 20, 40, 80, 160, -1]


def test_groups_add_up_to_all_hours(spent):
    """63 hours in all; large has A with a profit of 5; hours on a class are not of a customer."""
    customers = pd.DataFrame({"group": ["large", "unclassed"], "profit": [5.0, math.nan]})
    groups = per_group(spent, customers)
    assert groups.index.tolist() == ["large", "small", "unclassed", "elsewhere"]
    assert groups["hours"].tolist() == [1, 8, 2, 52]
    assert groups["customers"].tolist() == [1, 0, 1, 0]
    assert groups.loc["large", "profit"] == 5 and math.isnan(groups.loc["unclassed", "profit"])
    assert groups.loc["elsewhere", "cost"] == 200


def test_the_matrix_has_a_row_for_each_role_and_kind(spent):
    """Seller business: 1 on large, 8 on small, 16 elsewhere."""
    matrix = by_role(spent)
    row = matrix.loc[("seller", "business")]
    assert row[["large", "small", "elsewhere"]].tolist() == [1, 8, 16]
    assert ("seller", "personal") in matrix.index and matrix.sum().sum() == 63
