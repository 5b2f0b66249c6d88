"""What was kept though it looks odd? Credits, negative quantities, days that cannot be; a period without data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from klantlib.client import contract
from klantlib.client.model import Client
from klantlib.client.periods import dated
from klantlib.client.problems import Problem, Proposal, Remark

LONG_AGO = 30  # years before the last day of a table; older days are mostly 1-1-1900 or 1-1-1970, where none was known
SETTINGS = "client.toml"


def oddities(client: Client, files: Mapping[str, str]) -> Iterator[Remark]:
    """What the reader should look at once more; `files`: how the client knows each table."""
    if "transactions" in files:
        yield from _negative(client, files["transactions"])
        yield from _before_since(client, files["transactions"])
    for name in client.tables:
        by = contract.tables()[name].dated_by
        if by and name in files:
            yield from _days(client.all(name)[by].dropna(), files[name])


def empty_period(client: Client) -> tuple[Problem, ...]:
    """A period in which nothing was sold, or from which nothing at all was delivered, makes no report."""
    days = dated(client.tables)
    inside = days.between(pd.Timestamp(client.period.start), pd.Timestamp(client.period.end))
    if client.settings.period.all or not len(days) or inside.any():
        return ()
    values = {"start": client.period.start, "end": client.period.end, "first": days.min().date()}
    last = days.max().date()
    return (
        Problem("empty_period", SETTINGS, column="period", values={**values, "last": last},
                proposal=Proposal("period", "end", last.isoformat())),
    )  # fmt: skip


def _negative(client: Client, file: str) -> Iterator[Remark]:
    rows = client["transactions"]
    credited = rows.loc[rows["revenue"] < 0, "revenue"]
    if len(credited):
        yield Remark("credits", {"file": file, "rows": len(credited), "revenue": float(credited.sum())})
    returned = rows.loc[rows["quantity"] < 0, "quantity"]
    if len(returned):
        yield Remark("negative_quantities", {"file": file, "rows": len(returned), "quantity": float(returned.sum())})


def _before_since(client: Client, file: str) -> Iterator[Remark]:
    since = client.all("customers").dropna(subset="since").set_index("customer_id")["since"]
    if since.empty:
        return
    rows = client.all("transactions")
    early = rows.loc[rows["date"] < rows["customer_id"].map(since), "customer_id"]
    if len(early):
        ids = sorted(early.unique())
        yield Remark("before_since", {"file": file, "rows": len(early), "customers": len(ids), "ids": ids})


def _days(days: pd.Series, file: str) -> Iterator[Remark]:
    future = days[days > pd.Timestamp(date.today())]
    if len(future):
        yield Remark("future", {"file": file, "rows": len(future), "last": future.max().date().isoformat()})
    long_ago = days[days < days.max() - pd.DateOffset(years=LONG_AGO)]
    if len(long_ago):
        first = long_ago.min().date().isoformat()
        yield Remark("long_ago", {"file": file, "rows": len(long_ago), "years": LONG_AGO, "first": first})
