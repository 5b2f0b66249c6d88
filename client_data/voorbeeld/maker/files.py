"""How does each table leave the client's systems: in Dutch from the bookkeeping, in English from the survey tool?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

Shown = Callable[[float], str]
DUTCH = {  # file: the column's heading in it, in order
    "klanten": {
        "customer_id": "Klantnummer", "name": "Naam", "parent_id": "Concern", "segment": "Segment", "street": "Straat",
        "postcode": "Postcode", "city": "Plaats", "country": "Land", "email": "Email", "coc_number": "KvK",
        "vat_number": "Btw-nummer", "since": "Klant sinds", "potential_revenue": "Potentieel", "buys_on": "Koopt op",
        "account_manager": "Accountmanager", "unit": "Vestiging",
    },
    "transacties": {
        "order_id": "Ordernummer", "date": "Datum", "customer_id": "Klantnummer", "product": "Artikel",
        "quantity": "Aantal", "revenue": "Omzet", "cost": "Kostprijs",
    },
    "activiteiten": {"customer_id": "Klantnummer", "date": "Datum", "activity": "Activiteit", "quantity": "Aantal"},
    "tarieven": {
        "activity": "Activiteit", "rate": "Tarief", "pool": "Kostenpot", "minutes": "Minuten", "resource": "Capaciteit",
        "capacity_minutes": "Capaciteit minuten", "level": "Niveau", "attention": "Aandacht",
    },
    "kosten": {"customer_id": "Klantnummer", "date": "Datum", "kind": "Soort", "amount": "Bedrag"},
    "klachten": {
        "customer_id": "Klantnummer", "date": "Datum", "kind": "Soort", "cause": "Oorzaak", "settled": "Afgehandeld",
        "cost": "Kosten",
    },
    "klachtkosten": {"year": "Jaar", "prevention": "Preventie", "repair": "Herstel", "complaints": "Klachten"},
    "metingen": {
        "measure": "Meetpunt", "date": "Datum", "value": "Waarde", "target": "Doel", "better": "Beter",
        "unit_of_measure": "Eenheid", "unit": "Vestiging",
    },
    "medewerkers": {
        "unit": "Vestiging", "date": "Datum", "engagement": "Betrokkenheid", "awareness_importance": "Besef belang",
        "awareness_role": "Besef rol", "awareness_knowledge": "Besef kennis",
        "awareness_information": "Besef informatie",
    },
    "vertrokken": {"customer_id": "Klantnummer", "date": "Datum", "reason": "Reden"},
    "offertes": {"customer_id": "Klantnummer", "date": "Datum", "amount": "Bedrag", "won": "Gewonnen"},
    "betalingen": {
        "customer_id": "Klantnummer", "invoice_date": "Factuurdatum", "amount": "Bedrag", "due_date": "Vervaldatum",
        "paid_date": "Betaaldatum",
    },
    "personeel": {"role": "Rol", "gross_salary": "Brutosalaris", "hours": "Uren"},
}  # fmt: skip
MONEY = {"revenue", "cost", "amount", "rate", "pool", "potential_revenue", "prevention", "repair", "gross_salary"}


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """A file a table: with semicolons, 31-12-2025 and 1.234,50 where its name is Dutch, else 2025-12-31 and 1234.50."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        text = _dutch(table, DUTCH[name]) if name in DUTCH else _english(table)
        (folder / f"{name}.csv").write_bytes(text.encode())


def _dutch(table: pd.DataFrame, headings: dict[str, str]) -> str:
    shown = {headings[column]: _shown(table[column], "%d-%m-%Y", _dutch_amount, _dutch_number) for column in headings}
    return pd.DataFrame(shown).to_csv(sep=";", index=False, lineterminator="\n")


def _english(table: pd.DataFrame) -> str:
    shown = {column: _shown(table[column], "%Y-%m-%d", "{:.2f}".format, "{:g}".format) for column in table}
    return pd.DataFrame(shown).to_csv(index=False, lineterminator="\n")


def _shown(column: pd.Series, date: str, amount: Shown, number: Shown) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.strftime(date)
    if column.name in MONEY:
        return column.astype(float).map(amount, na_action="ignore")
    if pd.api.types.is_float_dtype(column):
        return column.map(number, na_action="ignore")
    return column


def _dutch_amount(value: float) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def _dutch_number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
