"""What is kept of an auditfile while it streams by? Its revenue lines, and what leads from an invoice to a customer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from klantlib.client.auditfile.compact import Names, OpenItems, Pairs, RevenueLines, Texts
from klantlib.client.auditfile.elements import Account, Entry, Fields
from klantlib.client.auditfile.ledger import ROUTES
from klantlib.client.auditfile.revenue_accounts import Choice, revenue_accounts

SUPPLIER, CUSTOMER, BOTH = "S", "C", "B"  # kinds of relation; O and silence are neither
BY_LINE, BY_TRANSACTION, BY_INVOICE, BY_NONE = range(len(ROUTES))


@dataclass
class Totals:
    """What lines add up to, in cents; with `turned` added to both, a negative amount counts on the other side."""

    lines: int = 0
    debit: int = 0
    credit: int = 0
    turned: int = 0


@dataclass
class Gathered:
    """An auditfile without its lines: what the tables and the reconciliation are made from."""

    confirmed: Collection[str] = ()  # revenue accounts as the consultant gave them
    header: Fields = field(default_factory=dict)
    version: str = ""
    parties: dict[str, Fields] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    choice: Choice | None = None  # which accounts are revenue; None until the first transaction
    relations: Names = field(default_factory=Names)
    journals: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # id -> number, name, kind
    numbers: Names = field(default_factory=Names)  # of ledger accounts
    lines: RevenueLines = field(default_factory=RevenueLines)
    invoices: Texts = field(default_factory=Texts)  # of each revenue line, empty where it names none
    items: OpenItems = field(default_factory=OpenItems)
    billed: Pairs = field(default_factory=Pairs)  # invoice -> relation
    booked: Pairs = field(default_factory=Pairs)  # transaction -> day
    entries: int = 0
    entry: Entry = field(default_factory=lambda: Entry("", "", "", "", ""))  # the transaction at hand
    entry_day: int = 0
    first: int = 0  # its first revenue line
    named: set[int] = field(default_factory=set)  # the customers that it names, at most two
    read: Totals = field(default_factory=Totals)
    stated: Totals | None = None


def is_customer(gathered: Gathered, relation: str) -> bool:
    """May this be a customer? Who the file calls only a supplier may not; who it does not know may."""
    return gathered.parties.get(relation, {}).get("kind", "") != SUPPLIER


def choose(gathered: Gathered) -> None:
    """Which accounts are revenue, once they are all known."""
    if gathered.choice is None:
        gathered.choice = revenue_accounts(gathered.accounts.values(), gathered.confirmed)
