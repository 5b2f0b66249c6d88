"""How is a client opened? Settings, what lies in its folder, what that holds, the period: in that order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from klantlib.client import cache
from klantlib.client.answers import find_answers
from klantlib.client.auditfile.finding import find_auditfile
from klantlib.client.cache import Checked
from klantlib.client.client_toml import harmless, read_settings, settled
from klantlib.client.databases import once
from klantlib.client.databases.fetching import Fetched, fetched
from klantlib.client.doubles import answered
from klantlib.client.folder import Folder, read_folder
from klantlib.client.house_style import house_style
from klantlib.client.model import Client, Period, Problem, Refused
from klantlib.client.periods import period_of
from klantlib.client.places import clients_folder, stems, valid_name
from klantlib.client.settings import Settings
from klantlib.client.sources import find_sources
from klantlib.client.surveys.finding import find_surveys
from klantlib.theme import Theme, house


def open_client(name: str, root: Path | str | None = None) -> Client:
    """
    A client's settings and checked tables.

    `name` is its folder, `root` the folder that holds client folders (default: client_data, see places.home).
    What was read before and has not changed comes from the client's cache.
    Raises Refused with every problem at once.
    """
    folder = client_folder(name, root)
    settings, mistakes = settled(folder, own_stems(folder))
    if not all(map(harmless, mistakes)):
        raise Refused(mistakes, settings.language)
    deliveries, problems = find_sources(folder, settings)
    surveys, absent = find_surveys(folder, settings)
    auditfile, several = find_auditfile(folder)
    theme, wrong = _style(folder, settings)
    found = Folder(folder, settings, deliveries, surveys, auditfile, answered(folder), find_answers(folder))
    problems = (*mistakes, *problems, *absent, *several, *wrong, *found.doubles.problems)
    checked = None if problems else once.known(folder, deliveries)
    if checked is None:
        with fetched(folder, deliveries, settings) as answers:
            checked = _checked(replace(found, deliveries=answers.deliveries), answers, (*problems, *answers.problems))
    return _client(name, settings, period_of(settings.period, checked.tables), checked, theme)


def _checked(found: Folder, answers: Fetched, problems: tuple[Problem, ...]) -> Checked:
    """What was delivered, read and checked; from the cache where it was read before and has not changed."""
    key = found.fingerprint
    checked = None if problems else cache.load(found.path, key)
    if checked is None:
        checked = read_folder(found, problems)
        checked = replace(checked, remarks=(*answers.remarks, *checked.remarks))
        cache.save(found.path, key, checked)
    once.note(found.path, found.deliveries, key)
    return checked


def _client(name: str, settings: Settings, period: Period, checked: Checked, theme: Theme | None) -> Client:
    facts = {"ledger": checked.ledger, "understood": checked.understood}
    facts |= {} if checked.merged is None else {"merged": checked.merged}
    return Client(name, settings, period, checked.tables, checked.sources, checked.remarks, theme or house(), **facts)


def settings_of(name: str, root: Path | str | None = None) -> Settings:
    """A client's client.toml alone; Refused with all that is wrong in it."""
    folder = client_folder(name, root)
    return read_settings(folder, own_stems(folder))


def own_stems(folder: Path) -> tuple[str, ...]:
    """The chapters there are, and those that a client has of its own."""
    return (*stems(), *stems(folder / "workbooks"))


def client_folder(name: str, root: Path | str | None = None) -> Path:
    """The folder of a client; Refused where the name is no client's name or there is no such folder."""
    if not valid_name(name):
        raise Refused((Problem("bad_name", value=name),))
    folder = clients_folder(root) / name
    if not folder.is_dir():
        there = _clients(folder.parent)
        raise Refused((Problem("no_such_client" if there else "no_client_yet", value=name, values={"there": there}),))
    return folder


def _style(folder: Path, settings: Settings) -> tuple[Theme | None, list[Problem]]:
    try:
        return house_style(folder, folder.parent)
    except Refused as problem:  # no TOML: told with the rest
        return None, list(problem.problems)


def _clients(root: Path) -> list[str]:
    if not root.is_dir():
        return []
    return sorted(path.name for path in root.iterdir() if path.is_dir() and valid_name(path.name))
