"""Can an aim be followed, and who has no plan? On plans of a few lines."""

from datetime import date

import pandas as pd
import pytest

from klantlib.client.model import empty
from klantlib.measures.plans.account_plans import aims, plans, without_plan


def plan(*rows):
    """Customer, target, by, owner; the aim itself is the same for all."""
    frame = pd.DataFrame(list(rows), columns=["customer_id", "target", "by", "owner"])
    return empty("account_plan").reindex(range(len(frame))).assign(**frame, objective="Meer", measure=None, now=None)


def test_a_target_with_a_figure_can_be_measured():
    """96% and "top 3" have one; "eerste keus" and nothing at all have not."""
    rows = aims(plan(("A", "96%", "", ""), ("A", "top 3", "", ""), ("A", "eerste keus", "", ""), ("A", None, "", "")))
    assert rows["measurable"].tolist() == [True, True, False, False]


def test_an_empty_cell_is_no_owner_and_no_day():
    """Nothing, or only spaces."""
    rows = aims(plan(("A", "1", None, "  "), ("A", "1", "ooit", "Jan")))
    assert rows["owned"].tolist() == [False, True]
    assert rows["dated"].tolist() == [False, True]


@pytest.mark.parametrize(("by", "late"), [
    ("30-06-2025", True), ("2025-06-30", True), ("1/7/2025", True), ("31-12-2025", False), ("30-06-2026", False),
    ("Q2 2025", False), ("juni", False), ("31-02-2025", False), (None, False),
])  # fmt: skip
def test_only_what_is_written_as_a_day_can_be_past(by, late):
    """The period ends on 31 December 2025; words, and days that there are not, are never past."""
    assert aims(plan(("A", "1", by, "Jan")), date(2025, 12, 31))["overdue"].tolist() == [late]


def test_plans_are_counted_by_customer():
    """A has an aim with a figure and one without, of which one has no owner; B has one that is complete."""
    rows = plan(("A", "5", "ooit", "Jan"), ("A", "beter", "ooit", None), ("B", "7", "ooit", "Piet"))
    found = plans(aims(rows))
    assert found.loc["A"].to_dict() == {
        "aims": 2, "measurable": 1, "felt": 1, "unowned": 1, "undated": 0, "overdue": 0,
    }  # fmt: skip
    assert found.loc["B", ["aims", "felt", "unowned"]].tolist() == [1, 0, 0]


def test_a_plan_of_another_company_of_the_group_will_do():
    """A and B are of P; B has a plan, so A is not without one. C has none."""
    parents = pd.DataFrame({"name": list("ABCP"), "parent_id": ["P", "P", None, None]}, index=list("ABCP"))
    assert without_plan(pd.Index(["A", "C"]), pd.Index(["B"]), parents).tolist() == ["C"]


def test_no_rows_is_no_plan():
    """An empty table: no aims, no plans, everybody without."""
    nothing = aims(empty("account_plan"), date(2025, 12, 31))
    assert nothing.empty and plans(nothing).empty
    parents = pd.DataFrame({"name": ["A"], "parent_id": [None]}, index=["A"])
    assert without_plan(pd.Index(["A"]), pd.Index([]), parents).tolist() == ["A"]
