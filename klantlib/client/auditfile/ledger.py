"""Does what was read of an auditfile agree with what the ledger says? The reconciliation, as plain fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Evidence = Literal["due_date", "invoice_date", "balance", "none"]
How = Literal["confirmed", "rgs", "name"]
Doubt = Literal["", "share", "moved_share"]
NOBODYS = "?"  # customer number of revenue that is on nobody: in totals, and in no list of customers
ROUTES = ("line", "transaction", "invoice", "none")  # how a revenue line came to its customer; none = to nobody

# Under this part of revenue on customers, those without an invoice of their own may well be the largest: the fifth that
# is missing is as much as the top of an 80/20 firm leaves to all others, so ranks and shares can turn round.
LEAST_ATTRIBUTED = 0.8


@dataclass(frozen=True)
class Control:
    """What lines add up to; money, debit and credit both positive."""

    lines: int
    debit: float
    credit: float


@dataclass(frozen=True)
class Account:
    """A ledger account that counts as revenue."""

    number: str
    name: str
    revenue: float  # money, credit positive


@dataclass(frozen=True)
class Journal:
    """A journal with revenue in it."""

    number: str
    name: str
    kind: str  # S sales, P purchase, B bank, C cash, M memo, ... as the file says
    revenue: float  # money, credit positive
    attributed: float  # of which on a customer


@dataclass(frozen=True)
class Payments:
    """What the file says of how customers pay."""

    evidence: Evidence
    invoices: int = 0
    due: int = 0  # invoices with a due date
    paid: int = 0  # invoices that payments which name them have settled
    unnamed: int = 0  # payments that name no invoice: then nobody can say of an unpaid invoice that it is open
    unnamed_amount: float = 0.0  # money


@dataclass(frozen=True)
class Ledger:
    """
    The reconciliation of an auditfile: of the whole file, whatever the reporting period.

    `routes` has per route in ROUTES the revenue that came to customers along it. Revenue is credit less debit on the
    revenue accounts, so without VAT, and credit notes count off.
    """

    file: str  # name within the client's folder
    version: str  # "3.2"; empty where the file does not say
    software: str
    stated: Control | None  # the file's own control totals
    read: Control
    how: How  # how the revenue accounts were chosen
    accounts: tuple[Account, ...]
    revenue: float
    routes: dict[str, float]
    journals: tuple[Journal, ...]
    moved: float  # all that was booked on revenue accounts, credits counted as much as invoices
    moved_attributed: float  # of which on a customer
    payments: Payments
    used: bool = True  # False where the client delivered its transactions in a file of their own

    @property
    def agrees(self) -> bool | None:
        """Do the lines add up to the control totals? None where the file has none."""
        return None if self.stated is None else self.stated == self.read

    @property
    def balanced(self) -> bool:
        """Do debit and credit come to the same? Not where an exporter leaves the counter line of a journal out."""
        return self.read.debit == self.read.credit

    @property
    def attributed(self) -> float:
        """Revenue on a customer."""
        return round(self.revenue - self.routes["none"], 2)

    @property
    def share(self) -> float | None:
        """The part of revenue that is on a customer; None where revenue is nothing, or credits outweigh it."""
        return self.attributed / self.revenue if self.revenue > 0 else None

    @property
    def moved_share(self) -> float | None:
        """The part of all that was booked that is on a customer, credits counted as much as invoices; None without."""
        return self.moved_attributed / self.moved if self.moved else None

    @property
    def certain(self) -> bool:
        """
        Is enough revenue on customers to say how they compare?

        Both shares must say so: on balance, a credit note that is on nobody hides an invoice that is on nobody either.
        """
        return all(share is not None and share >= LEAST_ATTRIBUTED for share in (self.share, self.moved_share))

    @property
    def doubt(self) -> Doubt:
        """Which share says that it is not enough: that of revenue, where it is a part; nothing where it is enough."""
        if self.share is not None and 0 <= self.share < LEAST_ATTRIBUTED:
            return "share"
        return "" if self.certain else "moved_share"


def ledger_from(fields: Mapping[str, Any]) -> Ledger:
    """The reconciliation whose fields, as dicts and lists, these are."""
    return Ledger(
        **{
            **fields,
            "stated": Control(**fields["stated"]) if fields["stated"] else None,
            "read": Control(**fields["read"]),
            "accounts": tuple(Account(**account) for account in fields["accounts"]),
            "journals": tuple(Journal(**journal) for journal in fields["journals"]),
            "payments": Payments(**fields["payments"]),
        }
    )
