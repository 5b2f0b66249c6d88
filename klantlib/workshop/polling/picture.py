"""What does the room look like? Per statement who answered what, and where the totals lie; nobody can be recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from klantlib.advice import tell
from klantlib.blocks import Block, Chart
from klantlib.measures.survey.self_test_scores import BANDS, POINTS, STATEMENTS, band_of
from klantlib.questionnaire.codes import read_code
from klantlib.questionnaire.definition import UNKNOWN
from klantlib.words import Words

FEWEST = 3  # with fewer, everyone knows what the other answered
ANSWERS = (*POINTS, UNKNOWN)
NOT_KNOWN = "unknown"  # the key of "don't know" in the words
WORDS = "workshop/poll"


def pictures(codes: Iterable[str], language: str) -> list[Block]:
    """The charts of the room, told; none where there are fewer than three codes, no totals where fewer are complete."""
    sheets = [read_code(code).answers for code in codes]
    if len(sheets) < FEWEST:
        return []
    words = Words(WORDS, language)
    complete = [sheet for sheet in sheets if UNKNOWN not in sheet]
    charts = [answers(sheets), *([totals(complete, len(sheets))] if len(complete) >= FEWEST else [])]
    return [tell(chart, words) for chart in charts]


def answers(sheets: Sequence[str]) -> Chart:
    """Of each statement how many people gave each answer; what nobody answered has no part."""
    given = [Counter(sheet[place] for sheet in sheets) for place in range(len(STATEMENTS))]
    rows = [
        (statement, NOT_KNOWN if answer == UNKNOWN else answer, "" if answer == UNKNOWN else answer, counts[answer])
        for statement, counts in zip(STATEMENTS, given, strict=True)
        for answer in ANSWERS
        if counts[answer] or statement == STATEMENTS[0]  # the first shows them all, for the order of the legend
    ]
    data = dict(zip(("statement", "answer", "letter", "people"), map(list, zip(*rows, strict=True)), strict=True))
    formats = {"statement": "term", "answer": "term", "people": "count"}
    weakest = min(STATEMENTS, key=lambda statement: _mean(given[STATEMENTS.index(statement)]))
    values = {"n": len(sheets), "weakest": weakest}
    return Chart("answers", "stack", data, "people", "statement", formats, values, group="answer", label="letter")


def totals(complete: Sequence[str], everyone: int) -> Chart:
    """How many complete sheets have each total there can be, in the colour of its band."""
    counts = Counter(sum(POINTS[answer] for answer in sheet) for sheet in complete)
    scores = range(len(STATEMENTS) * min(POINTS.values()), len(STATEMENTS) * max(POINTS.values()) + 1)
    bands = Counter(band_of(score) for score in counts.elements())
    data = {"total": [*scores], "people": [counts[n] for n in scores], "band": [band_of(n) for n in scores]}
    formats = {"total": "count", "people": "count", "band": "term"}
    values = {"n": len(complete), "open": everyone - len(complete), "lowest": min(counts), "highest": max(counts)}
    values |= {band: bands[band] for band in BANDS}
    return Chart("totals", "bar", data, "total", "people", formats, values, group="band")


def _mean(counts: Counter[str]) -> float:
    """The mean of who knew; where nobody did there is nothing lower."""
    known = sum(counts[letter] for letter in POINTS)
    return sum(points * counts[letter] for letter, points in POINTS.items()) / known if known else 0.0
