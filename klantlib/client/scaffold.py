"""How does a new client begin? With a folder, its client.toml to fill in, and a note on which files to drop in."""

from __future__ import annotations

from pathlib import Path

from klantlib.client.places import SETTINGS, clients_folder, valid_name
from klantlib.client.problems import Problem, Refused
from klantlib.languages import languages, usual
from klantlib.words import Words


def new_client(name: str, root: Path | str | None = None, language: str = "") -> Path:
    """
    The new folder of a client, with a client.toml and a note that explain themselves, in its language (else the usual).

    Raises Refused where the name cannot be a folder's or the folder is there already; nothing is then changed.
    """
    if not valid_name(name):
        raise Refused((Problem("bad_name", value=name),))
    folder = clients_folder(root) / name
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise Refused((Problem("client_exists", value=name),)) from error
    words = Words("messages", language or usual())
    settings = words.say("new_client", "settings", name=name, language=words.language, languages=", ".join(languages()))
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    (folder / words.say("new_client", "file")).write_text(words.say("new_client", name=name), encoding="utf-8")
    return folder
