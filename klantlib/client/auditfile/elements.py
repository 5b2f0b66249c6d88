"""What can stand in an auditfile? One kind of record each, with texts as the file has them."""

from __future__ import annotations

from dataclasses import dataclass

Fields = dict[str, str]


@dataclass(frozen=True)
class Header:
    """The financial year, the currency, who made the file, and the version by its namespace."""

    fields: Fields
    version: str


@dataclass(frozen=True)
class Party:
    """A customer or supplier."""

    fields: Fields


@dataclass(frozen=True)
class Account:
    """A ledger account, with its code in the reference classification (RGS) where it has one."""

    id: str
    name: str
    kind: str  # B balance, P profit and loss, M mixed
    rgs: str


@dataclass(frozen=True)
class Entry:
    """A transaction of a journal begins."""

    journal: str
    journal_name: str
    journal_kind: str  # S sales, P purchase, B bank, C cash, M memo, ...
    number: str
    date: str


@dataclass(frozen=True)
class Line:
    """A line of the transaction that began last."""

    fields: Fields
    row: int  # line in the file


@dataclass(frozen=True)
class Closed:
    """The transaction that began last has no more lines."""


@dataclass(frozen=True)
class OpenItem:
    """A line of the debtors' subledger (3.x), of the year or of its opening balance: an invoice or a payment."""

    kind: str  # CU customers, CS both, SU suppliers, ZZ other
    fields: Fields
    row: int


@dataclass(frozen=True)
class Control:
    """What the file says that its lines add up to."""

    fields: Fields
    row: int


Record = Header | Party | Account | Entry | Line | Closed | OpenItem | Control
