"""A papermill engine that runs a workbook in an IPython shell of this very process: no kernel to start.

One process serves one client and is thrown away (klantlib.report.run sees to that), so nothing can pass from one
client to another; between the workbooks of one client the namespace, working directory, environment, module path,
pandas' options and matplotlib's rcParams are put back.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager
from traitlets.config import Config

INLINE = "module://matplotlib_inline.backend_inline"  # plots become cell outputs, as in a kernel


class KlantEngine(Engine):
    """papermill -e klant: same notebook out as with a kernel, a fraction of the time."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **options) -> None:
        with _clean_slate(), _shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if cell.cell_type == "code" and not _ran(shell, cell):
                    nb_man.cell_exception(cell, index)
                    nb_man.cell_complete(cell, index)
                    break
                nb_man.cell_complete(cell, index)


class Outputs(list):
    """The outputs of one cell in the order in which they came."""

    def write(self, name: str, text: str) -> None:
        if self and self[-1].output_type == "stream" and self[-1].name == name:
            self[-1].text += text
        elif text:
            self.append(new_output("stream", name=name, text=text))


class _Stream(io.TextIOBase):
    def __init__(self, outputs: Outputs, name: str):
        self.outputs, self.name = outputs, name

    def write(self, text: str) -> int:
        self.outputs.write(self.name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    """display(...) in a cell."""

    def publish(self, data, metadata=None, *, update=False, **kwargs) -> None:
        self.shell.outputs.append(new_output("display_data", data=data, metadata=metadata or {}))

    def clear_output(self, wait=False) -> None:
        self.shell.outputs.clear()


class _LastValue(DisplayHook):
    """The value on the last line of a cell."""

    def write_output_prompt(self) -> None:
        """A notebook has its own prompt."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.outputs.append(
            new_output(
                "execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.shell.execution_count
            )
        )

    def finish_displayhook(self) -> None:
        """Nothing was printed, so there is nothing to flush."""


class _Shell(InteractiveShell):
    """An InteractiveShell that collects outputs instead of printing them."""

    outputs: Outputs

    def enable_gui(self, gui=None) -> None:
        """No windows: plots are cell outputs."""

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.outputs.append(new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb)))


def _ran(shell: _Shell, cell) -> bool:
    """Run one cell and leave its outputs in it; did it end well?"""
    shell.outputs = outputs = Outputs()
    with redirect_stdout(_Stream(outputs, "stdout")), redirect_stderr(_Stream(outputs, "stderr")):
        result = shell.run_cell(cell.source, store_history=True)
    cell.outputs, cell.execution_count = list(outputs), shell.execution_count - 1
    return result.success


@contextmanager
def _shell() -> Iterator[_Shell]:
    """A shell with an empty namespace; the interpreter's own `__main__` and display hook come back afterwards."""
    main, hook = sys.modules["__main__"], sys.displayhook
    config = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
    InteractiveShell.clear_instance()
    shell = _Shell.instance(
        config=config, display_pub_class=_Publisher, displayhook_class=_LastValue, user_ns={"__name__": "__main__"}
    )
    shell.outputs = Outputs()
    _draw_inline(shell)
    try:
        yield shell
    finally:
        shell.reset(new_session=False)
        _Shell.clear_instance()
        sys.modules["__main__"], sys.displayhook = main, hook


def _draw_inline(shell: _Shell) -> None:
    """Where matplotlib was imported before this shell existed, figures would be lost without a word: connect them."""
    shell.enable_matplotlib("inline")
    select_figure_formats(shell, {"png"})  # matplotlib_inline does this for the first shell of a process only


@contextmanager
def _clean_slate() -> Iterator[None]:
    """Whatever a workbook changes outside its own namespace is put back."""
    environment, folder, path = dict(os.environ), os.getcwd(), list(sys.path)
    os.environ["MPLBACKEND"] = INLINE
    with _options_kept():
        try:
            yield
        finally:
            os.chdir(folder)
            sys.path[:] = path
            os.environ.clear()
            os.environ.update(environment)


@contextmanager
def _options_kept() -> Iterator[None]:
    """matplotlib's rcParams as they were, pandas' display options as a fresh kernel has them."""
    import matplotlib
    import pandas as pd

    with matplotlib.rc_context():
        yield
    pd.reset_option("^display")
