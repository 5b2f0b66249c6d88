"""How well do we know our customers, by our own account? Six statements, answered from A (mature) to D (absent)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.survey.self_test_scores import LETTERS, POINTS, STATEMENTS, Band, band_of, latest, per_statement
from klantlib.stories.passages import ending

NEEDS = ("self_test",)
WEAK = POINTS["C"]  # a statement at C or D is one to improve
TEAM = 3  # with fewer respondents a middle answer is no consensus


@dataclass(frozen=True, eq=False)
class Result:
    # index respondent: q1..q6 (points, NaN = no valid answer), total and band (missing: incomplete)
    sheets: pd.DataFrame
    statements: pd.DataFrame  # index q1..q6: A..D, unknown (numbers of sheets), points (median, rounded down), spread
    total: float | None  # points, 6..24: the median of the complete sheets
    band: Band | None
    counts: dict[str, int]  # A..D, over the complete sheets
    older: int  # sheets that a later one of the same respondent replaced
    disagree: int  # letters apart from which a difference is told
    discuss: int  # letters apart from which it comes first

    @property
    def complete(self) -> pd.DataFrame:
        return self.sheets[self.sheets["total"].notna()]

    @property
    def incomplete(self) -> list[str]:
        return list(self.sheets.index[self.sheets["total"].isna()])

    @property
    def improve(self) -> list[str]:
        return list(self.statements.index[self.statements["points"] <= WEAK])

    @property
    def weakest(self) -> str:
        """The statement to begin with: the lowest answer; of two the one that the team differs on most."""
        weak = self.statements.loc[self.improve].sort_values(
            ["points", "spread"], ascending=[True, False], kind="stable"
        )
        return weak.index[0]

    def apart(self, letters: int) -> list[str]:
        """The statements whose answers lie so many letters apart, widest first."""
        wide = self.statements[self.statements["spread"] >= letters]
        return list(wide.sort_values("spread", ascending=False, kind="stable").index)

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        scores = self.complete[["total", "band"]].astype({"total": int}).reset_index()
        return {
            "total": self.total,
            "band": self.band,
            "counts": self.counts,
            "respondents": scores.to_dict("records"),
            "incomplete": self.incomplete,
            "improve": self.improve,
            "disagree": self.apart(self.disagree),
            "discuss": self.apart(self.discuss),
        }

    def per_customer(self) -> None:
        """It is about the company, not about its customers."""

    def actions(self) -> list[Action]:
        """One at most: a step up on the weakest statement, talked over first where the team is far apart."""
        apart = self.apart(self.discuss)
        if self.improve:
            weak = {"statement": self.weakest, "n": len(self.improve), **self._step(self.weakest)}
            key, values = ("step_up_together", {**weak, "apart": apart[0]}) if apart else ("step_up", weak)
            return [Action(key, values, rests_on=f"improve_{self.weakest}", confidence="high")]
        return [Action("talk", {"apart": apart[0]}, rests_on="discuss_first", confidence="high")] if apart else []

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        return [
            self._opening(),
            Text("question"),
            *self._diagnosis(),
            *(self._standing() if self.band else ()),
            *(self._team() if len(self.sheets) > 1 else self._chart()),
            *((Heading("reading"), Text(f"reading_{self.band}")) if self.band else ()),
            *ending(),
        ]

    def _opening(self) -> Heading:
        totals = self.complete["total"]
        if self.band is None:
            return Heading("none", {"n": len(self.sheets)}, level=1)
        if len(totals) < TEAM and totals.min() < totals.max():  # halfway two people is nobody's opinion
            return Heading(f"{self.band}_between", {"low": totals.min(), "high": totals.max()}, level=1)
        return Heading(self.band, {"total": self.total}, level=1)

    def _diagnosis(self) -> list[Block]:
        verdict = Finding(f"diagnosis_{self.band or 'none'}")
        return [verdict, *(() if self.complete.empty else (self._totals(),)), *self._notes()]

    def _totals(self) -> Table:
        """Letters x points for one respondent; for several the total of each."""
        if len(self.sheets) > 1:
            scores = self.sheets.sort_values("total", ascending=False, kind="stable").reset_index()
            formats = {"respondent": "text", "total": "count", "band": "term"}
            return table("totals", scores, formats, values={"n": len(self.complete)})
        rows = [(letter, n, POINTS[letter], n * POINTS[letter]) for letter, n in self.counts.items()]
        formats = {"letter": "term", "answers": "count", "points": "count", "subtotal": "count"}
        whole = ("total", sum(self.counts.values()), None, int(self.complete["total"].sum()))
        return Table("diagnosis", formats, [*rows, whole], total=True)

    def _notes(self) -> list[Note]:
        few = Note("few", {"n": len(self.complete)})
        left_out = Note("incomplete", {"names": self.incomplete, "n": len(self.incomplete)})
        older = Note("older", {"n": self.older})
        told = ((few, 0 < len(self.complete) < TEAM), (left_out, self.incomplete), (older, self.older))
        return [note for note, tell in told if tell]

    def _standing(self) -> list[Block]:
        answers = self.statements.assign(
            letter=self.statements["points"].map(LETTERS), now=lambda f: f.index + f["letter"]
        ).rename_axis("statement")
        formats = {"statement": "term", "letter": "text", "now": "term"}
        return [
            Heading("improve" if self.improve else "improve_none", {"n": len(self.improve)}),
            table("standing" if len(self.complete) > 1 else "standing_one", answers.reset_index(), formats),
            *(Finding(f"improve_{statement}", self._step(statement)) for statement in self.improve),
        ]

    def _step(self, statement: str) -> dict[str, str]:
        """Where we stand on a statement, the next step up and the top, as terms."""
        points = int(self.statements.loc[statement, "points"])
        return {"now": statement + LETTERS[points], "next": statement + LETTERS[points + 1], "goal": statement + "A"}

    def _team(self) -> list[Block]:
        wide, far = self.apart(self.disagree), self.apart(self.discuss)
        key = "discuss" if far else "differ" if wide else "agree"
        counts = {"n": len(far or wide), "letters": self.discuss if far else self.disagree}
        return [
            Heading(f"team_{key}", counts),
            *((Finding(f"{key}_first", self._poles(wide[0]) | counts),) if wide else (Finding("agree_first", counts),)),
            *self._chart(),
            self._distribution(),
        ]

    def _poles(self, statement: str) -> dict[str, Any]:
        """Who stands at either end of a statement, and what they say."""
        answers = self.sheets[statement].dropna()
        best, worst = answers.max(), answers.min()
        return {
            "statement": statement,
            "best": list(answers.index[answers == best]),
            "best_answer": statement + LETTERS[best],
            "worst": list(answers.index[answers == worst]),
            "worst_answer": statement + LETTERS[worst],
        }

    def _distribution(self) -> Table:
        verdicts = self.statements["spread"].map(
            lambda spread: "discuss" if spread >= self.discuss else "differ" if spread >= self.disagree else "agree"
        )
        rows = self.statements.assign(range=self._ranges(), verdict=verdicts).rename_axis("statement").reset_index()
        counts = dict.fromkeys((*POINTS, "unknown"), "count")
        formats = {"statement": "term", **counts, "range": "text", "verdict": "term"}
        return table("distribution", rows, formats, values={"n": len(self.sheets)})

    def _ranges(self) -> pd.Series:
        """Per statement the highest and the lowest answer given: A–D, or one letter; missing where nobody answered."""
        given = self.sheets[list(STATEMENTS)]
        best, worst = (ends.map(LETTERS) for ends in (given.max(), given.min()))
        return best.where(best == worst, best + "–" + worst).astype(object)

    def _chart(self) -> list[Chart]:
        """A dot for every answer given, on incomplete sheets too; the median is that of the complete ones."""
        middle = (self.sheets if self.complete.empty else self.complete)[list(STATEMENTS)].median()
        dots = (
            self.sheets[list(STATEMENTS)]
            .rename_axis("respondent")
            .reset_index()
            .melt("respondent", var_name="statement", value_name="points")
            .dropna(subset=["points"])
            .astype({"points": int})
            .assign(median=lambda f: f["statement"].map(middle))
        )
        if dots.empty:
            return []
        values = {"n": len(self.sheets), "lowest": dots["points"].min(), "highest": dots["points"].max()}
        formats = {"respondent": "text", "statement": "term", "points": "count", "median": "number"}
        data = plain(dots.to_dict("list"))
        return [Chart("answers", "dots", data, "points", "statement", formats, plain(values), who="respondent")]


def analyse(self_test: pd.DataFrame, *, disagree: int = 2, discuss: int = 3, roles: bool = False) -> Result:
    """
    Score the sheets; `self_test` has respondent, q1..q6 (A-D, NA where nothing valid was answered), role and date.

    `roles`: call respondents by their role too, which in a small team is as good as a name; only if they agreed.

    Of each respondent the latest sheet counts (undated ones are the oldest; of two on one day the lower row). An
    incomplete sheet has no total: a missing answer is never a zero. Medians halfway two answers take the less mature.
    """
    sheets = latest(_with_roles(self_test) if roles else self_test)
    points = sheets.apply(lambda answers: answers.map(POINTS)).astype(float)
    totals = points.sum(axis=1, skipna=False)
    complete = points[totals.notna()]
    total = None if complete.empty else float(totals.median())
    return Result(
        sheets=points.assign(total=totals, band=totals.map(band_of, na_action="ignore").astype(object)),
        statements=per_statement(points, complete),
        total=total,
        band=None if total is None else band_of(total),
        counts={letter: int(complete.eq(value).to_numpy().sum()) for letter, value in POINTS.items()},
        older=len(self_test) - len(sheets),
        disagree=disagree,
        discuss=discuss,
    )


def _with_roles(self_test: pd.DataFrame) -> pd.DataFrame:
    """Respondents with the role of their latest sheet behind their name, where that tells one."""
    dated = self_test.assign(date=pd.to_datetime(self_test["date"]))
    newest = dated.sort_values("date", kind="stable", na_position="first").drop_duplicates("respondent", keep="last")
    role = self_test["respondent"].map(newest.set_index("respondent")["role"])
    named = self_test["respondent"] + " (" + role + ")"
    return self_test.assign(respondent=named.where(role.notna(), self_test["respondent"]))
