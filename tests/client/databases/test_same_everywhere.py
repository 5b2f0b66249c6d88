"""One small client in every kind of database: the same tables, and the same figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest

from klantlib.client import open_client
from klantlib.measures.accounts import customer_accounts
from tests.client.databases.conftest import COLUMNS, CSV, KINDS, MAPPING, SALES, described

AS_FILE = f'[sources]\ntransacties = "verkoop.csv"\n{MAPPING}'


def figures(client) -> pd.DataFrame:
    """Revenue, margin, orders per customer, as the chapters compute with them."""
    tables = (
        client.all("customers"),
        client.all("transactions"),
        client["activities"],
        client["rates"],
        client["costs"],
    )
    accounts = customer_accounts(*tables, start=client.period.start, end=client.period.end)
    return accounts.customers.sort_index()


@KINDS
@pytest.mark.slow
def test_a_database_gives_the_tables_that_a_csv_gives(store, opened, deliver, tmp_path):
    """Types, empty cells, leading zeros, credits and double lines: nothing tells where a table came from."""
    as_file = opened(CSV, AS_FILE)
    for name in CSV:
        (deliver({}) / name).unlink()
    stored = opened({}, described(store(deliver({}))))

    for table in ("customers", "transactions"):
        pd.testing.assert_frame_equal(stored.all(table), as_file.all(table))
    assert stored.period == as_file.period


@KINDS
@pytest.mark.slow
def test_sums_give_the_figures_that_lines_give(store, deliver):
    """0.10 and 0.20 of one order become 0.30; lines without order number still count as two orders, and a margin of
    which one line's cost is unknown stays unknown."""
    folder = deliver({})
    address = store(folder)
    deliver({}, described(address, ", sum = false"))
    lines = open_client("proef", folder.parent)
    deliver({}, described(address, ", sum = true"))
    sums = open_client("proef", folder.parent)

    rows = sums.all("transactions")
    assert rows["revenue"].tolist() == [-55.0, 0.3, 2469.0, 80.0, 90.0]
    assert rows["lines"].tolist() == [1, 2, 2, 1, 1]
    assert figures(sums)["orders"].tolist() == [3, 1]
    pd.testing.assert_frame_equal(figures(sums), figures(lines))
    assert [(r.key, r.values["lines"], r.values["rows"]) for r in sums.remarks if r.key == "summed"] == [
        ("summed", 7, 5)
    ]


def _many(n: int = 3000) -> list:
    """Lines over two years, at all hours, with what is missing and taken back in between."""
    first = datetime(2024, 1, 1, 0, 30)  # noqa: DTZ001  as a till writes it
    return [
        ("00042" if i % 3 else "7", first + timedelta(hours=5 * i), Decimal(i % 901 - 90) / 7, Decimal(i % 11),
         None if i % 4 == 0 else f"O{i // 3}", None if i % 5 == 0 else f"P{i % 2}", i % 6)
        for i in range(n)
    ]  # fmt: skip


@KINDS
@pytest.mark.slow
def test_the_sums_of_many_lines_give_the_same_figures(store, deliver):
    """Moments are added up by day, thousands of lines, with empty orders and products among them."""
    folder = deliver({})
    sales = [(a, b, round(c, 2), d, *rest) for a, b, c, d, *rest in _many()]
    address = store(folder, sales, {**COLUMNS, "dag": "timestamp"})
    seen = {}
    for sums in ("true", "false"):
        deliver({}, described(address, f", sum = {sums}"))
        seen[sums] = open_client("proef", folder.parent)

    assert len(seen["false"].all("transactions")) == 3000
    assert seen["true"].all("transactions")["lines"].sum() == 3000
    pd.testing.assert_frame_equal(figures(seen["true"]), figures(seen["false"]))
    assert seen["true"].period == seen["false"].period


def test_few_lines_are_read_and_many_are_added_up(duckdb_file, deliver, monkeypatch):
    """Seven lines come as they are; where seven is many, their sums come."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)))
    few = open_client("proef", folder.parent)
    monkeypatch.setattr("klantlib.client.databases.fetching.SUMMED_FROM", len(SALES) - 1)
    many = open_client("proef", folder.parent)

    assert len(few.all("transactions")) == 7
    assert len(many.all("transactions")) == 5


def test_leaving_the_product_out_adds_up_further(duckdb_file, deliver):
    """What client.toml leaves out is no part of the sums; Van Dam's order stays two rows, for one has no cost."""
    folder = deliver({})
    settings = described(duckdb_file(folder), ", sum = true").replace('"bon"', '""').replace('"product"', '""')
    deliver({}, settings)
    rows = open_client("proef", folder.parent).all("transactions")

    assert rows["lines"].tolist() == [1, 2, 2, 1, 1]
    assert rows["order_id"].isna().all()
    assert rows["date"].dt.date.tolist()[-1] == date(2025, 12, 30)


@pytest.mark.slow
@KINDS
def test_a_database_gives_the_results_that_a_csv_gives(store, make, tmp_path):
    """The whole road: results.json is the same, whatever the rows came from."""
    as_file, stored = tmp_path / "los", tmp_path / "bank"
    for folder in (as_file, stored):
        folder.mkdir()
    for name, text in CSV.items():
        (as_file / name).write_text(text, encoding="utf-8")
    (as_file / "client.toml").write_text(f'name = "Proef"\n{AS_FILE}', encoding="utf-8")
    (stored / "client.toml").write_text(f'name = "Proef"\n{described(store(stored))}', encoding="utf-8")

    results = [make(folder, "proef", only=("concentration",)).results["concentration"] for folder in (as_file, stored)]

    assert results[0] == results[1]
    assert results[0]["revenue"] == pytest.approx(2584.3)  # -55 + 0.30 + 2 x 1234.50 + 80 + 90
