"""Which ledger accounts are revenue? By their code in the reference classification, else by kind and name.

RGS (Referentie Grootboekschema, the Dutch reference classification): WOmz = net revenue, discounts given included.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from klantlib.client.auditfile.elements import Account
from klantlib.client.auditfile.ledger import How

RGS_REVENUE = "WOmz"
BALANCE = "B"  # a kind of account, and the first letter of its code
REVENUE_NAME = re.compile(r"omzet|verkop|verkoop|opbrengst|revenue|turnover|\bsales\b", re.IGNORECASE)
# the cost of sales, VAT on sales, a car that was sold, interest received
OTHER_NAME = re.compile(
    r"kost|inkoop|inkopen|btw|belasting|rente|interest|cost|purchase|\bvat\b|\btax|bijzonder|buitengewoon|activa|"
    r"deelneming|assets|bonus|provisie|commission",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Choice:
    """The accounts that count as revenue, how they were chosen, and which sound like it but were left out."""

    accounts: Mapping[str, str]  # number -> name
    how: How
    doubtful: Mapping[str, str]  # number -> name; none where the consultant confirmed the list


def revenue_accounts(accounts: Collection[Account], confirmed: Collection[str] = ()) -> Choice:
    """`confirmed` = the consultant's own list, which goes before everything, as far as the file has its numbers."""
    sounding = {account.id: account.name for account in accounts if _sounds_like_revenue(account)}
    if confirmed:
        return Choice({a.id: a.name for a in accounts if a.id in confirmed}, "confirmed", {})
    coded = {a.id: a.name for a in accounts if a.rgs.startswith(RGS_REVENUE)}
    if coded:
        return Choice(coded, "rgs", {number: name for number, name in sounding.items() if number not in coded})
    return Choice(sounding, "name", {})


def _sounds_like_revenue(account: Account) -> bool:
    balance = account.kind[:1].upper() == BALANCE or account.rgs.startswith(BALANCE)
    other = account.rgs and not account.rgs.startswith(RGS_REVENUE)
    return not (balance or other) and bool(REVENUE_NAME.search(account.name)) and not OTHER_NAME.search(account.name)
