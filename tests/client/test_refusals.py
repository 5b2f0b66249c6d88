"""What is refused: all problems at once, each with file, row, column, value and what was expected."""

from __future__ import annotations

import pickle

import pytest

from klantlib.client import open_client
from klantlib.client.model import Refused
from klantlib.client.problems import SHOWN, Problem

GOOD = "klantnummer;datum;omzet\n7;31-12-2025;1,50\n"
SELF_TEST = "respondent;vraag 1;vraag 2;vraag 3;vraag 4;vraag 5;vraag 6\n"
RATES = "activiteit;tarief;kostenpot;minuten;capaciteit;capaciteit minuten\n"


def keys(refusal: Refused) -> list[str]:
    return [problem.key for problem in refusal.problems]


def test_every_problem_at_once_by_file_row_and_column(refused):
    """Two files, four problems, in the order of the tables, rows and columns; the client's own words come back."""
    refusal = refused(
        {
            "klanten.csv": "Klant-Nummer;Naam\n1;A\n2;\n",
            "transacties.csv": "Klantnummer;DATUM;Omzet\n;31-12-2025;1,50\n7;31-11-2025;een tientje\n",
        }
    )
    assert [(p.file, p.row, p.column, p.value, p.expected) for p in refusal.problems] == [
        ("klanten.csv", 3, "Naam", "", "text"),
        ("transacties.csv", 2, "Klantnummer", "", "id"),
        ("transacties.csv", 3, "DATUM", "31-11-2025", "date_dmy"),
        ("transacties.csv", 3, "Omzet", "een tientje", "amount_comma"),
    ]


def test_the_sentence_in_both_languages(refused):
    """Where, what, and what was expected, in the reader's language."""
    files = {"transacties.csv": GOOD + "8;31-12-2025;abc\n"}
    assert refused(files).sentences() == [
        "transacties.csv, rij 3, kolom “omzet”: “abc” is hier niet te gebruiken. "
        "Verwacht: een bedrag met een komma als decimaalteken, zoals 1.234,50 of 1234,50."
    ]
    assert refused(files, 'language = "en"\n').sentences() == [
        "transacties.csv, row 3, column “omzet”: “abc” cannot be used here. "
        "Expected: an amount with a comma as decimal mark, such as 1.234,50 or 1234,50."
    ]


def test_many_of_one_kind_are_counted(refused):
    """Thirty bad amounts: ten sentences and how many more; the problems are all there."""
    refusal = refused({"transacties.csv": GOOD + "7;31-12-2025;abc\n" * 30})
    assert len(refusal.problems) == 30
    assert len(refusal.sentences()) == SHOWN + 1
    assert refusal.sentences()[-1] == "transacties.csv, kolom “omzet”: en nog 20 van zulke regels."


def test_a_customer_twice(refused):
    """Both rows are named; two empty numbers are empty, not the same customer."""
    refusal = refused({"klanten.csv": "klantnummer;naam\n1;A\n2;B\n1;C\n;D\n;E\n"})
    assert [(p.key, p.row, p.values.get("rows")) for p in refusal.problems] == [
        ("twice", 2, [4]),
        ("twice", 4, [2]),
        ("empty_cell", 5, None),
        ("empty_cell", 6, None),
    ]


def test_a_missing_column_names_what_is_there(refused):
    """The reader's language for what is needed, the client's own for what is there."""
    refusal = refused({"transacties.csv": "klantnummer;aantal\n7;1\n"})
    assert refusal.sentences() == [
        "transacties.csv: er ontbreken 2 kolommen: datum en omzet. Wel aanwezig: klantnummer en aantal."
    ]


def test_an_unknown_column_gets_the_nearest_name(refused):
    """A typing error in a heading."""
    problem = refused({"transacties.csv": "klantnummer;datum;omzet;kostprijzen\n7;31-12-2025;1;1\n"}).problems[0]
    assert (problem.key, problem.column, problem.values["nearest"]) == ("unknown_column", "kostprijzen", "kostprijs")


def test_an_unknown_table_gets_the_nearest_name(refused):
    """A typing error in a file name."""
    problem = refused({"transacties.csv": GOOD, "klantn.csv": "klantnummer;naam\n7;A\n"}).problems[0]
    assert (problem.key, problem.file, problem.values["nearest"]) == ("unknown_table", "klantn.csv", "klanten")


def test_a_table_twice(refused):
    """A csv and a parquet of one table: nobody knows which is right."""
    refusal = refused({"transacties.csv": GOOD, "transactions.csv": GOOD})
    assert keys(refusal) == ["delivered_twice"]
    assert "transacties.csv en transactions.csv" in refusal.sentences()[0]


def test_a_column_twice(refused):
    """Dutch and English heading of one column."""
    assert "column_twice" in keys(refused({"transacties.csv": "klantnummer;datum;omzet;revenue\n7;31-12-2025;1;2\n"}))


def test_a_column_without_heading(refused, opened):
    """Refused where something stands in it, ignored where nothing does."""
    assert keys(refused({"transacties.csv": "klantnummer;;datum;omzet\n7;1;31-12-2025;1\n"})) == ["no_heading"]
    assert len(opened({"transacties.csv": "klantnummer;;datum;omzet\n7;;31-12-2025;1\n"}).all("transactions")) == 1


def test_nothing_delivered(refused):
    """An empty folder: what the least is that a report needs."""
    refusal = refused({"notitie.txt": "x"})
    assert keys(refusal) == ["nothing_delivered"]
    assert "klantnummer, datum en omzet" in refusal.sentences()[0]


@pytest.mark.parametrize("name", ["../proef", "a b", "", "NUL", "com1", "a/b", "x" * 65, ".."])
def test_a_name_that_is_no_folder(tmp_path, name):
    """Nothing outside the clients' folder is ever opened."""
    with pytest.raises(Refused) as refusal:
        open_client(name, tmp_path)
    assert keys(refusal.value) == ["bad_name"]


def test_an_unknown_client(deliver, tmp_path):
    """The clients there are, or how to make one."""
    with pytest.raises(Refused) as refusal:
        open_client("proef", tmp_path)
    assert keys(refusal.value) == ["no_client_yet"]
    root = deliver({"transacties.csv": GOOD}).parent
    with pytest.raises(Refused) as refusal:
        open_client("poref", root)
    assert "Wel aanwezig: proef." in refusal.value.sentences("nl")[0]


@pytest.mark.parametrize(
    ("files", "key", "row"),
    [
        ({"transacties.csv": "klantnummer;datum;omzet;kostprijs;marge\n7;31-12-2025;1;1;1\n"}, "cost_and_margin", None),
        ({"tarieven.csv": "activiteit;tarief;kostenpot\na;1;\nb;1;1\n"}, "rate_and_pool", 3),
        ({"tarieven.csv": "activiteit;tarief;kostenpot\na;1;\nb;;\n"}, "rate_nor_pool", 3),
        ({"tarieven.csv": "activiteit;niveau\na;klant\n"}, "missing_any", None),
        ({"tarieven.csv": RATES + "a;;100;5;;\n"}, "minutes_alone", 2),
        ({"tarieven.csv": RATES + "a;1;;5;;60\n"}, "minutes_alone", 2),
        ({"tarieven.csv": RATES + "a;;100;5;team;60\nb;;100;4;team;\n"}, "resource_twice", 2),
        ({"tarieven.csv": RATES + "a;;100;5;team;60\nb;;;4;team;60\n"}, "resource_twice", 2),
        ({"tarieven.csv": RATES + "a;;100;5;team;60\nb;;;;team;\n"}, "resource_without_minutes", 3),
        ({"tarieven.csv": RATES + "a;;100;5;team;60\nb;3;;4;team;\n"}, "rate_and_pool", 3),
        ({"tarieven.csv": RATES + "a;;100;5;;0\n"}, "not_above", 2),
        ({"tarieven.csv": RATES + "a;;100;-5;;60\n"}, "too_low", 2),
        ({"tarieven.csv": "activiteit;tarief;niveau\na;1;afdeling\n"}, "wrong_value", 2),
        ({"tarieven.csv": "activiteit;tarief;aandacht\na;1;soms\n"}, "wrong_value", 2),
        ({"strategie.csv": "klantnummer\n7\n"}, "missing_any", None),
        ({"strategie.csv": "klantnummer;leren\n7;6\n"}, "wrong_value", 2),
        ({"tevredenheid.csv": "klantnummer;datum;algemeen\n7;31-12-2025;\n"}, "empty_cell", 2),
        ({"tevredenheid.csv": "klantnummer;datum;algemeen\n7;31-12-2025;8\n"}, "wrong_value", 2),
        ({"tevredenheid.csv": "klantnummer;datum;algemeen;trouw\n7;31-12-2025;4;0,8\n"}, "ask_scale", None),
        ({"transacties.csv": "klantnummer;datum;omzet\n7;01-02-2025;1\n"}, "ask_date_order", None),
        ({"transacties.csv": "klantnummer;datum;omzet\n7;31-12-2025;1.500\n"}, "ask_decimals", None),
        ({"klachten.csv": "klantnummer;datum;afgehandeld\n7;31-12-2025;ja\n"}, "wrong_value", 2),
        ({"klachtkosten.csv": "jaar;preventie;herstel;klachten\n25;1;1;1\n"}, "wrong_value", 2),
        ({"zelftest.csv": SELF_TEST + "Jan;A;B;C;D;E;A\n"}, "wrong_value", 2),
        ({"zelftest.csv": SELF_TEST + ";A;B;C;D;A;A\n"}, "empty_cell", 2),
        ({"zelftest.csv": "respondent;vraag 1\nJan;A\n"}, "missing_columns", None),
        ({"uren.csv": "klantnummer;klasse;rol;uren\n;;verkoper;4\n"}, "customer_nor_class", 2),
        ({"metingen.csv": "meetpunt;datum;waarde;doel;beter\na;31-12-2025;1;1;vaker\n"}, "wrong_value", 2),
    ],
)  # fmt: skip
def test_what_the_contract_refuses(refused, files, key, row):
    """One refusal a line; the sentence can be made in both languages."""
    refusal = refused(files)
    assert (refusal.problems[0].key, refusal.problems[0].row) == (key, row)
    assert all(refusal.sentences(language) for language in ("nl", "en"))


@pytest.mark.parametrize(
    "rows",
    ["a;1;;;;\nb;;100;;;\n", "a;;100;5;;60\n", "a;;100;5;team;\nb;;;4;team;60\nc;;;0,5;team;\nd;2;;;;\n"],
)
def test_rates_that_are_in_order(opened, rows):
    """A rate or a pool; minutes with their own capacity; a resource whose pool and capacity stand on other rows."""
    assert len(opened({"tarieven.csv": RATES + rows}).all("rates")) == rows.count("\n")


def test_a_question_hides_nothing_else(refused):
    """A column that must be settled first, and a wrong value in another, are told together."""
    assert keys(refused({"transacties.csv": "klantnummer;datum;omzet\n7;01-02-2025;abc\n"})) == [
        "ask_date_order",
        "wrong_value",
    ]


def test_a_question_says_what_to_write(refused):
    """The answer can be copied into client.toml."""
    assert (
        'transacties.datum = "dmy"'
        in refused({"transacties.csv": "klantnummer;datum;omzet\n7;1-2-25;1\n"}).sentences()[0]
    )


def test_headings_that_all_are_unknown(refused):
    """Nothing is known: each heading is told, and what is missing; the rows are left alone."""
    assert keys(refused({"tarieven.csv": "x;y\n1;2\n"})) == ["unknown_column"] * 2 + ["missing_columns", "missing_any"]


def test_a_refusal_travels_between_processes(refused):
    """A run opens clients in other processes: what they refuse comes back whole."""
    refusal = refused({"transacties.csv": "klantnummer;datum;omzet\n7;31-12-2025;abc\n"})
    assert pickle.loads(pickle.dumps(refusal)).problems == refusal.problems  # noqa: S301  (our own)


def test_a_long_value_is_cut():
    """A cell of a thousand characters does not fill the screen."""
    assert len(Problem("wrong_value", "a.csv", 2, "omzet", "x" * 1000, "amount_comma").sentence("nl")) < 250


def test_a_mark_on_a_scale_may_be_asked_too(refused):
    """1.000 on a scale of 1 to 5 is 1 or a thousand: asked in words, with the line that settles it."""
    refusal = refused({"tevredenheid.csv": "klantnummer;datum;algemeen\n7;31-12-2025;1.000\n"})
    assert keys(refusal) == ["ask_decimals"]
    assert "tevredenheid.algemeen" in refusal.sentences("nl")[0]
    assert "satisfaction.overall" in refusal.sentences("en")[0]
