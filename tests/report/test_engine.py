"""A workbook run in this process gives what a kernel gives, and leaves nothing behind."""

import os
import sys

import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


def notebook(*sources):
    cells = [new_code_cell("a: int = 1  # a number", metadata={"tags": ["parameters"]}), *map(new_code_cell, sources)]
    return new_notebook(cells=cells, metadata=KERNEL)


def run(*sources, engine="klant", **parameters):
    return papermill.execute_notebook(
        notebook(*sources), None, parameters=parameters, engine_name=engine, progress_bar=False
    )


def outputs(executed):
    """Kind, and text or the types of data, of every output."""
    return [
        (o.output_type, o.get("name", ""), o.get("text") or sorted(o.get("data", {})))
        for cell in executed.cells
        for o in cell.get("outputs", ())
    ]


SHOWING = (
    "import sys, pandas as pd\nfrom IPython.display import display",
    'print("said"); print("warned", file=sys.stderr)\npd.DataFrame({"x": ["001"]})',
    'display({"application/x-ours+json": {"a": a}}, raw=True); a * 2',
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "%precision 2\n!echo shell",
)


@pytest.mark.slow
def test_the_outputs_are_those_of_a_kernel():
    """Streams, last values, displayed data, plots and magics, in the same order."""
    ours, kernels = (run(*SHOWING, engine=engine, a=5) for engine in ("klant", None))

    assert outputs(ours) == outputs(kernels)
    assert [cell.execution_count for cell in ours.cells] == [cell.execution_count for cell in kernels.cells]


def test_parameters_are_injected():
    """papermill's own cell, after the defaults."""
    assert outputs(run("print(a)", a=7)) == [("stream", "stdout", "7\n")]


def test_a_failing_cell_stops_the_workbook_and_is_named():
    """What comes after it does not run."""
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError") as stopped:
        run("1 / 0", "print('never')")

    assert stopped.value.cell_index == 1


@pytest.mark.slow
def test_a_plot_is_an_output_also_when_pyplot_was_imported_before():
    """The second workbook of a process would lose its figures in silence."""
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"

    assert [outputs(run(plot))[-1][2] for _ in range(2)] == [["image/png", "text/plain"]] * 2


@pytest.mark.slow
def test_nothing_passes_from_one_workbook_to_the_next(tmp_path):
    """Names, folder, environment, module path, pandas' options, rcParams and __main__ are put back."""
    main, folder = sys.modules["__main__"], os.getcwd()
    dirty = f"""
import os, sys, pandas as pd, matplotlib as mpl
left = 1
os.chdir({str(tmp_path)!r}); os.environ["LEFT"] = "1"; sys.path.append("left")
pd.set_option("display.max_rows", 3); mpl.rcParams["lines.linewidth"] = 9
"""
    look = """
import os, sys, pandas as pd, matplotlib as mpl
print("left" in globals(), os.environ.get("LEFT"), "left" in sys.path, pd.get_option("display.max_rows"),
      mpl.rcParams["lines.linewidth"])
"""
    run(dirty)

    assert outputs(run(look))[0][2] == "False None False 60 1.5\n"
    assert (sys.modules["__main__"], os.getcwd()) == (main, folder)
