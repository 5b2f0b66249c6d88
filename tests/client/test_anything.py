"""Whatever a client delivers: it is read, or refused in words; the program itself never stumbles."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantlib.client import Client, Refused, contract, open_client
from klantlib.client.values import read_column

CELLS = st.one_of(
    st.text(alphabet="0123456789.,-/() €%xABjan?\u2212\u00a0", max_size=12),
    st.text(max_size=6),
    st.sampled_from(["31-12-2025", "1-2-2025", "2025-01-31", "1.234,50", "1.234", "ja", "nee", "x", "A", "5", "0", ""]),
)
TYPED = st.one_of(CELLS, st.none(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times())
COLUMNS = [(table, column) for table in contract.tables().values() for column in table.columns.values()]


@pytest.mark.parametrize("kind", sorted(contract.DTYPES))
@settings(max_examples=50, deadline=None)
@given(data=st.data())
@pytest.mark.slow
def test_any_cell_is_read_or_told(kind, data):
    """Each cell has a value, or is empty, or is unread; or the column has a question."""
    column = data.draw(st.sampled_from([column for _, column in COLUMNS if column.kind == kind]))
    cells = pd.Series(data.draw(st.lists(TYPED, max_size=15)), dtype=object)
    reading = read_column(cells, column)
    assert reading.content.dtype == column.dtype
    assert len(reading.content) == len(cells)
    if not reading.question and kind != "answer":
        assert (reading.content.notna() | reading.unread | reading.blank).all()
    assert not (reading.content.notna() & reading.unread).any()


def outcome(root: str) -> Client | Refused:
    try:
        return open_client("proef", root)
    except Refused as refusal:
        return refusal


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.slow
def test_any_table_is_read_or_refused(data):
    """Every refusal can be said in both languages, and what is read has every column of its type."""
    table = data.draw(st.sampled_from(list(contract.tables().values())))
    others = data.draw(st.lists(st.sampled_from([*table.columns, "onzin"]), unique=True))
    headings = [*table.required, *(name for name in others if name not in table.required)]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings)), min_size=1, max_size=6))
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([headings, *rows])
    with tempfile.TemporaryDirectory() as root:
        (Path(root) / "proef").mkdir()
        (Path(root) / "proef" / f"{table.name}.csv").write_bytes(text.getvalue().encode("utf-8", "replace"))
        result = outcome(root)
    if isinstance(result, Refused):
        assert all(all(result.sentences(language)) for language in ("nl", "en"))
    else:
        assert result.all(table.name).dtypes.astype(str).to_dict() == table.dtypes
