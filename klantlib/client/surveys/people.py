"""Whose answers are these, and when were they given? Customers are found; people are told apart, not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from klantlib.client.cells import written
from klantlib.client.problems import Problem, Remark, Unreadable
from klantlib.client.surveys.exports import Export, read_export
from klantlib.client.surveys.finding import Survey
from klantlib.client.surveys.tools import plain

# columns that belong to a machine or a network, and not to one person
SHARED = frozenset(("ipaddress", "ipadres", "ipaddr", "refurl", "networkid", "netwerkid"))


@dataclass(frozen=True, eq=False)
class Everybody:
    """Who answered; index = row in the file."""

    all: pd.DataFrame  # respondent, and date and role where known: of each finished answer
    of_customers: pd.DataFrame  # customer_id, date, respondent: of those whose customer is known
    headings: Mapping[str, str]  # column -> heading
    identities: pd.Series  # who it was, to tell people apart; NA where unknown, or where the respondent was asked for
    remarks: tuple[Remark, ...]


def everybody(survey: Survey, export: Export) -> Everybody | list[Problem]:
    """Who answered, or what is wrong with the list in which customers are looked up."""
    rows = export.cells[export.finished]
    headings = {name: found for name, text in survey.settings.columns.items() if (found := export.heading(text))}
    headings |= {"date": export.date} if "date" not in headings and export.date and not survey.settings.day else {}
    who = pd.DataFrame({name: rows[heading] for name, heading in headings.items()}, index=rows.index, dtype=object)
    if survey.settings.day:
        who = who.assign(date=survey.settings.day)
    try:
        listed = _listed(survey)
    except Unreadable as error:
        return [Problem(error.key, survey.list.name if survey.list else "", value=error.value)]
    found, remarks = _of_customers(survey, who, listed)
    identity = _identity(export, rows) if "respondent" not in headings else None
    numbered = rows[identity] if identity else pd.Series(None, index=rows.index, dtype=object)
    named = who if "respondent" in headings else who.assign(respondent=_numbers(export, rows))
    found = found.drop(columns="role", errors="ignore")
    aside = _set_aside(survey, export, headings, identity)
    return Everybody(named, found, headings, numbered.map(_plain), (*aside, *remarks))


def _of_customers(
    survey: Survey, who: pd.DataFrame, listed: Mapping[str, Any] | None
) -> tuple[pd.DataFrame, list[Remark]]:
    """Without those of whom nobody knows the customer."""
    if "customer_id" not in who:
        return who.iloc[:0].assign(customer_id=None), []
    said = who["customer_id"].map(lambda cell: not _blank(cell)).astype(bool)
    counts = {"survey_nobody": int((~said).sum())}
    found = who[said]
    if listed is not None:
        ids = found["customer_id"].map(lambda cell: listed.get(written(cell).casefold()))
        counts["survey_unlisted"] = int(ids.isna().sum())
        found = found.assign(customer_id=ids)[ids.notna()]
    values = {"file": survey.file, "list": survey.list.name if survey.list else ""}
    return found, [Remark(key, {**values, "n": n}) for key, n in counts.items() if n]


def _listed(survey: Survey) -> dict[str, Any] | None:
    """Token or address -> customer number; None where there is no list."""
    of = survey.settings.list
    if of is None or survey.list is None:
        return None
    export = read_export(survey.list, of.sheet, (of.key, of.customer_id))
    key, customer = (export.heading(text) for text in (of.key, of.customer_id))
    if key is None or customer is None:
        raise Unreadable("survey_list", value=of.key if key is None else of.customer_id)
    rows = export.cells[[key, customer]].dropna()
    return {written(who).casefold(): number for who, number in rows.itertuples(index=False) if not _blank(number)}


def _identity(export: Export, rows: pd.DataFrame) -> str | None:
    """The column that tells people apart, where one does."""
    likely = [heading for heading in export.personal if plain(heading) not in SHARED]
    return next((heading for heading in likely if len(rows[heading].map(_plain).dropna().unique()) > 1), None)


def _numbers(export: Export, rows: pd.DataFrame) -> pd.Series:
    """The number of each answer: the tool's, else its place."""
    own = export.of(export.tool.id) if export.tool else None
    if own and rows[own].notna().all() and rows[own].is_unique:
        return rows[own].map(written)
    return pd.Series([str(place) for place in range(1, len(rows) + 1)], index=rows.index, dtype=object)


def _set_aside(survey: Survey, export: Export, headings: Mapping[str, str], identity: str | None) -> list[Remark]:
    """Personal columns that were not read, and answers that were not finished."""
    unfinished = int((~export.finished).sum())
    values = {"file": survey.file, "n": unfinished, "rows": len(export.cells)}
    remarks = [Remark("survey_unfinished", values)] if unfinished else []
    apart = [heading for heading in export.personal if heading not in headings.values()]
    key = "survey_personal_apart" if identity in apart else "survey_personal"
    return [*remarks, Remark(key, {"file": survey.file, "n": len(apart), "columns": apart})] if apart else remarks


def _plain(cell: Any) -> str | None:
    return None if _blank(cell) else written(cell).casefold()


def _blank(cell: Any) -> bool:
    return not cell.strip() if isinstance(cell, str) else bool(pd.isna(cell))
