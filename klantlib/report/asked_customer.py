"""Which customer is meant by the number that was typed, and which ones are like it where there is none?"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from klantlib.client import Client
from klantlib.formats import either
from klantlib.words import Words

NEAREST = 3  # customers named where the one asked for is not there
LIKE = 0.5  # how much alike a number or a name must be to be meant


class UnknownCustomer(Exception):
    """No such customer: a section of templates/command.toml says what to do."""

    def __init__(self, section: str, **values: Any):
        super().__init__(section)
        self.section, self.values = section, values


def names_of(data: Client) -> dict[str, str]:
    """Every customer there is: its number and its name, else its number twice."""
    table = data.all("customers")
    ids = table["customer_id"] if len(table) else data.all("transactions")["customer_id"].drop_duplicates()
    names = table["name"].fillna(table["customer_id"]) if len(table) else ids
    return dict(zip(ids, names, strict=True))


def asked(data: Client, number: str, words: Words) -> str:
    """The number under which this customer counts. Raises UnknownCustomer with those that may be meant."""
    merged = data.merged.set_index("customer_id")["into"]
    names = names_of(data)
    id = merged.get(number.strip(), number.strip())
    if id in names:
        return str(id)
    excluded = {customer.id: customer.reason for customer in data.settings.customers.exclude}
    if id in excluded:
        raise UnknownCustomer("excluded_customer", id=id, reason=excluded[id])
    nearest = [f"{key} ({names[key]})" if names[key] != key else key for key in _nearest(number, names)]
    if nearest:
        raise UnknownCustomer("unknown_customer", id=number, nearest=either(nearest, words.language))
    raise UnknownCustomer("no_such_customer", id=number)


def _nearest(asked: str, names: Mapping[str, str]) -> list[str]:
    """Numbers that have the same digits or look alike, then names that hold what was typed or look alike."""
    typed = asked.strip().casefold()
    numbers = {id.casefold(): id for id in names}
    called = {name.casefold(): id for id, name in names.items()}
    same = [id for key, id in numbers.items() if typed and key.lstrip("0") == typed.lstrip("0")]
    holds = [id for key, id in called.items() if typed and typed in key]
    alike = [kind[key] for kind in (numbers, called) for key in get_close_matches(typed, kind, NEAREST, LIKE)]
    return list(dict.fromkeys((*same, *holds, *alike)))[:NEAREST]
