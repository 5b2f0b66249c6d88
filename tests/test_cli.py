"""The command as a person types it: help, refusals, exit status."""

import shutil
from unittest.mock import Mock

import pytest
from typer.testing import CliRunner

from klantlib import __version__, cli
from klantlib.cli import app
from tests.conftest import ROOT

COMMANDS = ("new", "check", "report", "scorecard", "questionnaire", "answers", "lab")


@pytest.fixture
def klant(tmp_path, monkeypatch):
    """A function that runs `klant ...` in an empty home and gives (exit status, all that was said)."""
    (tmp_path / "client_data").mkdir()
    monkeypatch.setenv("KLANT_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        return done.exit_code, done.output

    return run


@pytest.fixture
def spring(tmp_path):
    """The client Spring in that home."""
    shutil.copytree(ROOT / "tests" / "clients" / "spring", tmp_path / "client_data" / "spring")


def test_the_version_is_that_of_the_package(klant):
    """For who asks for help."""
    assert klant("--version") == (0, f"klant {__version__}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(klant, command):
    """And the list of commands names it."""
    status, said = klant(command, "--help")

    assert status == 0 and "Usage" in said and command in klant("--help")[1]


def test_without_a_command_there_is_help(klant):
    """Nothing is guessed."""
    assert "report" in klant()[1]


def test_a_new_client_has_a_folder_to_fill(klant, tmp_path):
    """With a client.toml; a second time nothing is touched."""
    status, said = klant("new", "jansen")
    again, refusal = klant("new", "jansen")

    assert status == 0 and "klant check jansen" in said
    assert (tmp_path / "client_data" / "jansen" / "client.toml").exists()
    assert again == 2 and "jansen" in refusal


@pytest.mark.parametrize("name", ["../x", "a/b", "CON", "", "a b"])
def test_a_name_that_is_no_folder_name_is_refused(klant, name, tmp_path):
    """No path leads out of client_data/."""
    assert klant("new", name)[0] == 2
    assert list((tmp_path / "client_data").iterdir()) == []


@pytest.mark.slow
def test_an_unknown_client_is_refused_with_those_there_are(klant, spring):
    """A typing error is seen at once."""
    status, said = klant("report", "sprong")

    assert status == 2 and "spring" in said


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["report"], "spring"),
        (["report", "spring", "--language", "de"], "nl, en"),
        (["report", "spring", "--only", "concentratoin"], "concentration"),
        (["report", "spring", "--frech"], "fresh"),
    ],
)
def test_a_wrong_option_is_refused_with_what_there_is(klant, spring, arguments, hint):
    """Before anything runs."""
    status, said = klant(*arguments)

    assert status == 2 and hint in said


def test_check_names_what_is_wrong_and_ends_with_2(klant, spring, tmp_path):
    """File, row, column and value."""
    path = tmp_path / "client_data" / "spring" / "activities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2080", "veel"), encoding="utf-8")
    status, said = klant("check", "spring")

    assert status == 2 and "activities.csv" in said and "veel" in said


def test_check_says_what_there_is_and_which_chapters_lack_their_data(klant, spring):
    """A client with four tables has no self-test."""
    status, said = klant("check", "spring")

    told = " ".join(said.split())
    assert status == 0 and "Cost-to-serve cost_to_serve" in told
    assert "Self-test of customer knowledge self test" in told
    assert "|" not in said and "Weggelaten" not in said


def test_check_tells_the_options_of_chapters_with_the_rest(klant, spring, tmp_path):
    """All problems at once: those in the files, and the options that a report would refuse."""
    folder = tmp_path / "client_data" / "spring"
    (folder / "activities.csv").write_text("customer_id,activity,quantity\nP,orders,veel\n", encoding="utf-8")
    with (folder / "client.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[whitney]\nnonsense = 1\nsignificant_share = nan\n[self_test]\nx = "y"\n')
    status, said = klant("check", "spring")

    assert status == 2
    assert "veel" in said and "'nonsense'" in said and "nan" in said and "[self_test]" in said


def test_a_wrong_option_alone_makes_check_end_with_2(klant, spring, tmp_path):
    """What check passes, report may not refuse."""
    with (tmp_path / "client_data" / "spring" / "client.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[concentration]\ntop = "a lot"\n')
    status, said = klant("check", "spring")

    assert status == 2 and "a lot" in said and "float" not in said


def test_fewer_than_no_processes_are_refused(klant, spring):
    """Said as a mistake in the command, not as one in the program."""
    status, said = klant("report", "spring", "--jobs", "-1")

    assert status == 2 and "--jobs" in said


def test_a_chapter_of_a_clients_own_may_be_asked_for(klant, spring, tmp_path, monkeypatch):
    """A consultant's workbook 55_extra is the chapter "extra" for who asks for its client, for nobody else."""
    own = tmp_path / "client_data" / "spring" / "workbooks"
    own.mkdir()
    shutil.copy(ROOT / "workbooks" / "90_basis.ipynb", own / "55_extra.ipynb")
    asked = []
    monkeypatch.setattr(cli, "_run", lambda jobs, at_once: asked.extend(jobs) or [])

    assert klant("report", "spring", "--only", "extra")[0] == 0
    assert asked[0].only == ("extra",)
    assert klant("report", "other", "--only", "extra")[0] == 2


def test_all_finds_files_in_capitals_too(klant, tmp_path, monkeypatch):
    """TRANSACTIES.CSV is a table like any other; an empty folder is no client."""
    for name, file in (("groot", "TRANSACTIES.CSV"), ("klein", "data.xlsx"), ("leeg", "notes.txt")):
        (tmp_path / "client_data" / name).mkdir()
        (tmp_path / "client_data" / name / file).touch()
    asked = []
    monkeypatch.setattr(cli, "_run", lambda jobs, at_once: asked.extend(jobs) or [])
    klant("report", "--all")

    assert [job.client for job in asked] == ["groot", "klein"]


@pytest.mark.parametrize("command", ["new", "check"])
def test_a_folder_that_may_not_be_touched_is_a_sentence(klant, spring, command, monkeypatch):
    """Which path, and why; no traceback."""
    refused = PermissionError(13, "Permission denied", "/somewhere/else")
    for place in ("klantlib.intake.checkup.settled", "klantlib.client.scaffold.valid_name"):
        monkeypatch.setattr(place, Mock(side_effect=refused))
    status, said = klant(command, "spring")

    assert status == 1 and "/somewhere/else" in said and "Permission denied" in said


def test_answers_are_taken_in_and_what_is_refused_is_told(klant):
    """Codes in one go: the good one counts, the mistyped one is told, and the exit status says so."""
    klant("new", "jansen", "--language", "en")
    good, wrong = klant("answers", "jansen", "6WK-9KZB"), klant("answers", "jansen", "6wk", "9kzb", "6WK-9KZC")

    assert good[0] == 0 and "1 self-test taken in" in good[1] and "answers/self_test.csv" in good[1]
    assert wrong[0] == 2 and "was here already" in wrong[1] and "6WK9KZC" in wrong[1] and "answers/refused" in wrong[1]


def test_answers_of_nobody_are_refused(klant):
    """An unknown client; and without answers that is said."""
    klant("new", "jansen", "--language", "en")

    assert klant("answers", "janssen", "6WK-9KZB")[0] == 2
    assert "no answers" in klant("answers", "jansen")[1]
    assert "0 files erased" in klant("answers", "jansen", "--erase")[1]


def test_a_questionnaire_that_there_is_none_of_is_refused(klant):
    """With those there are; and by name it needs customers."""
    klant("new", "jansen", "--language", "en")
    status, said = klant("questionnaire", "jansen", "--kind", "nps,self_test")

    assert status == 2 and "nps" in said and "satisfaction" in said
    assert klant("questionnaire", "jansen", "--language", "xx")[0] == 2
    assert klant("questionnaire", "jansen", "--kind", "satisfaction")[0] == 2


@pytest.mark.slow
def test_a_questionnaire_is_made_and_told(klant, spring, tmp_path):
    """Each file with what it is for, and what to type when answers come back."""
    status, said = klant("questionnaire", "spring", "--kind", "self_test,satisfaction")

    assert status == 0 and "self_test.html" in said and "klant answers spring" in said
    assert (tmp_path / "client_data" / "spring" / "questionnaires" / "mailing.xlsx").exists()
