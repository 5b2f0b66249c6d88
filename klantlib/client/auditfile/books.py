"""What does an auditfile deliver? Customers, transactions and payments, with the reconciliation and what to know."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from klantlib.client import contract
from klantlib.client.auditfile.attribution import attributed
from klantlib.client.auditfile.gathered import BY_NONE, Gathered
from klantlib.client.auditfile.gathering import gather
from klantlib.client.auditfile.ledger import NOBODYS, Ledger
from klantlib.client.auditfile.open_items import payments, settling
from klantlib.client.auditfile.reconciliation import reconciled
from klantlib.client.auditfile.relations import customers
from klantlib.client.model import Remark, empty
from klantlib.client.places import SETTINGS
from klantlib.client.problems import Problem, Unreadable
from klantlib.client.settings import Settings

ACCOUNTS_KEY = "auditfile.revenue_accounts"  # in client.toml


@dataclass(frozen=True, eq=False)
class Books:
    """An auditfile that was read, or why not."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)  # every known column
    ledger: Ledger | None = None
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_auditfile(path: Path, settings: Settings, own: Mapping[str, str]) -> Books:
    """
    The tables of an auditfile, as far as the client does not deliver them itself.

    `own`: table -> file, of the tables that come in a file of their own; those go before.
    """
    try:
        gathered = gather(path, settings.auditfile.revenue_accounts)
    except Unreadable as error:
        row = error.rows[0] if error.rows else None
        return Books(problems=(Problem(error.key, path.name, row, value=error.value),))
    lines, invoices = attributed(gathered), payments(gathered)
    if problems := tuple(_problems(gathered, lines, settings, path.name, own)):
        return Books(problems=problems)
    ledger = reconciled(gathered, lines, settling(gathered, invoices), path.name)
    ledger = replace(ledger, used="transactions" not in own)
    tables = _tables(gathered, lines, invoices)
    kept = {name: rows for name, rows in tables.items() if name not in own}
    return Books(kept, ledger, tuple(_remarks(gathered, ledger, tables, own)))


def _tables(gathered: Gathered, lines: pd.DataFrame, invoices: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables that the file has rows for."""
    named = pd.concat([lines["customer_id"], invoices["customer_id"]])
    found = {
        "customers": customers(gathered, named[named != NOBODYS]),
        "transactions": lines[["customer_id", "date", "revenue", "order_id"]],
        "payments": invoices,
    }
    return {name: _complete(name, rows) for name, rows in found.items() if len(rows)}


def _complete(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Every known column, in the contract's order; NA where the file has none."""
    types = contract.tables()[table].dtypes
    return empty(table).reindex(rows.index).assign(**{name: rows[name].astype(types[name]) for name in rows})


def _problems(
    gathered: Gathered, lines: pd.DataFrame, settings: Settings, file: str, own: Collection[str]
) -> Iterator[Problem]:
    if not gathered.accounts:
        yield Problem("auditfile_no_accounts", file)
        return
    known = list(gathered.accounts)
    for number in settings.auditfile.revenue_accounts:
        if number not in gathered.accounts:
            nearest = {"nearest": contract.nearest(number, known), "file": file}
            yield Problem("unknown_account", SETTINGS, column=ACCOUNTS_KEY, value=number, values=nearest)
    currency = gathered.header.get("curCode", "")
    if currency and currency.upper() != settings.currency:
        yield Problem("auditfile_currency", file, value=currency, values={"currency": settings.currency})
    if "transactions" in own:
        return
    if not gathered.choice.accounts:
        yield Problem("auditfile_no_revenue_accounts", file)
    elif lines.empty:
        yield Problem("auditfile_no_revenue", file, values={"accounts": list(gathered.choice.accounts)})
    elif (lines["route"] == BY_NONE).all():
        yield Problem("auditfile_nobody", file, values={"rows": len(lines)})


def _remarks(
    gathered: Gathered, ledger: Ledger, tables: Mapping[str, pd.DataFrame], own: Mapping[str, str]
) -> Iterator[Remark]:
    for table in (table for table in tables if table in own):
        yield Remark("auditfile_superseded", {"file": ledger.file, "table": table, "own": own[table]})
    if ledger.used:
        yield from _about_accounts(gathered, ledger)
        if loose := int((tables["transactions"]["customer_id"] == NOBODYS).sum()):
            values = {"file": ledger.file, "rows": loose, "revenue": ledger.routes["none"]}
            yield Remark("auditfile_unattributed", values)
    if "payments" in tables and "payments" not in own:
        yield from _about_payments(ledger)


def _about_accounts(gathered: Gathered, ledger: Ledger) -> Iterator[Remark]:
    """Which accounts count, until the consultant has confirmed them with the line that this gives."""
    if ledger.how == "confirmed":
        return
    line = json.dumps([account.number for account in ledger.accounts], ensure_ascii=False)
    names = [f"{account.number} {account.name}" for account in ledger.accounts]
    values = {"file": ledger.file, "n": len(names), "accounts": names, "line": line}
    yield Remark("auditfile_accounts_rgs" if ledger.how == "rgs" else "auditfile_accounts_name", values)
    if doubtful := [f"{number} {name}" for number, name in gathered.choice.doubtful.items()]:
        yield Remark("auditfile_doubtful", {"file": ledger.file, "accounts": doubtful, "n": len(doubtful)})


def _about_payments(ledger: Ledger) -> Iterator[Remark]:
    paid = ledger.payments
    if paid.unnamed:
        values = {"file": ledger.file, "payments": paid.unnamed, "amount": paid.unnamed_amount}
        yield Remark("auditfile_unnamed", {**values, "invoices": paid.invoices - paid.paid})
    if paid.evidence == "invoice_date":
        yield Remark("auditfile_no_due_date", {"file": ledger.file})
