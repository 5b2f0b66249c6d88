"""Small client folders, written for one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from klantlib.client import Client, Refused, open_client

TRANSACTIONS = "klantnummer;datum;omzet\n00042;31-12-2025;100\n7;15-12-2025;50\n"


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Path]:
    """Write files (text or bytes, by name) and a client.toml into the folder of client "proef"."""

    def write(files: Mapping[str, str | bytes], settings: str = "") -> Path:
        folder = tmp_path / "clients" / "proef"
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        if settings:
            (folder / "client.toml").write_text(settings, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def opened(deliver: Callable[..., Path]) -> Callable[..., Client]:
    """The client that these files make."""

    def open_it(files: Mapping[str, str | bytes], settings: str = "") -> Client:
        return open_client("proef", deliver(files, settings).parent)

    return open_it


@pytest.fixture
def refused(opened: Callable[..., Client]) -> Callable[..., Refused]:
    """Why these files make no client."""

    def refuse(files: Mapping[str, str | bytes], settings: str = "") -> Refused:
        with pytest.raises(Refused) as refusal:
            opened(files, settings)
        return refusal.value

    return refuse
