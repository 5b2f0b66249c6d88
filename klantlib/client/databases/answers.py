"""How is an answer laid down? In one order whatever the database's, so that the same rows make the same file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write(path: Path, answer: pa.Table, order: list[str], headings: tuple[str, ...]) -> None:
    """The answer sorted by its columns in this order; headings that were not asked for stay, without anything under."""
    whole = _sorted(answer, order)
    for heading in headings:
        if heading not in whole.column_names:
            whole = whole.append_column(heading, pa.nulls(whole.num_rows))
    pq.write_table(whole.replace_schema_metadata(None), path)


def _sorted(answer: pa.Table, order: list[str]) -> pa.Table:
    names = [*(name for name in order if name in answer.column_names), *answer.column_names]
    by = [name for name in dict.fromkeys(names) if _has_order(answer.schema.field(name).type)]
    return answer.sort_by([(name, "ascending") for name in by]) if by else answer


def _has_order(kind: pa.DataType) -> bool:
    return not (pa.types.is_null(kind) or pa.types.is_nested(kind))
