"""Who in an auditfile is a customer? Not who only supplies, and of the others who is called one or bought something."""

from __future__ import annotations

import pandas as pd

from klantlib.client.auditfile.elements import Fields
from klantlib.client.auditfile.gathered import BOTH, CUSTOMER, SUPPLIER, Gathered

GIVEN = ("postcode", "city", "country", "email", "coc_number", "vat_number")  # as they stand
STREET = ("street", "number", "extension")  # one address in three parts


def customers(gathered: Gathered, named: pd.Series) -> pd.DataFrame:
    """
    One row a customer: customer_id, name (its number where it has none), address, e-mail and registrations.

    `named`: the customer numbers with revenue or an open invoice. Relations without a kind are customers when they are
    named. Where the file lists no relations at all, the named are the customers.
    """
    buying = set(named)
    rows = [_customer(number, fields) for number, fields in gathered.parties.items() if _counts(number, fields, buying)]
    if not gathered.parties:
        rows = [{"customer_id": number, "name": number} for number in sorted(buying)]
    return pd.DataFrame(rows, columns=["customer_id", "name", "street", *GIVEN])


def _counts(number: str, fields: Fields, buying: set[str]) -> bool:
    kind = fields.get("kind", "")
    return kind in (CUSTOMER, BOTH) or (number in buying and kind != SUPPLIER)


def _customer(number: str, fields: Fields) -> dict[str, str | None]:
    street = " ".join(fields[part] for part in STREET if part in fields)
    return {
        "customer_id": number,
        "name": fields.get("name", number),
        "street": street or None,
        **{name: fields.get(name) for name in GIVEN},
    }
