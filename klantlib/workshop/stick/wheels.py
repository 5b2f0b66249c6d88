"""Which wheels go on the stick, and where? Each once, under `any` or its platform; pip fetches those that lack."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from klantlib.workshop.stick.locked import Locked, needed
from klantlib.workshop.stick.targets import Target

ANY = "any"  # wheels that serve every computer
FOLDERS = ((r"win", "windows"), (r"macosx.*arm64", "macos-arm64"), (r"macosx.*x86_64", "macos-x86_64"))
SAID = 15  # lines of pip that tell what went wrong

Fetch = Callable[[Sequence[Locked], Target, Path], None]


class NoWheel(Exception):
    """A package has no wheel for a computer, or it could not be fetched; `said` is what pip told."""

    def __init__(self, target: Target, said: str) -> None:
        super().__init__(f"{target.platform.key}, Python {target.python}: {said}")
        self.target, self.said = target, said


def gather(packages: Sequence[Locked], wanted: Sequence[Target], folder: Path, fetch: Fetch) -> list[Path]:
    """
    Complete a folder of wheels for these computers; what it already has is not fetched again. Gives all that is needed.

    Raises NoWheel where a computer would lack a package.
    """
    for target in wanted:
        for batch in _batches(_lacking(packages, target, folder)):
            fetch(batch, target, folder)
            _sort(folder)
        if lacking := _lacking(packages, target, folder):
            raise NoWheel(target, ", ".join(one.pinned for one in lacking))
    return sorted({file for target in wanted for file in taken(packages, target, wheels_in(folder))})


def taken(packages: Sequence[Locked], target: Target, files: Sequence[Path]) -> list[Path]:
    """The wheels that this computer takes, of those there are."""
    found = (serving(one, target, files) for one in needed(packages, target))
    return [file for file in found if file]


def serving(one: Locked, target: Target, files: Iterable[Path]) -> Path | None:
    """The wheel of a package that this computer takes, as pip chooses it; None where there is none."""
    ranks = target.ranks()
    found = {file: min((ranks[tag] for tag in _tags(file, one) if tag in ranks), default=None) for file in files}
    fitting = {file: rank for file, rank in found.items() if rank is not None}
    return min(fitting, key=fitting.get, default=None)


def folder_of(name: str) -> str:
    """
    Where a wheel belongs on the stick.

    >>> folder_of("six-1.17.0-py2.py3-none-any.whl"), folder_of("lxml-6.1-cp312-cp312-macosx_10_13_universal2.whl")
    ('any', 'macos')
    """
    platform = name.removesuffix(".whl").rpartition("-")[2]
    if platform == ANY:
        return ANY
    usual = "macos" if platform.startswith("macosx") else "linux"
    return next((folder for pattern, folder in FOLDERS if re.match(pattern, platform)), usual)


def wheels_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.whl"))


def pip_download(batch: Sequence[Locked], target: Target, folder: Path) -> None:
    """Fetch wheels from wherever this computer's pip gets its packages; NoWheel where pip does not succeed."""
    with tempfile.TemporaryDirectory() as place:
        asked = Path(place) / "asked.txt"
        asked.write_text("".join(f"{one.line()}\n" for one in batch), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
        which = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--require-hashes", "-r", str(asked)]
        there = [f"--platform={tag}" for tag in target.platform.tags]
        python = ["--implementation=cp", f"--python-version={target.python}"]
        command = [*pip, *which, *there, *python, "-d", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        raise NoWheel(target, "\n".join(_telling(done.stderr)))


def _telling(said: str) -> list[str]:
    lines = said.strip().splitlines()
    return [line for line in lines if line.startswith("ERROR")] or lines[-SAID:]


def _tags(file: Path, one: Locked) -> frozenset:
    name, version, _, tags = parse_wheel_filename(file.name)
    return tags if name == canonicalize_name(one.name) and str(version) == one.version else frozenset()


def _lacking(packages: Sequence[Locked], target: Target, folder: Path) -> list[Locked]:
    files = wheels_in(folder)
    return [one for one in needed(packages, target) if not serving(one, target, files)]


def _batches(packages: Iterable[Locked]) -> Iterator[list[Locked]]:
    """pip takes one version of a package at a time."""
    left = list(packages)
    while left:
        batch = list({one.name: one for one in reversed(left)}.values())
        left = [one for one in left if one not in batch]
        yield batch


def _sort(folder: Path) -> None:
    for file in folder.glob("*.whl"):
        place = folder / folder_of(file.name)
        place.mkdir(exist_ok=True)
        file.replace(place / file.name)
