"""A database that cannot be read: one clear sentence, and never a word of what is secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from klantlib.client import Refused, open_client
from klantlib.client.databases.addresses import address_of
from klantlib.client.databases.unanswered import Unanswered, reason
from tests.client.databases.conftest import KINDS, MAPPING, described

SECRET = "Sesam123"  # stands in a client.toml, or in the environment, and must never be seen again
LANGUAGES = ("nl", "en")


def said(refusal: Refused) -> str:
    """All that a refusal shows, in both languages, and all that it holds."""
    return "\n".join([*(line for language in LANGUAGES for line in refusal.sentences(language)), repr(refusal.args)])


@pytest.mark.parametrize(
    "line",
    [
        f'klanten = {{ address = "postgres://jan:{SECRET}@server/zaak", table = "x" }}',
        f'klanten = {{ address = "postgres://jan:{SECRET}$PROEF@server/zaak", table = "x" }}',
        f'klanten = {{ address = "postgres://jan:a/{SECRET}@server/zaak", table = "x" }}',
        f'klanten = {{ address = "postgres://jan@server/zaak?password={SECRET}", table = "x" }}',
        f'klanten = {{ address = "sqlite://jan:{SECRET}@zaak.sqlite", table = "x" }}',
        f'klanten = {{ address = "mysql://jan:{SECRET}@server/zaak", table = "x" }}',
        f'klanten = {{ address = "{SECRET}", table = "x" }}',
        f'klanten = {{ address = ["postgres://jan:{SECRET}@server/zaak"], table = "x" }}',
        f'klanten = {{ address = "postgres://jan:{SECRET}@server/zaak" }}',
        f'klanten = {{ adress = "postgres://jan:{SECRET}@server/zaak", table = "x" }}',
        f'klanten = {{ file = "postgres://jan:{SECRET}@server/zaak" }}',
        f'klanten = "postgres://jan:{SECRET}@server/zaak"',
        f'klanten = ["postgres://jan:{SECRET}@server/zaak"]',
    ],
)
def test_a_password_in_client_toml_is_refused_and_not_repeated(line, refused):
    """Wherever it was put, and whatever else is wrong there."""
    refusal = refused({}, f"[sources]\n{line}\n")

    assert SECRET not in said(refusal)
    assert "sources.klanten" in refusal.sentences("nl")[0]


def test_a_table_in_another_schema_is_named_with_it(duckdb_file, deliver):
    """verkoop.regels is table regels of schema verkoop; a wrong name is told with the nearest there."""
    import duckdb

    folder = deliver({})
    address = duckdb_file(folder)
    with duckdb.connect(str(folder / "zaak.duckdb")) as con:
        con.execute("CREATE SCHEMA boek; CREATE TABLE boek.regels AS SELECT * FROM verkoop")
    deliver({}, described(address).replace('"verkoop"', '"boek.regels"'))
    assert len(open_client("proef", folder.parent).all("transactions")) == 7

    deliver({}, described(address).replace('"verkoop"', '"boek.regel"'))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)
    assert [problem.values["nearest"] for problem in refusal.value.problems] == ["boek.regels"]


def test_the_sentence_says_where_the_password_goes(refused):
    """What to write instead, and how to set it."""
    settings = f'[sources]\nklanten = {{ address = "postgres://jan:{SECRET}@server/zaak", table = "x" }}\n'
    sentences = refused({}, settings).sentences("nl")

    assert "postgres://$PGUSER:$PGPASSWORD@server/databank" in sentences[0]
    assert "export PGPASSWORD=" in sentences[0]


@pytest.mark.parametrize(
    ("source", "key", "shown"),
    [
        ('address = "mysql://server/zaak", table = "x"', "unsupported_address", "mysql"),
        ('address = "zaak.duckdb", table = "x"', "bad_address", ""),
        ('address = "duckdb://zaak.duckdb?x=1", table = "x"', "bad_address", ""),
        ('address = "duckdb://weg.duckdb", table = "x"', "no_such_file", "weg.duckdb"),
        ('address = "sqlite:///weg/weg.sqlite", table = "x"', "no_such_file", "weg.sqlite"),
        ('address = "duckdb://geen.duckdb", table = "x"', "not_a_database", "geen.duckdb"),
        ('address = "sqlite://geen.duckdb", table = "x"', "not_a_database", "geen.duckdb"),
        ('address = "postgres://$ER_NIET@server/zaak", table = "x"', "no_variable", "ER_NIET"),
        ('address = "$ER_NIET", table = "x"', "no_variable", "ER_NIET"),
        ('address = "spark://local", table = "x"', "no_such_folder", ""),
    ],
)
def test_an_address_that_leads_nowhere_is_one_clear_sentence(source, key, shown, refused):
    """With the place in client.toml, and what to do."""
    pytest.importorskip("pyspark") if "spark" in source else None
    refusal = refused({"geen.duckdb": "dit is tekst" * 1000}, f"[sources]\nklanten = {{ {source} }}\n")

    assert [problem.key for problem in refusal.problems] == [key]
    for language in LANGUAGES:
        assert shown in refusal.sentences(language)[0]
        assert "{" not in refusal.sentences(language)[0]


def test_a_source_is_a_file_or_a_database(refused):
    """Half of the one and half of the other is told with both examples."""
    sources = [
        'klanten = { sheet = "Blad1" }',
        'kosten = { address = "duckdb://zaak.duckdb" }',
        'offertes = { address = "duckdb://zaak.duckdb", table = "a", query = "select 1" }',
        'exits = { file = "x.csv", table = "a" }',
        'payments = { file = "x.csv", address = "duckdb://zaak.duckdb", table = "a" }',
    ]
    refusal = refused({}, "[sources]\n" + "\n".join(sources))

    assert [problem.expected for problem in refusal.problems] == ["a_source"] * 5
    assert '{ address = "duckdb://zaak.duckdb", table = "verkoop" }' in refusal.sentences("nl")[0]


@KINDS
@pytest.mark.slow
def test_a_wrong_name_of_a_table_is_told_with_the_nearest(store, deliver):
    """verkopen is not there; verkoop is."""
    folder = deliver({})
    deliver({}, described(store(folder)).replace('"verkoop"', '"verkopen"'))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [(p.key, p.values["nearest"]) for p in refusal.value.problems] == [("no_such_table", "verkoop")]
    assert "verkoop" in refusal.value.sentences("en")[0]


@KINDS
@pytest.mark.slow
def test_a_question_that_the_database_refuses_is_told_in_its_words(store, deliver):
    """A column that is not there: the database knows best what is wrong."""
    folder = deliver({})
    settings = described(store(folder)).replace('table = "verkoop"', 'query = "select zwaarte from verkoop"')
    deliver({}, settings)
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [problem.key for problem in refusal.value.problems] == ["question_refused"]
    assert "zwaarte" in refusal.value.sentences("nl")[0]
    assert str(folder) not in said(refusal.value)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("drop table verkoop", "query_changes"),
        ("delete from verkoop", "query_changes"),
        ("select * from verkoop; drop table verkoop", "query_changes"),
        ("with weg as (delete from verkoop returning *) select * from weg", "query_changes"),
        ("select * into kopie from verkoop", "query_changes"),
        ("create table kopie as select * from verkoop", "query_changes"),
        ("attach 'ander.duckdb'", "query_changes"),
        ("copy verkoop to 'weg.csv'", "query_changes"),
        ("pragma table_info('verkoop')", "query_changes"),
        ("set enable_external_access = true", "query_changes"),
        ("select * from", "query_unread"),
        ("  ", "query_unread"),
        ("-- niets", "query_unread"),
    ],
)
@pytest.mark.slow
def test_a_query_that_does_more_than_look_is_refused(query, key, duckdb_file, deliver):
    """Before it reaches the database: one SELECT, or WITH with a SELECT, and nothing in it that changes anything."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)).replace('table = "verkoop"', f'query = "{query}"'))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [problem.key for problem in refusal.value.problems] == [key]


@pytest.mark.parametrize(
    "query",
    [
        "select * from verkoop;",
        "with v as (select * from verkoop) select * from v -- alles",
        "select * from verkoop union all select * from verkoop",
        "(select * from verkoop)",
    ],
)
@KINDS
@pytest.mark.slow
def test_a_query_that_looks_is_asked(store, query, deliver):
    """With a semicolon, a comment, a WITH, a UNION."""
    folder = deliver({})
    deliver({}, described(store(folder)).replace('table = "verkoop"', f'query = "{query}"'))

    assert len(open_client("proef", folder.parent).all("transactions")) in (7, 14)


def test_other_files_stay_shut(duckdb_file, deliver):
    """A query in a DuckDB file does not read the rest of the computer."""
    folder = deliver({"geheim.csv": "klantnummer,datum,omzet\n1,2025-12-31,5\n"})
    query = f"query = \"select * from read_csv('{folder / 'geheim.csv'}')\""
    deliver({}, described(duckdb_file(folder)).replace('table = "verkoop"', query))
    (folder / "geheim.csv").rename(folder.parent / "geheim.csv")
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [p.key for p in refusal.value.problems] in (["question_refused"], ["no_answer"])
    assert str(folder) not in said(refusal.value)


def test_a_server_changes_nothing_whatever_a_query_calls(postgres_server, postgres, deliver):
    """A function that deletes looks like a SELECT; the connection itself can only read."""
    import psycopg

    from tests.programs import POSTGRES_PASSWORD

    folder = deliver({})
    address = postgres_server(folder)
    about = f"host=127.0.0.1 port={postgres.split(':')[1]} user=lezer dbname={address.rpartition('/')[2]}"
    with psycopg.connect(about, password=POSTGRES_PASSWORD, autocommit=True) as con:
        con.execute("CREATE FUNCTION wis() RETURNS int LANGUAGE sql AS 'DELETE FROM verkoop RETURNING 1'")
        deliver({}, described(address).replace('table = "verkoop"', 'query = "select wis() as klantnummer"'))
        with pytest.raises(Refused) as refusal:
            open_client("proef", folder.parent)
        left = con.execute("SELECT count(*) FROM verkoop").fetchone()

    assert [problem.key for problem in refusal.value.problems] == ["question_refused"]
    assert left == (7,)


@pytest.mark.parametrize("place", ["127.0.0.1:1", "er-is-geen.invalid", "127.0.0.1:poort"])
def test_a_server_that_does_not_answer_is_told_without_the_password(place, refused, monkeypatch):
    """What a driver says of a connection that fails is not repeated."""
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PROEF_PASSWORD", SECRET)
    settings = f'[sources]\nklanten = {{ address = "postgres://jan:$PROEF_PASSWORD@{place}/zaak", table = "x" }}\n'
    refusal = refused({}, settings)

    assert [problem.key for problem in refusal.problems] == ["no_connection"]
    assert place in refusal.sentences("en")[0]
    assert SECRET not in said(refusal)


def test_a_wrong_password_is_told_without_it(postgres_server, deliver, monkeypatch):
    """The server refuses Sesam123; nobody is told that this was tried."""
    folder = deliver({})
    deliver({}, described(postgres_server(folder)))
    monkeypatch.setenv("PROEF_PASSWORD", SECRET)
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert {problem.key for problem in refusal.value.problems} == {"no_connection"}
    assert SECRET not in said(refusal.value)


def test_a_message_with_a_secret_is_not_repeated():
    """A database may say in an error what it was given."""
    assert reason(f"cannot read {SECRET}", [SECRET]) == ""
    assert reason("see postgres://jan@server", []) == ""
    assert reason("", []) == ""
    assert len(reason("x" * 1000, [])) == 160


def test_an_address_does_not_show_what_was_filled_in():
    """Printed by accident, in a traceback or a notebook, it holds nothing from the environment."""
    filled = address_of(
        "postgres://$WIE:$WACHT@$WAAR/zaak?sslmode=require", {"WIE": SECRET, "WACHT": SECRET, "WAAR": SECRET}
    )

    assert filled.password == filled.place == SECRET
    assert SECRET not in repr(filled)


@pytest.mark.parametrize("template", ["postgres://$U:${P}@server:5432/zaak", "$ALLES"])
def test_the_environment_fills_in_what_the_address_names(template):
    """By $NAME or ${NAME}; a password may hold any character; or the whole address is one name."""
    environment = {"U": "jan", "P": "a/b@c:$d?%41", "ALLES": "postgres://jan:a%2Fb%40c%3A%24d%3F%2541@server:5432/zaak"}
    filled = address_of(template, environment)

    assert (filled.kind, filled.place, filled.database, filled.user) == ("postgres", "server:5432", "zaak", "jan")
    assert filled.password == "a/b@c:$d?%41"


def test_an_empty_variable_is_a_missing_one():
    """Otherwise a server is asked without a password, and says so less clearly."""
    with pytest.raises(Unanswered) as unanswered:
        address_of("postgres://jan:$LEEG@server/zaak", {"LEEG": ""})

    assert (unanswered.value.key, unanswered.value.value) == ("no_variable", "LEEG")


@pytest.mark.parametrize(("extra", "module", "address"), [("postgres", "psycopg", "postgres://server/zaak"),
                                                          ("spark", "pyspark", "spark://local/meer")])  # fmt: skip
def test_a_missing_extra_is_told_with_the_line_that_installs_it(extra, module, address, refused, monkeypatch):
    """In the folder of the program, with its own Python."""
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, f"klantlib.client.databases.{extra}_engine", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    sentence = refused({}, f'[sources]\nklanten = {{ address = "{address}", table = "x" }}\n').sentences("nl")[0]

    assert f'.venv/bin/python -m pip install -e ".[{extra}]"' in sentence


def test_without_java_spark_is_refused(refused, deliver, monkeypatch):
    """And says which to install."""
    pytest.importorskip("pyspark")
    (deliver({}) / "meer").mkdir()
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    refusal = refused({}, '[sources]\nklanten = { address = "spark://local/meer", table = "x" }\n')

    assert [problem.key for problem in refusal.problems] == ["no_java"]


def test_more_rows_than_fit_are_refused(duckdb_file, deliver, monkeypatch):
    """With what to do: a query, or columns that are left out."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder), ", sum = false"))
    monkeypatch.setattr("klantlib.client.databases.fetching.LARGEST", 6)
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [problem.key for problem in refusal.value.problems] == ["too_many_rows"]
    assert "[columns.transacties]" in refusal.value.sentences("nl")[0]


def test_a_table_is_held_to_its_columns_as_a_file_is(duckdb_file, deliver):
    """Without [columns] an unknown heading is asked about, a missing column named, each with the table it is in."""
    folder = deliver({})
    deliver({}, described(duckdb_file(folder)).replace(MAPPING, ""))
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    keys = {problem.key for problem in refusal.value.problems}
    assert {"unknown_column", "missing_columns"} <= keys
    assert all(sentence.startswith("zaak.duckdb (verkoop)") for sentence in refusal.value.sentences("nl"))


@pytest.mark.slow
def test_without_an_address_no_database_is_even_loaded(deliver):
    """The program opens a connection only because client.toml asks for it."""
    folder = deliver({"transacties.csv": "klantnummer;datum;omzet\n00042;31-12-2025;100\n"})
    code = f"""import sys; from klantlib.client import open_client; open_client("proef", {str(folder.parent)!r})
print([name for name in ("ibis", "duckdb", "sqlite3", "psycopg", "sqlglot") if name in sys.modules])"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[3])

    assert run.stdout.strip() == "[]", run.stderr
