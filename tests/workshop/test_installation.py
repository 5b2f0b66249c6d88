"""check_installation.py: is a participant's computer ready?"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from klantlib.languages import languages
from klantlib.workshop.installation import installation_check


@pytest.fixture
def check(tmp_path):
    """A function that runs the check, with a text changed where asked: exit status and what it said."""

    def run(*arguments, python=sys.executable, home=tmp_path, changed=("", "")):
        script = tmp_path / "check_installation.py"
        script.write_text(installation_check("nl").replace(*changed), encoding="utf-8")
        env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        done = subprocess.run([python, str(script), *arguments], capture_output=True, text=True, env=env, cwd=tmp_path)
        return done.returncode, done.stdout + done.stderr

    return run


def test_it_needs_nothing_but_python():
    """Every module that it imports at the start is Python's own."""
    body = ast.parse(installation_check("nl")).body
    names = [alias.name for part in body if isinstance(part, ast.Import) for alias in part.names]
    names += [part.module for part in body if isinstance(part, ast.ImportFrom)]
    assert len(names) > 10 and {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("language", languages())
def test_it_is_the_same_text_every_time(language):
    """Only the language where the computer speaks none of ours differs."""
    assert installation_check(language) == installation_check(language)
    assert installation_check(language).count(f'USUAL = "{language}"') == 1


def test_it_holds_the_computer_to_the_lock():
    """Versions with their markers, without hashes."""
    text = installation_check("en")
    assert '"appnope==1.0.0 ; sys_platform == ' in text and "sha256" not in text


@pytest.mark.slow
def test_this_computer_is_ready(check):
    """Here everything is installed: Jupyter starts and a report is made."""
    status, said = check("--language", "en", changed=("BROWSERS = (", 'BROWSERS = ("sh", '))
    assert (status, said.count("fine")) == (0, 7), said
    assert said.rstrip().endswith("Ready for the workshop.")


@pytest.mark.slow
def test_a_package_that_lacks_or_is_too_old_is_named(check):
    """Of what is asked one is unknown here and one wants a version that does not exist."""
    lacking = ("LOCKED = [", 'LOCKED = [\n "no-such-package==1.0",')
    status, said = check("--quick", "--language", "nl", changed=lacking)
    assert status == 1 and "ontbreken: no-such-package" in said

    old = ("NEEDED = [", 'NEEDED = [\n "pandas>=99",')
    status, said = check("--quick", "--language", "en", changed=old)
    assert status == 1 and "too old: pandas" in said


@pytest.mark.slow
def test_another_version_is_told_and_is_no_fault(check):
    """Tested with pandas 0.1, here is a later one that will do: a note, and ready all the same."""
    _, said = check("--quick", "--language", "en", changed=('"pandas==', '"pandas==0.1+'))
    assert "[note   ]" in said and "pandas" in said
    assert not [line for line in said.splitlines() if line.startswith("  [NOT") and "browser" not in line]


@pytest.mark.slow
def test_without_the_program_it_says_what_to_do(check, tmp_path):
    """A Python that has nothing: exit 1, and which file to start."""
    bare = Path(sys.base_prefix) / "bin" / "python3"
    status, said = check("--language", "nl", python=bare)
    assert status == 1 and "install" in said and "NIET" in said and "Nog niet klaar" in said
