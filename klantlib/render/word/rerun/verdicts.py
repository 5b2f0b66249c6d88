"""What happens to each region when a report that people edited is run again? One rule for each case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from klantlib.render.word.rerun.memory import Memory, Remembered

What = Literal["same", "replaced", "kept", "commented", "deleted", "away", "left_out", "added", "removed", "gone"]
STANDING = ("same", "replaced", "kept", "commented", "gone")  # what has a place in the document
RENEWED = ("same", "replaced", "added")  # what is taken from the fresh document


@dataclass(frozen=True)
class Present:
    """A region as it stands in the edited document."""

    content: tuple[str, ...]  # fingerprints
    marked: bool = False  # a tracked change, or a comment of a person


@dataclass(frozen=True)
class Verdict:
    """What happens to a region, and what is remembered of it; None = nothing."""

    region: str
    what: What
    remember: Remembered | None


def verdicts(
    old: Memory, new: Memory, present: Mapping[str, Present], chapters: Collection[str] = ()
) -> Iterator[Verdict]:
    """Every region of the new report in its order, then those that it no longer has."""
    wiped = _wiped(old, present)
    for fresh in new.regions:
        yield _produced(fresh, old.of(fresh.region), present.get(fresh.region), chapter_of(fresh.region) in wiped)
    for known in old.regions:
        if new.of(known.region) is None:
            asked = not chapters or chapter_of(known.region) in chapters
            yield _not_produced(known, present.get(known.region), asked)


def chapter_of(region: str) -> str:
    return region.partition("/")[0]


def _wiped(old: Memory, present: Mapping[str, Present]) -> set[str]:
    """The chapters of which a person left nothing."""
    return {chapter_of(known.region) for known in old.regions} - {chapter_of(region) for region in present}


def _produced(fresh: Remembered, old: Remembered | None, now: Present | None, wiped: bool) -> Verdict:
    region = fresh.region
    if now is None:
        if old is None and not wiped:
            return Verdict(region, "added", fresh)
        return Verdict(region, _missing(old), Remembered(region, deleted=True))
    if not now.marked and now.content == fresh.written:
        return Verdict(region, "same", fresh)
    if old and not now.marked and now.content == old.written:
        return Verdict(region, "replaced", fresh)
    base = old if old and not old.deleted else Remembered(region)
    told = Remembered(region, base.written, fresh.offered, base.shape, fresh.text)
    return Verdict(region, "kept" if fresh.offered == base.offered else "commented", told)


def _not_produced(old: Remembered, now: Present | None, asked: bool) -> Verdict:
    region = old.region
    if now is None:
        return Verdict(region, _missing(old), Remembered(region, deleted=True))
    if not asked:
        return Verdict(region, "same", old)
    if not now.marked and now.content == old.written:
        return Verdict(region, "removed", None)
    silent = Remembered(region, old.written, (), old.shape)
    return Verdict(region, "gone" if old.offered or old.deleted else "kept", silent)


def _missing(old: Remembered | None) -> What:
    """New in a chapter that is gone, deleted since the last run, or before."""
    if old is None:
        return "left_out"
    return "away" if old.deleted else "deleted"
