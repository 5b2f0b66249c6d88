"""What is installed is the same for everyone, and comes from nowhere in particular."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.make_locks import ROOT, environment, named, versions

LOCKS = ("requirements.lock", "requirements-test.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_in_a_lock_has_a_version_and_hashes(lock):
    """pip refuses a package that is not the one that was locked."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())

    assert len(entries) > 50
    assert [e for e in entries if not re.match(r"[a-z0-9.-]+==\S+", e) or "--hash=sha256:" not in e] == []


@pytest.mark.parametrize("lock", [*LOCKS, "tests/node/package-lock.json", "environment.yml"])
def test_a_lock_has_no_address_to_download_from(lock):
    """Each machine asks the registry it is set up for."""
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8").replace("conda-forge", "")


def test_conda_users_get_the_locked_versions():
    """environment.yml is what the locks and pyproject.toml make of it."""
    assert (ROOT / "environment.yml").read_text(encoding="utf-8") == environment()


def test_conda_users_get_every_package_that_pyproject_names():
    """Name by name, within the bounds of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {r.name.lower(): r.specifier for r in map(Requirement, project["dependencies"])}
    given = dict(re.findall(r"^  - ([a-z0-9-]+)=(\S+)$", environment(), re.MULTILINE))

    assert sorted(wanted) == named()
    assert [name for name, bounds in wanted.items() if given[name] not in bounds] == []


def test_both_locks_agree():
    """Who tests the program tests the versions that a consultant has."""
    test_lock = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")

    assert [f"{name}=={version}" for name, version in versions().items() if f"{name}=={version}" not in test_lock] == []
