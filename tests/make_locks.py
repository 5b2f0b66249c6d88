"""Renew the lock files and environment.yml from pyproject.toml; run by `make lock`, with uv installed.

The locks hold versions and hashes for every platform and Python from 3.11 on, and no address to download from.
environment.yml gives conda users the same versions of what pyproject.toml names.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--python-version", "3.11"]
PLAIN = ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--quiet"]
# what the tests use besides: the databases that a consultant installs only when a client has one
EXTRAS = [part for name in ("setup", "test", "postgres", "spark") for part in ("--extra", name)]
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? \\$", re.MULTILINE)
PYTHON = "3.12"  # what a conda user gets; every later lock line must hold for it


def locks() -> None:
    run = [*COMPILE, *PLAIN, "--extra", "setup", "--upgrade", "-o", "requirements.lock"]
    subprocess.run(run, cwd=ROOT, check=True)
    test = [*COMPILE, *PLAIN, *EXTRAS, "-c", "requirements.lock"]
    subprocess.run([*test, "-o", "requirements-test.lock"], cwd=ROOT, check=True)


def named() -> list[str]:
    """The packages that pyproject.toml names for who uses the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in project["dependencies"])


def versions() -> dict[str, str]:
    """Package -> version in requirements.lock, for the Python of environment.yml."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {name: version for name, version, marker in PINNED.findall(lock) if "< '3.12'" not in marker}


def environment() -> str:
    """The text of environment.yml."""
    pinned = versions()
    lines = [f"  - {name}={pinned[name]}" for name in named()]
    return "\n".join(
        [
            "# For conda users: the same versions as requirements.lock. Made by `make lock`; do not edit by hand.",
            "#   conda env create -f environment.yml && conda activate klantwerkboek && pip install --no-deps -e .",
            "name: klantwerkboek",
            "channels: [conda-forge]",
            "dependencies:",
            f"  - python={PYTHON}",
            "  - pip",
            f"  - setuptools={pinned['setuptools']}",
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    locks()
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
