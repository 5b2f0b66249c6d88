"""Which rows stay, and what should the reader know about them? Excluded customers, VAT, what matches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from klantlib.blocks import plain
from klantlib.client import contract
from klantlib.client.auditfile.ledger import NOBODYS
from klantlib.client.model import Client, Remark
from klantlib.client.oddities import oddities
from klantlib.client.settings import AmountSettings, Settings

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class File:
    """How the client knows a table, and which of its headings were not used."""

    name: str
    ignored: tuple[str, ...]

    def beside(self, other: File) -> File:
        """Both files of a table that has two."""
        return File(f"{self.name} + {other.name}", (*self.ignored, *other.ignored))


def net_of_vat(tables: Tables, amounts: AmountSettings) -> dict[str, pd.DataFrame]:
    """Transactions without VAT where revenue was delivered with it; a given cost or margin stays as it is."""
    if amounts.vat == "excl" or "transactions" not in tables:
        return dict(tables)
    rate = amounts.vat_rate or 0.0
    transactions = tables["transactions"].assign(revenue=lambda rows: rows["revenue"] / (1 + rate))
    return {**tables, "transactions": transactions}


def without_excluded(tables: Tables, settings: Settings) -> dict[str, pd.DataFrame]:
    """Every table without the rows of excluded customers."""
    ids = [customer.id for customer in settings.customers.exclude]
    return {name: _without(rows, ids) for name, rows in tables.items()}


def _without(rows: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    if "customer_id" not in rows or not ids:
        return rows
    return rows[~rows["customer_id"].isin(ids)].reset_index(drop=True)


def remarks(everyone: Client, client: Client, files: Mapping[str, File]) -> tuple[Remark, ...]:
    """What was kept but should be known; `everyone` is the same client with the excluded customers still in it."""
    found = (
        *_excluded(everyone),
        *_vat(client),
        *_unknown_customers(client),
        *_unmatched(client, files),
        *_incomplete(client, files),
        *_outside(client, files),
        *oddities(client, {table: file.name for table, file in files.items()}),
        *_ignored(files),
    )
    return tuple(Remark(remark.key, plain(remark.values)) for remark in found)


def _excluded(everyone: Client) -> Iterator[Remark]:
    names = everyone.all("customers").set_index("customer_id")["name"]
    transactions = everyone["transactions"]
    for customer in everyone.settings.customers.exclude:
        rows = [table for table in everyone.tables.values() if "customer_id" in table]
        there = any((table["customer_id"] == customer.id).any() for table in rows)
        revenue = transactions.loc[transactions["customer_id"] == customer.id, "revenue"].sum()
        values = {"id": customer.id, "name": names.get(customer.id, customer.id), "reason": customer.reason}
        yield Remark("excluded", {**values, "revenue": float(revenue)}) if there else Remark("excluded_absent", values)


def _vat(client: Client) -> Iterator[Remark]:
    amounts, transactions = client.settings.amounts, client.tables.get("transactions")
    if amounts.vat == "excl" or transactions is None or (client.ledger and client.ledger.used):
        return
    given = [column for column in ("cost", "margin") if transactions[column].notna().any()]
    yield Remark(f"vat_{given[0]}" if given else "vat", {"rate": amounts.vat_rate})


def known_ids(client: Client) -> pd.Series | None:
    """The ids that are customers: those in the customer table, else those that bought; None where there is neither."""
    table = next((name for name in ("customers", "transactions") if name in client.tables), None)
    return client.all(table)["customer_id"] if table else None


def _unknown_customers(client: Client) -> Iterator[Remark]:
    if not {"customers", "transactions"} <= set(client.tables):
        return
    known = known_ids(client)
    everything, inside = client.all("transactions"), client["transactions"]
    strange = everything.loc[~everything["customer_id"].isin([*known, NOBODYS]), "customer_id"]
    if len(strange):
        ids = sorted(strange.unique())
        revenue = inside.loc[inside["customer_id"].isin(ids), "revenue"].sum()
        values = {"rows": len(strange), "customers": len(ids), "ids": ids}
        yield Remark("unknown_customers", {**values, "revenue": float(revenue)})


def _unmatched(client: Client, files: Mapping[str, File]) -> Iterator[Remark]:
    known = known_ids(client)
    for name, rows in client.tables.items():
        if name in ("customers", "transactions") or "customer_id" not in rows or known is None:
            continue
        strange = rows.loc[rows["customer_id"].notna() & ~rows["customer_id"].isin(known), "customer_id"]
        if len(strange):
            values = {"file": files[name].name, "rows": len(strange), "ids": sorted(strange.unique())}
            yield Remark("unmatched", {**values, "customers": int(strange.nunique())})


def _incomplete(client: Client, files: Mapping[str, File]) -> Iterator[Remark]:
    for name, rows in client.tables.items():
        answers = [column.name for column in contract.tables()[name].columns.values() if column.kind == "answer"]
        incomplete = rows.loc[rows[answers].isna().any(axis=1), "respondent"] if answers else ()
        if len(incomplete):
            values = {"file": files[name].name, "rows": len(incomplete), "respondents": list(incomplete)}
            yield Remark("incomplete", values)


def _outside(client: Client, files: Mapping[str, File]) -> Iterator[Remark]:
    for name in client.tables:
        outside = len(client.all(name)) - len(client[name])
        if outside:
            values = {"file": files[name].name, "rows": outside, "rows_before": len(client.before(name))}
            yield Remark("outside_period", values)


def _ignored(files: Mapping[str, File]) -> Iterator[Remark]:
    for file in files.values():
        if file.ignored:
            yield Remark("ignored_columns", {"file": file.name, "columns": list(file.ignored), "n": len(file.ignored)})
