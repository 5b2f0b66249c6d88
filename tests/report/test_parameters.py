"""Options are refused before anything runs: unknown, of the wrong type, or out of bounds."""

import papermill
import pytest

from klantlib.chapters import WORKBOOKS, stem_of, workbooks
from klantlib.report.parameters import bounds, problems, within
from klantlib.words import Words

CONCENTRATION = WORKBOOKS / "20_concentration.ipynb"


def said(**options):
    return list(problems(CONCENTRATION, options, "concentration", Words("command", "en")))


@pytest.mark.parametrize("options", [{}, {"top": 0.25}, {"top": 1}, {"ten": 5, "seed": -3}])
def test_good_options_pass(options):
    """A whole number will do for a float; bounds are included; a parameter without bounds takes any number."""
    assert said(**options) == []


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"topp": 0.2}, "'top'"),
        ({"top": "0.2"}, "0.2 cannot be used"),
        ({"ten": 2.5}, "2.5 cannot be used"),
        ({"top": 7.0}, "from 0 to 1"),
        ({"suppress_under": -0.1}, "-0.1 cannot be used"),
        ({"client": "other"}, "client"),
    ],
)
def test_a_wrong_option_is_said_with_what_was_expected(options, hint):
    """One sentence each; what the run fills in itself is no option."""
    assert len(said(**options)) == 1 and hint in said(**options)[0]


def test_all_wrong_options_are_said_at_once():
    """Nobody mends one to find the next."""
    assert len(said(topp=1, top=7, ten="x")) == 3


@pytest.mark.parametrize("workbook", workbooks(), ids=stem_of)
def test_every_share_has_bounds_and_every_default_lies_within(workbook):
    """A share of 7 would print 700%."""
    parameters = papermill.inspect_notebook(str(workbook)).values()
    numbers = [p for p in parameters if p["inferred_type_name"] in ("float", "int")]

    assert [p["name"] for p in numbers if not within(float(p["default"]), p["help"])] == []
    assert [p["name"] for p in numbers if "share" in p["name"] and bounds(p["help"]) != (0, 1)] == []
