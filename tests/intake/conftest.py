"""Clients as they really come in, written for one test in an empty home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from klantlib.cli import app

SALES = "klantnummer;datum;omzet\n00042;31-12-2025;1.234,50\n7;15-12-2025;50,00\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; the computer speaks English."""
    (tmp_path / "client_data").mkdir()
    monkeypatch.setenv("KLANT_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def deliver(home: Path) -> Callable[..., Path]:
    """Write files (text or bytes, by name) into the folder of client "proef"."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder = home / "client_data" / "proef"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def klant(home: Path) -> Callable[..., tuple[int, str]]:
    """Run `klant ...`: exit status, and all that was said."""

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        return done.exit_code, done.output

    return run
