"""A stick for this computer installs the program in a fresh place, with the network shut."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from klantlib.client.places import CHECKOUT
from klantlib.workshop.installation import FOLDER
from klantlib.workshop.stick.filling import MACHINES, OURS, fill
from klantlib.workshop.stick.targets import PYTHONS, chosen

HERE = f"{sys.platform} {platform.machine()}"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
SHUT = """
import os, sys

LOCAL = ("127.0.0.1", "::1", "localhost", "")

def shut(event, arguments):
    if event in ("socket.getaddrinfo", "socket.connect", "socket.gethostbyname"):
        asked = arguments[1] if event == "socket.connect" else arguments[0]
        host = asked[0] if isinstance(asked, tuple) else asked
        if isinstance(host, (str, bytes)) and os.fsdecode(host) not in LOCAL and not os.fsdecode(host).startswith("/"):
            with open(os.environ["ASKED"], "a") as log:
                print(event, os.fsdecode(host), sys.argv, file=log)
            raise OSError("the network is shut")

sys.addaudithook(shut)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(HERE not in MACHINES or os.name == "nt", reason="there are no wheels for this computer"),
    pytest.mark.skipif(PYTHON not in PYTHONS, reason="there are no wheels for this Python"),
]


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    """A stick for this computer and this Python, of the files as they are here now."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]
    ours = [name for name in names if not name.startswith("client_data/") or name.startswith(OURS)]
    folder = tmp_path_factory.mktemp("stick")
    fill(folder, chosen([MACHINES[HERE][-1]]), pythons=[PYTHON], files=ours)
    return folder


def surroundings(home: Path, asked: Path) -> dict[str, str]:
    """A person's own computer: a home of its own, this Python, and settings of pip that name a place to ask."""
    hook = home / "shut"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(SHUT, encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin"])
    nowhere = {"PIP_INDEX_URL": "https://index.invalid/simple", "PIP_EXTRA_INDEX_URL": "https://more.invalid/simple"}
    return {
        "HOME": str(home),
        "PATH": path,
        "LANG": "nl_NL.UTF-8",
        "PYTHONPATH": str(hook),
        "ASKED": str(asked),
        **nowhere,
    }


def test_a_stick_installs_with_the_network_shut(stick, tmp_path):
    """
    From the start file to a report: every package from the stick, no address asked, and the check says ready.

    That the shutter works is shown first: the same computer asking an index is caught.
    """
    asked = tmp_path / "asked.txt"
    own = surroundings(tmp_path, asked)
    python = str(Path(sys.base_prefix) / "bin" / f"python{PYTHON}")
    subprocess.run(
        [python, "-m", "pip", "download", "six", "--retries=0", "-d", str(tmp_path)], env=own, capture_output=True
    )
    assert "invalid" in asked.read_text()
    asked.unlink()

    run = subprocess.run(
        ["sh", str(stick / "install.sh" if sys.platform == "linux" else stick / "install.command")],
        env=own, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout + run.stderr
    assert "Klaar voor de workshop." in run.stdout
    assert not asked.exists(), asked.read_text()
    klant = subprocess.run(
        [tmp_path / FOLDER / ".venv" / "bin" / "klant", "--version"], env=own, capture_output=True, text=True
    )
    assert klant.stdout.startswith("klant ")
    assert sorted(path.name for path in (tmp_path / FOLDER / "client_data").glob("*/")) == ["voorbeeld"]
