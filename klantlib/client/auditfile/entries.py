"""Which revenue does a transaction hold, and for whom are its invoices?"""

from __future__ import annotations

from klantlib.client.auditfile.amounts import CREDIT, cents, day, side
from klantlib.client.auditfile.compact import NOBODY, mark
from klantlib.client.auditfile.elements import Entry, Fields
from klantlib.client.auditfile.gathered import BY_LINE, BY_NONE, BY_TRANSACTION, Gathered, Totals, choose, is_customer
from klantlib.client.problems import Unreadable

SALES, PURCHASES = "S", "P"  # kinds of journal, and sides of an open item
MONEY_JOURNALS = {"B", "C"}  # bank, cash: a document there is not an invoice to a customer
NO_REFERENCE = {"", "0", "/", "-"}  # what exporters write where there is none


def open_entry(gathered: Gathered, entry: Entry) -> None:
    """A transaction begins."""
    choose(gathered)
    kind = entry.journal_kind[:1].upper()
    gathered.journals.setdefault(entry.journal, (len(gathered.journals), entry.journal_name, kind))
    gathered.entry, gathered.entry_day = entry, day(entry.date)
    gathered.entries += 1
    gathered.first = len(gathered.lines.amount)
    gathered.named.clear()
    if kind not in (SALES, PURCHASES):
        gathered.booked.add(entry_mark(entry.journal, entry.number), gathered.entry_day)


def entry_mark(journal: str, number: str) -> int:
    """A transaction as the subledger refers to it."""
    return mark(f"{journal}\0{number}")


def close_entry(gathered: Gathered) -> None:
    """The revenue lines without a customer of their own go to the only one that the transaction names."""
    if len(gathered.named) != 1:
        return
    lines, (only,) = gathered.lines, gathered.named
    for place in range(gathered.first, len(lines.customer)):
        if lines.customer[place] == NOBODY:
            lines.customer[place], lines.route[place] = only, BY_TRANSACTION


def take_line(gathered: Gathered, fields: Fields, row: int) -> None:
    """Count a line, and keep it where it is revenue, else for whom its invoice is."""
    amount = cents(fields.get("amnt", ""), row)
    credit = side(fields.get("amntTp", ""), amount, row) == CREDIT
    _count(gathered.read, amount, credit)
    relation = fields.get("custSupID", "")
    customer = gathered.relations.number(relation) if relation and is_customer(gathered, relation) else NOBODY
    if customer != NOBODY and len(gathered.named) < 2:
        gathered.named.add(customer)
    if fields.get("accID", "") in gathered.choice.accounts:
        _keep(gathered, fields, amount if credit else -amount, row)
    elif customer != NOBODY:
        _remember_invoice(gathered, fields, customer)


def _count(read: Totals, amount: int, credit: bool) -> None:
    read.lines += 1
    read.turned -= min(amount, 0)
    if credit:
        read.credit += amount
    else:
        read.debit += amount


def _keep(gathered: Gathered, fields: Fields, amount: int, row: int) -> None:
    """A revenue line. One on a supplier keeps its number, and is nobody's: suppliers are no customers."""
    lines, relation = gathered.lines, fields.get("custSupID", "")
    lines.customer.append(gathered.relations.number(relation))
    lines.route.append(BY_LINE if relation and is_customer(gathered, relation) else BY_NONE)
    invoice = reference(fields, "invRef", "docRef")
    lines.reference.append(mark(invoice))
    gathered.invoices.append(invoice)
    lines.entry.append(gathered.entries)
    lines.day.append(_day(gathered, fields, row))
    lines.amount.append(amount)
    lines.journal.append(gathered.journals[gathered.entry.journal][0])
    lines.account.append(gathered.numbers.number(fields["accID"]))


def reference(fields: Fields, *names: str) -> str:
    """The first of these that names something."""
    return next((fields[name] for name in names if fields.get(name, "") not in NO_REFERENCE), "")


def _day(gathered: Gathered, fields: Fields, row: int) -> int:
    """The line's own day where it lies in the file's year, else the day on which the transaction was booked."""
    own = day(fields.get("effDate", ""))
    first, last = (day(gathered.header.get(name, "")) for name in ("startDate", "endDate"))
    if own and (not last or first <= own <= last):
        return own
    if not (gathered.entry_day or own):
        raise Unreadable("auditfile_date", row, value=fields.get("effDate", "") or gathered.entry.date)
    return gathered.entry_day or own


def _remember_invoice(gathered: Gathered, fields: Fields, customer: int) -> None:
    """A line of the debtors' account says for whom the invoice is."""
    kind = gathered.journals[gathered.entry.journal][2]
    if kind == PURCHASES:
        return
    names = ("invRef",) if kind in MONEY_JOURNALS else ("invRef", "docRef")
    for invoice in {reference(fields, name) for name in names} - {""}:
        gathered.billed.add(mark(invoice), customer)
