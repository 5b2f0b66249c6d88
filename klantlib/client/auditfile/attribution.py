"""Whose revenue is it? Each line to the customer on it, else of its transaction, else of its invoice, else nobody's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantlib.client.auditfile.compact import NOBODY, NOTHING, SEVERAL
from klantlib.client.auditfile.gathered import BY_INVOICE, Gathered
from klantlib.client.auditfile.ledger import NOBODYS

CENTS = 100
UNIX = 719_163  # ordinal of 1970-01-01


def attributed(gathered: Gathered) -> pd.DataFrame:
    """
    One row a revenue line: customer_id, date, revenue (money), order_id, and for the reconciliation cents (int),
    route (place in ledger.ROUTES), journal and account (their numbers).

    Revenue is credit less debit, so credit notes count off; without VAT, for revenue accounts hold none. An order is an
    invoice; where the line names none, the transaction.
    """
    columns = {name: np.array(values) for name, values in vars(gathered.lines).items()}
    customer, reference = columns["customer"], columns["reference"]
    billed = gathered.billed.look_up(reference, absent=NOBODY, several=SEVERAL)
    found = (customer == NOBODY) & (reference != NOTHING) & (billed >= 0)
    return pd.DataFrame(
        {
            "customer_id": texts(gathered.relations.texts, np.where(found, billed, customer)).fillna(NOBODYS),
            "date": days(columns["day"]),
            "revenue": columns["amount"] / CENTS,
            "order_id": _orders(gathered, columns["entry"]),
            "cents": columns["amount"],
            "route": np.where(found, BY_INVOICE, columns["route"]),
            "journal": columns["journal"],
            "account": columns["account"],
        }
    )


def _orders(gathered: Gathered, entry: np.ndarray) -> pd.Series:
    """The invoice that each line names, else its transaction."""
    orders = gathered.invoices.series()
    unnamed = np.flatnonzero(orders == "")
    orders.iloc[unnamed] = [f"#{number}" for number in entry[unnamed]]
    return orders


def texts(known: list[str], numbers: np.ndarray) -> pd.Series:
    """The texts with these numbers; NA below zero."""
    all_texts = pd.Series([*known, None], dtype="str")
    return all_texts.take(np.where(numbers < 0, len(known), numbers)).reset_index(drop=True)


def days(numbers: pd.Series | np.ndarray) -> pd.Series:
    """Day numbers as dates; 0 is unknown."""
    counted = np.asarray(numbers, dtype="int64")
    dated = np.where(counted > 0, counted - UNIX, np.iinfo("int64").min)  # the least of all is no day at all
    return pd.Series(dated.astype("datetime64[D]").astype("datetime64[us]"))
