"""What an unknown heading probably stands for: a proposal, and none rather than a wild one."""

import pytest

from klantlib.client import contract
from klantlib.client.headings_meant import EVERY, _called, meant


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Debiteurnummer", "customer_id"), ("FACT.DATUM", "date"), ("Bedrag excl. BTW", "revenue"),
     ("omzetten", "revenue"), ("Kleur", ""), ("x", "")],
)  # fmt: skip
def test_a_heading_as_programs_write_it(heading, column):
    """By the list, by likeness, or not at all."""
    assert meant(heading, "transactions", list(contract.tables()["transactions"].columns)) == column


def test_a_column_that_is_taken_is_not_proposed():
    """Two headings cannot both be the revenue."""
    assert meant("Netto", "transactions", ["customer_id", "date"]) == ""


@pytest.mark.parametrize("table", contract.tables())
def test_the_list_names_columns_there_are(table):
    """A misspelt column would be a proposal that is refused."""
    assert set(_called(table).values()) <= set(contract.tables()[table].columns)
    assert EVERY not in contract.tables()
