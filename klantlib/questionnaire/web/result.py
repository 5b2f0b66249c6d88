"""What does the page of the self-test say of six answers? Every sentence, for every outcome that there can be.

The sentences are those of the chapter in the report (templates/advice/self_test.toml), worded here beforehand: the
page's script chooses among them, and writes no sentence itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from klantlib.questionnaire.definition import Form, scoring
from klantlib.questionnaire.sheets import coded
from klantlib.words import Words

CHAPTER = "advice/self_test"
PAGE = "questionnaire"


def result(form: Form) -> dict[str, Any]:
    """How answers are scored, and what is said of every total, band and answer; as JSON takes it."""
    rule, chapter, page = scoring(), Words(CHAPTER, form.language), Words(PAGE, form.language)
    keys = [question.key for question in coded(form)]
    return {
        **rule,
        "totals": dict(_totals(form, chapter, page)),
        "told": {band: _band(band, chapter) for band in rule["bands"]},
        "steps": {key + letter: _step(key, letter, chapter) for key in keys for letter in rule["better"]},
        "calls": {n: chapter.say("improve", n=n) for n in range(1, len(keys) + 1)},
        "none": chapter.say("improve_none"),
        "unknown": {n: _unknown(n, page) for n in range(1, len(keys) + 1)},
        "short": {key: chapter.terms[key] for key in keys},
        "whole": chapter.terms["total"],
    }


def ranges(form: Form) -> list[tuple[str, int, int]]:
    """The bands from low to high: name, lowest and highest total."""
    rule = scoring()
    most = len(coded(form)) * max(rule["points"].values())
    bands = sorted(rule["bands"].items(), key=lambda band: band[1])
    tops = [lowest - 1 for _, lowest in bands[1:]] + [most]
    return [(band, lowest, top) for (band, lowest), top in zip(bands, tops, strict=True)]


def _totals(form: Form, chapter: Words, page: Words) -> Iterator[tuple[int, dict[str, str]]]:
    """Of each total the heading, and the figure in words."""
    bands = ranges(form)
    for band, low, high in bands:
        for total in range(low, high + 1):
            scale = page.say("result", "scale", total=total, of=bands[-1][2], band=chapter.terms[band])
            yield total, {"title": chapter.say(band, total=total), "scale": scale}


def _band(band: str, chapter: Words) -> dict[str, str]:
    found = {part: chapter.say(f"diagnosis_{band}", part) for part in ("text", "advice")}
    return {**found, "reading": chapter.say(f"reading_{band}")}


def _step(key: str, letter: str, chapter: Words) -> dict[str, str]:
    """Where one stands, one step up and the top."""
    points = scoring()["points"]
    ladder = sorted(points, key=points.get)
    up, top = ladder[ladder.index(letter) + 1], ladder[-1]
    terms = {"now": key + letter, "next": key + up, "goal": key + top}
    return {part: chapter.say(f"improve_{key}", part, **terms) for part in ("text", "advice")}


def _unknown(n: int, page: Words) -> dict[str, str]:
    return {part: page.say("result", f"unknown_{part}", n=n) for part in ("title", "why", "do", "open")}
