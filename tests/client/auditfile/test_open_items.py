"""When were invoices due and paid? As far as the file says, and no further."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.made_auditfile import PARTIES, SALES, auditfile, entry, item, journal, line, party

BANK = journal(*(entry(line("1100", "1.00", "D"), nr=number, day=day) for number, day in
                 (("B1", "2025-04-10"), ("B2", "2025-05-20"), ("M", "2025-06-01"), ("M", "2025-06-02"))),
               id="20", name="Bank", kind="B")  # fmt: skip


@pytest.fixture
def paid(books):
    """The payments of a client with this subledger, a tuple a row: customer, invoiced, amount, due, paid."""

    def read(*items: str, **options) -> list[tuple]:
        rows = books(auditfile(SALES, BANK, items="".join(items), **options)).all("payments")
        days = rows.select_dtypes("datetime").apply(lambda day: day.dt.strftime("%m-%d").fillna(""))
        return [tuple(row) for row in rows.assign(**days).itertuples(index=False, name=None)]

    return read


def payment(customer: str, ref: str, amount: str, booked: str = "B1", side: str = "C") -> str:
    return item("P", customer, ref, amount, side, journal="20", entry=booked)


INVOICE = item("I", "1", "F1", "121.00", "D", due="2025-04-13")


def test_an_invoice_paid_in_one(paid):
    """On the day of the bank statement that names it."""
    assert paid(INVOICE, payment("1", "F1", "121.00")) == [("1", "03-14", 121, "04-13", "04-10")]


def test_an_invoice_paid_in_two(paid):
    """On the day of the second; what is paid too much changes nothing."""
    assert paid(INVOICE, payment("1", "F1", "70.00", "B2"), payment("1", "F1", "70.00"))[0][-1] == "05-20"
    assert paid(INVOICE, payment("1", "F1", "121.00"), payment("1", "F1", "5.00", "B2"))[0][-1] == "04-10"


def test_an_invoice_paid_in_part_is_open(paid):
    """Nothing is paid until all is; what was written off need not be."""
    assert paid(INVOICE, payment("1", "F1", "120.00"))[0][-1] == ""
    assert paid(INVOICE, payment("1", "F1", "120.00"), item("Z", "1", "F1", "1.00", "C"))[0][-1] == "04-10"


def test_a_credit_note_that_was_paid_back(paid):
    """Less than nothing is owed, and settled by paying it."""
    note = item("I", "1", "C1", "50.00", "C")
    assert paid(note, payment("1", "C1", "50.00", side="D")) == [("1", "03-14", -50, "", "04-10")]
    assert paid(note, payment("1", "C1", "50.00"))[0][-1] == ""


def test_the_same_invoice_number_of_two_customers(paid):
    """Each has its own."""
    other = item("I", "2", "F1", "10.00", "D")
    assert [row[-1] for row in paid(INVOICE, other, payment("2", "F1", "10.00"))] == ["", "04-10"]


def test_suppliers_and_purchases_are_passed_by(paid):
    """A relation that is both may have purchases in the same subledger."""
    assert paid(INVOICE, item("I", "2", "P1", "9.00", "C", trade="P"), item("I", "9", "P2", "9.00", "C")) == [
        ("1", "03-14", 121, "04-13", "")
    ]


def test_a_payment_in_a_transaction_whose_number_comes_back(paid):
    """Two transactions M on two days: paid, and nobody knows when."""
    assert paid(INVOICE, payment("1", "F1", "121.00", "M"))[0][-1] == ""


def test_payments_that_name_no_invoice(books):
    """The invoices are not open: it is not known, and the remark and the ledger say so."""
    client = books(auditfile(SALES, BANK, items=INVOICE + payment("1", "0", "121.00") + payment("2", "", "9.00")))
    assert client.all("payments")["paid_date"].isna().all()
    found = client.ledger.payments
    assert (found.evidence, found.invoices, found.due, found.paid) == ("due_date", 1, 1, 0)
    assert (found.unnamed, found.unnamed_amount) == (2, 130)
    [remark] = [said for said in client.remarks if said.key == "auditfile_unnamed"]
    assert remark.values == {"file": "auditfile.xaf", "payments": 2, "amount": 130, "invoices": 1}
    assert "niet als open of te laat" in remark.sentence("nl")


def test_an_invoice_date_without_a_due_date(books):
    """Nobody is late, and that is said."""
    client = books(auditfile(SALES, BANK, items=item("I", "1", "F1", "121.00", "D")))
    assert client.ledger.payments.evidence == "invoice_date"
    assert client.all("payments")["due_date"].isna().all()
    assert "auditfile_no_due_date" in [said.key for said in client.remarks]


@pytest.mark.parametrize(
    "opening", ["<opBalDesc>100.00</opBalDesc><clBalDesc>121.00</clBalDesc><clBalTp>D</clBalTp>", ""]
)
def test_a_balance_or_nothing(books, opening):
    """4.0 has a balance per customer at most: no table of payments comes of it."""
    client = books(auditfile(version="4.0", parties=PARTIES + party("3", "Slager", more=opening)))
    assert client.ledger.payments.evidence == ("balance" if opening else "none")
    assert "payments" not in client.tables


def test_invoices_of_the_opening_balance(books):
    """Open when the year began, and paid in it."""
    old = item("I", "1", "OUD", "50.00", "D", invoiced="2024-12-01", due="2024-12-31", journal="", entry="")
    ledger = f"<obSubledgers><obSubledger><sbType>CU</sbType>{old}</obSubledger></obSubledgers>"
    opening = f"<openingBalance>{ledger}</openingBalance>"
    text = auditfile(SALES, BANK, items=payment("1", "OUD", "50.00"))
    text = text.replace("<transactions>", opening.replace("sbLine", "obSbLine") + "<transactions>")
    rows = books(text).all("payments")
    assert rows[["invoice_date", "paid_date"]].values.tolist() == [
        [pd.Timestamp("2024-12-01"), pd.Timestamp("2025-04-10")]
    ]


def test_nothing_of_payments_is_in_the_revenue(books):
    """The subledger repeats what the journals hold: it is not counted twice."""
    ledger = books(auditfile(SALES, BANK, items=INVOICE)).ledger
    assert (ledger.revenue, ledger.agrees) == (350, True)
