"""How does a client's folder become checked tables? Settings, sources, cells, rules, period, remarks, in that order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from klantlib.client import cache
from klantlib.client.auditfile.finding import find_auditfile
from klantlib.client.cache import Checked
from klantlib.client.client_toml import harmless, read_settings, settled
from klantlib.client.databases import once
from klantlib.client.databases.fetching import Fetched, fetched
from klantlib.client.doubles import SHEET, Answered, answered
from klantlib.client.house_style import house_style
from klantlib.client.keeping import File, net_of_vat, remarks, without_excluded
from klantlib.client.merging import merging
from klantlib.client.model import Client, Period, Problem, Refused, Source
from klantlib.client.oddities import empty_period
from klantlib.client.periods import period_of
from klantlib.client.places import SETTINGS, clients_folder, stems, valid_name
from klantlib.client.settings import Settings
from klantlib.client.sources import Delivery, find_sources
from klantlib.client.surveys.finding import Survey, find_surveys
from klantlib.theme import Theme, house

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klantlib.client.auditfile.books import Books
    from klantlib.client.reading import Outcome
    from klantlib.client.surveys.surveyed import Surveyed


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
    doubles = answered(folder)
    problems = (*mistakes, *problems, *absent, *several, *wrong, *doubles.problems)
    checked = None if problems else once.known(folder, deliveries)
    if checked is None:
        with fetched(folder, deliveries, settings) as answers:
            checked = _checked(
                name, folder, settings, answers, surveys, auditfile, doubles, (*problems, *answers.problems)
            )
    return _client(name, settings, period_of(settings.period, checked.tables), checked, theme)


def _checked(
    name: str,
    folder: Path,
    settings: Settings,
    answers: Fetched,
    surveys: tuple[Survey, ...],
    auditfile: Path | None,
    doubles: Answered,
    problems: tuple[Problem, ...],
) -> Checked:
    """What was delivered, read and checked; from the cache where it was read before and has not changed."""
    key = _fingerprint(folder, answers.deliveries, surveys, auditfile, doubles)
    checked = None if problems else cache.load(folder, key)
    if checked is None:
        checked = _read(name, settings, answers.deliveries, surveys, auditfile, doubles, problems)
        checked = replace(checked, remarks=(*answers.remarks, *checked.remarks))
        cache.save(folder, key, checked)
    once.note(folder, answers.deliveries, key)
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


def _fingerprint(
    folder: Path,
    deliveries: tuple[Delivery, ...],
    surveys: tuple[Survey, ...],
    auditfile: Path | None,
    doubles: Answered,
) -> str:
    files = [(f"{delivery.table} {delivery.file}", cache.sha256(delivery.path)) for delivery in deliveries]
    files += [(survey.name, cache.sha256(path)) for survey in surveys for path in survey.paths]
    files += [(auditfile.name, cache.sha256(auditfile))] if auditfile else []
    files += [(doubles.path.name, cache.sha256(doubles.path))] if doubles.path else []
    settings = folder / SETTINGS
    return cache.fingerprint([*files, (SETTINGS, cache.sha256(settings) if settings.is_file() else "")], (folder.name,))


def _read(
    name: str,
    settings: Settings,
    deliveries: tuple[Delivery, ...],
    surveys: tuple[Survey, ...],
    auditfile: Path | None,
    doubles: Answered,
    problems: tuple[Problem, ...],
) -> Checked:
    outcomes = _outcomes(deliveries, settings)
    books, surveyed = _books(auditfile, settings, deliveries), _surveyed(surveys, settings, deliveries)
    problems = (*problems, *(problem for read in (*outcomes.values(), surveyed, books) for problem in read.problems))
    understood = tuple(outcome.understood for outcome in outcomes.values() if outcome.understood)
    understood += surveyed.understood
    if problems:
        raise Refused(problems, settings.language, understood)
    own = net_of_vat({table: outcome.rows for table, outcome in outcomes.items()}, settings.amounts)
    everything = {**own, **surveyed.tables, **books.tables}
    one = merging(doubles, everything, settings)
    if one.problems:
        raise Refused(one.problems, settings.language, understood)
    kept = without_excluded(one.applied(everything), settings)
    period = period_of(settings.period, kept)
    everyone, client = (
        Client(name, settings, period, tables, (), (), ledger=books.ledger) for tables in (everything, kept)
    )
    files = {delivery.table: File(delivery.file, outcomes[delivery.table].ignored) for delivery in deliveries}
    files |= {table: File(file, ()) for table, file in surveyed.files.items()}
    files |= {table: File(auditfile.name, ()) for table in books.tables}
    if nothing := empty_period(client):
        raise Refused(nothing, settings.language, understood)
    whole = cache.sha256(auditfile) if auditfile else ""
    answered_in = {table: cache.together(_of(surveys, table)) for table in surveyed.tables}
    sources = (
        *(_source(item.table, item.file, cache.sha256(item.path), everyone, client) for item in deliveries),
        *(_source(table, surveyed.files[table], sha256, everyone, client) for table, sha256 in answered_in.items()),
        *(_source(table, auditfile.name, whole, everyone, client) for table in books.tables),
    )
    sources = (*(_less(_more(source, outcomes, surveyed), len(one.into)) for source in sources), *_sheet(doubles))
    left = (remark for outcome in outcomes.values() for remark in outcome.remarks)
    said = (*left, *surveyed.remarks, *books.remarks, *one.remarks(), *remarks(everyone, client, files))
    taken = one.taken(everything) if one.into else None
    return Checked(client.tables, sources, said, books.ledger, taken, understood)


def _outcomes(deliveries: tuple[Delivery, ...], settings: Settings) -> dict[str, Outcome]:
    if not deliveries:
        return {}
    from klantlib.client.reading import read_table  # pandera and calamine are not needed where the cache speaks

    return {delivery.table: read_table(delivery, settings) for delivery in deliveries}


def _books(auditfile: Path | None, settings: Settings, deliveries: tuple[Delivery, ...]) -> Books:
    """What the auditfile delivers besides the tables that lie in files of their own."""
    from klantlib.client.auditfile.books import Books, read_auditfile

    own = {delivery.table: delivery.file for delivery in deliveries}
    return read_auditfile(auditfile, settings, own) if auditfile else Books()


def _surveyed(surveys: tuple[Survey, ...], settings: Settings, deliveries: tuple[Delivery, ...]) -> Surveyed:
    """What surveys deliver besides the tables that lie in files of their own."""
    from klantlib.client.surveys.surveyed import Surveyed, read_surveys

    own = {delivery.table: delivery.file for delivery in deliveries}
    return read_surveys(surveys, settings, own) if surveys else Surveyed()


def _of(surveys: tuple[Survey, ...], table: str) -> list[Path]:
    return [path for survey in surveys if table in survey.tables for path in survey.paths]


def _source(table: str, file: str, sha256: str, everyone: Client, client: Client) -> Source:
    read, kept = len(everyone.all(table)), len(client.all(table))
    return Source(table, file, sha256, read, kept, read - kept)


def _more(source: Source, outcomes: Mapping[str, Outcome], surveyed: Surveyed) -> Source:
    """Rows that were left out while reading were read too."""
    out = outcomes[source.table].left_out if source.table in outcomes else surveyed.left_out.get(source.table, 0)
    return replace(
        source, rows_read=source.rows_read + out, rows_rejected=source.rows_rejected + out, rows_left_out=out
    )


def _less(source: Source, merged: int) -> Source:
    """Of the customers some count under another number."""
    return replace(source, rows_merged=merged) if source.table == "customers" else source


def _sheet(doubles: Answered) -> tuple[Source, ...]:
    """The sheet of answers, for who wants to know what a report rests on."""
    n = len(doubles.doubles)
    return (Source(SHEET, doubles.path.name, cache.sha256(doubles.path), n, n, 0),) if doubles.path else ()
