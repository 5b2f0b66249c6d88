"""Do the letters stand out from what is behind them?"""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from klantlib.render.word.accessibility.found import Barrier, Package, excerpt, text_of
from klantlib.theme.contrast import TEXT, ratio

LARGE_TEXT = 3.0  # WCAG 2.2, 1.4.3
LARGE, LARGE_BOLD = 18.0, 14.0  # points


def contrasts(package: Package) -> Iterator[Barrier]:
    """Letters that stand out too little from what is behind them, once per pair of colours."""
    told = set()
    for run in package.body.iter(qn("w:r")):
        if not text_of(run).strip():
            continue
        ink, paper, size, bold = package.looks.of(run)
        needed = LARGE_TEXT if size >= LARGE or (bold and size >= LARGE_BOLD) else TEXT
        if ratio(ink, paper) < needed and (ink, paper) not in told:
            told.add((ink, paper))
            yield Barrier("contrast", f"{ink} / {paper}: {excerpt(run)}")
