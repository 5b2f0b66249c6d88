"""Small auditfiles, written for one test. All names and amounts are invented."""

from __future__ import annotations

import re
from decimal import Decimal

NAMESPACES = {
    "3.1": "http://www.auditfiles.nl/XAF/3.1",
    "3.2": "http://www.auditfiles.nl/XAF/3.2",
    "3.2.1": "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.0/structures/XmlAuditfileFinancieel3.2.1",
    "4.0": "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/XmlauditfileXAF_4.0",
}
RGS = {"3.2": "leadReference", "3.2.1": "leadReference", "4.0": "RGScode"}  # where the code stands; in 3.1 nowhere
DAY = "2025-03-14"


def tags(**texts: str) -> str:
    """Elements of these names and texts; none for an empty text."""
    return "".join(f"<{name}>{text}</{name}>" for name, text in texts.items() if text)


def party(number: str, name: str, kind: str = "C", more: str = "") -> str:
    return f"<customerSupplier>{tags(custSupID=number, custSupName=name, custSupTp=kind)}{more}</customerSupplier>"


def account(number: str, name: str, kind: str = "P", rgs: str = "", version: str = "3.2") -> str:
    code = tags(**{RGS[version]: rgs}) if version in RGS else ""
    return f"<ledgerAccount>{tags(accID=number, accDesc=name, accTp=kind)}{code}</ledgerAccount>"


def line(number: str, amount: str, side: str, customer: str = "", ref: str = "", doc: str = "", day: str = DAY) -> str:
    """A line on a ledger account."""
    own = tags(accID=number, docRef=doc, effDate=day, amnt=amount, amntTp=side, custSupID=customer, invRef=ref)
    return f"<trLine><nr>1</nr>{own}</trLine>\n"


def entry(*lines: str, nr: str = "1", day: str = DAY) -> str:
    return f"<transaction>{tags(nr=nr, periodNumber='3', trDt=day)}{''.join(lines)}</transaction>"


def journal(*entries: str, id: str = "70", name: str = "Verkoopboek", kind: str = "S") -> str:
    return f"<journal>{tags(jrnID=id, desc=name, jrnTp=kind)}{''.join(entries)}</journal>"


def item(kind: str, customer: str, ref: str, amount: str, side: str, *, invoiced: str = DAY, due: str = "",
         journal: str = "70", entry: str = "1", trade: str = "S") -> str:  # fmt: skip
    """A line of the subledger of debtors: an invoice (I), a payment (P) or something else (Z)."""
    own = tags(jrnID=journal, trNr=entry, amnt=amount, amntTp=side, custSupID=customer, invRef=ref, invPurSalTp=trade)
    return f"<sbLine>{own}{tags(invDt=invoiced, invDueDt=due, mutTp=kind)}</sbLine>"


def sale(customer: str, amount: int, ref: str, *, on_line: bool = True, day: str = DAY) -> str:
    """An invoice: the debtor, and revenue on 8000; the customer on both lines, or on the debtor's only."""
    revenue = line("8000", f"{amount}.00", "C", customer if on_line else "", ref if on_line else "", day=day)
    return entry(line("1300", f"{amount}.00", "D", customer, ref, day=day), revenue, nr=ref, day=day)


PARTIES = party("1", "Bakker") + party("2", "Café Zoë", "B") + party("9", "Leverancier", "S")
SALES = journal(sale("1", 100, "F1"), sale("2", 250, "F2"))


def auditfile(*journals: str, version: str = "3.2", parties: str = PARTIES, accounts: str | None = None,
              items: str = "", totals: tuple[int, str, str] | bool | None = True, currency: str = "EUR",
              namespace: str | None = None, declared: str = "UTF-8", before: str = "") -> str:  # fmt: skip
    """
    A whole auditfile of 2025. `totals` True: the control totals that are right; None: none at all.

    Without `accounts`: 8000 Omzet (by its code, where the version has codes), 1300 Debiteuren, 4000 Inkoopkosten.
    """
    if accounts is None:
        revenue = account("8000", "Omzet hoog tarief", rgs="WOmzNohOlh", version=version)
        accounts = revenue + account("1300", "Debiteuren", "B") + account("4000", "Kosten van de omzet")
    space = NAMESPACES[version] if namespace is None else namespace
    root = f'<auditfile xmlns="{space}">' if space else "<auditfile>"
    year = tags(fiscalYear="2025", startDate="2025-01-01", endDate="2025-12-31")
    header = year + tags(curCode=currency, softwareDesc="Proef")
    ledgers = f"<subledgers><subledger><sbType>CU</sbType>{items}</subledger></subledgers>" if items else ""
    body = "".join(journals) or SALES
    control = _totals(body) if totals is True else totals
    stated = tags(linesCount=str(control[0]), totalDebit=control[1], totalCredit=control[2]) if control else ""
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n{before}{root}\n<header>{header}</header>\n'
        f"<company><companyName>Proef BV</companyName><customersSuppliers>{parties}</customersSuppliers>\n"
        f"<generalLedger>{accounts}</generalLedger>\n<transactions>{stated}{body}{ledgers}</transactions></company>\n"
        "</auditfile>"
    )


def _totals(body: str) -> tuple[int, str, str]:
    """The lines, their debit and their credit, amounts as they stand."""
    amounts = re.findall(r"<amnt>([-\d.]+)</amnt><amntTp>([DC])", body)
    debit, credit = (sum((Decimal(text) for text, side in amounts if side == letter), Decimal(0)) for letter in "DC")
    return body.count("<trLine>"), f"{debit:.2f}", f"{credit:.2f}"
