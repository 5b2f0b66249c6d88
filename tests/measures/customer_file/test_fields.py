"""What is in the file, field by field; counted by hand."""

import pandas as pd
import pytest

from klantlib.client.model import empty
from klantlib.measures.customer_file.fields import (
    FIELDS,
    address_states,
    delivered,
    field_states,
    known_of_customers,
    orphans,
    rows_of_customers,
)


def file(*rows: dict[str, object]) -> pd.DataFrame:
    """A customer file, numbered 1, 2, ..."""
    numbered = [{"customer_id": str(number), "name": "x", **row} for number, row in enumerate(rows, start=1)]
    return pd.DataFrame(numbered).reindex(columns=list(empty("customers").columns)).astype(empty("customers").dtypes)


ONE = {"street": "Dorpsstraat 1", "postcode": "1234 AB", "city": "Utrecht"}


def test_each_field_says_how_it_is():
    """Filled, empty, or why it cannot be right."""
    states = field_states(file({**ONE, "postcode": "1234"}, {"segment": "bakkers"}))
    assert list(states.columns) == list(FIELDS)
    assert states.loc["1", ["street", "postcode", "segment"]].tolist() == ["ok", "form", "missing"]
    assert states.loc["2", ["street", "postcode", "segment"]].tolist() == ["missing", "missing", "ok"]
    assert delivered(states) == ["street", "postcode", "city", "segment"]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (ONE, "ok"),
        ({**ONE, "street": None}, "missing"),
        ({**ONE, "postcode": "1234 SS"}, "form"),
        ({**ONE, "postcode": None, "street": None}, "missing"),
        ({**ONE, "postcode": "00184", "country": "Italië"}, "ok"),
        ({}, "missing"),
    ],
)
def test_an_address_is_as_good_as_its_weakest_part(row, state):
    """Street, postcode and city; a form that we do not know is taken as it is."""
    assert address_states(field_states(file(row))).tolist() == [state]


def rows(*ids: str, **columns: list) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(ids), **columns})


def test_rows_of_nobody_are_counted_by_table():
    """Two rows of customer 9 and one of 8; customer 1 is known; rates have no customers; no number is no stranger."""
    tables = {
        "customers": file({}),
        "transactions": rows("1", "9", "9", "8"),
        "complaints": rows("1"),
        "rates": pd.DataFrame({"activity": ["bezoek"]}),
        "hours": pd.DataFrame({"customer_id": [None, "1"]}),
    }
    assert orphans(tables).to_dict("index") == {"transactions": {"rows": 3, "customers": 2}}


def test_rows_of_each_customer_over_all_tables():
    """1 has three, 2 has none."""
    tables = {"customers": file({}, {}), "transactions": rows("1", "1"), "complaints": rows("1", "9")}
    assert rows_of_customers(tables["customers"], tables).to_dict() == {"1": 3, "2": 0}
    assert rows_of_customers(tables["customers"], {}).to_dict() == {"1": 0, "2": 0}


def test_which_questions_the_data_answer():
    """Of two customers one says where else it buys and how satisfied it is; nobody says what for."""
    customers = file({"potential_revenue": 100.0}, {})
    tables = {
        "customers": customers,
        "transactions": rows("1", "2", "7", product=["a", None, "a"], date=["d"] * 3, order_id=[None] * 3),
        "satisfaction": rows("1", overall=[4.0], share_of_wallet=[None], loyalty=[None]),
    }
    assert known_of_customers(customers, tables)["customers"].to_dict() == {
        "what": 1, "when": 2, "how_often": 0, "what_for": 0, "elsewhere": 1, "satisfied": 1,
    }  # fmt: skip
