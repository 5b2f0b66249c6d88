"""Files as Dutch clients send them: each is read to the table written beside it, or refused with what is asked."""

from __future__ import annotations

import pandas as pd
import pytest

from klantlib.client import Client, Refused, contract, open_client
from klantlib.client.currencies import _meant
from tests.client.ugly import Ugly, all_ugly

OTHERS = ("credits", "negative_quantities", "ignored_columns", "outside_period", "unmatched", "unknown_customers")
UGLY = all_ugly()


def told(client: Client) -> list[str]:
    """The remarks that reading makes: key and rows."""
    lines = []
    for remark in client.remarks:
        if remark.key not in OTHERS:
            rows = remark.values.get("rows", remark.values.get("row", ""))
            lines.append(" ".join([remark.key, ", ".join(map(str, rows)) if isinstance(rows, list) else str(rows)]))
    return [line.strip() for line in lines]


def as_text(rows: pd.DataFrame) -> list[list[str]]:
    """A table as csv would hold it: days without their time, numbers with all that they have, nothing for nothing."""
    return [["" if pd.isna(cell) else _text(cell) for cell in row] for row in rows.itertuples(index=False)]


def _text(cell: object) -> str:
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return f"{cell:g}" if isinstance(cell, float) and cell == round(cell) and abs(cell) < 1e6 else str(cell)


@pytest.mark.parametrize("ugly", [pytest.param(ugly, id=ugly.name) for ugly in UGLY])
@pytest.mark.slow
def test_an_ugly_file(deliver, ugly: Ugly):
    """The road that every client takes, from the folder on."""
    folder = deliver(ugly.files, ugly.settings)
    if ugly.refused:
        with pytest.raises(Refused) as refusal:
            open_client("proef", folder.parent)
        lines = [f"{problem.key} {problem.row or ''}".strip() for problem in refusal.value.problems]
        lines += [problem.proposal.line("nl") for problem in refusal.value.problems if problem.proposal]
        assert lines == ugly.refused
        assert all(all(refusal.value.sentences(language)) for language in ("nl", "en"))
        return
    client = open_client("proef", folder.parent)
    (name,) = [table for table in client.tables if table != "rates"] or ["rates"]
    heading, *rows = ugly.table
    assert as_text(client.all(name)[heading]) == rows
    delivered = client.all(name).dropna(axis=1, how="all").columns
    assert set(delivered) <= set(heading) <= set(contract.tables()[name].columns)
    assert told(client) == ugly.remarks
    assert all(remark.sentence(language) for remark in client.remarks for language in ("nl", "en"))


def test_there_are_forty():
    """Each with a number of its own, a sentence, and either a table or a refusal."""
    assert len(UGLY) >= 40
    assert len({ugly.name[:2] for ugly in UGLY}) == len(UGLY)
    assert all(ugly.sentence and bool(ugly.table) != bool(ugly.refused) for ugly in UGLY)


def test_a_dollar_of_canada():
    """$ is the client's own dollar where its currency is written so, else the American one."""
    assert [_meant("$", "CAD"), _meant("$", "EUR"), _meant("€", "EUR"), _meant("$", "USD")] == [
        "CAD",
        "USD",
        "EUR",
        "USD",
    ]
