"""The command `klant`: parse, call, print; nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from klantlib import __version__
from klantlib.client.places import CHECKOUT, clients_folder, known_clients, reports_folder, stems
from klantlib.formats import either
from klantlib.languages import languages, own_language
from klantlib.questionnaire.definition import KINDS, Kind
from klantlib.report.job import Job, Outcome, Status
from klantlib.words import Words
from klantlib.workshop import SEED, THEMES

words = Words("command", own_language())  # of the command itself; what it says of a client is in the client's language
SILENT = (  # JupyterLab looks for news and updates on the internet unless it is told not to
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=words.say("app"),
    rich_markup_mode=None,
)
Client = Annotated[str, typer.Argument(help=words.say("client_argument"))]
Clients = Annotated[list[str] | None, typer.Argument(help=words.say("client_argument"))]


def _flag(section: str) -> typer.models.OptionInfo:
    return typer.Option(help=words.say(section, languages=either(languages(), words.language)))


@app.callback()
def _version(
    version: Annotated[bool, typer.Option("--version", help=words.say("option_version"), is_eager=True)] = False,
) -> None:
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a sign shows another, and goes on
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if version:
        out.print(f"klant {__version__}")
        raise typer.Exit


# `klant --version` comes without a command
app.info.invoke_without_command = True


@app.command(help=words.say("new"))
def new(client: Client, language: Annotated[str, _flag("option_new_language")] = "") -> None:
    from klantlib.client import Refused
    from klantlib.intake.beginning import begin

    _known(language)
    try:
        folder = begin(client, language=language or words.language)
    except Refused as problem:
        _refuse(*problem.sentences(words.language))
    except OSError as problem:
        _no_access(problem)
    files = "\n".join(f"  {path.name}" for path in sorted(folder.iterdir()))
    out.print(words.say("made", folder=_shown(folder), files=files, client=client), markup=False)


@app.command(help=words.say("check"))
def check(client: Client) -> None:
    from klantlib.client import Refused
    from klantlib.intake.checking import check as look_through
    from klantlib.intake.page import FILE
    from klantlib.intake.terminal import show

    try:
        told, saved = look_through(client)
    except Refused as problem:
        _refuse(*problem.sentences())
    except OSError as problem:
        _no_access(problem)
    show(told, out)
    page = _shown(clients_folder() / client / FILE)
    said = Words("check", told.language)
    out.print(said.say("verdict", "saved" if saved else "not_saved", file=page), markup=False, style="dim")
    if not told.good:
        raise typer.Exit(Status.refused.value)


@app.command(help=words.say("report"))
def report(
    clients: Clients = None,
    all: Annotated[bool, _flag("option_all")] = False,
    language: Annotated[str, _flag("option_language")] = "",
    only: Annotated[str, _flag("option_only")] = "",
    jobs: Annotated[int, typer.Option(min=0, help=words.say("option_jobs"))] = 0,
    fresh: Annotated[bool, _flag("option_fresh")] = False,
    isolated: Annotated[bool, _flag("option_isolated")] = False,
    pseudonyms: Annotated[bool, _flag("option_pseudonyms")] = False,
) -> None:
    names = list(dict.fromkeys(known_clients() if all else clients or []))
    if not names:
        _refuse(words.say("no_client", clients=", ".join(known_clients())))
    _known(language)
    options = {
        "language": language,
        "only": _stems(only, names),
        "fresh": fresh,
        "isolated": isolated,
        "pseudonyms": pseudonyms,
    }
    outcomes = _run([Job(name, clients_folder(), reports_folder(), **options) for name in names], jobs)
    for outcome in outcomes:
        _tell(outcome)
    raise typer.Exit(_status(outcomes))


@app.command(help=words.say("scorecard"))
def scorecard(
    client: Client,
    customer_id: Annotated[str, typer.Argument(help=words.say("customer_argument"))],
    language: Annotated[str, _flag("option_page_language")] = "",
    pseudonyms: Annotated[bool, _flag("option_page_pseudonyms")] = False,
) -> None:
    from klantlib.report.customer_page import make_page

    _known(language)
    job = Job(client, clients_folder(), reports_folder(), language=language, pseudonyms=pseudonyms)
    outcome = make_page(job, customer_id)
    _tell(outcome)
    raise typer.Exit(_status([outcome]))


@app.command(help=words.say("questionnaire"))
def questionnaire(
    client: Client,
    kind: Annotated[str, _flag("option_kind")] = "self_test",
    language: Annotated[str, _flag("option_form_language")] = "",
) -> None:
    from klantlib.questionnaire.made import told
    from klantlib.questionnaire.making import questionnaires

    _known(language)
    with _told(client), _bar(client) as progress:
        made = questionnaires(client, _kinds(kind), language, progress=progress)
    out.print("\n".join(told(made, client, _shown(made.folder))), markup=False)


@app.command(help=words.say("answers"))
def answers(
    client: Client,
    given: Annotated[
        list[str] | None, typer.Argument(help=words.say("given_argument"), metavar="CODE|FILE|FOLDER")
    ] = None,
    erase: Annotated[bool, _flag("option_erase")] = False,
) -> None:
    from klantlib.questionnaire.answers import telling
    from klantlib.questionnaire.answers.taking import erase as erase_old
    from klantlib.questionnaire.answers.taking import take

    with _told(client):
        gone = erase_old(client) if erase else None
        taken = take(client, given or ())
    done, wrong = telling.told(taken, client, gone)
    out.print("\n".join(done), markup=False)
    if wrong:
        _refuse(*wrong)


@app.command(help=words.say("workshop"))
def workshop(
    folder: Annotated[Path, typer.Argument(help=words.say("folder_argument"))],
    theme: Annotated[str, typer.Option(help=words.say("option_theme", themes=either(THEMES, words.language)))] = "",
    hours: Annotated[float, typer.Option(help=words.say("option_hours"))] = 2,
    language: Annotated[str, _flag("option_kit_language")] = "",
    seed: Annotated[int, typer.Option(min=0, help=words.say("option_seed"))] = SEED,
) -> None:
    from klantlib.client import Refused
    from klantlib.workshop.kit import write_kit

    _known(language)
    if theme and theme not in THEMES:
        _refuse(words.say("unknown_theme", theme=theme, themes=either(THEMES, words.language)))
    options = {"hours": hours, "language": language or words.language, "seed": seed}
    try:
        done = write_kit(folder, (theme,) if theme else THEMES, **options)
    except Refused as problem:
        _refuse(*problem.sentences(language or words.language))
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as problem:
        _refuse(words.say("kit_in_the_way", path=problem.filename))
    except OSError as problem:
        _no_access(problem)
    out.print(words.say("kit_made", n=len(done), folder=_shown(folder), seed=seed), markup=False)
    for file, aside in done:
        if aside:
            out.print("  " + words.say("kept_aside", file=_shown(file), aside=aside.name), markup=False)


@app.command(help=words.say("lab"))
def lab(client: Annotated[str, typer.Argument(help=words.say("client_argument"))] = "") -> None:
    own = clients_folder() / client / "workbooks"
    folder = own if client and own.exists() else CHECKOUT / "workbooks"
    out.print(words.say("lab_opens", folder=_shown(folder)))
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyter", "lab", str(folder), *SILENT]))


@contextmanager
def _bar(client: str) -> Iterator[Callable[[int, int], None]]:
    """A line of progress, for how many files of how many."""
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
                   console=err, transient=True, disable=not err.is_terminal)  # fmt: skip
    with bar:
        task = bar.add_task(client, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _kinds(asked: str) -> list[Kind]:
    kinds = list(dict.fromkeys(kind.strip() for kind in asked.split(",") if kind.strip()))
    said = Words("answers", words.language)
    if wrong := [kind for kind in kinds if kind not in KINDS]:
        _refuse(*(said.say("refused", "unknown_kind", kind=kind, kinds=", ".join(KINDS)) for kind in wrong))
    return kinds


@contextmanager
def _told(client: str) -> Iterator[None]:
    """What stops a command on one client, in words: data refused, another run at work, a file that cannot be had."""
    from klantlib.client import Refused
    from klantlib.report.publish import Busy

    try:
        yield
    except Refused as problem:
        _refuse(*problem.sentences())
    except Busy:
        _busy(client)
    except OSError as problem:
        _no_access(problem)


def _busy(client: str) -> NoReturn:
    err.print(Words("answers", words.language).say("refused", "busy", client=client), markup=False)
    raise typer.Exit(Status.failed.value)


def _run(jobs: list[Job], at_once: int) -> list[Outcome]:
    """All jobs, with a line of progress for each."""
    from klantlib.report.run import run

    bar = Progress(
        TextColumn("{task.fields[client]}"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    )
    with bar:
        tasks = {job.client: bar.add_task("", start=False, total=1.0, client=job.client) for job in jobs}

        def progress(client: str, what: str, part: float) -> None:
            bar.start_task(tasks[client])  # the clock runs from its first word; later ones change nothing
            bar.update(tasks[client], description=what, completed=part)

        return run(jobs, at_once=at_once, progress=progress)


def _tell(outcome: Outcome) -> None:
    """How one report went: where it is, or why it is not; in the language of the report."""
    words = Words("command", outcome.language or own_language())
    if outcome.status is Status.done:
        out.print(words.say("done", client=outcome.client, seconds=outcome.seconds), style="bold")
        if outcome.reused:
            out.print("  " + words.say("reused", n=len(outcome.reused)))
        lines = [*outcome.sentences, *(_shown(reports_folder() / file) for file in outcome.files)]
        out.print("\n".join(f"  {line}" for line in lines), markup=False)
    else:
        err.print(words.say(outcome.why or outcome.status.name, client=outcome.client), style="bold")
        err.print("\n".join(f"  {sentence}" for sentence in outcome.sentences), markup=False)


def _status(outcomes: list[Outcome]) -> int:
    """1 if any failed, else 2 if any was refused, else 0."""
    found = {outcome.status for outcome in outcomes}
    return next((status.value for status in (Status.failed, Status.refused) if status in found), 0)


def _known(language: str) -> None:
    if language and language not in languages():
        _refuse(words.say("unknown_language", language=language, languages=", ".join(languages())))


def _stems(only: str, clients: list[str]) -> tuple[str, ...]:
    """The chapters asked for: those there are for everybody, and those that one of these clients has of its own."""
    own = (stems(clients_folder() / client / "workbooks") for client in clients)
    known = tuple(dict.fromkeys(chain(stems(), *own)))
    asked = tuple(stem.strip() for stem in only.split(",") if stem.strip())
    if unknown := [stem for stem in asked if stem not in known]:
        _refuse(*(words.say("unknown_chapter", stem=stem, nearest=_nearest(stem, known)) for stem in unknown))
    return asked


def _nearest(name: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(name, known, 1, 0)), "")


def _shown(path: Path) -> str:
    """A path as the person who typed the command would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _no_access(problem: OSError) -> NoReturn:
    err.print(words.say("no_access", path=problem.filename, reason=problem.strerror), markup=False)
    raise typer.Exit(Status.failed.value)


def _refuse(*sentences: str) -> NoReturn:
    err.print("\n".join(sentences), markup=False)
    raise typer.Exit(Status.refused.value)
