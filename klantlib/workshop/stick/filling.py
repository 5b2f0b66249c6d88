"""What lies on a stick? The program, wheels, a file to start per platform, a README per language, and all checksums."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from klantlib.client.places import CHECKOUT, CLIENT_DATA
from klantlib.languages import ELSEWHERE, languages
from klantlib.words import Words
from klantlib.workshop.installation import FOLDER, installation_check
from klantlib.workshop.scripts import filled, sentences
from klantlib.workshop.stick.locked import Locked, locked
from klantlib.workshop.stick.targets import PYTHONS, Platform, targets
from klantlib.workshop.stick.wheels import Fetch, gather, pip_download

LOCK = "requirements.lock"
WORDS = "workshop/stick"
FILES, WHEELS, PROGRAM, SUMS = "files", "wheels", "program.zip", "checksums.txt"
OURS = (f"{CLIENT_DATA}/voorbeeld/", f"{CLIENT_DATA}/README.md", f"{CLIENT_DATA}/.gitignore")  # nobody else's data
NEVER_CHANGED = (1980, 1, 1, 0, 0, 0)  # the time of every file in program.zip: the same files, the same bytes
SILENT = "--LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"  # as `klant lab`
RUNNABLE = 0o755
# the file in files/ that opens the program, and its name on the computer, as sys.platform or os.name has it
OPENS = {"nt": ["open.bat", f"{FOLDER}.bat"], "darwin": ["open.sh", f"{FOLDER}.command"], "posix": ["open.sh", FOLDER]}
START = {  # kind of computer -> the file that a person starts, and what it is made from
    "windows": ("install.bat", "install.bat.j2"),
    "macos": ("install.command", "install.sh.j2"),
    "linux": ("install.sh", "install.sh.j2"),
}
MACHINES = {  # sys.platform and platform.machine() -> folders of wheels
    "win32 AMD64": ["windows"],
    "darwin arm64": ["macos", "macos-arm64"],
    "darwin x86_64": ["macos", "macos-x86_64"],
    "linux x86_64": ["linux"],
}


class NoList(Exception):
    """git does not tell which files are the program's; the message is what it said."""


def fill(
    stick: Path,
    wanted: Sequence[Platform],
    *,
    pythons: Sequence[str] = PYTHONS,
    files: Iterable[str] | None = None,
    fetch: Fetch = pip_download,
) -> list[Path]:
    """
    Fill a folder for computers of these platforms; what the trainer put in python/ or kit/ there stays.

    `files` are the program's, as git lists them. Gives the wheels, those that lay there and are no longer needed gone.
    Raises NoWheel, NoList, and ValueError where a wheel is not the one that was locked.
    """
    program = tracked() if files is None else list(files)
    packages = locked((CHECKOUT / LOCK).read_text(encoding="utf-8"))
    (stick / FILES).mkdir(parents=True, exist_ok=True)
    (stick / WHEELS).mkdir(exist_ok=True)
    wheels = gather(packages, [one for one in targets(wanted) if one.python in pythons], stick / WHEELS, fetch)
    _only(stick / WHEELS, wheels)
    pack(program, stick / FILES / PROGRAM)
    written = [*_starts(stick, wanted, pythons), *_inside(stick)]
    sums = {path: _sha256(path) for path in [*wheels, stick / FILES / PROGRAM, *written]}
    _held_to(packages, {path: sums[path] for path in wheels})
    lines = (f"{digest}  {path.relative_to(stick).as_posix()}\n" for path, digest in sorted(sums.items()))
    _write(stick / FILES / SUMS, "".join(lines))
    for language in languages():
        _write(stick / Words(WORDS, language).say("readme", "file"), _readme(language, wanted, pythons))
    return wheels


def tracked() -> list[str]:
    """The files of the program: what git has under its care, of clients' files only the demo's."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoList(getattr(error, "stderr", "") or str(error)) from error
    names = [name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]
    return [name for name in names if not name.startswith(f"{CLIENT_DATA}/") or name.startswith(OURS)]


def pack(names: Iterable[str], file: Path) -> None:
    """The files as one: a stick is slow at many small ones."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(names):
            entry = zipfile.ZipInfo(name, NEVER_CHANGED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, (CHECKOUT / name).read_bytes())


def _starts(stick: Path, wanted: Sequence[Platform], pythons: Sequence[str]) -> list[Path]:
    """The file that a person double-clicks, for each kind of computer that the stick serves; no others."""
    newest_first = sorted(pythons, key=_pair, reverse=True)
    said = {"words": sentences(WORDS, "start"), "folder": FOLDER, "pythons": newest_first}
    kinds = {platform.key.partition("-")[0] for platform in wanted}
    for kind in START.keys() - kinds:
        (stick / START[kind][0]).unlink(missing_ok=True)
    starts = [START[kind] for kind in sorted(kinds)]
    return [_write(stick / name, filled(f"stick/{template}", **said)) for name, template in starts]


def _inside(stick: Path) -> list[Path]:
    """What the start files need besides wheels and program."""
    start = {"words": sentences(WORDS, "start"), "opens": OPENS, "platforms": MACHINES, "elsewhere": ELSEWHERE}
    texts = {
        "start.py": filled("stick/start.py.j2", **start, folder=FOLDER),
        "open.bat": filled("stick/open.bat.j2", silent=SILENT),
        "open.sh": filled("stick/open.sh.j2", silent=SILENT),
        "check_installation.py": installation_check(ELSEWHERE),
    }
    return [_write(stick / FILES / name, text) for name, text in texts.items()]


def _readme(language: str, wanted: Sequence[Platform], pythons: Sequence[str]) -> str:
    own = sorted(pythons, key=_pair)
    return filled(f"stick/readme.{language}.md.j2", platforms=[one.key for one in wanted], pythons=own, folder=FOLDER)


def _only(folder: Path, wheels: Sequence[Path]) -> None:
    """Other wheels go, and the folders that are empty then: a folder says that the stick serves a platform."""
    for file in set(folder.rglob("*.whl")) - set(wheels):
        file.unlink()
    for place in folder.iterdir():
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _held_to(packages: Sequence[Locked], sums: Mapping[Path, str]) -> None:
    known = {value.removeprefix("sha256:") for one in packages for value in one.hashes}
    if strange := [path.name for path, digest in sums.items() if digest not in known]:
        raise ValueError(", ".join(strange))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pair(python: str) -> tuple[int, ...]:
    return tuple(int(part) for part in python.split("."))


def _write(path: Path, text: str) -> Path:
    """Windows' own lines where Windows reads them, and runnable where a person starts it."""
    path.write_text(text, encoding="utf-8", newline="\r\n" if path.suffix == ".bat" else "\n")
    if path.suffix in (".sh", ".command"):
        path.chmod(RUNNABLE)
    return path
