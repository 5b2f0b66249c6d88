"""What a workbook needs: open a client, show a chapter as a page for the reader and as data for the exporters."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from IPython.display import display

from klantlib import client as clients
from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses import classification
from klantlib.blocks import MIME, RESULT_MIME, Block, Chapter, Chart, plain, to_json
from klantlib.chapters import name_of, named, plans, stem_of
from klantlib.client import contract
from klantlib.client.doubles import judged_apart
from klantlib.client.opening import client_folder
from klantlib.client.places import reports_folder
from klantlib.client.pseudonyms import PSEUDONYMS, pseudonymised
from klantlib.formats import together
from klantlib.measures.accounts import Accounts, customer_accounts
from klantlib.measures.customer_file.duplicates import duplicates
from klantlib.provenance import doubted, traced
from klantlib.render.charts import draw
from klantlib.render.html import html
from klantlib.render.pieces import found
from klantlib.theme import Theme
from klantlib.words import Words


def open_client(name: str) -> clients.Client:
    """The client's checked tables; from here on a DataFrame shown in a cell comes out in the report as a table."""
    pd.set_option("display.html.table_schema", True)
    data = clients.open_client(name)
    language = os.environ.get(PSEUDONYMS)
    return pseudonymised(data, language) if language else data


def accounts_of(data: clients.Client, *, before: bool = False) -> Accounts:
    """What each customer brought in and cost in the reporting period, or in the one before it."""
    rows, period = data.before if before else data.__getitem__, data.period
    start, end = (period.before_start, period.before_end) if before else (period.start, period.end)
    return customer_accounts(
        data["customers"], rows("transactions"), rows("activities"), data["rates"], rows("costs"), start=start, end=end
    )


def classes_of(data: clients.Client, *, before: bool = False) -> pd.Series:
    """
    The class of each customer in the reporting period, or in the one before it, as the chapter on classes has it.

    Index customer_id; values key_account, future_key_account, large, small, loss_maker (klantlib.measures.classes), NA
    where it cannot be told. With the client's own options of that chapter; where it counts groups, every company has
    the class of its group. Before: with what is known of potential and strategy today, and the answers given by then.
    """
    accounts, period = accounts_of(data, before=before), data.period
    answers = data.until("satisfaction")
    answers = answers[~answers["date"].gt(pd.Timestamp(period.before_end))] if before else answers
    options = data.settings.options.get("classification", {})
    tables = data["customers"], data["strategy"], answers
    return classification.analyse(accounts, *tables, period.months, **options).classes


def double_entries(data: clients.Client) -> pd.DataFrame:
    """
    The pairs of customers that may be one, by number: found on their own names, also where a report tells none.

    Without the pairs of which the consultant answered that they are two.
    """
    found = duplicates(clients.open_client(data.id).all("customers"))
    apart = judged_apart(client_folder(data.id))
    pairs = zip(found["first"], found["second"], strict=True)
    return found.loc[[frozenset(pair) not in apart for pair in pairs]].reset_index(drop=True)


def show(result: Any, data: clients.Client, language: str = "") -> None:
    """Show a chapter: every block as a page and as data, and its figures undisplayed, for the report."""
    language, currency = language or data.settings.language, data.settings.currency
    words = words_of(result, language, currency)
    for block in doubted([tell(block, words) for block in result.blocks()], data, words):
        display(bundle(traced(block, data, words), language, currency, data.theme), raw=True)
    display({RESULT_MIME: travelling(result, data, words)}, raw=True)


def bundle(block: Block, language: str, currency: str, look: Theme) -> dict[str, Any]:
    """A block as a notebook output: the page JupyterLab shows, and the block itself for the exporters."""
    chart = isinstance(block, Chart)
    say = {"language": language, "currency": currency}
    page = draw(block, **say, look=look) if chart else {"text/html": html(block, **say, look=look)}
    return {**page, MIME: {**say, **to_json(block)}}


def travelling(result: Any, data: clients.Client, words: Words) -> dict[str, Any]:
    """What the report takes from a chapter besides its blocks: figures, actions, and the table per customer."""
    customers = result.per_customer()
    return {
        "name": words.say("chapter", "name"),
        "figures": plain(result.figures()),
        "actions": [to_json(traced(tell(action, words), data, words)) for action in result.actions()],
        "customers": to_json(tell_customers(customers, words)) if customers else None,
    }


def finished(data: clients.Client, folder: str = "") -> list[Chapter]:
    """
    What the other chapters found, in the order of the report.

    `folder` holds their executed workbooks; without it those of the last report are read.
    """
    place = Path(folder) if folder else reports_folder() / data.id / "workbooks"
    paths = sorted(path for path in place.glob("*.ipynb") if named(path))
    return [found(nbformat.read(path, as_version=4), stem_of(path)) for path in paths]


def left_out(data: clients.Client, language: str = "") -> dict[str, str]:
    """The chapters this client's data cannot fill: name -> the tables it needs, in words."""
    language = language or data.settings.language
    return {name_of(stem, language): tables for stem, tables in lacking(data, language).items()}


def lacking(data: clients.Client, language: str = "") -> dict[str, str]:
    """The same by stem."""
    language = language or data.settings.language
    absent = [plan for plan in plans(data) if plan.missing]
    return {plan.stem: together(contract.needed(plan.missing, language), language) for plan in absent}


def remarks(data: clients.Client, language: str = "") -> list[str]:
    """What was kept and reported when the files were read, a sentence each."""
    language = language or data.settings.language
    return [remark.sentence(language, data.settings.currency) for remark in data.remarks]
