"""Who is asked in a survey by name? The customers that bought in the period, else all in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from klantlib.client import Client, Refused
from klantlib.client.problems import Problem


@dataclass(frozen=True)
class Person:
    """A customer who is asked."""

    id: str
    name: str
    email: str = ""
    token: str = ""


def people(data: Client) -> list[Person]:
    """
    The customers that are asked, by name; those that are left out in client.toml are gone already.

    Raises Refused where there is no table of customers, or nobody in it bought anything in the period.
    """
    if "customers" not in data.tables:
        raise Refused((Problem("survey_without_customers"),), data.settings.language)
    customers = data.all("customers")
    if "transactions" in data.tables:
        customers = customers[customers["customer_id"].isin(data["transactions"]["customer_id"])]
    if customers.empty:
        raise Refused((Problem("survey_without_buyers"),), data.settings.language)
    named = customers[["customer_id", "name", "email"]].itertuples(index=False)
    found = [Person(row.customer_id, _text(row.name) or row.customer_id, _text(row.email)) for row in named]
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
