"""How does work for a new client begin? Settings, a book to fill in, and a page that asks for data."""

from __future__ import annotations

from pathlib import Path

from klantlib.client import Refused
from klantlib.client.house_style import house_style
from klantlib.client.scaffold import new_client
from klantlib.intake.fill_in import fill_in
from klantlib.intake.request import request
from klantlib.theme import Theme, house
from klantlib.words import Words


def begin(name: str, root: Path | str | None = None, language: str = "") -> Path:
    """
    The new folder of a client: client.toml, a note, data.xlsx and the data request, in its language (else the usual).

    Raises Refused as new_client does; nothing is then changed.
    """
    folder = new_client(name, root, language)
    theme, language = _theme(folder), language or Words("fill_in").language
    fill_in(folder / Words("fill_in", language).say("book", "file"), language, theme)
    (folder / Words("data_request", language).say("file")).write_bytes(request(language, theme))
    return folder


def _theme(folder: Path) -> Theme:
    """The consultant's for all clients; the standard one where that is not in order, which `klant check` tells."""
    try:
        theme, _ = house_style(folder, folder.parent)
    except Refused:
        theme = None
    return theme or house()
