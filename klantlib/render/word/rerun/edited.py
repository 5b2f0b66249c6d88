"""How is a report run again that people edited? Their text stays; ours is renewed where they left it alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from klantlib.render.word.rerun.differences import known_by
from klantlib.render.word.rerun.memory import Remembered, opened
from klantlib.render.word.rerun.merging import Work, located
from klantlib.render.word.rerun.verdicts import Verdict, chapter_of, verdicts


@dataclass(frozen=True)
class Change:
    """What happened to a region."""

    region: str
    what: str  # see klantlib.render.word.rerun.verdicts
    old: str = ""  # what the data said; of a value in a comment only the lines that differ
    new: str = ""  # and what they say now
    name: str = ""  # the words that a reader knows it by, as it stands there now


@dataclass(frozen=True)
class Merged:
    """The report run again."""

    docx: bytes
    changes: tuple[Change, ...] = ()  # in the order of the fresh report
    loose: tuple[str, ...] = ()  # paragraphs of people that referred to what is gone; those references are text now
    own_look: bool = False  # the fresh report has another template, and this one keeps the styles that it had


def merge(edited: bytes, fresh: bytes, chapters: Collection[str] = ()) -> Merged:
    """
    The fresh report in the document that people edited: what they wrote, deleted or moved stays so.

    `chapters`: those that were run, where not all were; what stands in the others is left as it is.
    The same two documents give the same bytes. Raises Damaged or NotOurs (klantlib.render.word.rerun.memory).
    """
    work = Work(opened(edited), opened(fresh))
    judged = [work.never_edited(v) for v in verdicts(work.old, work.new, work.present(), chapters)]
    for verdict in judged:
        work.carry_out(verdict)
    work.finish(judged)
    changes = tuple(_change(work, verdict) for verdict in judged)
    return Merged(work.bytes(), changes, tuple(work.loose), work.own_look)


def absent(edited: bytes) -> tuple[str, ...]:
    """Regions that people deleted, and the chapters of which they left nothing. Raises as `merge`."""
    old, there = located(opened(edited))
    gone = [known.region for known in old.regions if known.region not in there]
    left = {chapter_of(region) for region in there}
    return (*gone, *sorted({chapter_of(region) for region in gone} - left))


def _change(work: Work, verdict: Verdict) -> Change:
    region = verdict.region
    old, new = ((memory.of(region) or Remembered("")).text for memory in (work.old, work.new))
    if verdict.what == "commented":
        old, new = ("\n".join(filter(None, lines)) for lines in zip(*work.changed(region), strict=True))
    return Change(region, verdict.what, old, new, known_by(work.shown(region) or old or new))
