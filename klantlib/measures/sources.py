"""What does an analysis know of a file that was read?"""

from __future__ import annotations

from typing import Protocol


class Source(Protocol):
    """One file that was read; see klantlib.client.Source."""

    table: str
    file: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    rows_merged: int  # of those rejected, customers that count under another number
