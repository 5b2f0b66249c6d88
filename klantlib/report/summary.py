"""What does a person want to know after his edited report was run again? How much changed, and what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from klantlib.chapters import name_of
from klantlib.formats import together
from klantlib.render.word.rerun import Change, Merged
from klantlib.render.word.rerun.verdicts import chapter_of
from klantlib.words import Words

ORDER = ("replaced", "same", "kept", "commented", "gone", "deleted", "away", "left_out", "added", "removed")
LOOKED_AT = ("commented", "gone")  # each wants a person's eye
TOLD = ("deleted", "left_out", "removed")  # good to know; of a whole chapter in one line
LENGTH = 90  # letters of a value: enough to know it by
NAME = 60  # letters of what a region is called
LEAD = 4  # words that stay before the first that differs


def summary(merged: Merged, words: Words) -> Iterator[str]:
    """One sentence with the counts, then a line for what wants attention; nothing where nobody edited."""
    if not merged.changes:
        return
    found = Counter(change.what for change in merged.changes)
    parts = [words.say(f"count_{what}", n=found[what]) for what in ORDER if found[what]]
    yield words.say("merged", parts=together(parts, words.language))
    for change in merged.changes:
        if change.what in LOOKED_AT:
            yield _line(change, words)
    yield from (words.say("told_loose", text=_short(text, LENGTH)) for text in merged.loose)
    for what in TOLD:
        yield from _grouped([change for change in merged.changes if change.what == what], words)
    yield from [words.say("own_look")] * merged.own_look


def _grouped(changes: Sequence[Change], words: Words) -> Iterator[str]:
    """A line for each chapter."""
    for chapter, group in groupby(changes, key=lambda change: chapter_of(change.region)):
        several = list(group)
        if len(several) == 1:
            yield _line(several[0], words)
        else:
            yield words.say(f"several_{several[0].what}", place=_place(chapter, words), n=len(several))


def _line(change: Change, words: Words) -> str:
    old, new = _apart(change.old, change.new)
    texts = {"old": _short(old, LENGTH), "new": _short(new, LENGTH), "name": _short(change.name, NAME)}
    what = "drawn" if change.what == "commented" and not change.old else change.what
    return words.say(f"told_{what}", place=_place(chapter_of(change.region), words), **texts)


def _place(chapter: str, words: Words) -> str:
    """The chapter as the reader knows it."""
    return words.say(f"place_{chapter}") if words.has(f"place_{chapter}") else name_of(chapter, words.language)


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two values from shortly before the first word in which they differ."""
    before, after = old.split(), new.split()
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - LEAD)
    return tuple(" ".join([*["…"] * bool(start and some), *some[start:]]) for some in (before, after))


def _short(text: str, length: int) -> str:
    """On one line, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length].rsplit(' ', 1)[0]} …"
