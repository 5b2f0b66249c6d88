"""How does a client's folder become checked tables? Settings, sources, cells, rules, period, remarks, in that order."""

from __future__ import annotations

from pathlib import Path

from klantlib.client import cache
from klantlib.client.cache import Checked
from klantlib.client.client_toml import read_settings
from klantlib.client.keeping import File, net_of_vat, remarks, without_excluded
from klantlib.client.model import Client, Problem, Refused, Source
from klantlib.client.periods import period_of
from klantlib.client.places import SETTINGS, clients_folder, stems, valid_name
from klantlib.client.settings import Settings
from klantlib.client.sources import Delivery, find_sources


def open_client(name: str, root: Path | str | None = None) -> Client:
    """
    A client's settings and checked tables.

    `name` is its folder, `root` the folder that holds client folders (default: client_data, see places.home).
    What was read before and has not changed comes from the client's cache.
    Raises Refused with every problem at once.
    """
    settings, folder = settings_of(name, root), client_folder(name, root)
    deliveries, problems = find_sources(folder, settings)
    key = _fingerprint(folder, deliveries)
    checked = None if problems else cache.load(folder, key)
    if checked is None:
        checked = _read(name, settings, deliveries, problems)
        cache.save(folder, key, checked)
    period = period_of(settings.period, checked.tables)
    return Client(name, settings, period, checked.tables, checked.sources, checked.remarks)


def settings_of(name: str, root: Path | str | None = None) -> Settings:
    """A client's client.toml alone; Refused with all that is wrong in it."""
    folder = client_folder(name, root)
    return read_settings(folder, (*stems(), *stems(folder / "workbooks")))


def client_folder(name: str, root: Path | str | None = None) -> Path:
    """The folder of a client; Refused where the name is no client's name or there is no such folder."""
    if not valid_name(name):
        raise Refused((Problem("bad_name", value=name),))
    folder = clients_folder(root) / name
    if not folder.is_dir():
        there = _clients(folder.parent)
        raise Refused((Problem("no_such_client" if there else "no_client_yet", value=name, values={"there": there}),))
    return folder


def _clients(root: Path) -> list[str]:
    if not root.is_dir():
        return []
    return sorted(path.name for path in root.iterdir() if path.is_dir() and valid_name(path.name))


def _fingerprint(folder: Path, deliveries: tuple[Delivery, ...]) -> str:
    files = [(f"{delivery.table} {delivery.file}", cache.sha256(delivery.path)) for delivery in deliveries]
    settings = folder / SETTINGS
    return cache.fingerprint([*files, (SETTINGS, cache.sha256(settings) if settings.is_file() else "")], (folder.name,))


def _read(name: str, settings: Settings, deliveries: tuple[Delivery, ...], problems: tuple[Problem, ...]) -> Checked:
    from klantlib.client.reading import read_table  # pandera and calamine are not needed where the cache speaks

    outcomes = {delivery.table: read_table(delivery, settings) for delivery in deliveries}
    problems = (*problems, *(problem for outcome in outcomes.values() for problem in outcome.problems))
    if problems:
        raise Refused(problems, settings.language)
    everything = net_of_vat({table: outcome.rows for table, outcome in outcomes.items()}, settings.amounts)
    kept = without_excluded(everything, settings)
    period = period_of(settings.period, kept)
    everyone, client = (Client(name, settings, period, tables, (), ()) for tables in (everything, kept))
    files = {delivery.table: File(delivery.file, outcomes[delivery.table].ignored) for delivery in deliveries}
    sources = tuple(_source(delivery, everyone, client) for delivery in deliveries)
    return Checked(client.tables, sources, remarks(everyone, client, files))


def _source(delivery: Delivery, everyone: Client, client: Client) -> Source:
    read, kept = len(everyone.all(delivery.table)), len(client.all(delivery.table))
    return Source(delivery.table, delivery.file, cache.sha256(delivery.path), read, kept, read - kept)
