"""Does it add up? Control totals, routes, journals, and the two shares that say whether it is enough."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from klantlib.client.auditfile.ledger import Journal, ledger_from
from klantlib.client.auditfile.telling import told_ledger
from klantlib.formats import show
from tests.made_auditfile import SALES, auditfile, entry, journal, line, sale

LOOSE = journal(entry(line("1000", "150.00", "D"), line("8000", "150.00", "C")), id="10", name="Kas", kind="C")


def test_everything_agrees(books):
    """Four lines, 350 on either side; all revenue by the line, in one journal."""
    ledger = books(auditfile()).ledger
    assert (ledger.agrees, ledger.balanced, ledger.certain, ledger.doubt) == (True, True, True, "")
    assert (ledger.read.lines, ledger.read.debit, ledger.read.credit) == (4, 350, 350)
    assert ledger.routes == {"line": 350, "transaction": 0, "invoice": 0, "none": 0}
    assert ledger.journals == (Journal("70", "Verkoopboek", "S", 350, 350),)
    assert (ledger.revenue, ledger.attributed, ledger.share, ledger.moved_share) == (350, 350, 1, 1)


@pytest.mark.parametrize(
    "totals",
    [(5, "350.00", "350.00"), (4, "350.01", "350.00"), (4, "350.00", "0.00")],
    ids=["lines", "debit", "credit"],
)
def test_control_totals_that_do_not_agree(books, totals):
    """Told plainly, in both languages; the report is made all the same."""
    ledger = books(auditfile(totals=totals)).ledger
    assert ledger.agrees is False
    assert "KLOPT NIET" in told_ledger(ledger, "nl")[0]
    assert "DOES NOT AGREE" in told_ledger(ledger, "en")[0]


def test_a_file_without_control_totals(books):
    """That it is whole cannot be seen."""
    ledger = books(auditfile(totals=None)).ledger
    assert (ledger.agrees, ledger.stated) == (None, None)
    assert "geen controletotalen" in told_ledger(ledger, "nl")[0]


@pytest.mark.parametrize(
    ("totals", "agrees", "read"),
    [
        ((2, "0.00", "0.00"), True, (0, 0)),
        ((2, "100.00", "100.00"), True, (100, 100)),
        ((2, "100.00", "0.00"), False, (0, 0)),
    ],
    ids=["as they stand", "on the other side", "neither"],
)
def test_negative_amounts_under_both_conventions(books, totals, agrees, read):
    """100 and -100 in credit: nothing on balance, or 100 on either side; revenue is nothing in both."""
    lines = journal(entry(line("8000", "100.00", "C", "1"), line("8000", "-100.00", "C", "1")))
    ledger = books(auditfile(lines, totals=totals)).ledger
    assert (ledger.agrees, (ledger.read.debit, ledger.read.credit), ledger.revenue) == (agrees, read, 0)


@pytest.mark.parametrize(("loose", "certain"), [("87.50", True), ("87.51", False)])
def test_four_fifths_is_enough(books, loose, certain):
    """350 of 437.50 is 80%; a cent more on nobody and it is uncertain."""
    cash = journal(entry(line("1000", loose, "D"), line("8000", loose, "C")), id="10", name="Kas", kind="C")
    ledger = books(auditfile(SALES, cash)).ledger
    assert (ledger.certain, ledger.doubt) == (certain, "" if certain else "share")


def test_a_credit_on_nobody_hides_no_sale_on_nobody(books):
    """On balance all 350 is on customers; of the 750 that was booked 400 is on nobody."""
    both = entry(line("8000", "200.00", "C"), line("8000", "200.00", "D"))
    ledger = books(auditfile(SALES, journal(both, id="90", name="Memo", kind="M"))).ledger
    assert (ledger.share, ledger.moved_share, ledger.doubt) == (1, pytest.approx(350 / 750), "moved_share")


def test_more_credit_than_sales(books):
    """There is no part of less than nothing."""
    ledger = books(auditfile(journal(entry(line("8000", "50.00", "D", "1")), sale("2", 10, "F2")))).ledger
    assert (ledger.revenue, ledger.share, ledger.certain, ledger.doubt) == (-40, None, False, "moved_share")
    assert all(told_ledger(ledger, language) for language in ("nl", "en"))


def test_by_journal(books):
    """In the order of the file, each with what came to customers; journals without revenue are left out."""
    bank = journal(entry(line("1100", "5.00", "D")), id="20", name="Bank", kind="B")
    found = books(auditfile(LOOSE, bank, SALES, journal(sale("1", 10, "F3"), id="70"))).ledger.journals
    assert [(one.number, one.revenue, one.attributed) for one in found] == [("10", 150, 0), ("70", 360, 360)]


def test_revenue_on_nobody_is_told(books):
    """As a remark in money, beside the rule for unknown customers, which does not tell it again."""
    client = books(auditfile(SALES, LOOSE))
    keys = [said.key for said in client.remarks]
    assert "auditfile_unattributed" in keys and "unknown_customers" not in keys
    [remark] = [said for said in client.remarks if said.key == "auditfile_unattributed"]
    assert remark.values == {"file": "auditfile.xaf", "rows": 1, "revenue": 150}
    assert client["transactions"]["revenue"].sum() == 500


@pytest.mark.parametrize("own", [False, True])
def test_nobody_at_all(opened, no_books, own):
    """No customer on any line: refused, with what to ask for; unless the client has its transactions apart."""
    content = auditfile(LOOSE)
    if own:
        assert opened({"auditfile.xaf": content, "transacties.csv": "klantnummer;datum;omzet\n1;14-3-2025;1\n"})
        return
    refusal = no_books(content)
    assert [(p.key, p.values) for p in refusal.problems] == [("auditfile_nobody", {"rows": 1})]
    assert "Vraag de boekhouder" in refusal.sentences("nl")[0]
    assert "Ask the bookkeeper" in refusal.sentences("en")[0]


def test_the_cache_keeps_it(books):
    """Opened again, it is the same; also as JSON, which knows no tuples."""
    first, second = books(auditfile(SALES, LOOSE)).ledger, books(auditfile(SALES, LOOSE)).ledger
    assert first == second == ledger_from(json.loads(json.dumps(asdict(first))))
    assert isinstance(second.journals, tuple)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_amount_of_it_is_told(books, language):
    """Totals, revenue, what is on customers, each route and journal that has any."""
    said = "\n".join(told_ledger(books(auditfile(SALES, LOOSE)).ledger, language))
    for amount in (500, 350, 150):
        assert show(amount, "cents", language) in said
    assert "Kas" in said and "Verkoopboek" in said and "80%" in said


def test_no_auditfile_tells_nothing():
    """Other clients hear nothing of it."""
    assert told_ledger(None, "nl") == []
