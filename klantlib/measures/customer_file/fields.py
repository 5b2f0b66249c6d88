"""What does the file of customers hold, field by field and customer by customer, and what refers to it in vain?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from klantlib.measures.customer_file.validity import OK, states

# what a customer file is asked for, in the order in which it is told; parent_id is rightly empty for most
FIELDS = ("street", "postcode", "city", "country", "email", "coc_number", "vat_number", "segment", "since",
          "potential_revenue", "buys_on", "account_manager", "unit")  # fmt: skip
ADDRESS = ("street", "postcode", "city")  # what a card needs, beside a name
CHECKED = ("postcode", "email", "coc_number", "vat_number")
USABLE = (OK, "abroad")  # of a form we do not know: taken as it is
MISSING = "missing"
# what one should know of a customer beyond the address (Christmas-card test): table -> columns that answer it
QUESTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "what": {"transactions": ("product",)},
    "when": {"transactions": ("date",)},
    "how_often": {"transactions": ("order_id",)},
    "what_for": {},  # no column that we ask for tells what a customer uses it for
    "elsewhere": {"customers": ("potential_revenue",), "satisfaction": ("share_of_wallet", "loyalty")},
    "satisfied": {"satisfaction": ("overall",)},
}


def field_states(customers: pd.DataFrame) -> pd.DataFrame:
    """Index customer_id, a column for each of FIELDS: ok, missing, or why it cannot be right (see validity.states)."""
    checked = states(customers)
    filled = {
        field: customers[field].notna().map({True: OK, False: MISSING}) for field in FIELDS if field not in CHECKED
    }
    return checked.assign(**filled).set_axis(customers["customer_id"], axis="index")[list(FIELDS)]


def delivered(fields: pd.DataFrame) -> list[str]:
    """The fields of which anything was delivered."""
    return [field for field in fields if fields[field].ne(MISSING).any()]


def address_states(fields: pd.DataFrame) -> pd.Series:
    """What is the matter with the first part of an address that is not in order; ok where nothing is."""
    parts = fields[list(ADDRESS)]
    return parts.mask(parts.isin(USABLE)).bfill(axis="columns").iloc[:, 0].fillna(OK)


def orphans(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The tables with rows of numbers that no customer has: index table, `rows` and `customers` (different numbers)."""
    known = set(tables["customers"]["customer_id"]) if "customers" in tables else set()
    strange = {name: ids[~ids.isin(known)] for name, ids in _ids(tables).items()}
    found = {name: {"rows": len(ids), "customers": ids.nunique()} for name, ids in strange.items() if len(ids)}
    return pd.DataFrame.from_dict(found, orient="index", columns=["rows", "customers"])


def rows_of_customers(customers: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Index customer_id: in how many rows of all other tables the customer stands, whatever their date."""
    named = [ids.value_counts() for ids in _ids(tables).values()]
    total = pd.concat(named).groupby(level=0).sum() if named else pd.Series(dtype="int64")
    return total.reindex(customers["customer_id"]).fillna(0).astype("int64")


def known_of_customers(customers: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Index question (a key of QUESTIONS): of how many `customers` the data answer it, and the `share` that is."""
    answered = {
        question: len(set(customers["customer_id"]) & _answered(tables, where)) for question, where in QUESTIONS.items()
    }
    counts = pd.Series(answered, dtype="int64")
    return pd.DataFrame({"customers": counts, "share": counts / len(customers) if len(customers) else float("nan")})


def _answered(tables: Mapping[str, pd.DataFrame], where: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The numbers with a value in any of these columns."""
    there = {name: tables[name] for name in where if name in tables}
    found = (
        rows.loc[rows[list(where[name])].notna().any(axis="columns"), "customer_id"] for name, rows in there.items()
    )
    return {number for ids in found for number in ids}


def _ids(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.Series]:
    """The customer numbers in every table but that of the customers."""
    return {
        name: rows["customer_id"].dropna()
        for name, rows in tables.items() if name != "customers" and "customer_id" in rows
    }  # fmt: skip
