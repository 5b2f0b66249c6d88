"""Is a participant's computer ready? A script that says so, to mail before the day: it needs nothing but Python."""

from __future__ import annotations

import re
import tomllib

from klantlib.client.places import CHECKOUT
from klantlib.workshop.scripts import filled, sentences

FOLDER = "Klantwerkboek"  # in a person's own folder: where a stick puts the program, and where the check looks for it
WORDS = "workshop/installation"
LINE = re.compile(r"^[a-z0-9._-]+==[^\\\n]+", re.MULTILINE)


def installation_check(language: str) -> str:
    """
    The text of check_installation.py: speaks the language of the computer or of --language, else this one.

    It looks at Python, at every package (lacking or too old: not ready; another version than the lock's: said), starts
    Jupyter, writes a file, looks for a browser and makes a small report; it exits with 0 where all is well, else 1.
    """
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return filled(
        "check_installation.py.j2",
        words=sentences(WORDS, "check"),
        usual=language,
        folder=FOLDER,
        oldest=[int(part) for part in re.findall(r"\d+", project["requires-python"])],
        needed=sorted(project["dependencies"]),
        locked=_locked(),
    )


def _locked() -> list[str]:
    """The lines of the lock without their hashes."""
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    return [line.strip() for line in LINE.findall(lock)]
