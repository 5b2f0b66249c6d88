"""The executed workbooks of the demo client give, in a plain kernel, what they gave before."""

import subprocess
import sys

import pytest

from klantlib.chapters import workbooks
from tests.conftest import ROOT

COPIES = ROOT / "tests" / "workbooks"


def test_every_workbook_has_an_executed_copy():
    """`python tests/make_workbooks.py` renews them."""
    assert sorted(path.name for path in COPIES.glob("*.ipynb")) == [path.name for path in workbooks()]


@pytest.mark.slow
@pytest.mark.parametrize("workbook", workbooks(), ids=lambda path: path.stem)
def test_an_executed_workbook_gives_the_same_again(workbook):
    """nbval runs it in a fresh kernel and compares every output but the pictures."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "--rootdir", str(COPIES)]
    done = subprocess.run(
        [
            *command,
            "--nbval-sanitize-with",
            str(ROOT / "tests" / "nbval.cfg"),
            "-c",
            "/dev/null",
            COPIES / workbook.name,
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:]
