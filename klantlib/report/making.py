"""Make one client's report: read, run each chapter, bind, write, publish. Runs in a process of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import nbformat
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode

from klantlib.blocks import Chapter
from klantlib.chapters import Plan, name_of, plans, told_left_out
from klantlib.client import Client, Refused, open_client
from klantlib.client.databases.once import READING
from klantlib.client.opening import settings_of
from klantlib.client.places import HOME
from klantlib.client.pseudonyms import PSEUDONYMS, pseudonymised
from klantlib.languages import own_language
from klantlib.render.pieces import About, found
from klantlib.render.word.rerun import Change
from klantlib.render.xlsx import appendix
from klantlib.report import cache
from klantlib.report.bind import bind
from klantlib.report.chapter import ChapterFailed, execute, prepared
from klantlib.report.customer_files import with_names
from klantlib.report.edited import Earlier, Unusable, earlier
from klantlib.report.job import Job, Outcome, Say, Status
from klantlib.report.office import OfficeFailed
from klantlib.report.outputs import write_manifest, write_results, write_tables
from klantlib.report.pages import with_pages
from klantlib.report.parameters import wrong_options
from klantlib.report.publish import Busy, OpenInWord, building
from klantlib.report.summary import summary
from klantlib.words import Words

RUN_SHARE = 0.8  # of the whole work, that running the chapters takes; the rest is writing


def make(job: Job, say: Say) -> Outcome:
    """
    One client's report from its folder to reports/<client>/.

    Never raises for what a client, a workbook or a busy folder can do wrong: that is in the Outcome.
    """
    start = time.perf_counter()
    words, wrong = Words("command", job.language or own_language()), ()
    try:
        settings = settings_of(job.client, job.clients)
        words = Words("command", job.language or settings.language, settings.currency)
        say(words.say("reading"), 0.0)
        with _told(job, words.language):
            wrong = wrong_options(job.client, settings.options, words)
            data = open_client(job.client, job.clients)
            if wrong:
                return Outcome(job.client, Status.refused, wrong, language=words.language)
            outcome = _report(job, _as_asked(data, job, words.language), words, say)
    except Refused as problem:
        language = job.language or problem.language
        said = (*wrong, *problem.sentences(language))
        return Outcome(job.client, Status.refused, said, language=language)
    except ChapterFailed as problem:
        said = words.say("chapter_failed", workbook=problem.workbook, cell=problem.cell, reason=problem.reason)
    except Busy:
        said = words.say("busy", client=job.client)
    except OpenInWord as problem:
        said = words.say("open_in_word", client=job.client, file=problem.mark)
    except Unusable as problem:
        said = problem.sentence(words)
    except OSError as problem:
        said = words.say("no_access", path=problem.filename or job.reports, reason=problem.strerror or problem)
    else:
        return replace(outcome, seconds=time.perf_counter() - start, language=words.language)
    return Outcome(job.client, Status.failed, (said,), language=words.language)


def _as_asked(data: Client, job: Job, language: str) -> Client:
    """The client in the language of the report; where no names may leave, the manifest has none either."""
    spoken = replace(data, settings=data.settings.model_copy(update={"language": language}))
    return pseudonymised(spoken, language) if job.pseudonyms else spoken


@dataclass
class _Run:
    """The work in hand: grows chapter by chapter."""

    job: Job
    data: Client
    folder: Path  # where the report is being built
    words: Words
    say: Say
    executed: dict[str, NotebookNode] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)
    earlier: Earlier = field(default_factory=Earlier)  # the report that lay there, which people may have edited
    changes: tuple[Change, ...] = ()  # what happened to its regions
    remarks: list[str] = field(default_factory=list)  # what is worth knowing when it is done

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[what] = round(time.perf_counter() - start, 3)


def _report(job: Job, data: Client, words: Words, say: Say) -> Outcome:
    planned = [plan for plan in plans(data) if not job.only or plan.stem in job.only or plan.frame]
    with building(job.client, job.reports) as folder, _inside(folder):
        run = _Run(job, data, folder, words, say)
        run.earlier = earlier(job.reports / job.client, about(data, job.pseudonyms))
        _run_chapters(run, planned)
        _write(run, planned)
        say(words.say("publishing"), 1.0)
        run.earlier.check(job.reports / job.client)
    left_out = [told_left_out(plan, words.language) for plan in planned if plan.missing]
    files = tuple(f"{job.client}/{name}" for name in ("report.docx", "report.html"))
    cards = with_names(job.reports / job.client) if job.pseudonyms else []
    named = [words.say("cards_with_names", n=len(cards), names=cards)] if cards else []
    return Outcome(job.client, Status.done, (*left_out, *run.remarks, *named), files, reused=tuple(run.reused))


@contextmanager
def _told(job: Job, language: str) -> Iterator[None]:
    """Workbooks find the client by its name alone: where it lies is in the environment, never in a parameter."""
    before = dict(os.environ)
    os.environ[HOME] = str(job.clients.parent)
    os.environ[PSEUDONYMS] = language if job.pseudonyms else ""
    os.environ[READING] = ""
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Workbooks find each other's executed copies in ./workbooks, without any path."""
    here = os.getcwd()
    (folder / "workbooks").mkdir()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


def _run_chapters(run: _Run, planned: list[Plan]) -> None:
    """Every chapter that has its data; those that read the others go last."""
    present = sorted((plan for plan in planned if not plan.missing), key=lambda plan: plan.last)
    for done, plan in enumerate(present):
        run.say(run.words.say("running", name=name_of(plan.stem, run.words.language)), RUN_SHARE * done / len(present))
        with run.timed(plan.stem):
            executed = _chapter(run, plan)
        run.executed[plan.stem] = executed
        nbformat.write(executed, run.folder / "workbooks" / plan.workbook.name)


def _chapter(run: _Run, plan: Plan) -> NotebookNode:
    """One executed workbook: from the cache when nothing it is made from has changed."""
    workbook, parameters = prepared(plan.workbook), _parameters(run, plan)
    others = [nbformat.writes(notebook) for notebook in run.executed.values()] if plan.last else []
    data = cache.fingerprint(*(f"{s.table}{s.sha256}".encode() for s in run.data.sources), _settings(run))
    key, store = cache.key(data, workbook, parameters, others), cache.ChapterCache(run.job.clients / run.job.client)
    if not run.job.fresh and (known := store.get(plan.stem, key)):
        run.reused.append(plan.stem)
        return known
    executed = execute(workbook, plan.workbook.name, parameters, isolated=run.job.isolated)
    store.put(plan.stem, key, executed)
    return executed


def _settings(run: _Run) -> bytes:
    left_out = [plan.stem for plan in plans(run.data) if plan.missing]
    return (
        f"{run.data.settings.model_dump_json()}{run.data.period}{run.job.pseudonyms}{run.job.only}{left_out}"
        f"{run.data.theme.looks()}".encode()
    )


def _parameters(run: _Run, plan: Plan) -> dict:
    language = run.data.settings.language
    chapters = {"chapters": "workbooks"} if plan.last else {}
    return {"client": run.job.client, "language": language, **chapters, **run.data.settings.options.get(plan.stem, {})}


def _write(run: _Run, planned: list[Plan]) -> None:
    """The report for people and the figures for programs."""
    order = [plan.stem for plan in planned if not plan.missing]
    executed = {stem: run.executed[stem] for stem in order}
    chapters = [found(notebook, stem) for stem, notebook in executed.items()]
    with run.timed("report"):
        _pages(run, bind(executed, replace(about(run.data, run.job.pseudonyms), absent=run.earlier.absent())))
    write_results(run.folder, chapters, {plan.stem: _tables(plan) for plan in planned if plan.missing}, run.data)
    write_tables(run.folder, chapters)
    _appendix(run, chapters)
    write_manifest(run.folder, run.data, run.seconds, run.reused, run.changes)


def _pages(run: _Run, bound: NotebookNode) -> None:
    for step, (name, file) in enumerate((("klant-word", "report.docx"), ("klant-html", "report.html"))):
        run.say(run.words.say("writing", file=file), RUN_SHARE + (1 - RUN_SHARE) * step / 2)
        page, _ = get_exporter(name)().from_notebook_node(bound)
        (run.folder / file).write_bytes(_merged(run, page) if isinstance(page, bytes) else page.encode("utf-8"))


def _merged(run: _Run, fresh: bytes) -> bytes:
    """The Word report, in the one that people edited where there is such a one, with its page numbers."""
    merged = run.earlier.renewed(fresh, run.job.only)
    run.changes = merged.changes
    run.remarks += summary(merged, run.words)
    run.remarks += [run.words.say("merged_copy")] * run.earlier.touched
    return _numbered(run, merged.docx)


def _numbered(run: _Run, docx: bytes) -> bytes:
    """Page numbers in the contents; a LibreOffice that does not print costs the numbers, never the report."""
    try:
        return with_pages(docx, run.job.clients / run.job.client, fresh=run.job.fresh)
    except OfficeFailed:
        run.remarks.append(run.words.say("office_failed"))
        return docx


def _appendix(run: _Run, chapters: list[Chapter]) -> None:
    appendix(run.folder / "appendix.xlsx", chapters, about(run.data))


def about(data: Client, pseudonyms: bool = False) -> About:
    """What the cover says."""
    settings, period = data.settings, data.period
    return About(
        client=settings.name,
        language=settings.language,
        currency=settings.currency,
        consultant=settings.consultant,
        date=date.today(),
        start=period.start,
        end=period.end,
        theme=data.theme,
        id=data.id,
        pseudonyms=pseudonyms,
    )


def _tables(plan: Plan) -> str:
    return ", ".join(plan.missing)
