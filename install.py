"""Set up Klantwerkboek beside this file: `python install.py`; with `--test` for who changes the program.

`--offline FOLDER` takes every package from the wheels in that folder and asks no network: see `make usb`.

Makes .venv from the lock file (every package checked by its hash) and puts the command `klant` in it.
Does nothing when that has been done before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDS = (3, 11)


def main(arguments: list[str]) -> int:
    if sys.version_info < NEEDS:
        return stop(f"Klantwerkboek needs Python 3.11 or newer; this is {sys.version.split()[0]}. See python.org.")
    asked = parsed(arguments)
    if asked.offline and not wheels(asked.offline):
        return stop(f"there are no wheels (*.whl) in {asked.offline}.")
    lock = HERE / ("requirements-test.lock" if asked.test else "requirements.lock")
    if ready(lock):
        return 0
    print("Setting up Klantwerkboek in .venv; this is done once and takes a few minutes.", flush=True)
    return create() or install(lock, asked.offline) or remember(lock)


def parsed(arguments: list[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser("install.py", description="Set up Klantwerkboek beside this file.")
    options.add_argument("--test", action="store_true", help="with what the tests of the program need")
    options.add_argument(
        "--offline", type=Path, metavar="FOLDER", help="take packages from this folder, ask no network"
    )
    return options.parse_args(arguments)


def wheels(folder: Path) -> list[Path]:
    """The folders that hold wheels, the given one and those in it."""
    return sorted({file.parent.resolve() for file in folder.rglob("*.whl")})


def stop(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


def stamp(lock: Path) -> str:
    """What was installed: changes with the locks' packages, with pyproject.toml and with the place of the checkout."""
    files = [lock, HERE / "pyproject.toml"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + os.fsencode(HERE)).hexdigest()


def ready(lock: Path) -> bool:
    """The test lock holds all of the other, so either stamp will do for a consultant."""
    stamps = VENV / "klantwerkboek.txt"
    locks = {lock, HERE / "requirements-test.lock"}
    return PYTHON.exists() and stamps.exists() and stamps.read_text() in {stamp(lock) for lock in locks}


def remember(lock: Path) -> int:
    (VENV / "klantwerkboek.txt").write_text(stamp(lock))
    return 0


def create() -> int:
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        return stop("Python could not make .venv. On Debian and Ubuntu: sudo apt install python3-venv.")
    return 0


def install(lock: Path, offline: Path | None = None) -> int:
    packages = sum(line[:1].isalnum() for line in lock.read_text().splitlines())
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if offline:
        pip += ["--no-index", *(f"--find-links={folder}" for folder in wheels(offline))]
    why = "Is the folder of wheels complete?" if offline else "Is there a connection?"
    return run([*pip, "--require-hashes", "-r", str(lock)], packages, surroundings(offline), why) or run(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(HERE)], 1, surroundings(offline), why
    )


def surroundings(offline: Path | None) -> dict[str, str]:
    """pip's environment; offline without whatever settings this computer has for pip: they may name a place to ask."""
    if not offline:
        return dict(os.environ)
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}
    return {**kept, "PIP_CONFIG_FILE": os.devnull}


def run(command: list[str], packages: int, environment: dict[str, str], why: str) -> int:
    """One pip command; a line that counts its packages instead of pip's many, and those only when it fails."""
    said = []
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    with subprocess.Popen(command, env=environment, **pipe) as pip:
        for line in pip.stdout:
            said.append(line)
            seen = sum(heard.startswith(("Collecting", "Requirement already")) for heard in said)
            if sys.stdout.isatty():
                print(f"\r  packages: {seen} of at most {packages}", end="", flush=True)
    if sys.stdout.isatty():
        print()
    if pip.returncode:
        print("".join(said[-30:]), file=sys.stderr)
        return stop(f"Installing did not succeed; the reason stands above. {why} Run the same line again.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
