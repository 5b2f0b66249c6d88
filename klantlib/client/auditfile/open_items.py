"""When were invoices due and paid? As far as the debtors' subledger of version 3 says so, and never further.

Levels of evidence: due date in the subledger; invoice date only; balance per customer only (4.0); nothing.
Without a due date nobody is late; without a payment that names the invoice nobody can say that it is open.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantlib.client.auditfile.attribution import CENTS, days, texts
from klantlib.client.auditfile.compact import INVOICE, NOTHING, PAYMENT
from klantlib.client.auditfile.gathered import Gathered
from klantlib.client.auditfile.ledger import Evidence, Payments

KEY = ["customer", "reference"]


def payments(gathered: Gathered) -> pd.DataFrame:
    """
    One row an invoice: customer_id, invoice_date, amount (money), due_date, paid_date; the last two NA where the file
    is silent.

    An invoice is paid on the day on which payments that name it reach what is due on it: its amount, less what was
    written off. NA is open only where `settling` counts no payment that names no invoice; else it is unknown.
    """
    items = _items(gathered)
    named = items[items["reference"] != NOTHING]
    invoices = (
        named[(named["kind"] == INVOICE) & (named["day"] > 0)]
        .groupby(KEY, as_index=False, sort=False)
        .agg(day=("day", "min"), amount=("amount", "sum"), due=("due", "max"))
    )
    paid = invoices.merge(_paid(named), on=KEY, how="left")["paid"]
    return pd.DataFrame(
        {
            "customer_id": texts(gathered.relations.texts, invoices["customer"].to_numpy()),
            "invoice_date": days(invoices["day"]),
            "amount": invoices["amount"] / CENTS,
            "due_date": days(invoices["due"]),
            "paid_date": days(paid.fillna(0).astype("int64")),
        }
    )


def settling(gathered: Gathered, invoices: pd.DataFrame) -> Payments:
    """How much the file says of how customers pay; `invoices` as `payments` gives them."""
    items = gathered.items
    unnamed = [
        -amount for kind, reference, amount in zip(items.kind, items.reference, items.amount, strict=True)
        if kind == PAYMENT and reference == NOTHING
    ]  # fmt: skip
    return Payments(
        _evidence(gathered, invoices),
        len(invoices),
        int(invoices["due_date"].notna().sum()),
        int(invoices["paid_date"].notna().sum()),
        len(unnamed),
        sum(unnamed) / CENTS,
    )


def _evidence(gathered: Gathered, invoices: pd.DataFrame) -> Evidence:
    if invoices["due_date"].notna().any():
        return "due_date"
    if len(invoices):
        return "invoice_date"
    return "balance" if any(party.get("balance") for party in gathered.parties.values()) else "none"


def _paid(named: pd.DataFrame) -> pd.DataFrame:
    """Per invoice the day on which its payments reached what was due, 0 where that day is not in the file."""
    payment = named["kind"] == PAYMENT
    billed = named[~payment & named["reference"].isin(named.loc[payment, "reference"])]
    owed = billed.groupby(KEY)["amount"].sum().rename("owed")
    received = named[payment].sort_values("booked", kind="stable").join(owed, on=KEY)
    reached = -received.groupby(KEY)["amount"].cumsum() * np.sign(received["owed"]) >= received["owed"].abs()
    return received[reached].drop_duplicates(KEY)[[*KEY, "booked"]].rename(columns={"booked": "paid"})


def _items(gathered: Gathered) -> pd.DataFrame:
    """The subledger's lines, with the day on which each was booked; 0 where its transaction's number comes back."""
    columns = {name: np.array(values) for name, values in vars(gathered.items).items()}
    booked = gathered.booked.look_up(columns.pop("entry"), absent=NOTHING, several=NOTHING)
    return pd.DataFrame({**columns, "booked": booked})
