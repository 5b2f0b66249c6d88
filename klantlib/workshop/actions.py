"""What goes home? Three actions, to fill in on the screen or with a pen: what, for whom, the first step, who, when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.languages import tag
from klantlib.render.ooxml import TAG_LENGTH, break_before, el, paragraph, run
from klantlib.render.word.draft import Draft
from klantlib.render.word.tables import native
from klantlib.render.word.widths import Column
from klantlib.words import Words
from klantlib.workshop.deck import WORDS
from klantlib.workshop.paper import blank, heading, higher, paper, text
from klantlib.workshop.plan import Plan
from klantlib.workshop.study import Study
from klantlib.workshop.theme import Workshop

FILE = "actions.docx"
ACTIONS, OVERLEAF = 3, 3  # how many, and which begins the second page
ABOUT = ("who_are_you", "day")
ASKED = ("what", "customers", "first", "who", "when", "seen")
AFTER = ("asks", "asked")
DAYS = {"day", "when", "asked"}  # answered with a day from a calendar
ROW, ANSWER = 31, 100  # points high, for a line or two by hand; millimetres wide
CALENDAR = "d MMMM yyyy"  # how Word writes the day that was chosen, in the language of the document


def action_list(workshop: Workshop, plan: Plan, study: Study) -> bytes:
    """The action list as a Word document that can be filled in; the same for every length of the workshop."""
    return _List(workshop, study).written()


class _List:
    def __init__(self, workshop: Workshop, study: Study):
        self.workshop, self.theme = workshop, study.data.theme
        self.words = Words(WORDS, workshop.language)

    def written(self) -> bytes:
        title = self._say("title", name=self.workshop.name)
        return paper(title, self.workshop.language, self.theme, self._content)

    def _content(self, draft: Draft) -> Iterator[Element]:
        yield text(self._say("lead"), "Lead")
        yield from self._fields(ABOUT, "", draft)
        for number in range(1, ACTIONS + 1):
            title = self._say("action", number=number)
            above = heading(title, draft)
            if number == OVERLEAF:
                break_before(above)
            yield above
            yield from self._fields(ASKED, title, draft)
        yield heading(self._say("again"), draft)
        yield text(self._say("again_how"), keep=True)
        yield from self._fields(AFTER, self._say("again"), draft)

    def _fields(self, asked: Sequence[str], where: str, draft: Draft) -> list[Element]:
        """A table of questions, a content control behind each."""
        labels = Column(self._say("question"), [self._say(name) for name in asked])
        grid = native([labels, blank(self._say("filled"), len(asked), ANSWER)], draft, where or self._say("you"))
        higher(grid, ROW)
        for name, row in zip(asked, list(grid.iter(qn("w:tr")))[1:], strict=True):
            told = f"{where}: {self._say(name)}" if where else self._say(name)
            list(row.iter(qn("w:p")))[-1].append(self._control(name, told, draft))
        return [paragraph("Spacer"), grid]

    def _control(self, name: str, told: str, draft: Draft) -> Element:
        """A field, or a calendar; `told` is what a screen reader says of it. It stays when it is filled in."""
        number = next(draft.ids)
        marks = [el("w:alias", val=told[:TAG_LENGTH]), el("w:tag", val=f"{name}_{number}"), el("w:id", val=number)]
        kind = self._calendar() if name in DAYS else el("w:text", multiLine=1)
        hint = run(self._say("choose" if name in DAYS else "type"), "Emphasis")
        shell = el("w:sdtPr", *marks, el("w:lock", val="sdtLocked"), el("w:showingPlcHdr"), kind)
        return el("w:sdt", shell, el("w:sdtContent", hint))

    def _calendar(self) -> Element:
        marks = {"dateFormat": CALENDAR, "lid": tag(self.workshop.language), "storeMappedDataAs": "dateTime"}
        return el(
            "w:date", *[el(f"w:{name}", val=value) for name, value in marks.items()], el("w:calendar", val="gregorian")
        )

    def _say(self, part: str, **values: object) -> str:
        return self.words.say("actions", part, **values)
