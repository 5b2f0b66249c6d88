"""How does the room see itself? A live poll on the codes of the self-test: the desk in a workbook, and the workbook."""

from __future__ import annotations

from klantlib.workshop.polling.desk import Desk, open_poll
from klantlib.workshop.polling.workbook import poll_notebook

__all__ = ["Desk", "open_poll", "poll_notebook"]
