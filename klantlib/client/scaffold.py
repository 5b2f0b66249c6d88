"""How does a new client begin? With a folder, its client.toml to fill in, and a note on which files to drop in."""

from __future__ import annotations

from pathlib import Path

from klantlib.client.places import SETTINGS, clients_folder, valid_name
from klantlib.client.problems import Problem, Refused
from klantlib.words import LANGUAGES, TEMPLATES, Words

NOTE = "LEESMIJ.txt"
NAME = "NAAM VAN DE KLANT"  # stands in the template where the client's name comes


def new_client(name: str, root: Path | str | None = None) -> Path:
    """
    The new folder of a client, with a client.toml that explains itself.

    Raises Refused where the name cannot be a folder's or the folder is there already; nothing is then changed.
    """
    if not valid_name(name):
        raise Refused((Problem("bad_name", value=name),))
    folder = clients_folder(root) / name
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise Refused((Problem("client_exists", value=name),)) from error
    template = (TEMPLATES / SETTINGS).read_text(encoding="utf-8")
    (folder / SETTINGS).write_text(template.replace(NAME, name), encoding="utf-8")
    (folder / NOTE).write_text(Words("messages", LANGUAGES[0]).say("new_client", name=name), encoding="utf-8")
    return folder
