"""How much does running in one process save? Ratios within one run, so that a slow machine says the same as a fast one.

python benchmarks/running.py
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from klantlib.report.job import Job
from klantlib.report.run import run

ROOT = Path(__file__).parents[1]
WAYS = {
    "a kernel for each workbook": {"isolated": True, "fresh": True},
    "our engine": {"fresh": True},
    "nothing changed": {},
}


def seconds(home: Path, **options) -> float:
    """One report of the demo client, from start to published."""
    start = time.perf_counter()
    (outcome,) = run([Job("voorbeeld", home / "client_data", home / "reports", **options)])
    if outcome.status:
        raise SystemExit("\n".join(outcome.sentences))
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "client_data" / "voorbeeld", home / "client_data" / "voorbeeld")
        took = {way: min(seconds(home, **options) for _ in range(2)) for way, options in WAYS.items()}
    table = Table("way", "seconds", "times faster")
    slowest = max(took.values())
    for way, time_taken in took.items():
        table.add_row(way, f"{time_taken:.1f}", f"{slowest / time_taken:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
