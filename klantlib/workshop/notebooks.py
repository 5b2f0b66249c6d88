"""What stands in the workbook of a participant, and in the worked one? Both from one source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from klantlib.client import Client
from klantlib.words import Words
from klantlib.workshop.answers import told
from klantlib.workshop.case.firm import firm
from klantlib.workshop.theme import Exercise, Part, Workshop, listed

OPEN = "..."  # where an answer comes
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def participant(theme: str, language: str, data: Client, seed: int) -> str:
    """The workbook to fill in, as a file: it runs from top to bottom as it is."""
    return _written(_Book(told(theme, language, data), data, seed, solved=False).cells())


def solution(theme: str, language: str, data: Client, seed: int) -> str:
    """The same with the answers worked out, as a file."""
    return _written(_Book(told(theme, language, data), data, seed, solved=True).cells())


class _Book:
    def __init__(self, workshop: Workshop, data: Client, seed: int, *, solved: bool):
        self.workshop, self.data, self.seed, self.solved = workshop, data, seed, solved
        self.words = Words("workshop", workshop.language)
        self.numbers = count(1)

    def cells(self) -> Iterator[NotebookNode]:
        yield from self._opening()
        for part in self.workshop.parts:
            if part.exercises or part.explore:
                yield _text(f"part_{part.key}", f"## {part.title}")
                for key in part.exercises:
                    yield from self._exercise(self.workshop.exercise(key))
                yield from self._explore(part)
        yield _text("close", self._say("close"))

    def _opening(self) -> Iterator[NotebookNode]:
        theme, case = self.workshop, Words("workshop_case", self.workshop.language)
        title = self._say("solution_of", theme=theme.name) if self.solved else theme.name
        trade = case.say(firm(self.seed, case).trade, "trade")
        told_of = self._say("firm", firm=self.data.settings.name, trade=trade, n=len(self.data["customers"]))
        yield _text(
            "title", f"# {title}", f"*{theme.question}*", told_of, self._say("worked" if self.solved else "how")
        )
        yield _text("begin", self._say("begin"))
        yield _code("enter", "from klantlib.workshop import enter",
                    f'check, show, explore, study = enter("{theme.key}", language="{theme.language}")')  # fmt: skip

    def _exercise(self, exercise: Exercise) -> Iterator[NotebookNode]:
        number = next(self.numbers)
        shown = listed(exercise, self.workshop.language)
        choices = [self._say("choices", choices=shown)] if shown else []
        title = self._say("exercise", number=number, title=exercise.title)
        yield _text(f"ask_{exercise.key}", f"### {title}", exercise.text, *choices)
        yield from (_code(f"given_{exercise.key}_{place}", line) for place, line in enumerate(exercise.given, 1))
        yield _code(f"answer_{exercise.key}", self._answer(exercise), f'check("{exercise.key}", {exercise.answer})')

    def _answer(self, exercise: Exercise) -> str:
        if self.solved:
            return f"{exercise.answer} = {exercise.solution}"
        example = exercise.example if exercise.kind == "name" else self._say("example", example=exercise.example)
        return f'{exercise.answer} = "{OPEN}"  # {example}'

    def _explore(self, part: Part) -> Iterator[NotebookNode]:
        if part.explore:
            yield _text(f"explore_{part.key}", self._say("explore"))
        for name in part.explore:
            yield _code(f"explore_{part.key}_{name}", f'explore("{name}")', tags=["explore"])

    def _say(self, name: str, **values) -> str:
        return self.words.say("notebook", name, **values)


def _text(key: str, *paragraphs: str) -> NotebookNode:
    cell = new_markdown_cell("\n\n".join(filter(None, paragraphs)))
    return _named(cell, key)


def _code(key: str, *lines: str, tags: list[str] | None = None) -> NotebookNode:
    return _named(new_code_cell("\n".join(lines), metadata={"tags": tags} if tags else {}), key)


def _named(cell: NotebookNode, key: str) -> NotebookNode:
    """The id comes from what the cell is, so that the same kit has the same bytes."""
    cell["id"] = key.replace("_", "-")[:64]
    return cell


def _written(cells: Iterator[NotebookNode]) -> str:
    book = new_notebook(cells=list(cells), metadata=KERNEL)
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"
