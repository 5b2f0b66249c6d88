"""Clients run through the whole road, once for all tests that look at what came out."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from klantlib.report.job import Job, Outcome
from klantlib.report.run import run

pytest_plugins = ("tests.programs", "tests.office")
collect_ignore = ["office_edits.py"]  # runs under LibreOffice's Python
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"  # public data sets, where a developer has them


os.environ.setdefault("KLANT_OFFICE", "")  # reports without page numbers, for speed; tests of the numbers ask for them
# a noisy machine is no failure; and what lands is judged on the same examples every time
settings.register_profile(
    "ours", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ours")


@dataclass(frozen=True)
class Made:
    """A report, and how it was made."""

    outcome: Outcome
    client: Path  # the client's folder
    folder: Path  # the report's

    @property
    def results(self) -> dict:
        return json.loads((self.folder / "results.json").read_text(encoding="utf-8"))

    @property
    def manifest(self) -> dict:
        return json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def make(tmp_path_factory):
    """A function that runs a folder of client files as a client in a home of its own."""

    def made(source: Path, name: str = "", home: Path | None = None, **options) -> Made:
        name = name or source.name
        home = home or tmp_path_factory.mktemp(name)
        client = home / "client_data" / name
        if not client.exists():
            shutil.copytree(source, client, ignore=shutil.ignore_patterns(".cache"))
        job = Job(name, home / "client_data", home / "reports", **options)
        return Made(run([job])[0], client, home / "reports" / name)

    return made


@pytest.fixture(scope="session")
def demo(make) -> Made:
    """The demo client in Dutch. Tests that use it are of the xdist group "demo", so that it is made once."""
    return make(ROOT / "client_data" / "voorbeeld")


@pytest.fixture(scope="session")
def demo_en(make) -> Made:
    return make(ROOT / "client_data" / "voorbeeld", language="en")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The public data sets, or a skip that says what is missing."""
    if not SHARED.exists():
        pytest.skip("the public data sets (superstore.csv, northwind_order_lines.csv) are not beside this checkout")
    return SHARED
