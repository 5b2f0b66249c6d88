"""What klant check proposes for an export that client.toml does not name yet; pasted, it must do what it says."""

import tomllib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.client.surveys.exports import Export
from klantlib.client.surveys.proposals import named, proposed, toml
from klantlib.client.surveys.questions import suggested
from tests.client.surveys.made_exports import CASES, TRANSACTIONS

WHOLE = (  # every question is recognised by its words
    "LimeSurvey, Dutch", "Google Forms, English", "Microsoft Forms, English", "Typeform, Dutch", "Typeform, English",
)  # fmt: skip


def export_of(case):
    """The export alone, as it lies in the folder before anybody has looked at it."""
    return {name: content for name, content in case.files.items() if name != "deelnemers.csv"}


@pytest.fixture
def asked(refused):
    """What is asked of a folder with this export."""

    def ask(case, language="nl"):
        problems = refused({"transacties.csv": TRANSACTIONS, **export_of(case)}, f'language = "{language}"').problems
        return next(problem for problem in problems if problem.key == "ask_survey")

    return ask


def section(problem, language):
    return f"[{problem.proposal.heading(language)}]\n{problem.proposal.line(language)}\n"


@pytest.mark.parametrize("name", CASES)
def test_an_export_in_the_folder_is_recognised(asked, name):
    """The tool, and how many answers are whole; not an unknown table."""
    problem, (tool, _) = asked(CASES[name]), name.split(", ")
    assert problem.values["tool"] == tool
    assert problem.values["answers"] == {"Google Forms, Dutch": 3}.get(name, 2)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", CASES)
def test_what_is_proposed_is_toml(asked, name, language):
    """It can be pasted as it is, in either language, and names the file."""
    proposed = tomllib.loads(section(asked(CASES[name]), language))["surveys"]
    (survey,) = proposed.values()
    assert survey["file"] in CASES[name].files


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.slow
def test_what_is_proposed_reads_the_survey(asked, opened, name):
    """Pasted as it is, with the list of participants where there is one, it gives the tables of the case."""
    case = CASES[name]
    pasted = section(asked(case), "nl").replace('klantnummer = ""', 'klantnummer = "Toegangscode"')
    if "deelnemers.csv" in case.files:
        place = pasted.partition("]")[0]
        pasted += f'{place}.list]\nfile = "deelnemers.csv"\nkey = "token"\nklantnummer = "attribute_1"\n'
    if name == "Typeform, English":
        pasted += '[surveys.responses.answers]\nexcellent = 5\n"very satisfied" = 4\n'
    client = opened({"transacties.csv": TRANSACTIONS, **case.files}, pasted)
    assert set(client.tables) == {"transactions", *case.expected}
    for table, expected in case.expected.items():
        assert len(client.all(table)) == len(expected)
        first = client.all(table)[case.columns[table][2]].tolist()
        assert [str(value).casefold() for value in first] == [str(row[2]).casefold() for row in expected] or (
            table == "satisfaction" and first == pytest.approx([row[2] for row in expected])
        )


def test_a_mark_out_of_ten_is_proposed_as_such(asked):
    """The English Forms case has a 9 for overall, so 1-10."""
    assert 'algemeen = "1-10"' in section(asked(CASES["Microsoft Forms, English"]), "nl")


def test_words_say_nothing_of_the_scale(asked):
    """The Dutch LimeSurvey case has words for overall and importance: no scale is proposed for them."""
    assert "scales" not in section(asked(CASES["LimeSurvey, Dutch"]), "nl")


def test_what_says_who_answered_is_never_proposed(asked):
    """Nor what the tool writes itself; what is left is listed as not used."""
    text = section(asked(CASES["Microsoft Forms, Dutch"]), "nl")
    assert "Naam" not in text
    assert "Begintijd" not in text
    assert '# niet gebruikt: "Wij zijn een fijne leverancier"' in text


def test_a_table_of_ours_is_no_survey(opened):
    """satisfaction.csv with its own columns is read as it always was, also with a column of the tool's beside them."""
    own = "Timestamp,customer_id,date,overall\n2025-10-15,7,2025-10-15,4\n"
    settings = "[columns.satisfaction]\noverall = 'overall'\n"
    client = opened({"transacties.csv": TRANSACTIONS, "satisfaction.csv": own}, settings)
    assert client.all("satisfaction")["overall"].tolist() == [4]


def test_an_export_under_the_name_of_a_table_is_asked_too(refused):
    """tevredenheid.csv straight from Google Forms: not a heap of unknown columns."""
    content = next(iter(CASES["Google Forms, Dutch"].files.values()))
    problems = refused({"transacties.csv": TRANSACTIONS, "tevredenheid.csv": content}).problems
    assert [problem.key for problem in problems] == ["ask_survey"]


@pytest.mark.parametrize(
    ("text", "read"),
    [('a "quoted" question?', 'a "quoted" question?'), ("back\\slash", "back\\slash"), ("a\x07b\nc", "a b c")],
)
def test_any_heading_can_be_written_as_toml(text, read):
    """Quotes, backslashes and characters that no file should have do not break client.toml."""
    assert tomllib.loads(f"x = {toml(text)}") == {"x": read}


def test_a_proposal_of_very_many_questions_can_be_read(refused):
    """Fifty questions that say nothing: thirty are named, and that there are twenty more."""
    content = "Timestamp," + ",".join(f"Vraag {n}" for n in range(50)) + "\n2025-10-15" + ",x" * 50 + "\n"
    (problem,) = refused({"transacties.csv": TRANSACTIONS, "form.csv": content}).problems
    text = section(problem, "nl")
    assert text.count("# niet gebruikt") == 30
    assert "# en nog 20 vragen" in text


@pytest.mark.parametrize(
    ("stem", "name"), [("Klanten 2025 (1-3)", "klanten_2025_1_3"), ("___", "survey"), ("日本", "survey")]
)
def test_a_survey_is_named_after_its_file(stem, name):
    """A name that TOML takes without quotes."""
    assert named(stem) == name


HEADINGS = st.lists(st.text(max_size=20).filter(lambda text: "\0" not in text), min_size=1, max_size=8)


@given(HEADINGS, st.lists(st.one_of(st.none(), st.text(max_size=6), st.integers(-5, 12)), min_size=8, max_size=8))
@settings(deadline=None, max_examples=150)
@pytest.mark.slow
def test_any_questions_can_be_proposed(headings, answers):
    """Whatever the questions and answers are: a section of TOML, in each language, and nothing crashes."""
    cells = pd.DataFrame({f"{text} {place}": [answers[place]] for place, text in enumerate(headings)}, dtype=object)
    found = suggested(Export(cells, None))
    for language in ("nl", "en"):
        proposal = proposed("x", "file.csv", None, found)
        assert "file" in tomllib.loads(f"[{proposal.heading(language)}]\n{proposal.line(language)}\n")["surveys"]["x"]
