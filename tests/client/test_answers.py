"""Answers to our own forms, in answers/: further rows of a table, beside those of the client's own file."""

from __future__ import annotations

import pytest

from klantlib.client import open_client
from klantlib.client.model import Refused

OWN = "klantnummer;datum;algemeen;trouw\n7;31-12-2025;4;80\n8;30-12-2025;2;10\n"
OURS = "klantnummer;datum;algemeen;wens\n7;2025-12-30;5; =Sneller\n9;2025-12-29;3;\n"
CUSTOMERS = "klantnummer;naam\n7;De Linde\n8;Visser\n9;Bos\n"


@pytest.fixture
def delivered(deliver):
    """A function that lays down a client's files and its answers, and gives the folder."""

    def made(files, answers, settings=""):
        folder = deliver(files, settings)
        (folder / "answers").mkdir()
        for name, text in answers.items():
            (folder / "answers" / name).write_text(text, encoding="utf-8")
        return folder

    return made


def test_answers_are_rows_below_those_of_the_clients_own_file(delivered):
    """The columns of both; a text that a spreadsheet would run has a space in front, which is not read."""
    folder = delivered({"tevredenheid.csv": OWN, "klanten.csv": CUSTOMERS}, {"satisfaction.csv": OURS})
    client = open_client("proef", folder.parent)
    rows = client.all("satisfaction")

    assert rows["customer_id"].tolist() == ["7", "8", "7", "9"]
    assert rows["overall"].tolist() == [4, 2, 5, 3]
    assert rows["loyalty"].tolist()[:2] == [80, 10] and rows["loyalty"].isna().tolist() == [False, False, True, True]
    assert rows["wish"].tolist()[2] == "=Sneller"


def test_each_file_is_a_source_with_its_own_rows(delivered):
    """Who is left out is counted in the file that he stands in."""
    settings = '[customers]\nexclude = [{ id = "9", reason = "familie" }]\n'
    folder = delivered({"tevredenheid.csv": OWN, "klanten.csv": CUSTOMERS}, {"satisfaction.csv": OURS}, settings)
    found = {s.file: (s.rows_read, s.rows_kept, s.rows_rejected) for s in open_client("proef", folder.parent).sources}

    assert found["tevredenheid.csv"] == (2, 2, 0)
    assert found["answers/satisfaction.csv"] == (2, 1, 1)


def test_answers_alone_are_a_client(delivered):
    """A workshop begins with nothing else."""
    text = "respondent;vraag 1;vraag 2;vraag 3;vraag 4;vraag 5;vraag 6;datum\n6WK-9KZB;A;B;C;D;?;A;2026-11-22\n"
    client = open_client("proef", delivered({}, {"self_test.csv": text}).parent)

    assert client.all("self_test")["respondent"].tolist() == ["6WK-9KZB"]
    assert [source.file for source in client.sources] == ["answers/self_test.csv"]


def test_what_client_toml_says_of_the_clients_own_file_is_not_of_ours(delivered):
    """Its headings and its scale of 1 to 10: a five on our form stays a five."""
    own = "Debiteur;Dag;Cijfer\n7;31-12-2025;10\n"
    settings = (
        '[columns.tevredenheid]\nklantnummer = "Debiteur"\ndatum = "Dag"\nalgemeen = "Cijfer"\n'
        '[scales]\ntevredenheid.algemeen = "1-10"\n'
    )
    client = open_client("proef", delivered({"tevredenheid.csv": own}, {"satisfaction.csv": OURS}, settings).parent)

    assert client.all("satisfaction")["overall"].tolist() == [5, 5, 3]


def test_a_wrong_value_names_the_file_with_the_answers(delivered):
    """Somebody changed it by hand: the same checks as for every file."""
    folder = delivered({"tevredenheid.csv": OWN}, {"satisfaction.csv": OURS.replace(";5;", ";11;")})
    with pytest.raises(Refused) as refusal:
        open_client("proef", folder.parent)

    assert [(p.file, p.row, p.column, p.value) for p in refusal.value.problems] == [
        ("answers/satisfaction.csv", 2, "algemeen", "11")
    ]


def test_new_answers_are_seen_at_once(delivered):
    """The cache of an earlier reading does not hide them."""
    folder = delivered({"tevredenheid.csv": OWN}, {"satisfaction.csv": OURS})
    before = len(open_client("proef", folder.parent).all("satisfaction"))
    (folder / "answers" / "satisfaction.csv").write_text(OURS + "8;2025-12-28;4;\n", encoding="utf-8")

    assert len(open_client("proef", folder.parent).all("satisfaction")) == before + 1
