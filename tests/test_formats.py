"""Numbers, amounts, dates and lists as the reader's language writes them."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.formats import FORMATS, Sentence, names, show

NBSP = "\xa0"


@pytest.mark.parametrize(
    ("value", "format", "dutch", "english"),
    [
        (1234567.5, "count", "1.234.568", "1,234,568"),
        (-3346.4, "money", f"€{NBSP}-3.346", "-€3,346"),
        (1234.5, "cents", f"€{NBSP}1.234,50", "€1,234.50"),
        (-0.3, "money", f"€{NBSP}0", "€0"),
        (0.625, "percent", "63%", "63%"),
        (1.2487, "percent1", "124,9%", "124.9%"),
        (2.25, "number", "2,3", "2.3"),
        (date(2025, 12, 31), "date", "31 december 2025", "31 December 2025"),
        (pd.Timestamp("2025-01-02"), "day", "02-01-2025", "02/01/2025"),
        ("00042", "id", "00042", "00042"),
    ],
)
def test_a_value_is_written_as_the_reader_writes_it(value, format, dutch, english):
    """Pattern, separators and rounding are the language's own; half is rounded away from zero."""
    assert [show(value, format, language) for language in ("nl", "en")] == [dutch, english]


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NaT, pd.NA])
def test_an_unknown_value_is_a_dash(nothing):
    """A reader never sees nan or None."""
    assert {show(nothing, format, "nl") for format in FORMATS} == {"–"}


def test_an_unknown_format_names_those_there_are():
    """A misspelt hole stops the build."""
    with pytest.raises(LookupError, match=r"'euros'.*money"):
        show(1, "euros", "nl")


def test_a_sentence_chooses_the_form_that_goes_with_the_number():
    """One customer is, two customers are."""
    text = "{n:count klant|klanten} {n:is|zijn} nieuw"

    assert [Sentence("nl").format(text, n=n) for n in (0, 1, 2)] == [
        "0 klanten zijn nieuw",
        "1 klant is nieuw",
        "2 klanten zijn nieuw",
    ]


def test_the_forms_may_be_of_several_words():
    """No number, only what goes with it."""
    assert Sentence("nl").format("{n:deze ene klant|elk van deze klanten}", n=2) == "elk van deze klanten"


def test_a_sentence_has_no_holes():
    """A number that is not known cannot be told."""
    with pytest.raises(LookupError, match="unknown value"):
        Sentence("nl").format("{loss:money}", loss=float("nan"))


@pytest.mark.parametrize(("count", "end"), [(1, "A"), (2, "A en B"), (4, "B, C en 1 ander"), (9, "B, C en 6 anderen")])
def test_a_long_list_of_names_says_how_many_more(count, end):
    """Three names can be read; of the rest only the number."""
    assert names(list("ABCDEFGHI")[:count], "ander|anderen", "nl").endswith(end)


@given(st.floats(-1e9, 1e9))
def test_money_is_never_minus_nought(value):
    """€ -0 is no amount."""
    assert show(value, "money", "nl") != f"€{NBSP}-0"


def test_a_name_that_ends_in_a_full_stop_ends_its_sentence_too():
    """No second one behind "Zn."; three in a row are meant."""
    assert Sentence("nl").format("Verlies bij {names:names ander|anderen}.", names=["Bouw & Zn."]) == (
        "Verlies bij Bouw & Zn."
    )
    assert Sentence("nl").format("{name}", name="en zo...") == "en zo..."
