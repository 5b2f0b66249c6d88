"""How do two reports become one? Region by region, and then what concerns the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import count

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.fields import renew, renumbered
from klantlib.render.word.front import CONTENTS_REGION
from klantlib.render.word.package import sealed
from klantlib.render.word.rerun import bookmarks, comments, turning
from klantlib.render.word.rerun.contents import free, rebuild
from klantlib.render.word.rerun.differences import Pair, differences
from klantlib.render.word.rerun.fingerprint import fingerprints, reading, tracked
from klantlib.render.word.rerun.heirs import inherit
from klantlib.render.word.rerun.look import redress
from klantlib.render.word.rerun.loose_ends import free_references, prune
from klantlib.render.word.rerun.memory import Memory, Remembered, remember, remembered
from klantlib.render.word.rerun.placing import Placing
from klantlib.render.word.rerun.regions import blocks_in, name_of
from klantlib.render.word.rerun.restoring import restored
from klantlib.render.word.rerun.telling import SECTION, told
from klantlib.render.word.rerun.transfer import Transfer
from klantlib.render.word.rerun.verdicts import RENEWED, Present, Verdict
from klantlib.words import Words


def located(edited: WordDocument) -> tuple[Memory, dict[str, Element]]:
    """What an edited report remembers, and the control of each region that still stands there; changes the document."""
    old = remembered(edited)
    return old, _restored(edited, [old], count(_highest(edited.element.body) + 1))


@dataclass
class Work:
    """The two documents on the table, and where everything stands in the edited one."""

    edited: WordDocument
    fresh: WordDocument
    old: Memory = field(init=False)
    new: Memory = field(init=False)
    places: dict[str, Element] = field(init=False)  # region -> its control in the edited document
    renewed: list[Element] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)  # see klantlib.render.word.rerun.Merged

    def __post_init__(self):
        self.old, self.new = remembered(self.edited), remembered(self.fresh)
        self.body, self.part = self.edited.element.body, self.edited.part
        self.own_look = not redress(self.edited, self.old.look, self.new.look)
        self.names = bookmarks.names(self.body)
        self.ends = turning.filled_ends(self.body)
        self.controls = {name_of(control): control for control in self.fresh.element.body.iter(qn("w:sdt"))}
        ids = count(_highest(self.body) + 1)
        self.transfer = Transfer(self.fresh, self.edited, ids)
        self.places = _restored(self.edited, [self.old, self.new], ids)
        if (contents := self.places.get(CONTENTS_REGION)) is not None:
            free(contents)
        self.placing = Placing(self.body, [r.region for r in self.new.regions], self.places, self.controls)
        self.words = Words("words", self.new.language)

    def present(self) -> dict[str, Present]:
        """Every region as it stands there."""
        return {region: self._present(blocks_in(control)) for region, control in self.places.items()}

    def _present(self, blocks: list[Element]) -> Present:
        marked = tracked(blocks) or comments.others(blocks, self.part)
        return Present(fingerprints(blocks, self.part), marked)

    def never_edited(self, verdict: Verdict) -> Verdict:
        """The contents are made anew from the headings: nothing that was written there is a person's."""
        if verdict.region == CONTENTS_REGION and verdict.what in ("replaced", "kept", "commented"):
            return Verdict(verdict.region, "same", self.new.of(CONTENTS_REGION))
        return verdict

    def carry_out(self, verdict: Verdict) -> None:
        """One region: renewed, added, taken out, or left."""
        region, what = verdict.region, verdict.what
        if what in RENEWED and region in self.controls:
            self._renew(region)
        elif what == "removed":
            self._take_out(region)
        elif what in ("kept", "commented") and region in self.controls:
            self._count_on(region)

    def _renew(self, region: str) -> None:
        new = self.transfer.take(self.controls[region])
        if (old := self.places.get(region)) is not None:
            comments.forget([old], self.part)
            inherit(old, new)
            old.getparent().replace(old, new)
        else:
            self.placing.put(region, new)
        self.places[region] = new
        self.renewed.append(new)

    def _take_out(self, region: str) -> None:
        control = self.places.pop(region)
        comments.forget([control], self.part)
        holder = control.getparent()
        holder.remove(control)
        if holder.tag == qn("w:tc") and not any(child.tag in turning.CONTENT for child in holder):
            holder.append(holder.makeelement(qn("w:p")))

    def _count_on(self, region: str) -> None:
        """A numbered action that a person rewrote keeps its number in the list, which is a new one each run."""
        numbers = [list(element.iter(qn("w:numId"))) for element in (self.controls[region], self.places[region])]
        ours, theirs = ({used.get(qn("w:val")) for used in found} for found in numbers)
        if len(ours) == len(theirs) == 1:
            for used in numbers[1]:
                used.set(qn("w:val"), self.transfer.lists.of(*ours))

    def finish(self, judged: list[Verdict]) -> None:
        """What concerns the whole: sections, numbers, references, contents, comments, what the report remembers."""
        called = self.transfer.styles.called
        turning.turn(self.body, self.renewed, self.placing.lay_beside, called("Section End"))
        turning.drop_idle(self.body, self.ends, self.places.values(), called("Section End"))
        bookmarks.tidy(self.body, self.places.values())
        _own_numbers(self.body)
        if (contents := self.places.get(CONTENTS_REGION)) is not None:
            rebuild(contents, self.edited, called)
        self.loose += free_references(self.body, self.names)
        renew(self.body)
        for verdict in judged:
            self._tell(verdict)
        prune(self.edited)
        kept = tuple(verdict.remember for verdict in judged if verdict.remember)
        remember(self.edited, replace(self.new, merged=True, regions=kept))

    def _tell(self, verdict: Verdict) -> None:
        """The comment on what stays as a person wrote it, now that every number is what it will be."""
        if verdict.what in ("commented", "gone"):
            gone = [self.words.say(SECTION, "gone")]
            said = gone if verdict.what == "gone" else told(self.changed(verdict.region), self.words)
            comments.tell(self.places[verdict.region], self.part, said, self.fresh.core_properties.created)

    def changed(self, region: str) -> list[Pair]:
        """What the data say otherwise than before, in lines with the numbers that captions have in this report."""
        fresh = self.controls[region]
        old = self.old.of(region) or Remembered(region)
        shown = reading(blocks_in(renumbered(fresh, self.body))).split("\n")
        return differences(old.text, reading(blocks_in(fresh)), shown) or [("", line) for line in shown]

    def shown(self, region: str) -> str:
        """What a reader sees of a region, if it is there."""
        return reading(blocks_in(self.places[region])) if region in self.places else ""

    def bytes(self) -> bytes:
        file = BytesIO()
        self.edited.save(file)
        return sealed(file.getvalue())


def _restored(edited: WordDocument, memories: list[Memory], ids: Iterator[int]) -> dict[str, Element]:
    """The regions that any of these memories know, found in the document."""
    known = {known.region: known for memory in reversed(memories) for known in memory.regions}
    targets = {region: tuple(m.written for memory in memories if (m := memory.of(region))) for region in known}
    return restored(edited.part, known, targets, ids)


def _highest(body: Element) -> int:
    """The highest number that any control, bookmark or picture has."""
    found = [value for e in body.iter(qn("w:id"), qn("w:bookmarkStart"), qn("wp:docPr")) for value in e.attrib.values()]
    return max([0, *(int(value) for value in found if value.lstrip("-").isdigit() and len(value) < 9)])


def _own_numbers(body: Element) -> None:
    """Controls and pictures that a person copied get numbers of their own."""
    taken: Mapping[str, set[str]] = {"w:id": set(), "wp:docPr": set()}
    free = count(_highest(body) + 1)
    for tag, attribute in (("w:id", qn("w:val")), ("wp:docPr", "id")):
        for element in body.iter(qn(tag)):
            if element.get(attribute) in taken[tag]:
                element.set(attribute, str(next(free)))
            taken[tag].add(element.get(attribute))
