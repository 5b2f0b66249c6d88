"""How is it told that the report agrees with the ledger? Control totals, revenue by route and journal, payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text


class Ledger(Protocol):
    """The reconciliation of an auditfile; see klantlib.client.auditfile.ledger.Ledger."""

    file: str
    stated: Any
    read: Any
    agrees: bool | None
    balanced: bool
    how: str
    accounts: tuple[Any, ...]
    revenue: float
    attributed: float
    share: float | None
    moved_share: float | None
    certain: bool
    doubt: str
    routes: Mapping[str, float]
    journals: tuple[Any, ...]
    payments: Any
    used: bool


def ledger_blocks(ledger: Ledger | None) -> list[Block]:
    """The reconciliation, table by table; nothing without an auditfile."""
    if ledger is None:
        return []
    return [
        Heading("ledger"),
        Text("ledger_file", {"file": ledger.file}),
        *_totals(ledger),
        *(_revenue(ledger) if ledger.used else [Text("ledger_unused")]),
        *_payments(ledger),
    ]


def ledger_figures(ledger: Ledger) -> dict[str, Any]:
    """The same for programs: money as plain numbers, shares as fractions."""
    return {
        "file": ledger.file,
        "agrees": ledger.agrees,
        "stated": vars(ledger.stated) if ledger.stated else None,
        "read": vars(ledger.read),
        "revenue": ledger.revenue,
        "attributed": ledger.attributed,
        "unattributed": ledger.routes["none"],
        "attributed_share": ledger.share,
        "booked_share": ledger.moved_share,
        "certain": ledger.certain,
        "routes": dict(ledger.routes),
        "journals": [vars(journal) for journal in ledger.journals],
        "accounts": [vars(account) for account in ledger.accounts],
        "accounts_chosen_by": ledger.how,
        "payments": vars(ledger.payments),
    }


def unattributed_note(ledger: Ledger) -> tuple[str, dict[str, float]]:
    """Key and numbers of the sentence on how little of revenue is on customers."""
    key = "ledger_uncertain" if ledger.doubt == "share" else "ledger_uncertain_booked"
    return key, {"share": getattr(ledger, ledger.doubt) or 0.0, "rest": ledger.routes["none"]}


def _totals(ledger: Ledger) -> list[Block]:
    """Do the lines add up to what the file says?"""
    values = {"lines": ledger.read.lines, "debit": ledger.read.debit, "credit": ledger.read.credit}
    key = {True: "ledger_agrees", False: "ledger_differs", None: "ledger_without_totals"}[ledger.agrees]
    rows = [
        (name, total.lines, total.debit, total.credit)
        for name, total in (("stated", ledger.stated), ("read", ledger.read)) if total
    ]  # fmt: skip
    columns = {"total_of": "term", "lines": "count", "debit": "cents", "credit": "cents"}
    unbalanced = [] if ledger.balanced else [Note("ledger_unbalanced")]
    return [Finding(key, values), Table("ledger_totals", columns, rows), *unbalanced]


def _revenue(ledger: Ledger) -> list[Block]:
    """How much of revenue came to customers, along which route and in which journal; on which accounts it stands."""
    key, values = ("ledger_certain", {}) if ledger.certain else unattributed_note(ledger)
    values = {"revenue": ledger.revenue, "attributed": ledger.attributed, "share": ledger.share or 0.0, **values}
    return [
        Finding(key, values),
        Table("ledger_routes", {"route": "term", "revenue": "cents", "part": "percent"}, _routes(ledger), total=True),
        _journals(ledger),
        Table(
            f"ledger_accounts_{ledger.how}",
            {"account": "id", "account_name": "text", "revenue": "cents"},
            [(account.number, account.name, account.revenue) for account in ledger.accounts],
        ),
    ]


def _routes(ledger: Ledger) -> list[tuple]:
    rows = [(f"route_{name}", revenue) for name, revenue in ledger.routes.items()]
    whole = ledger.revenue if ledger.revenue > 0 else None  # of nothing, or less, there are no parts
    return [(name, revenue, revenue / whole if whole else None) for name, revenue in [*rows, ("total", ledger.revenue)]]


def _journals(ledger: Ledger) -> Table:
    rows = [(journal.number, journal.name, journal.revenue, journal.attributed) for journal in ledger.journals]
    columns = {"journal": "id", "journal_name": "text", "revenue": "cents", "on_customers": "cents"}
    return Table("ledger_journals", columns, rows)


def _payments(ledger: Ledger) -> list[Block]:
    """What the file says of how customers pay, and what it cannot say."""
    paid = ledger.payments
    values = {"payments": paid.unnamed, "amount": paid.unnamed_amount}
    unnamed = [Note("ledger_unnamed", values)] if paid.unnamed else []
    return [
        Heading("ledger_payments"),
        Text(f"ledger_{paid.evidence}", {"invoices": paid.invoices, "due": paid.due, "paid": paid.paid}),
        *unnamed,
    ]
