"""From the export of a tool to our tables: one case a tool and a language, and what is asked, refused or set aside."""

import pandas as pd
import pytest

from klantlib.client.places import stems
from tests.client.surveys.made_exports import CASES, TRANSACTIONS, TYPEFORM_NL


@pytest.fixture
def answered(opened):
    """The client that a case makes, with a transaction of each of its customers."""

    def open_it(files, settings):
        return opened({"transacties.csv": TRANSACTIONS, **files}, settings)

    return open_it


def rows(table, columns):
    """As a case has them: days as texts, None where nothing stands."""
    days = table[list(columns)].assign(**({"date": table["date"].dt.strftime("%Y-%m-%d")} if "date" in columns else {}))
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in days.itertuples(index=False)]


def survey(questions="Hoe tevreden;", answers="4;", more="", columns='algemeen = "Hoe tevreden"'):
    """A survey of a tool that nobody knows: one answer of customer 7 on 15 October."""
    files = {"enquete.csv": f"Nummer;Dag;{questions}\n7;15-10-2025;{answers}\n"}
    named = f'[surveys.e]\nfile = "enquete.csv"\nklantnummer = "Nummer"\ndatum = "Dag"\n{more}'
    return files, f"{named}\n[surveys.e.tevredenheid]\n{columns}\n"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_an_export_becomes_the_expected_tables(answered, name):
    """Every cell of every table, and no table more."""
    case = CASES[name]
    client = answered(case.files, case.settings)
    assert set(client.tables) == {"transactions", *case.expected}
    for table, expected in case.expected.items():
        found = rows(client.all(table), case.columns[table])
        assert found == [tuple(pytest.approx(c) if isinstance(c, float) else c for c in row) for row in expected]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_what_was_set_aside_is_told(answered, name):
    """Unfinished, unknown, without a customer, personal: each with how many."""
    client = answered(CASES[name].files, CASES[name].settings)
    told = {remark.key: remark.values["n"] for remark in client.remarks if "n" in remark.values}
    assert {key: told.get(key) for key in CASES[name].remarks} == dict(CASES[name].remarks)
    counted = ("survey_unfinished", "survey_nobody", "survey_unanswered", "survey_unknown", "survey_partly")
    assert {key for key in counted if key in told} <= set(CASES[name].remarks)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.slow
def test_nobody_is_named_unasked(answered, name):
    """No e-mail address, name, token or network in any table, unless client.toml asks for the respondent."""
    client = answered(CASES[name].files, CASES[name].settings)
    values = {str(cell).casefold() for table in client.tables.values() for cell in table.to_numpy().ravel()}
    private = {"jan@a.example", "a@een.example", "k7x", "p3q", "n1", "anna", "e. visser", "anonymous"}
    assert values & private == set()


def test_a_respondent_is_named_when_asked(answered):
    """`respondent = "Naam"` of the Dutch Forms case: the names are there, the addresses are not."""
    case = CASES["Microsoft Forms, Dutch"]
    client = answered(case.files, case.settings)
    assert client.all("satisfaction")["respondent"].tolist() == ["Jan", "Piet"]


def test_a_second_reading_comes_from_the_cache(deliver):
    """The same tables and remarks, and a changed list of participants is read anew."""
    from klantlib.client import open_client

    case = CASES["LimeSurvey, Dutch"]
    folder = deliver({"transacties.csv": TRANSACTIONS, **case.files}, case.settings)
    first, second = (open_client("proef", folder.parent) for _ in range(2))
    pd.testing.assert_frame_equal(first.all("satisfaction"), second.all("satisfaction"))
    assert first.remarks == second.remarks
    deliver({"deelnemers.csv": "token;attribute_1\nk7x;7\np3q;7\n"})
    assert open_client("proef", folder.parent).all("satisfaction")["customer_id"].tolist() == ["7", "7"]


def test_two_surveys_of_one_table_are_added_up(answered):
    """Last year's and this year's, each on its own scale; one person has one number in both."""
    head = "Timestamp,Email,Klantnummer,Cijfer\n"
    files = {
        "2024.csv": f"{head}2024-10-01,a@x.example,7,10\n2024-10-02,b@x.example,7,1\n",
        "2025.csv": f"{head}2025-10-01,B@x.example,7,5\n2025-10-02,c@x.example,00042,1\n",
    }
    settings = "".join(
        f'[surveys.y{year}]\nfile = "{year}.csv"\nklantnummer = "Klantnummer"\n'
        f'[surveys.y{year}.tevredenheid]\nalgemeen = "Cijfer"\n' + more
        for year, more in ((2024, '[surveys.y2024.scales]\nalgemeen = "1-10"\n'), (2025, ""))
    )
    client = answered(files, settings)
    found = rows(client.all("satisfaction"), ("customer_id", "overall", "respondent"))
    assert found == [("7", 5, "1"), ("7", 1, "2"), ("7", 5, "2"), ("00042", 1, "3")]
    source = next(source for source in client.sources if source.table == "satisfaction")
    assert (source.file, source.rows_read, source.rows_kept) == ("2024.csv + 2025.csv", 4, 4)


def test_answers_without_the_one_that_counts_are_set_aside(answered):
    """No overall: not in the table, and told; the rows that were read add up."""
    files, settings = survey()
    files["enquete.csv"] += "7;16-10-2025;geen mening;\n7;17-10-2025;;\n"
    client = answered(files, settings)
    told = {remark.key: remark.values.get("n") for remark in client.remarks}
    source = next(source for source in client.sources if source.table == "satisfaction")
    assert client.all("satisfaction")["overall"].tolist() == [4]
    assert (told["survey_unanswered"], told["survey_unknown"]) == (2, 1)
    assert (source.rows_read, source.rows_kept, source.rows_rejected) == (3, 1, 2)


def test_somebody_who_is_not_in_the_list_is_told(answered):
    """One of two tokens is known; the other's answer cannot count."""
    case = CASES["LimeSurvey, Dutch"]
    client = answered({**case.files, "deelnemers.csv": "token;attribute_1\nK7X;00042\n"}, case.settings)
    assert client.all("satisfaction")["overall"].tolist() == [4]
    assert {r.key: r.values["n"] for r in client.remarks if r.key == "survey_unlisted"} == {"survey_unlisted": 1}


def test_an_unknown_word_is_asked(refused):
    """The word, the question, and the line that settles it; once, and not refused as well."""
    files, settings = survey(answers="prima;")
    refusal = refused({"transacties.csv": TRANSACTIONS, **files}, settings)
    (problem,) = refusal.problems
    assert (problem.key, problem.column, problem.value) == ("ask_word", "Hoe tevreden", "prima")
    assert problem.proposal.heading("nl") == "surveys.e.answers"
    assert problem.proposal.line("nl") == '"prima" = 5'
    assert problem.proposal.others == ("4", "3", "2", "1", '""')


def test_an_unknown_word_is_read_as_client_toml_says(answered):
    """The line that was proposed, pasted."""
    files, settings = survey(answers="prima;")
    client = answered(files, f'{settings}[surveys.e.answers]\n"prima" = 5\n')
    assert client.all("satisfaction")["overall"].tolist() == [5]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"klantnummer = \"Nummer\"": ""}, "survey_customer"),
        ({"datum = \"Dag\"": ""}, "survey_date"),
        ({"datum = \"Dag\"": 'datum = "Dagg"'}, "mapped_to_nothing"),
        ({"algemeen = \"Hoe tevreden\"": 'wens = "Hoe tevreden"'}, "survey_lacks"),
        ({"[surveys.e.tevredenheid]\nalgemeen = \"Hoe tevreden\"": ""}, "ask_questions"),
        ({'file = "enquete.csv"': 'file = "weg.csv"'}, "no_such_file"),
        ({"algemeen": "algemen"}, "unknown_key"),
        ({'klantnummer = "Nummer"': "klant = 3"}, "unknown_key"),
        ({"[surveys.e.tevredenheid]": '[surveys.e.scales]\nalgemeen = "x"\n[surveys.e.tevredenheid]'}, "wrong_setting"),
        ({'file = "enquete.csv"': 'sheet = "Blad1"'}, "missing_setting"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_not_whole_is_refused(refused, change, key):
    """Each with the sentence in both languages, and without a crash."""
    files, settings = survey()
    for old, new in change.items():
        assert old in settings
        settings = settings.replace(old, new)
    refusal = refused({"transacties.csv": TRANSACTIONS, **files}, settings)
    assert key in [problem.key for problem in refusal.problems]
    assert all(refusal.sentences(language) for language in ("nl", "en"))


def test_a_score_outside_the_scale_is_refused_with_its_row(refused):
    """A mark of 8 where 1 to 5 is meant: row 2, the client's own question."""
    files, settings = survey(answers="8;")
    (problem,) = refused({"transacties.csv": TRANSACTIONS, **files}, settings).problems
    assert (problem.key, problem.row, problem.column, problem.value) == ("wrong_value", 2, "Hoe tevreden", "8")


def test_days_that_can_be_read_two_ways_are_asked(refused):
    """3 October or 10 March: the order is asked once, though two tables have the day."""
    aspects = '[surveys.typeform.aspecten.prijs]\nbelang = "B"\nverwachting = "V"\nervaring = "E"\n'
    content = "Timestamp,Klantnummer,Hoe tevreden bent u?,B,V,E\n10/3/2025 9:00:00,7,4,4,8,8\n"
    settings = TYPEFORM_NL.settings + aspects
    refusal = refused({"transacties.csv": TRANSACTIONS, "antwoorden.csv": content}, settings)
    lines = [problem.proposal.line("nl") for problem in refusal.problems]
    assert lines == ['tevredenheid.datum = "dmy"', 'aspecten.datum = "dmy"']


def test_a_survey_and_a_file_of_one_table_are_refused(refused):
    """Which of the two counts is not guessed."""
    files, settings = survey()
    own = {"tevredenheid.csv": "klantnummer;datum;algemeen\n7;15-10-2025;4\n"}
    (problem,) = refused({"transacties.csv": TRANSACTIONS, **files, **own}, settings).problems
    assert problem.key == "delivered_twice"


def test_a_survey_has_no_chapter_of_its_name():
    """[surveys] is a section of client.toml, and no chapter may be called so."""
    assert "surveys" not in stems()
