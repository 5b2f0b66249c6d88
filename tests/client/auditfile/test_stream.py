"""What is taken out of the XML, in every version, and what is refused."""

from __future__ import annotations

import tracemalloc

import pytest

from klantlib.client.auditfile import transport
from klantlib.client.auditfile.elements import Account, Header, Line, Party
from klantlib.client.auditfile.stream import records
from tests.made_auditfile import NAMESPACES, account, auditfile, entry, journal, line, party

BILLION = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>\n'
LEAK = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.parametrize("version", NAMESPACES)
def test_every_version_gives_the_same_client(books, version):
    """Two customers, two sales; 3.1 has no codes, and its revenue account is known by its name."""
    client = books(auditfile(version=version))
    assert client["transactions"]["revenue"].tolist() == [100, 250]
    assert client.all("customers")["customer_id"].tolist() == ["1", "2"]
    assert (client.ledger.version, client.ledger.how) == (version, "name" if version == "3.1" else "rgs")


@pytest.mark.parametrize("namespace", ["http://www.auditfiles.nl/XAF/4.0", "", "urn:of-our-own"])
def test_exporters_invent_namespaces(books, namespace):
    """Local names count; the version is only told where the namespace says so."""
    ledger = books(auditfile(version="4.0", namespace=namespace)).ledger
    assert (ledger.revenue, ledger.version) == (350, "4.0" if namespace.endswith("4.0") else "")


@pytest.mark.parametrize("before", [BILLION, LEAK, "<!DOCTYPE auditfile>\n"])
def test_a_doctype_is_refused(no_books, before):
    """A billion laughs, a file of this machine, or nothing at all: no auditfile has one."""
    text = auditfile(before=before).replace("Bakker", "&x;" if before == LEAK else "&c;" if before == BILLION else "B")
    assert no_books(text).problems[0].key == "auditfile_doctype"


@pytest.mark.parametrize(
    ("content", "key", "row"),
    [
        ("<html><body>Inloggen</body></html>", "no_auditfile", None),
        ("<audit><header/></audit>", "no_auditfile", None),
        ("<trLine/>", "no_auditfile", None),
        (auditfile()[:-200], "auditfile_damaged", 9),
        (auditfile().replace("</journal>", "</jornal>"), "auditfile_damaged", 10),
        (auditfile().replace("Bakker", "Bakker & Zn"), "auditfile_damaged", 4),
        (auditfile(journal(entry(line("8000", "een tientje", "C")))), "auditfile_amount", 6),
        (auditfile(journal(entry(line("1300", "1", "D"), line("8000", "1.00", "X")))), "auditfile_side", 7),
        (auditfile(journal(entry(line("8000", "1.00", "C", day="ooit"), day="ooit"))), "auditfile_date", 6),
        (auditfile(totals=(1, "veel", "1.00")), "auditfile_amount", None),
        ("<auditfile>" + "<x/>" * 2_000_000 + "</auditfile>", "auditfile_strange", None),
        ("<auditfile><company><x>" + "<y/>" * 5000 + "</x></company>", "auditfile_damaged", 1),
    ],
    ids=["a web page", "another root", "a line alone", "cut off", "not well-formed", "an ampersand", "no amount",
         "no side", "no day", "no total", "something else", "nothing closed"],
)  # fmt: skip
def test_what_is_refused(no_books, content, key, row):
    """One refusal, with the line of the file, that can be said in both languages."""
    refusal = no_books(content)
    [problem] = refusal.problems
    assert problem.key == key
    assert row is None or problem.row == row
    assert all(refusal.sentences(language) for language in ("nl", "en"))


def test_the_line_of_the_file_comes_in_words(no_books):
    """A line, not a row: who opens the file in an editor finds it."""
    [said] = no_books(auditfile(journal(entry(line("8000", "x", "C"))))).sentences("nl")
    assert said.startswith("auditfile.xaf, regel 6: “x” is geen bedrag.")


def test_a_line_far_into_the_file_keeps_its_number(no_books):
    """Beyond 65,535, where some parsers stop counting."""
    text = auditfile(journal(entry(line("8000", "x", "C")))).replace(
        "<generalLedger>", "\n" * 70_000 + "<generalLedger>"
    )
    assert no_books(text).problems[0].row == 70_006


def test_only_what_is_needed_is_taken(tmp_path):
    """Of a relation no contact, telephone, website or bank number; of a line no description."""
    private = "<contact>J. Jansen</contact><telephone>06-1</telephone><website>x</website>" \
        "<bankAccount><bankAccNr>NL00BANK01</bankAccNr></bankAccount>"  # fmt: skip
    path = tmp_path / "a.xaf"
    path.write_text(auditfile(parties=party("1", "Bakker", more=private)), encoding="utf-8")
    [found] = [record for record in records(path) if isinstance(record, Party)]
    assert found.fields == {"id": "1", "name": "Bakker", "kind": "C"}


def test_the_order_of_the_file(tmp_path):
    """Header, relations, accounts, lines; each with its own text."""
    path = tmp_path / "a.xaf"
    path.write_text(auditfile(accounts=account("8000", "Omzet", rgs="WOmzNohOlh")), encoding="utf-8")
    kinds = [type(record) for record in records(path) if isinstance(record, Header | Party | Account | Line)]
    assert kinds == [Header, *[Party] * 3, Account, *[Line] * 4]


@pytest.mark.parametrize("code", ["8000.10", "Balans", "Winst en verlies", "", "W0mz", "30"])
def test_what_is_no_rgs_code(tmp_path, code):
    """The fields for the code also hold other things."""
    path = tmp_path / "a.xaf"
    path.write_text(auditfile(accounts=account("8000", "Omzet", rgs=code)), encoding="utf-8")
    assert next(record for record in records(path) if isinstance(record, Account)).rgs == ""


def peak(path, lines: int) -> int:
    """The most memory that reading so many lines takes, one transaction with all of them."""
    body = journal(entry(*[line("8000", "1.00", "C", "1", "F1")] * lines))
    path.write_text(auditfile(body), encoding="utf-8")
    tracemalloc.start()
    for _ in records(path):
        pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.slow
def test_memory_does_not_grow_with_the_lines(tmp_path, monkeypatch):
    """Ten times the lines in one transaction: the same memory, but for some kilobytes."""
    monkeypatch.setattr(transport, "CHUNK", 2**16)
    path = tmp_path / "a.xaf"
    peak(path, 10)
    assert peak(path, 50_000) < peak(path, 5_000) + 2**18
