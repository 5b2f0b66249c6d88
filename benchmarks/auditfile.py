"""How much memory does a large auditfile take? Made here, then opened as a client by a process of its own.

python benchmarks/auditfile.py [megabytes]     (1000 unless told otherwise)
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from klantlib.client import open_client

MEGABYTE = 2**20
CUSTOMERS = 5000
MOST = 300  # megabytes of memory that a gigabyte of auditfile may take
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><header><fiscalYear>2025</fiscalYear><startDate>2025-01-01</startDate>
<endDate>2025-12-31</endDate><curCode>EUR</curCode><dateCreated>2026-01-15</dateCreated></header><company>
<companyName>Groothandel</companyName><customersSuppliers>"""
PARTY = """<customerSupplier><custSupID>{id}</custSupID><custSupName>Klant {id}</custSupName><contact>N. {id}</contact>
<telephone>020-1234567</telephone><custSupTp>C</custSupTp><streetAddress><city>Utrecht</city></streetAddress>
<bankAccount><bankAccNr>NL00BANK{id}</bankAccNr></bankAccount></customerSupplier>
"""
ACCOUNTS = """</customersSuppliers><generalLedger>
<ledgerAccount><accID>1300</accID><accDesc>Debiteuren</accDesc><accTp>B</accTp></ledgerAccount>
<ledgerAccount><accID>1500</accID><accDesc>Btw</accDesc><accTp>B</accTp></ledgerAccount>
<ledgerAccount><accID>8000</accID><accDesc>Omzet</accDesc><accTp>P</accTp><leadReference>WOmzNohOlh</leadReference>
</ledgerAccount></generalLedger><transactions><linesCount>{lines}</linesCount><totalDebit>{debit}</totalDebit>
<totalCredit>{debit}</totalCredit><journal><jrnID>70</jrnID><desc>Verkoopboek</desc><jrnTp>S</jrnTp>
"""
# one element a line, indented, as bookkeeping programs write them: a kilobyte a line
LINE = """                    <trLine>
                        <nr>{nr}</nr>
                        <accID>{account}</accID>
                        <docRef>{invoice}</docRef>
                        <effDate>{day}</effDate>
                        <desc>Factuur {invoice} volgens opdracht</desc>
                        <amnt>{amount}.00</amnt>
                        <amntTp>{side}</amntTp>
                        <custSupID>{customer}</custSupID>
                        <invRef>{invoice}</invRef>
                        <costID>100</costID>
                        <prodID>A-{nr}</prodID>
                        <projID>2025-001</projID>
                        <qntity>1</qntity>
                        <vat>
                            <vatID>1</vatID>
                            <vatPerc>21</vatPerc>
                            <vatAmnt>21.00</vatAmnt>
                            <vatAmntTp>C</vatAmntTp>
                        </vat>
                        <currency>
                            <curCode>EUR</curCode>
                            <curAmnt>{amount}.00</curAmnt>
                        </currency>
                    </trLine>
"""
ITEM = """                    <sbLine>
                        <nr>1</nr>
                        <jrnID>{journal}</jrnID>
                        <trNr>{entry}</trNr>
                        <trLineNr>1</trLineNr>
                        <amnt>121.00</amnt>
                        <amntTp>{side}</amntTp>
                        <custSupID>{customer}</custSupID>
                        <invRef>{invoice}</invRef>
                        <invPurSalTp>S</invPurSalTp>
                        <invDt>{day}</invDt>
                        <invDueDt>2026-01-31</invDueDt>
                        <mutTp>{kind}</mutTp>
                    </sbLine>
"""
BANK = """<transaction><nr>B{invoice}</nr><periodNumber>1</periodNumber><trDt>2025-12-20</trDt>
{lines}</transaction>
"""
SIDES = (("1300", 121, "D"), ("8000", 100, "C"), ("1500", 21, "C"))


def write(path: Path, megabytes: int) -> int:
    """An auditfile of about that size, the same every time; gives the number of its lines."""
    one = (123456, 1234, "2025-01-01")
    invoices = megabytes * MEGABYTE // len(_invoice(*one) + _payment(*one) + _item(*one))
    chance = random.Random(1)
    facts = [(chance.randint(1, CUSTOMERS), f"2025-{chance.randint(1, 12):02d}-15") for _ in range(997)]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(PARTY.format(id=number) for number in range(1, CUSTOMERS + 1))
        file.write(ACCOUNTS.format(lines=5 * invoices, debit=f"{242 * invoices}.00"))
        for invoice in range(invoices):
            file.write(_invoice(invoice, *facts[invoice % len(facts)]))
        file.write("</journal><journal><jrnID>20</jrnID><desc>Bank</desc><jrnTp>B</jrnTp>\n")
        for invoice in range(invoices):
            file.write(_payment(invoice, *facts[invoice % len(facts)]))
        file.write("</journal><subledgers><subledger><sbType>CU</sbType>\n")
        for invoice in range(invoices):
            file.write(_item(invoice, *facts[invoice % len(facts)]))
        file.write("</subledger></subledgers></transactions></company></auditfile>")
    return 5 * invoices


def _invoice(invoice: int, customer: int | str, day: str) -> str:
    lines = "".join(
        LINE.format(nr=nr, account=account, invoice=invoice, day=day, amount=amount, side=side, customer=customer)
        for nr, (account, amount, side) in enumerate(SIDES)
    )
    return f"<transaction><nr>{invoice}</nr><periodNumber>1</periodNumber><trDt>{day}</trDt>\n{lines}</transaction>\n"


def _payment(invoice: int, customer: int | str, day: str) -> str:
    sides = (("1100", 121, "D"), ("1300", 121, "C"))
    lines = "".join(
        LINE.format(nr=nr, account=account, invoice=invoice, day=day, amount=amount, side=side, customer=customer)
        for nr, (account, amount, side) in enumerate(sides)
    )
    return BANK.format(invoice=invoice, lines=lines)


def _item(invoice: int, customer: int | str, day: str) -> str:
    """The invoice, and its payment."""
    sides = (("70", invoice, "D", "I"), ("20", f"B{invoice}", "C", "P"))
    return "".join(
        ITEM.format(journal=journal, entry=entry, side=side, kind=kind, invoice=invoice, customer=customer, day=day)
        for journal, entry, side, kind in sides
    )


def read(clients: str) -> None:
    """Open the client, and say what it took: seconds, megabytes at most, lines read, and whether it all agrees."""
    before, start = _peak(), time.perf_counter()
    ledger = open_client("proef", clients).ledger
    paid = ledger.payments.paid / ledger.payments.invoices
    print(time.perf_counter() - start, before, _peak(), ledger.read.lines, ledger.agrees and ledger.share == 1 == paid)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(megabytes: int = 1000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        client = Path(folder) / "proef"
        client.mkdir()
        lines = write(client / "auditfile.xaf", megabytes)
        size = (client / "auditfile.xaf").stat().st_size / MEGABYTE
        command = [sys.executable, __file__, "--read", folder]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    seconds, before, peak = (float(number) for number in said[:3])
    Console().print(
        f"{size:.0f} MB, {lines} lines: opened in {seconds:.0f} s with {peak:.0f} MB of memory at most "
        f"({before:.0f} MB before it began); read {said[3]} lines, all agrees: {said[4]}"
    )
    if peak > MOST or said[3:] != [str(lines), "True"]:
        raise SystemExit(1)


if __name__ == "__main__":
    read(sys.argv[2]) if sys.argv[1:2] == ["--read"] else main(*map(int, sys.argv[1:2]))
