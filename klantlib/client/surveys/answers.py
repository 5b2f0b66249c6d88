"""What do the answers of one survey become? Rows of our tables, what is still to be asked, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from klantlib.client import contract
from klantlib.client.checking import Delivered
from klantlib.client.problems import Problem, Proposal, Remark
from klantlib.client.reading import Outcome, judged, read_cells
from klantlib.client.settings import Settings, scale_ends
from klantlib.client.surveys.exports import Export
from klantlib.client.surveys.finding import Survey
from klantlib.client.surveys.options import LETTERS, STATEMENTS, lettered, options
from klantlib.client.surveys.people import Everybody
from klantlib.client.surveys.proposals import toml
from klantlib.client.surveys.words import as_numbers, letters, tidy
from klantlib.client.understood import Understood, understood_of

STEPS = 10  # values proposed for a word at most, on a long scale every tenth


@dataclass(frozen=True, eq=False)
class Part:
    """Rows of one table."""

    table: str
    outcome: Outcome
    understood: Understood
    identities: tuple[str | None, ...]  # per row who answered, where that is told apart and not told


@dataclass
class Told:
    """What was found on the way."""

    asked: list[Problem] = field(default_factory=list)
    said: dict[str, float] = field(default_factory=dict)  # word -> number
    unknown: int = 0  # answers that say that they do not know
    unanswered: int = 0  # without the one answer that counts
    partly: int = 0  # aspects of which not all three were answered

    def remarks(self, file: str) -> Iterator[Remark]:
        counts = {
            "survey_unknown": self.unknown,
            "survey_unanswered": self.unanswered,
            "survey_partly": self.partly,
        }
        yield from (Remark(key, {"file": file, "n": n}) for key, n in counts.items() if n)
        if self.said:
            # as client.toml would have it
            yield Remark("survey_said", {"file": file, "words": [f"{toml(w)} = {n:g}" for w, n in self.said.items()]})


@dataclass(frozen=True, eq=False)
class Reader:
    """One survey on its way in."""

    survey: Survey
    export: Export
    settings: Settings  # with the scales of this survey
    everybody: Everybody
    told: Told

    def parts(self) -> Iterator[Part]:
        """A part for satisfaction and self_test, one for each aspect."""
        asked = self.survey.settings
        if asked.satisfaction:
            yield self._satisfaction(asked.satisfaction)
        for aspect, questions in asked.aspects.items():
            yield self._aspect(aspect, questions)
        if asked.self_test:
            yield self._self_test(asked.self_test)

    def _satisfaction(self, questions: Mapping[str, str]) -> Part:
        cells = self._answers("satisfaction", questions, self.everybody.of_customers)
        answered = cells["overall"].notna()
        self.told.unanswered += int((~answered).sum())
        return self._part("satisfaction", questions, cells[answered])

    def _aspect(self, aspect: str, questions: Mapping[str, str]) -> Part:
        cells = self._answers("aspects", questions, self.everybody.of_customers)
        answered = cells[list(questions)].notna()
        self.told.partly += int((answered.any(axis="columns") & ~answered.all(axis="columns")).sum())
        return self._part("aspects", questions, cells[answered.all(axis="columns")].assign(aspect=aspect))

    def _self_test(self, questions: Mapping[str, str]) -> Part:
        cells = self.everybody.all.assign(
            **{name: letters(self.export.cells[text], options(name), self.survey.settings.answers).loc[
                self.everybody.all.index] for name, text in self._placed(questions).items()}
        )  # fmt: skip
        for name, text in self._placed(questions).items():
            strange = [str(word) for word in cells[name].dropna().unique() if not lettered(str(word))]
            self.told.asked += [self._unknown(text, word, LETTERS) for word in strange]
            cells[name] = cells[name].where(~cells[name].isin(strange), None)  # asked, and not refused as well
        return self._part("self_test", questions, cells.drop(columns="customer_id", errors="ignore"))

    def _answers(self, table: str, questions: Mapping[str, str], who: pd.DataFrame) -> pd.DataFrame:
        """Who, and what they answered to each of these questions; numbers where a scale belongs."""
        known = contract.tables()[table].columns
        placed = self._placed(questions).items()
        return who.assign(
            **{name: self._read(table, name, text, who.index) for name, text in placed if known[name].kind == "scale"},
            **{
                name: tidy(self.export.cells.loc[who.index, text])
                for name, text in placed
                if known[name].kind != "scale"
            },
        )

    def _read(self, table: str, name: str, text: str, rows: pd.Index) -> pd.Series:
        column, settled = contract.tables()[table].columns[name], self.settings.answer("scales", table, name)
        low, high = sorted(scale_ends(settled) if settled else (column.low, column.high))
        numbers = as_numbers(self.export.cells[text].loc[rows], low, high, self.survey.settings.answers)
        self.told.said |= numbers.said
        self.told.unknown += numbers.unknown
        step = 1 if high - low <= STEPS else int(high - low) // STEPS
        choices = [f"{number:g}" for number in range(int(high), int(low) - 1, -step)]
        self.told.asked += [self._unknown(text, word, choices) for word in numbers.strange]
        return numbers.cells

    def _unknown(self, heading: str, word: str, choices: list[str] | str) -> Problem:
        """A word of which client.toml must say the number, or the letter."""
        values = tuple(toml(choice) if choice.isalpha() else choice for choice in choices)
        section = f"surveys.{self.survey.name}.answers"
        proposal = Proposal(section, toml(word), values[0], (*values[1:], '""'))
        holes = {"section": section, "low": choices[-1], "high": choices[0]}
        return Problem("ask_word", self.survey.file, None, heading, word, values=holes, proposal=proposal)

    def _placed(self, questions: Mapping[str, str]) -> dict[str, str]:
        """Column -> heading as the export has it."""
        return {name: self.export.heading(text) or text for name, text in questions.items()}

    def _part(self, table: str, questions: Mapping[str, str], rows: pd.DataFrame) -> Part:
        known = contract.tables()[table]
        cells = {name: rows[name] for name in known.columns if name in rows}
        headings = {**dict.fromkeys(cells, ""), **self.everybody.headings, **self._placed(questions)}
        mine = {name: headings.get(name) or known.columns[name].words[self.settings.language] for name in cells}
        delivered: Delivered = read_cells(known, self.survey.file, mine, cells, self.settings)
        identities = self.everybody.identities.loc[rows.index] if table != "self_test" else pd.Series(None, rows.index)
        return Part(table, judged(delivered), understood_of(delivered, (), self.settings),
                    tuple(None if pd.isna(who) else str(who) for who in identities))  # fmt: skip


def lacking(survey: Survey) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Per table the required columns that no question is named for."""
    required = {"satisfaction": ("overall",), "self_test": STATEMENTS}
    for table, names in required.items():
        asked = getattr(survey.settings, table)
        if asked and (absent := tuple(name for name in names if name not in asked)):
            yield table, absent
    three = ("importance", "expectation", "experience")
    some = [set(three) - set(asked) for asked in survey.settings.aspects.values()]
    if absent := tuple(name for name in three if any(name in missing for missing in some)):
        yield "aspects", absent
