"""What stands in an auditfile? Relations, ledger accounts, lines and open items, one by one, in the file's order.

Read by local names: versions 3.1, 3.2, 3.2.1 and 4.0 differ in namespace, and exporters invent their own.
Only what customer management needs is taken out; bank numbers, contacts and telephone numbers are passed by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml import etree

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
from klantlib.client.auditfile.transport import Source, opened
from klantlib.client.problems import Unreadable

SAFE = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "encoding": "utf-8",
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
# the elements that are read or let go one by one; the last four only so as not to pile up
TAKEN = (
    "header", "customerSupplier", "ledgerAccount", "transactions", "journal", "transaction", "trLine", "sbLine",
    "obSbLine", "obLine", "vatCode", "period", "basic",
)  # fmt: skip
PARTY = {
    "custSupID": "id", "custSupName": "name", "custSupTp": "kind", "commerceNr": "coc_number",
    "taxRegIdent": "vat_number", "eMail": "email", "clBalDesc": "balance",
}  # fmt: skip
PLACE = {
    "streetname": "street", "number": "number", "numberExtension": "extension", "postalCode": "postcode",
    "city": "city", "country": "country",
}  # fmt: skip
RGS = ("RGScode", "leadReference", "leadCode", "leadCrossRef")  # where the reference classification may stand
RGS_CODE = re.compile(r"[BW](?:[A-Z][A-Za-z0-9]{2}){1,6}")  # as in WOmzNohOlh: groups of three
TOTALS = ("linesCount", "totalDebit", "totalCredit")
# what stays beside the lines until its own element ends
KEPT = frozenset({*TOTALS, "jrnID", "desc", "jrnTp", "nr", "trDt", "sbType"})
CROWD = 1000  # children that are waiting beside an element; an auditfile has some twenty
VERSION = re.compile(r"(?<!\d)(3\.2\.1|3\.[12]|4\.0)(?!\d)")


def records(path: Path) -> Iterator[Record]:
    """
    Everything that matters, in the order of the file, in constant memory.

    Raises Unreadable for a file that is no XML, no auditfile, cut off, or that has a DOCTYPE.
    """
    with opened(path) as source:
        events = etree.iterparse(source, events=("end",), tag=[f"{{*}}{tag}" for tag in TAKEN], **SAFE)
        try:
            yield from _records(events, source)
            _check_root(events.root)
        except etree.XMLSyntaxError as error:
            raise Unreadable("auditfile_damaged", error.lineno or 1) from error


def _records(events: etree.iterparse, source: Source) -> Iterator[Record]:
    entry, checked = None, False  # entry: the transaction of which the first line was seen
    for _, element in events:
        name = local(element.tag)
        if not checked:
            _check_root(element.getroottree().getroot())
            checked = True
        if name == "trLine" and entry is not element.getparent():
            entry = element.getparent()
            yield _entry(entry)
        if name == "transaction" and entry is not None:
            entry = None
            yield Closed()
        if record := _record(name, element):
            yield record
        source.rest()
        _forget(element)


def _record(name: str, element: etree._Element) -> Record | None:
    match name:
        case "trLine":
            return Line(_fields(element), element.sourceline or 0)
        case "sbLine" | "obSbLine":
            kind = _fields(element.getparent()).get("sbType", "")
            return OpenItem(kind, _fields(element), element.sourceline or 0)
        case "customerSupplier":
            return Party(_party(element))
        case "ledgerAccount":
            return _account(element)
        case "header":
            version = VERSION.search(str(element.getroottree().getroot().tag))
            return Header(_fields(element), version[1] if version else "")
        case "transactions":
            return Control(_fields(element), element.sourceline or 0)
    return None


@lru_cache(4096)
def local(tag: str) -> str:
    """
    A name without its namespace.

    >>> local("{http://www.auditfiles.nl/XAF/3.2}trLine")
    'trLine'
    """
    return tag.rpartition("}")[2]


def _check_root(root: etree._Element) -> None:
    if root.getroottree().docinfo.doctype:
        raise Unreadable("auditfile_doctype")
    if local(root.tag) != "auditfile":
        raise Unreadable("no_auditfile")


def _forget(element: etree._Element) -> None:
    """Free what was read, and what stands before it; what comes after is not there yet."""
    element.clear()
    parent = element.getparent()
    if parent is None:
        return
    while (before := element.getprevious()) is not None and local(before.tag) not in KEPT:
        parent.remove(before)
    if len(parent) > CROWD:
        raise Unreadable("auditfile_strange")


def _fields(element: etree._Element | None) -> Fields:
    """The texts of the children, by local name; of several alike the first that is not empty."""
    found: Fields = {}
    for child in element if element is not None else ():
        if text := (child.text or "").strip():
            found.setdefault(local(child.tag), text)
    return found


def _party(element: etree._Element) -> Fields:
    own = _fields(element)
    place = _fields(next((child for child in element if local(child.tag) == "streetAddress"), None))
    return {ours: given[name] for names, given in ((PARTY, own), (PLACE, place)) for name, ours in names.items()
            if name in given}  # fmt: skip


def _account(element: etree._Element) -> Account:
    own = _fields(element)
    rgs = next((own[name] for name in RGS if RGS_CODE.fullmatch(own.get(name, ""))), "")
    return Account(*(own.get(name, "") for name in ("accID", "accDesc", "accTp")), rgs)


def _entry(element: etree._Element) -> Entry:
    own, journal = _fields(element), _fields(element.getparent())
    names = (journal.get(name, "") for name in ("jrnID", "desc", "jrnTp"))
    return Entry(*names, own.get("nr", ""), own.get("trDt", ""))
