"""Make the page on one customer that an account manager takes along, in Word and HTML."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from klantlib.advice import tell
from klantlib.analyses import scorecard
from klantlib.analyses.scorecard import Scorecard
from klantlib.blocks import Action, Block, Chapter, Chart
from klantlib.chapters import CHAPTERS, needs_of
from klantlib.client import Client, Refused, open_client
from klantlib.client.opening import settings_of
from klantlib.client.pseudonyms import pseudonymised
from klantlib.languages import own_language
from klantlib.measures.cards import customer_card as card_of
from klantlib.measures.cards.customer_card import Card
from klantlib.measures.cards.indicators import Seen, indicators
from klantlib.notebook import accounts_of, classes_of, finished
from klantlib.render.charts import draw
from klantlib.render.html import page
from klantlib.render.pieces import Piece
from klantlib.render.word import document
from klantlib.report.asked_customer import UnknownCustomer, asked, names_of
from klantlib.report.customer_files import file_name, written
from klantlib.report.job import Job, Outcome, Status
from klantlib.report.making import about
from klantlib.report.parameters import wrong_options
from klantlib.report.publish import Busy
from klantlib.stories.customer_page import blocks
from klantlib.texts import TEMPLATES
from klantlib.words import Words

CHAPTER = "scorecard"  # region of the page's blocks
ACTIONS = 3  # more is no plan for one visit
QUICK = {"resamples": 100}  # the page shows none of the links between measures


@dataclass(frozen=True)
class Opened:
    """The client as the page shows it, and what its customers are called there."""

    data: Client
    called: Mapping[str, str]  # own name -> name on the page


def make_page(job: Job, customer_id: str) -> Outcome:
    """
    The page on one customer as reports/<client>/scorecards/<number>.docx and .html.

    Never raises for what a client, a number or a busy folder can do wrong: that is in the Outcome.
    """
    start = time.perf_counter()
    words = Words("command", job.language or own_language())
    try:
        settings = settings_of(job.client, job.clients)
        words = Words("command", job.language or settings.language, settings.currency)
        if wrong := wrong_options(job.client, settings.options, words):
            return Outcome(job.client, Status.refused, wrong, language=words.language)
        opened = _opened(job, words.language)
        id = asked(opened.data, customer_id, words)
        files = written(
            job.client,
            job.reports,
            file_name(id, list(names_of(opened.data))),
            *_documents(opened, id, job),
            named=not job.pseudonyms,
        )
    except Refused as problem:
        language = job.language or problem.language
        return Outcome(job.client, Status.refused, tuple(problem.sentences(language)), language=language)
    except UnknownCustomer as problem:
        said = words.say(problem.section, **problem.values)
        return Outcome(job.client, Status.refused, (said,), language=words.language, why="no_card")
    except Busy:
        return Outcome(job.client, Status.failed, (words.say("busy", client=job.client),), language=words.language)
    except OSError as problem:
        said = words.say("no_access", path=problem.filename or job.reports, reason=problem.strerror or problem)
        return Outcome(job.client, Status.failed, (said,), language=words.language)
    seconds = time.perf_counter() - start
    return Outcome(job.client, Status.done, files=files, seconds=seconds, language=words.language)


def _opened(job: Job, language: str) -> Opened:
    data = open_client(job.client, job.clients)
    spoken = replace(data, settings=data.settings.model_copy(update={"language": language}))
    shown = pseudonymised(spoken, language) if job.pseudonyms else spoken
    pairs = zip(names_of(data).items(), names_of(shown).items(), strict=True)
    return Opened(shown, {own: said for (_, own), (_, said) in pairs})


def _documents(opened: Opened, id: str, job: Job) -> tuple[bytes, bytes]:
    data = opened.data
    language, currency = data.settings.language, data.settings.currency
    words = Words("customer_page", language, currency)
    told = [tell(block, words) for block in blocks(_card(opened, id, job))]
    pieces = [Piece(CHAPTER, block, _drawn(block, data)) for block in told]
    frame = replace(about(data, job.pseudonyms), title=words.say("page", "title", id=id))
    return document(pieces, frame, again=False), page(pieces, frame).encode("utf-8")


def _drawn(block: Block, data: Client) -> dict[str, str]:
    shown = isinstance(block, Chart)
    return draw(block, data.settings.language, data.settings.currency, data.theme) if shown else {}


def _card(opened: Opened, id: str, job: Job) -> Card:
    """Everything that the page tells."""
    data, period = opened.data, opened.data.period
    result = _chapter(data)
    cards = card_of.with_customer(result.customers, id, names_of(data)[id])
    figures, scores, peers = card_of.held(cards, indicators(_before(data)), id)
    lines = {"now": data["transactions"], "before": data.before("transactions")}
    starts = {"now": period.start, "before": period.before_start}
    growth = cards.loc[id, "growth"]
    return Card(
        customer_id=id,
        name=names_of(data)[id],
        facts=card_of.facts(_row(data.all("customers"), id), cards.loc[id, "class"]),
        figures=figures,
        scores=scores,
        peers=peers,
        growth=None if pd.isna(growth) else float(growth),
        signals=card_of.warnings(cards.loc[id]),
        quarters=card_of.quarters(lines, starts, period.months, id),
        aspects=card_of.judged(data.until("aspects"), id),
        wishes=card_of.wished(data.until("satisfaction"), id),
        complaints=card_of.complained(data.all("complaints"), id, period.start, period.end),
        ladder=_ladder(data, id),
        plan=data.all("account_plan").query("customer_id == @id").drop(columns="customer_id"),
        actions=card_of.concerning(list(_actions(opened, job)), id, ACTIONS),
        reported=bool(_reported(data, job)),
        delivered=frozenset(data.tables),
    )


def _chapter(data: Client) -> Scorecard:
    """What the chapter says of all customers, with the client's own options."""
    period = data.period
    now = Seen(
        accounts_of(data),
        *(data[table] for table in ("transactions", "satisfaction", "complaints", "payments")),
        period.end,
    )
    options = {**data.settings.options.get("scorecard", {}), **QUICK}
    measures = data["measures"], data.before("measures")
    return scorecard.analyse(now, _before(data), *measures, classes_of(data), period.months, **options)


def _before(data: Client) -> Seen:
    tables = (data.before(table) for table in ("transactions", "satisfaction", "complaints", "payments"))
    return Seen(accounts_of(data, before=True), *tables, data.period.before_end)


def _row(table: pd.DataFrame, id: str) -> pd.Series | None:
    own = table[table["customer_id"] == id]
    return None if own.empty else own.iloc[0]


def _ladder(data: Client, id: str) -> dict[str, Any]:
    row = _row(data.all("contact"), id)
    return {} if row is None else row[["ladder_now", "ladder_wished", "seller"]].to_dict()


def _actions(opened: Opened, job: Job) -> Iterator[Action]:
    """The actions of the last report in the page's language; not those that repeat others, or say to make this page."""
    for chapter in _reported(opened.data, job):
        if CHAPTERS not in needs_of(chapter.stem) and chapter.stem != CHAPTER:
            yield from (_said(action, chapter.stem, opened) for action in chapter.actions)


def _reported(data: Client, job: Job) -> list[Chapter]:
    """What the chapters of the last report found; nothing where there is no report."""
    return finished(data, str(job.reports / job.client / "workbooks"))


def _said(action: Action, stem: str, opened: Opened) -> Action:
    """The action in the page's language and with the page's names; of a consultant's own chapter as it stands."""
    if not (TEMPLATES / "advice" / f"{stem}.toml").is_file():
        return action
    settings = opened.data.settings
    values = {name: _renamed(value, opened.called) for name, value in action.values.items()}
    own = replace(action, values=values, words={})
    return replace(tell(own, Words(f"advice/{stem}", settings.language, settings.currency)), parts=action.parts)


def _renamed(value: Any, called: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, called) for item in value]
    return called.get(value, value) if isinstance(value, str) else value
