"""The cases that tests look at: opened once for each seed and language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from klantlib.client.opening import open_client
from klantlib.workshop.case import write_case
from klantlib.workshop.study import Study


@cache
def study(seed: int = 2080, language: str = "nl") -> Study:
    with TemporaryDirectory() as place:
        write_case(Path(place) / "case", seed, language)
        return Study(open_client("case", place))
