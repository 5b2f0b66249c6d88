"""The command as a person types it: help, refusals, exit status."""

import shutil

import pytest
from tests.conftest import ROOT
from typer.testing import CliRunner

from klantlib import __version__
from klantlib.cli import app

COMMANDS = ("new", "check", "report", "lab")


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

    assert status == 0 and "cost_to_serve" in said and "self_test" in said
