"""How does an auditfile become what is kept of it? One pass, record by record."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from klantlib.client.auditfile.amounts import CREDIT, cents, day, side
from klantlib.client.auditfile.compact import INVOICE, OTHER, PAYMENT, mark
from klantlib.client.auditfile.elements import (
    Account,
    Closed,
    Control,
    Entry,
    Fields,
    Header,
    Line,
    OpenItem,
    Party,
    Record,
)
from klantlib.client.auditfile.entries import PURCHASES, close_entry, entry_mark, open_entry, reference, take_line
from klantlib.client.auditfile.gathered import BOTH, CUSTOMER, SUPPLIER, Gathered, Totals, choose, is_customer
from klantlib.client.auditfile.stream import records
from klantlib.client.problems import Unreadable

SUBLEDGERS = {"CU", "CS"}  # of customers, of customers and suppliers together
KINDS = {"I": INVOICE, "P": PAYMENT}
MOST = 1_000_000  # relations or ledger accounts; who has more than a million customers has no auditfile for them


def gather(path: Path, confirmed: Collection[str] = ()) -> Gathered:
    """
    One pass over the file. `confirmed` = revenue accounts as the consultant settled them; none = chosen from the file.

    Raises Unreadable for what is no auditfile, or holds what is no amount or day, with the line of the file.
    """
    gathered = Gathered(frozenset(confirmed))
    for record in records(path):
        _take(gathered, record)
    choose(gathered)
    return gathered


def _take(gathered: Gathered, record: Record) -> None:
    match record:
        case Line(fields, row):
            take_line(gathered, fields, row)
        case Entry():
            open_entry(gathered, record)
        case Closed():
            close_entry(gathered)
        case OpenItem(kind, fields, row) if kind.upper() in SUBLEDGERS:
            _take_item(gathered, fields, row)
        case Party(fields) if fields.get("id"):
            _take_party(gathered, fields)
        case Account():
            gathered.accounts[record.id] = record
        case Header(fields, version):
            gathered.header, gathered.version = fields, version
        case Control(fields, row) if fields:
            _take_control(gathered, fields, row)
    if max(len(gathered.parties), len(gathered.accounts)) > MOST:
        raise Unreadable("auditfile_strange")


def _take_party(gathered: Gathered, fields: Fields) -> None:
    """A relation; one that comes twice, as customer and as supplier, is both."""
    known, kind = gathered.parties.get(fields["id"], {}), fields.get("kind", "")[:1].upper()
    both = {kind, known.get("kind", kind)} == {CUSTOMER, SUPPLIER}
    gathered.parties[fields["id"]] = {**fields, **known, "kind": BOTH if both else known.get("kind", kind)}


def _take_control(gathered: Gathered, fields: Fields, row: int) -> None:
    stated = gathered.stated or Totals()
    lines = cents(fields.get("linesCount", ""), row) // 100
    debit, credit = (cents(fields.get(name, ""), row) for name in ("totalDebit", "totalCredit"))
    gathered.stated = Totals(stated.lines + lines, stated.debit + debit, stated.credit + credit)


def _take_item(gathered: Gathered, fields: Fields, row: int) -> None:
    relation, items = fields.get("custSupID", ""), gathered.items
    purchase = fields.get("invPurSalTp", "")[:1].upper() == PURCHASES
    if not relation or purchase or not is_customer(gathered, relation):
        return
    amount = cents(fields.get("amnt", ""), row)
    credit = side(fields.get("amntTp", ""), amount, row) == CREDIT
    items.customer.append(gathered.relations.number(relation))
    items.reference.append(mark(reference(fields, "invRef")))
    items.kind.append(KINDS.get(fields.get("mutTp", "")[:1].upper(), OTHER))
    items.amount.append(-amount if credit else amount)
    items.day.append(day(fields.get("invDt", "")))
    items.due.append(day(fields.get("invDueDt", "")))
    items.entry.append(entry_mark(fields.get("jrnID", ""), fields.get("trNr", "")))
