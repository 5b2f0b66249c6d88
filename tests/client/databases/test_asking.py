"""What is asked of a database: no more than is used, no more often than is needed, and in the words of each."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal

import duckdb
import ibis
import pytest

from klantlib.client import Refused, open_client
from klantlib.client.databases.asking import summed
from klantlib.client.databases.once import READING
from tests.client.databases.conftest import COLUMNS, MAPPING, SALES, described
from tests.programs import POSTGRES_PASSWORD

KEEPS = {"klantnummer": "string", "dag": "timestamp", "bedrag": "float64", "bon": "string", "eigen": "string"}
HEADINGS = {"customer_id": "klantnummer", "date": "dag", "revenue": "bedrag", "order_id": "bon"}
SUMS = """SELECT "t1"."klantnummer", "t1"."dag", "t1"."bedrag", "t1"."bon", "t1"."lines" FROM (
SELECT "t0"."klantnummer", DATE("t0"."dag") AS "dag", "t0"."bon", "t0"."bedrag" IS NULL AS "no_0",
CAST("t0"."bedrag" AS DECIMAL(38, 8)) < 0 AS "credit", SUM(CAST("t0"."bedrag" AS DECIMAL(38, 8))) AS "bedrag",
COUNT(*) AS "lines" FROM "verkoop" AS "t0" GROUP BY 1, 2, 3, 4, 5) AS "t1\""""


def one_line(sql: str) -> str:
    return " ".join(sql.split()).replace("( ", "(").replace(" )", ")")


def test_the_question_to_a_warehouse_reads_as_intended():
    """Trino's SQL for the sums of sales, without a Trino: sums, a count, and nothing that a warehouse lacks."""
    question = summed(ibis.table(KEEPS, name="verkoop"), HEADINGS, "trino")

    assert one_line(ibis.to_sql(question, dialect="trino")) == one_line(SUMS)


@pytest.mark.parametrize("dialect", ["bigquery", "snowflake", "databricks", "postgres", "duckdb", "mssql"])
def test_the_question_can_be_put_in_every_dialect(dialect):
    """Nothing in it is a word of one kind of database."""
    question = summed(ibis.table(KEEPS, name="verkoop"), HEADINGS, dialect)

    assert ibis.to_sql(question, dialect=dialect).count("SUM(") == 1


def test_only_the_columns_that_are_used_are_asked_for(duckdb_file, deliver):
    """A column that cannot even be computed does no harm: nobody asks for it. It is named among what was not used."""
    folder = deliver({})
    address = duckdb_file(folder)
    with duckdb.connect(str(folder / "zaak.duckdb")) as con:
        con.execute("CREATE VIEW duur AS SELECT *, error('gelezen') AS bsn FROM verkoop")
    deliver({}, described(address).replace('"verkoop"', '"duur"'))
    client = open_client("proef", folder.parent)

    ignored = [remark.values for remark in client.remarks if remark.key == "ignored_columns"]
    assert ignored == [{"file": "zaak.duckdb (duur)", "columns": ["bsn"], "n": 1}]


def test_nothing_but_checked_tables_stays_behind(duckdb_file, deliver):
    """What came over is gone once it is read; the cache holds the tables, without the columns nobody asked for."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)))
    open_client("proef", folder.parent)

    assert [path.name.partition("-")[0] for path in (folder / ".cache").iterdir()] == ["tables"]


def _one_more(folder) -> None:
    with duckdb.connect(str(folder / "zaak.duckdb")) as con:
        con.execute("INSERT INTO verkoop VALUES ('7', '2025-12-31', 5, 1, 'B2', 'P1', 1)")


def test_outside_a_run_a_database_is_asked_every_time(duckdb_file, deliver):
    """A line was added: eight, where there were seven; its fingerprint is another."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)))
    first = open_client("proef", folder.parent)
    _one_more(folder)
    second = open_client("proef", folder.parent)

    assert [len(client.all("transactions")) for client in (first, second)] == [7, 8]
    assert first.sources[0].sha256 == second.sources[0].sha256
    assert first.sources[1].sha256 != second.sources[1].sha256


def test_the_same_rows_in_another_order_have_the_same_fingerprint(duckdb_file, deliver):
    """A database keeps no order; a chapter is not computed again for that."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)))
    first = open_client("proef", folder.parent)
    (folder / "zaak.duckdb").unlink()
    duckdb_file(folder, SALES[::-1])
    second = open_client("proef", folder.parent)

    assert [source.sha256 for source in first.sources] == [source.sha256 for source in second.sources]


def test_in_a_run_a_database_is_asked_once(duckdb_file, deliver, monkeypatch):
    """A workbook that opens the client after a line was added sees what the first one saw."""
    monkeypatch.setenv(READING, "")
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)))
    first = open_client("proef", folder.parent)
    _one_more(folder)
    (folder / "zaak.duckdb").rename(folder / "weg.duckdb")
    second = open_client("proef", folder.parent)

    assert [len(client.all("transactions")) for client in (first, second)] == [7, 7]
    assert os.environ[READING].startswith("proef=")


def test_a_run_never_rests_on_two_readings(duckdb_file, deliver, monkeypatch):
    """Where the first reading could not be kept and the database changed, the run stops."""
    monkeypatch.setenv(READING, "")
    monkeypatch.setattr("klantlib.client.cache.save", lambda *_: None)
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)))
    open_client("proef", folder.parent)
    open_client("proef", folder.parent)
    _one_more(folder)
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [problem.key for problem in refusal.value.problems] == ["changed_meanwhile"]


@pytest.mark.slow
def test_a_time_with_a_zone_counts_by_universal_time_and_is_told(postgres_server, deliver):
    """Half past midnight on New Year's Day in Amsterdam is still the old year in universal time."""
    folder = deliver({})
    sales = [("7", "2026-01-01 00:30+01", Decimal(80), None, None, None, None)]
    for more in ("", ", sum = true"):
        address = postgres_server(folder / more.strip(", "), sales, {**COLUMNS, "dag": "timestamptz"})
        deliver({}, described(address, more))
        client = open_client("proef", folder.parent)

        assert client.all("transactions")["date"].dt.date.tolist() == [date(2025, 12, 31)]
        assert [r.values["columns"] for r in client.remarks if r.key == "zoned_days"] == [["dag"]]


def test_texts_in_sqlite_are_read_as_texts_and_never_added_up(sqlite_file, deliver):
    """SQLite keeps "1.234,50" in a column of numbers, and would add it up as 1.234; days stay as people wrote them."""
    folder = deliver({})
    sales = [("7", "31-12-2025", "1.234,50", None, None, None, 1), ("7", "30-12-2025", "10,00", None, None, None, 1)]
    address = sqlite_file(folder, sales)
    deliver({}, described(address))
    rows = open_client("proef", folder.parent).all("transactions")

    assert rows["revenue"].tolist() == [10.0, 1234.5]
    assert rows["date"].dt.date.tolist() == [date(2025, 12, 30), date(2025, 12, 31)]
    deliver({}, described(address, ", sum = true"))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    assert [(p.key, p.values["headings"]) for p in refusal.value.problems] == [("not_to_be_summed", ["bedrag"])]


def test_amounts_that_are_texts_are_not_added_up(duckdb_file, deliver):
    """Where adding up was asked for, the columns that stand in the way are named."""
    folder = deliver({})
    address = duckdb_file(folder, SALES, {**COLUMNS, "bedrag": "text", "kosten": "text"})
    deliver({}, described(address, ", sum = true"))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [p.values["headings"] for p in refusal.value.problems] == [["bedrag", "kosten"]]
    assert "bedrag en kosten bevatten teksten" in refusal.value.sentences("nl")[0]


def test_a_wrong_value_in_a_database_is_told_as_in_a_file(duckdb_file, deliver):
    """Table, column and value; a missing amount is no zero, also where sums were asked for."""
    folder = deliver({})
    sales = [*SALES, ("8", date(2025, 12, 31), None, None, None, None, None)]
    address = duckdb_file(folder, sales)
    for more in ("", ", sum = true"):
        deliver({}, described(address, more))
        with pytest.raises(Refused) as refusal:
            open_client("proef", folder.parent)
        assert [(p.key, p.file, p.column) for p in refusal.value.problems] == [
            ("empty_cell", "zaak.duckdb (verkoop)", "bedrag")
        ]


def test_an_empty_table_is_refused(duckdb_file, deliver):
    """As an empty file is."""
    folder = deliver({})
    address = duckdb_file(folder)
    with duckdb.connect(str(folder / "zaak.duckdb")) as con:
        con.execute("DELETE FROM verkoop")
    deliver({}, described(address))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [problem.key for problem in refusal.value.problems] == ["empty_table"]


def test_a_table_may_come_from_a_file_and_another_from_a_database(sqlite_file, deliver):
    """And a table that comes from both is delivered twice."""
    folder = deliver({"klanten.csv": "klantnummer;naam\n00042;Linde\n7;Van Dam\n"})
    address = sqlite_file(folder)
    sales = f'[sources]\ntransacties = {{ address = "{address}", table = "verkoop" }}\n{MAPPING}'
    deliver({}, sales)
    assert [source.file for source in open_client("proef", folder.parent).sources] == [
        "klanten.csv",
        "zaak.sqlite (verkoop)",
    ]

    deliver({}, described(address))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    assert [problem.key for problem in refusal.value.problems] == ["delivered_twice"]


@pytest.mark.slow
@pytest.mark.parametrize("isolated", [False, True])
def test_what_the_environment_holds_is_written_nowhere(isolated, postgres_server, make, tmp_path):
    """Reports, workbooks, results, manifest and cache of a run over a server, in whatever way they are packed."""
    import zipfile

    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "client.toml").write_text(described(postgres_server(folder)), encoding="utf-8")
    made = make(folder, f"bank{isolated}", isolated=isolated, only=("concentration", "data_quality", "basis"))

    assert made.outcome.status == 0, made.outcome.sentences
    files = [path for place in (made.client, made.folder) for path in place.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        for content in contents:
            for secret in (POSTGRES_PASSWORD, json.dumps(POSTGRES_PASSWORD)[1:-1]):
                assert secret.encode() not in content, path.name
    assert [source["file"] for source in made.manifest["sources"]] == ["postgres (relaties)", "postgres (verkoop)"]
