"""Real exports, as clients by client.toml alone: the published totals come out."""

from __future__ import annotations

import random
import time

import pytest

from klantlib.client import open_client
from klantlib.client.places import CHECKOUT

DATA = CHECKOUT.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="no folder shared/data beside the checkout")
SUPERSTORE = """
language = "en"
currency = "USD"
[period]
all = true
[sources]
transactions = "{file}"
[columns.transactions]
customer_id = "Customer ID"
date = "Order Date"
revenue = "Sales"
margin = "Profit"
[dates]
transactions.date = "mdy"
"""
NORTHWIND = """
[period]
all = true
[sources]
transactions = "{file}"
[columns.transactions]
customer_id = "CustomerID"
date = "OrderDate"
revenue = "NetSales"
order_id = "OrderID"
"""


def made_up_lines(number: int) -> str:
    """So many Dutch transaction lines, the same every time."""
    chance = random.Random(1)
    lines = ["klantnummer;datum;omzet;kostprijs;ordernummer;artikel;aantal"]
    for line in range(number):
        day = f"{chance.randint(1, 28):02d}-{chance.randint(1, 12):02d}-{chance.randint(2023, 2025)}"
        euros = f"€ {chance.randint(1, 9)}.{chance.randint(100, 999)},{chance.randint(10, 99)}"
        lines.append(f"{chance.randint(1, 240):05d};{day};{euros};{chance.randint(1, 999)},5;{line // 4};A1;3")
    return "\n".join(lines)


@needs_data
def test_superstore(opened):
    """9,994 lines of 793 customers; published: revenue 2,297,200.8603 and profit 286,397.0217."""
    file = (DATA / "superstore.csv").as_posix()
    transactions = opened({}, SUPERSTORE.replace("{file}", file))["transactions"]
    assert len(transactions) == 9994
    assert transactions["customer_id"].nunique() == 793
    assert transactions["revenue"].sum() == pytest.approx(2_297_200.8603, abs=1e-4)
    assert transactions["margin"].sum() == pytest.approx(286_397.0217, abs=1e-4)
    assert set(transactions["date"].dt.year) == {2014, 2015, 2016, 2017}


@needs_data
def test_northwind(opened):
    """830 orders of 89 customers; published: net 1,265,793.0395."""
    file = (DATA / "northwind_order_lines.csv").as_posix()
    transactions = opened({}, NORTHWIND.replace("{file}", file))["transactions"]
    assert (transactions["order_id"].nunique(), transactions["customer_id"].nunique()) == (830, 89)
    assert transactions["revenue"].sum() == pytest.approx(1_265_793.0395, abs=1e-4)


def test_25_000_lines_are_read_in_a_moment(deliver):
    """Well under two seconds of computing on an ordinary machine, and from the cache a tenth of that."""
    root = deliver({"transacties.csv": made_up_lines(25_000)}).parent
    deliver({"klanten.csv": "klantnummer;naam\n00001;A\n"})
    seconds = []
    for _ in range(2):
        start = time.process_time()
        open_client("proef", root)
        seconds.append(time.process_time() - start)
    assert seconds[0] < 2
    assert seconds[1] < seconds[0] / 2
