"""What does `klant check` do? Looks the folder through, says so, and leaves the same overview as a page to mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from klantlib.client import Refused
from klantlib.client.doubles_sheet import told_duplicates
from klantlib.client.house_style import house_style
from klantlib.intake.checkup import Checkup, checkup
from klantlib.intake.companies import told_companies
from klantlib.intake.page import FILE, page
from klantlib.intake.telling import tell
from klantlib.intake.told import Told
from klantlib.theme import Theme, house


def check(name: str, root: Path | str | None = None) -> tuple[Told, bool]:
    """
    The overview of a client's folder, and whether it could be written there as check.html.

    Writes or renews duplicates.xlsx too. Raises Refused where there is no such folder, OSError where it cannot be read.
    """
    found = checkup(name, root)
    told = tell(found, list(_more(found, root)))
    return told, _written(found.folder / FILE, page(told, _theme(found), date.today()))


def _more(found: Checkup, root: Path | str | None) -> Iterator[str]:
    """What else is good to know: customers that may be double, and groups of companies."""
    if found.data:
        yield from told_duplicates(found.data, root)
    if found.data and not found.options:
        yield from told_companies(found.data)


def _theme(found: Checkup) -> Theme:
    """The client's house style, also where its files are refused; the standard one where that is what is wrong."""
    if found.data:
        return found.data.theme
    try:
        theme, _ = house_style(found.folder, found.folder.parent)
    except Refused:
        theme = None
    return theme or house()


def _written(path: Path, content: str) -> bool:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError:  # a folder that may only be read has no page; the terminal says so
        return False
    return True
