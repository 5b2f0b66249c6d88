"""The same small client in every kind of database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.programs import POSTGRES_PASSWORD

CUSTOMERS = [("00042", "Bakkerij De Linde"), ("7", "Van Dam")]
SALES = [  # customer, day, revenue, cost, order, product, quantity
    ("00042", date(2025, 3, 31), Decimal("-55.00"), Decimal("-36.20"), "A1", "P2", -1),
    ("00042", date(2025, 3, 31), Decimal("0.10"), Decimal("0.04"), "A1", "P1", 1),
    ("00042", date(2025, 3, 31), Decimal("0.20"), Decimal("0.04"), "A1", "P1", 1),
    ("00042", date(2025, 12, 31), Decimal("1234.50"), Decimal("812.40"), None, "P1", 12),
    ("00042", date(2025, 12, 31), Decimal("1234.50"), Decimal("812.40"), None, "P1", 12),
    ("7", date(2025, 12, 30), Decimal("80.00"), None, "B1", "P1", 2),
    ("7", date(2025, 12, 30), Decimal("90.00"), Decimal("1.00"), "B1", "P1", 3),
]
COLUMNS = {"debiteur": "text", "dag": "date", "bedrag": "numeric(18,2)", "kosten": "numeric(18,2)", "bon": "text",
           "product": "text", "stuks": "integer"}  # fmt: skip
MAPPING = """[columns.transacties]
klantnummer = "debiteur"
datum = "dag"
omzet = "bedrag"
kostprijs = "kosten"
ordernummer = "bon"
artikel = "product"
aantal = "stuks"
"""
CSV = {
    "klanten.csv": "klantnummer;naam\n00042;Bakkerij De Linde\n7;Van Dam\n",
    "verkoop.csv": ";".join(COLUMNS) + "\n" + "".join(
        ";".join("" if cell is None else f"{cell}".replace(".", ",") for cell in row) + "\n" for row in SALES
    ),
}  # fmt: skip
Store = Callable[..., str]


def described(address: str, more: str = "") -> str:
    """A client.toml that reads both tables from one database."""
    return f"""[sources]
klanten = {{ address = "{address}", table = "relaties" }}
transacties = {{ address = "{address}", table = "verkoop"{more} }}
{MAPPING}"""


def statements(sales: list, columns: Mapping[str, str] = COLUMNS) -> list[tuple[str, list]]:
    """What makes the two tables, with question marks for values."""
    marks = ", ".join("?" * len(columns))
    return [
        ("CREATE TABLE relaties (klantnummer text, naam text)", []),
        ("INSERT INTO relaties VALUES (?, ?)", CUSTOMERS),
        (f"CREATE TABLE verkoop ({', '.join(f'{name} {kind}' for name, kind in columns.items())})", []),
        (f"INSERT INTO verkoop VALUES ({marks})", sales),
    ]


@pytest.fixture
def duckdb_file() -> Store:
    def store(folder: Path, sales: list = SALES, columns: Mapping[str, str] = COLUMNS) -> str:
        with duckdb.connect(str(folder / "zaak.duckdb")) as con:
            for statement, rows in statements(sales, columns):
                con.executemany(statement, rows) if rows else con.execute(statement)
        return "duckdb://zaak.duckdb"

    return store


@pytest.fixture
def sqlite_file() -> Store:
    def store(folder: Path, sales: list = SALES, columns: Mapping[str, str] = COLUMNS) -> str:
        con = sqlite3.connect(folder / "zaak.sqlite")
        for statement, rows in statements(sales, columns):
            con.executemany(statement, [list(map(_sqlite, row)) for row in rows]) if rows else con.execute(statement)
        con.commit()
        con.close()
        return "sqlite://zaak.sqlite"

    return store


def _sqlite(cell: object) -> object:
    """SQLite has no decimals and no days."""
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat() if isinstance(cell, date) else cell


@pytest.fixture
def postgres_server(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    psycopg = pytest.importorskip("psycopg")
    monkeypatch.setenv("PROEF_USER", "lezer")
    monkeypatch.setenv("PROEF_PASSWORD", POSTGRES_PASSWORD)
    host, port = postgres.split(":")

    def store(folder: Path, sales: list = SALES, columns: Mapping[str, str] = COLUMNS) -> str:
        name = f"proef_{abs(hash(folder))}"
        about = {"host": host, "port": port, "user": "lezer", "password": POSTGRES_PASSWORD, "autocommit": True}
        with psycopg.connect(dbname="postgres", **about) as con:
            con.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(dbname=name, **about) as con, con.cursor() as cursor:
            for statement, rows in statements(sales, columns):
                if rows:
                    cursor.executemany(statement.replace("?", "%s"), rows)
                else:
                    cursor.execute(statement)
        return f"postgres://$PROEF_USER:${{PROEF_PASSWORD}}@{postgres}/{name}"

    return store


@pytest.fixture
def spark_folder(spark: None) -> Store:
    kinds = {"text": pa.string(), "date": pa.date32(), "integer": pa.int32(), "timestamp": pa.timestamp("us"),
             "numeric(18,2)": pa.decimal128(18, 2)}  # fmt: skip

    def store(folder: Path, sales: list = SALES, columns: Mapping[str, str] = COLUMNS) -> str:
        (folder / "meer").mkdir()
        cells = zip(*sales, strict=True)
        arrays = {name: pa.array(c, kinds[kind]) for (name, kind), c in zip(columns.items(), cells, strict=True)}
        pq.write_table(pa.table(arrays), folder / "meer" / "verkoop.parquet")
        customers = dict(zip(("klantnummer", "naam"), map(list, zip(*CUSTOMERS, strict=True)), strict=True))
        pq.write_table(pa.table(customers), folder / "meer" / "relaties.parquet")
        return "spark://local/meer"

    return store


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Store:
    """A function that lays the small client down in one kind of database; for tests over KINDS."""
    return request.getfixturevalue(request.param)


ONE_JAVA = (pytest.mark.slow, pytest.mark.xdist_group("spark"))
KINDS = pytest.mark.parametrize(
    "store",
    ["duckdb_file", "sqlite_file", "postgres_server", pytest.param("spark_folder", marks=ONE_JAVA)],
    indirect=True,
)
