"""What does a participant without a laptop hold in hand? The same exercises, tables of the case, and room to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from klantlib.blocks import Table
from klantlib.measures.qualification import POLICIES
from klantlib.questionnaire.definition import UNKNOWN, Form, Option, form
from klantlib.render.ooxml import break_before, keep_with_next
from klantlib.render.word.draft import Draft
from klantlib.render.word.widths import Column
from klantlib.words import Words
from klantlib.workshop.deck import WORDS
from klantlib.workshop.paper import blank, heading, higher, lines, paper, shown, table, text
from klantlib.workshop.plan import Plan
from klantlib.workshop.study import Study
from klantlib.workshop.theme import Exercise, Workshop
from klantlib.workshop.views import view

FILE = "worksheet.docx"
CELL, WIDE = 120, 60  # points high and millimetres wide: three names, written by hand
NARROW = 18  # millimetres: a letter
CRITERIA = ("strategic", "significant", "profitable")


def worksheet(workshop: Workshop, plan: Plan, study: Study) -> bytes:
    """The worksheet as a Word document; `workshop` is told of the case."""
    return _Worksheet(workshop, plan, study).written()


class _Worksheet:
    def __init__(self, workshop: Workshop, plan: Plan, study: Study):
        self.workshop, self.plan, self.study = workshop, plan, study
        self.words = Words(WORDS, workshop.language)

    @property
    def square(self) -> str:
        """The section with the names of the four cells, where the theme has them."""
        return f"square_{self.workshop.key}"

    def written(self) -> bytes:
        title = self._say("title", name=self.workshop.name)
        return paper(title, self.workshop.language, self.study.data.theme, self._content)

    def _content(self, draft: Draft) -> Iterator[Element]:
        own = f"own_{self.workshop.key}"
        yield text(self._say("lead", question=self.workshop.question), "Lead")
        yield heading(self._say("mine"), draft)
        yield text(self.words.say(own, "customer"), keep=True)
        yield lines(1, draft)
        if self.workshop.key == "self_test":
            yield from self._statements(form("self_test", self.workshop.language), draft)
        yield text(self._say("firm", firm=self.study.data.settings.name), "Note")
        for number, key in enumerate(self.plan.exercises, start=1):
            yield from self._exercise(number, self.workshop.exercise(key), draft)
        above = heading(self._say("own"), draft)
        if self.words.has(self.square, "caption"):
            break_before(above)  # a page to keep
        yield above
        yield text(self.words.say(own), keep=True)
        yield from self._square(draft)
        yield lines(2, draft)
        yield heading(self._say("remember"), draft)
        yield lines(3, draft)

    def _exercise(self, number: int, exercise: Exercise, draft: Draft) -> Iterator[Element]:
        yield heading(self._say("exercise", number=number, title=exercise.title), draft)
        yield text(exercise.paper.text, keep=True)
        if exercise.paper.table:
            block = view(exercise.paper.table, self.study, self.workshop.language)
            if isinstance(block, Table):
                *above, last = shown(block, draft)
                keep_with_next(last)
                yield from (*above, last)
        yield lines(2, draft, self._say("working"), keep=True)
        yield lines(1, draft, self._say("answer"))

    def _square(self, draft: Draft) -> Iterator[Element]:
        """What the theme sorts its customers into: four cells to write in, or eight outcomes to read."""
        if self.workshop.key == "whitney":
            yield from self._outcomes(draft)
        elif self.words.has(self.square, "caption"):
            said = self.words.parts(self.square)
            parts = [Column(said["side"], [said["top"], said["bottom"]])]
            parts += [blank(said[side], 2, WIDE) for side in ("left", "right")]
            above, grid = table(parts, draft, said["caption"])
            higher(grid, CELL)
            yield from (above, grid)

    def _outcomes(self, draft: Draft) -> list[Element]:
        terms = Words("advice/whitney", self.workshop.language).terms
        answers = {"y": terms["yes"], "n": terms["no"]}
        parts = [
            Column(self.words.say("outcomes", name), [answers[code[place]] for code in POLICIES])
            for place, name in enumerate(CRITERIA)
        ]
        policy = Column(self.words.say("outcomes", "policy"), [terms[code] for code in POLICIES])
        return table([*parts, policy], draft, self.words.say("outcomes", "caption"))

    def _statements(self, asked: Form, draft: Draft) -> Iterator[Element]:
        """The six statements with all their answers, and a column for one's own letter."""
        questions = [question for question in asked.questions if question.options]
        answers = [_answers(question.options) for question in questions]
        parts = [
            Column(self._say("statement"), [question.text for question in questions]),
            Column(self._say("answers"), answers),
            blank(self._say("mark"), len(questions), NARROW),
        ]
        yield heading(asked.title, draft)
        yield text(asked.why)
        yield from table(parts, draft, asked.title)

    def _say(self, part: str, **values: object) -> str:
        return self.words.say("worksheet", part, **values)


def _answers(options: Sequence[Option]) -> str:
    """The answers to choose from, a line each."""
    return "\n".join(f"{option.value}  {option.text}" for option in options if option.value != UNKNOWN)
