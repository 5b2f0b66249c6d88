"""Make one notebook of the executed chapters, in order; the exporters turn it into Word and HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from klantlib.render.pieces import SILENT_TAGS, About, metadata


def bind(executed: Mapping[str, NotebookNode], about: About) -> NotebookNode:
    """`executed`: stem -> executed workbook, in the order of the report."""
    cells = [_placed(cell, stem) for stem, notebook in executed.items() for cell in notebook.cells if _printed(cell)]
    return new_notebook(cells=cells, metadata={"klant": {"about": metadata(about)}})


def _printed(cell: NotebookNode) -> bool:
    return not SILENT_TAGS & set(cell.metadata.get("tags", ()))


def _placed(cell: NotebookNode, stem: str) -> NotebookNode:
    """The cell knows its chapter, and its id is its own in the whole report."""
    metadata: dict[str, Any] = {**cell.metadata, "klant": {"chapter": stem}}
    return NotebookNode({**cell, "metadata": NotebookNode(metadata), "id": f"{stem}-{cell.id}"[:64]})
