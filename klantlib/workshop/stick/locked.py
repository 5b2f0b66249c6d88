"""What does a computer need of the lock? Its lines, and those whose marker holds there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.markers import Marker

from klantlib.workshop.stick.targets import Target

LINE = re.compile(r"(?P<name>[a-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")


@dataclass(frozen=True)
class Locked:
    """One package in the lock."""

    name: str
    version: str
    marker: str  # where it is needed; empty: everywhere
    hashes: tuple[str, ...]

    @property
    def pinned(self) -> str:
        return f"{self.name}=={self.version}"

    def line(self) -> str:
        """As pip reads it: without the marker, for it was judged already."""
        return " ".join([self.pinned, *(f"--hash={value}" for value in self.hashes)])


def locked(lock: str) -> list[Locked]:
    """The packages in the text of a lock file; ValueError where a line is no package with a version and hashes."""
    joined = lock.replace("\\\n", " ")
    return [_locked(line) for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def _locked(line: str) -> Locked:
    head, *hashes = re.split(r"\s+--hash=", line.strip())
    found = LINE.fullmatch(head)
    if not found or not hashes:
        raise ValueError(line)
    return Locked(found["name"], found["version"], found["marker"] or "", tuple(hashes))


def needed(packages: Iterable[Locked], target: Target) -> list[Locked]:
    """Those that a computer needs, whichever release of its Python it has: of one package it may be two versions."""
    environments = target.environments()
    return [one for one in packages if not one.marker or any(map(Marker(one.marker).evaluate, environments))]
