"""Run one workbook with its parameters, and leave no trace of the machine in what it became."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from klantlib.client.places import CHECKOUT

OURS, VANILLA = "klant", None  # papermill engines: in this process, or a fresh kernel


class ChapterFailed(Exception):
    """A workbook stopped: which one, in which cell, and what it said."""

    def __init__(self, workbook: str, cell: int, reason: str):
        super().__init__(f"{workbook}, cell {cell}: {reason}")
        self.workbook, self.cell, self.reason = workbook, cell, reason


def prepared(workbook: Path) -> NotebookNode:
    """The workbook as a report runs it: without the cells that are there to explore."""
    notebook = nbformat.read(workbook, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "explore" not in cell.metadata.get("tags", ())]
    return notebook


def execute(workbook: NotebookNode, name: str, parameters: Mapping[str, Any], *, isolated: bool) -> NotebookNode:
    """
    The executed workbook; `name` is its file name.

    Raises ChapterFailed when a cell does.
    """
    try:
        executed = papermill.execute_notebook(
            workbook,
            None,
            parameters=dict(parameters),
            engine_name=VANILLA if isolated else OURS,
            kernel_name="python3" if isolated else None,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    except PapermillExecutionError as problem:
        raise ChapterFailed(name, problem.cell_index + 1, f"{problem.ename}: {problem.evalue}") from problem
    return without_machine(executed, name)


def without_machine(executed: NotebookNode, name: str) -> NotebookNode:
    """No path, no clock: only what was asked and what came out."""
    parameters = executed.metadata.papermill.get("parameters", {})
    executed.metadata.papermill = NotebookNode({"parameters": parameters, "input_path": name, "output_path": name})
    for cell in executed.cells:
        cell.metadata.pop("papermill", None)
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                output.text = output.text.replace(str(CHECKOUT), "klantwerkboek").replace(str(Path.home()), "~")
    return executed
