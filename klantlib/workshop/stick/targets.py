"""Which computers does a stick serve? A platform and a Python each, with the wheels that it takes, best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms

# from the oldest that pyproject.toml allows to the newest for which everything in the lock has a wheel
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PATCHES = range(30)  # of one Python: a line of the lock may hold from 3.11.5 on
GLIBC = range(28, 4, -1)  # 2.28 is of 2018: the oldest that all wheels know. Wheels for older ones serve it too
OLD_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
MACOS = {"arm64": (12, 0), "x86_64": (12, 0)}  # the oldest that all wheels know; wheels for older ones serve it too


@dataclass(frozen=True)
class Platform:
    """A kind of computer: what pip calls it, best first, and what the lock's markers ask of it."""

    key: str  # also the folder of its wheels
    tags: tuple[str, ...]
    markers: Mapping[str, str]


@dataclass(frozen=True)
class Target:
    """A platform with a Python of one series, such as 3.12."""

    platform: Platform
    python: str

    def environments(self) -> list[dict[str, str]]:
        """What markers are held against, for every release of this Python."""
        shared = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
        fixed = {**shared, **self.platform.markers, "python_version": self.python}
        full = [f"{self.python}.{patch}" for patch in PATCHES]
        return [{**fixed, "python_full_version": one, "implementation_version": one} for one in full]

    def ranks(self) -> dict[Tag, int]:
        """The tags of the wheels that it takes, with their rank: 0 is the best."""
        return _ranks(self.platform.tags, self.python)


@cache
def _ranks(tags: tuple[str, ...], python: str) -> dict[Tag, int]:
    version = tuple(int(part) for part in python.split("."))
    interpreter = "cp" + python.replace(".", "")
    own = cpython_tags(version, [interpreter], tags, warn=False)
    found = [*own, *compatible_tags(version, interpreter, tags)]
    return {tag: rank for rank, tag in reversed(list(enumerate(found)))}


def platforms() -> dict[str, Platform]:
    """The platforms there are, by key."""
    windows = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"}
    linux = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"}
    unversioned = {"platform_release": "", "platform_version": ""}
    all_of_them = [
        Platform("windows", ("win_amd64",), windows | unversioned),
        *(_mac(machine, oldest, unversioned) for machine, oldest in MACOS.items()),
        Platform("linux", tuple(_manylinux("x86_64")), linux | unversioned),
    ]
    return {platform.key: platform for platform in all_of_them}


def chosen(names: Sequence[str]) -> list[Platform]:
    """
    The platforms of these names, all of them where none is named; "macos" is both.

    Raises LookupError where a name is none of them.
    """
    every = platforms()
    if unknown := [name for name in names if not any(_named(key, name) for key in every)]:
        raise LookupError(unknown[0])
    return [platform for key, platform in every.items() if not names or any(_named(key, name) for name in names)]


def targets(wanted: Iterable[Platform]) -> list[Target]:
    """Each platform with every Python, the newest first."""
    return [Target(platform, python) for platform in wanted for python in reversed(PYTHONS)]


def _named(key: str, name: str) -> bool:
    return key == name or key.startswith(f"{name}-")


def _mac(machine: str, oldest: tuple[int, int], more: Mapping[str, str]) -> Platform:
    markers = {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": machine}
    return Platform(f"macos-{machine}", tuple(mac_platforms(oldest, machine)), markers | more)


def _manylinux(machine: str) -> Iterable[str]:
    for minor in GLIBC:
        yield f"manylinux_2_{minor}_{machine}"
        if minor in OLD_NAMES:
            yield f"{OLD_NAMES[minor]}_{machine}"
