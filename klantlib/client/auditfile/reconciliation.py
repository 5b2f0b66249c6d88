"""Does it add up? Control totals, revenue in the ledger, and what of it came to customers, by route and by journal."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from klantlib.client.auditfile.attribution import CENTS
from klantlib.client.auditfile.gathered import BY_NONE, Gathered, Totals
from klantlib.client.auditfile.ledger import ROUTES, Account, Control, Journal, Ledger, Payments


def reconciled(gathered: Gathered, lines: pd.DataFrame, payments: Payments, file: str) -> Ledger:
    """The reconciliation of a file; `lines` as attribution.attributed gives them."""
    on_customer = lines["route"] != BY_NONE
    per_route = lines.groupby("route")["cents"].sum()
    return Ledger(
        file=file,
        version=gathered.version,
        software=gathered.header.get("softwareDesc", ""),
        stated=_control(gathered.stated) if gathered.stated else None,
        read=_control(_as_stated(gathered.read, gathered.stated)),
        how=gathered.choice.how,
        accounts=_accounts(gathered, lines),
        revenue=_money(lines["cents"]),
        routes={name: int(per_route.get(place, 0)) / CENTS for place, name in enumerate(ROUTES)},
        journals=_journals(gathered, lines.assign(attributed=lines["cents"].where(on_customer, 0))),
        moved=_money(lines["cents"].abs()),
        moved_attributed=_money(lines.loc[on_customer, "cents"].abs()),
        payments=payments,
    )


def _as_stated(read: Totals, stated: Totals | None) -> Totals:
    """
    What was read, negative amounts counted as the file counts them.

    Exporters either add them up as they stand (-100 credit makes the credits less) or on the other side (100 debit).
    """
    turned = replace(read, debit=read.debit + read.turned, credit=read.credit + read.turned)
    agrees = stated and (turned.debit, turned.credit) == (stated.debit, stated.credit)
    return turned if agrees else read


def _control(totals: Totals) -> Control:
    return Control(totals.lines, totals.debit / CENTS, totals.credit / CENTS)


def _accounts(gathered: Gathered, lines: pd.DataFrame) -> tuple[Account, ...]:
    """Every account that counts as revenue, also one without lines, by number."""
    numbers = gathered.numbers.texts
    found = {numbers[number]: cents for number, cents in lines.groupby("account")["cents"].sum().items()}
    chosen = sorted(gathered.choice.accounts.items())
    return tuple(Account(number, name, int(found.get(number, 0)) / CENTS) for number, name in chosen)


def _journals(gathered: Gathered, lines: pd.DataFrame) -> tuple[Journal, ...]:
    """The journals with revenue, in the order of the file."""
    sums = lines.groupby("journal")[["cents", "attributed"]].sum() / CENTS
    known = {number: (id, name, kind) for id, (number, name, kind) in gathered.journals.items()}
    return tuple(Journal(*known[number], *map(float, row)) for number, *row in sums.itertuples())


def _money(cents: pd.Series) -> float:
    return int(cents.sum()) / CENTS
