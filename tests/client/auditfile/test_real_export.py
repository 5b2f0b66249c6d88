"""The real export of Exact Online (2016), and pyxaf as a second reader: every total is the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
import pyxaf

from klantlib.client.auditfile.elements import OpenItem
from klantlib.client.auditfile.stream import records
from tests.made_auditfile import NAMESPACES, SALES, auditfile, entry, journal, line

SETTINGS = "[period]\nall = true\n"


@pytest.fixture
def exact(shared):
    path = shared / "xaf" / "ExactOnline_V32_2016.xml"
    if not path.exists():
        pytest.skip("the real export is not beside this checkout")
    return path


@pytest.fixture
def toro(opened, exact):
    return opened({"auditfile.xml": exact.read_bytes()}, SETTINGS)


def test_its_control_totals(toro):
    """167 lines, 999,954.06 on either side."""
    read = toro.ledger.read
    assert toro.ledger.agrees and (read.lines, read.debit, read.credit) == (167, 999_954.06, 999_954.06)


def test_its_revenue(toro):
    """213,180.24, of which 91,106.78 by the line, all of it sales; 5,000 of credit by the transaction."""
    ledger = toro.ledger
    assert (ledger.revenue, ledger.attributed, ledger.how) == (213_180.24, 86_106.78, "rgs")
    assert ledger.routes == {"line": 91_106.78, "transaction": -5000, "invoice": 0, "none": 127_073.46}
    assert {one.kind: (one.revenue, one.attributed) for one in ledger.journals} == {
        "C": (-22_735.54, 0),
        "S": (91_106.78, 91_106.78),
        "M": (144_809, -5000),
    }
    assert not ledger.certain
    assert toro["transactions"]["revenue"].sum() == pytest.approx(213_180.24)


def test_its_relations_and_payments(toro, exact):
    """Of 29 relations the 12 customers and 6 that are both; 12 invoices, two payments that name none."""
    assert len(toro.all("customers")) == 18
    assert (toro.ledger.payments.invoices, toro.ledger.payments.due, toro.ledger.payments.unnamed) == (12, 9, 2)
    assert toro.all("payments")["paid_date"].isna().all()
    assert sum(isinstance(record, OpenItem) for record in records(exact)) == 26


def second_reader(path) -> tuple[int, Decimal, Decimal, dict[str, Decimal]]:
    """Lines, debit, credit, and credit less debit per account, as pyxaf reads them."""
    per_account: dict[str, Decimal] = {}
    with pyxaf.open(str(path)) as auditfile:
        lines = list(auditfile.lines())
    for one in lines:
        per_account[one.account_id] = per_account.get(one.account_id, Decimal(0)) + one.credit - one.debit
    return len(lines), sum(one.debit for one in lines), sum(one.credit for one in lines), per_account


def agree(ledger, path) -> None:
    lines, debit, credit, per_account = second_reader(path)
    assert ledger.read.lines == lines
    assert (Decimal(str(ledger.read.debit)), Decimal(str(ledger.read.credit))) == (debit, credit)
    for account in ledger.accounts:
        assert Decimal(str(account.revenue)) == per_account.get(account.number, 0)


def test_pyxaf_reads_the_same(toro, exact):
    """Lines, debit, credit, and the revenue of each account."""
    agree(toro.ledger, exact)


@pytest.mark.parametrize("version", NAMESPACES)
def test_pyxaf_reads_the_same_of_every_version(opened, tmp_path, version):
    """Also where a negative amount is counted on the other side, as pyxaf does and the control totals here say."""
    memo = journal(entry(line("8000", "-20.00", "C", "1"), line("8000", "0.05", "D", "2")), id="90", kind="M")
    content = auditfile(SALES, memo, version=version, totals=(6, "370.05", "350.00"))
    path = tmp_path / "a.xaf"
    path.write_text(content, encoding="utf-8")
    ledger = opened({"auditfile.xaf": content}).ledger
    assert ledger.agrees
    agree(ledger, path)
