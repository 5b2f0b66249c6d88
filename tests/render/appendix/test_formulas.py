"""What formulas in column names become in a spreadsheet: read here as a person reads them there."""

import pytest

from klantlib.languages import languages
from klantlib.render.appendix.formulas import FUNCTIONS, excel, looked_up
from klantlib.render.appendix.grid import grids
from klantlib.render.appendix.said import said
from klantlib.words import Words
from tests.render.spreadsheets import written

COLUMNS = {"customer_id": "id", "name": "text", "margin": "money", "cost": "money", "order": "count", "answer": "term"}
ROWS = [["1", "A", 10.0, 4.0, 1, "yes"], ["2", "B", 5.0, None, 2, None]]


@pytest.fixture
def grid():
    """Margin is column C, cost D, order E, answer F; the customers are in rows 5 and 6; limit is a named cell."""
    chapter = written(ROWS, COLUMNS, given=[["limit", "money", 3.0]], answers=[["yes", "later"]])
    return grids([chapter], "Toelichting", Words("words", "nl"))[0]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("{margin} - {cost}", '=IF(OR(C5="",D5=""),"",C5-D5)'),
        ("{margin}", '=IF(C5="","",C5)'),
        ("{margin} - ({cost} + 1)", '=IF(OR(C5="",D5=""),"",C5-(D5+1))'),
        ("{margin} / SUM({margin})", '=IF(C5="","",IFERROR(C5/SUM($C$5:$C$6),""))'),
        ("SHARE({margin}, {limit})", '=IF(OR(C5="",limit=""),"",IF(limit>0,C5/limit,""))'),
        ("RANK({margin})", '=IF(C5="","",RANK(C5,$C$5:$C$6))'),
        ("RUNNING({margin}, {order})", '=IF(E5="","",SUMIF($E$5:$E$6,"<="&E5,$C$5:$C$6))'),
        ("INT({margin})", '=IF(C5="","",INT(C5))'),
        ('"yes" if {margin} > {limit} else "no"', '=IF(OR(C5="",limit=""),"",IF(C5>limit,"ja","nee"))'),
        ('"yes" if {margin} >= 3 else NONE', '=IF(C5="","",IF(C5>=3-0.000000001,"ja",""))'),
        (
            '{answer} if KNOWN({answer}) else "yes" if {cost} < 3 else "no"',
            '=IF(F5<>"",F5,IF(D5="","",IF(D5<3-0.000000001,"ja","nee")))',
        ),
        (
            'LOOKUP({answer}) if KNOWN({answer}) else "later"',
            '=IF(F5<>"",INDEX(Uitkomsten,MATCH(F5,Antwoorden,0)),"nog te bepalen")',
        ),
    ],
)
def test_a_formula_as_a_spreadsheet_reads_it(grid, formula, expected):
    """Empty where a cell that it needs is empty; what has been looked at is not looked at again."""
    assert excel(formula, grid, row=4) == expected


def test_a_formula_of_the_whole_names_the_sheet(grid):
    """On the front sheet the column is that of the chapter's own sheet."""
    assert excel("SUM({margin}) + {limit}", grid) == '=IF(limit="","",SUM(Blad!$C$5:$C$6)+limit)'


@pytest.mark.parametrize(
    "formula", ["{mragin} - {cost}", "SUM({limit})", "SQRT({margin})", "margin", "__import__('os')", "SUM(3)", "[1]"]
)
def test_what_is_not_in_the_vocabulary_is_refused(grid, formula):
    """A misspelt column, a function that is not there, anything else that Python could read."""
    with pytest.raises(LookupError):
        excel(formula, grid, row=4)


def test_a_formula_of_the_whole_has_no_row(grid):
    """A total cannot rest on one customer's cell."""
    with pytest.raises(LookupError, match="margin"):
        excel("{margin} + 1", grid)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("{margin} - {cost}", "Margin − cost"),
        ("({margin} - {cost}) / SUM({margin})", "(margin − cost) / (alle margin samen)"),
        ('"yes" if {margin} >= 0.5 else NONE', "‘ja’ als margin ≥ 0,5, anders leeg"),
        ('{answer} if KNOWN({answer}) else "no"', "Answer als answer bekend is, anders ‘nee’"),
        ('"yes" if SUM({margin}) <= 0 else NONE', "‘ja’ als alle margin samen ≤ 0, anders leeg"),
        ("RUNNING({margin}, {cost}) - {margin}", "Margin van alle klanten met een lager cost, samen"),
        ("SUM({margin}) - {cost}", "(alle margin samen) − cost"),
    ],
)
def test_a_formula_in_words(grid, formula, expected):
    """The same formula for who does not read spreadsheets, with the numbers of its language."""
    assert said(formula, grid.table, Words("words", "nl")) == expected


def test_every_function_has_words():
    """In every language; otherwise the front sheet could not explain it."""
    assert [f for f in FUNCTIONS for language in languages() if not Words("words", language).has("formula", f)] == []


def test_the_columns_of_a_lookup(grid):
    """What it is given, then where the outcome stands; nothing where nothing is looked up."""
    assert looked_up(grid.table) == []
    chapter = written(ROWS, COLUMNS, formulas={"name": "LOOKUP({answer}, {customer_id})"})
    assert looked_up(chapter.customers) == ["answer", "customer_id", "name"]
