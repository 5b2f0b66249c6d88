"""How does loyalty rise with satisfaction here, and which customers are worth lifting a step?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Stake, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.loyalty_answers import QUADRANTS, ZONES, Source, by_customer, counted, obstacles, placed
from klantlib.measures.loyalty_curve import Curve, loyalty_curve
from klantlib.measures.loyalty_value import LAST, leading, portfolio, tasked, yields

NEEDS = ("satisfaction",)
SHOWN = 10  # rows of a list in the chapter; all of them are in the appendix
NAMED = 3  # names in a cell and in a first step
PROMOTER, DETRACTOR = 9, 6  # recommends from 9; talks you down up to 6 (Reichheld 2003)
HEAVY = 0.2  # of the money; a customer that holds so much is named on its own
THIN = 5  # answers at a level; with fewer one answer moves its point by a fifth or more

Convex = Literal["yes", "no", "cannot_tell"]


@dataclass(frozen=True, eq=False)
class Result:
    # the answers that count: customer_id, respondent, date, overall, level, loyalty (fraction), recommend, wish, zone,
    # quadrant
    answers: pd.DataFrame
    # index customer_id, most money first: name, months_new, level, loyalty, zone, quadrant, aspect, wish, obstacle (the
    # aspect, else the wish), revenue (period), profit, potential, task (lift, keep, save or missing) and the
    # money that hangs on it
    customers: pd.DataFrame
    curve: Curve
    convex: Convex  # is 4-5 the largest step?
    yields: pd.DataFrame  # index from 1..4: to, customers, potential, gain, money, each (money per customer)
    silent: pd.DataFrame  # customers that bought and did not answer, largest first: name, revenue
    active: int  # customers that bought in the period
    heard: int  # of which answered
    heard_share: float  # of the revenue, fraction; NaN where nobody bought
    unknown: int  # answers of customers that are not in the client's file
    older: int  # answers from before the reporting period
    source: Source | None  # the column that loyalty is taken from
    satisfied: float
    loyal: float
    minimum: int
    sure: float

    @property
    def n(self) -> int:
        """Answers with a loyalty: what the curve rests on."""
        return int(self.curve.levels["n"].sum())

    @property
    def state(self) -> str:
        """What the curve shows, as the key of the words for it."""
        gains, steepest = self.curve.steps["gain"], self.curve.steepest
        if self.answers.empty or self.source is None:
            return "no_answers" if self.answers.empty else "no_loyalty"
        if self.n < self.minimum:
            return "few"
        if pd.isna(gains[LAST]):
            return "gap"
        if steepest is None:
            return "flat"
        if self.convex == "no":
            return "elsewhere" if self.curve.steps.loc[steepest, "largest"] >= self.sure else "not_last"
        return "last" if self.convex == "yes" else "open"

    @property
    def best(self) -> int | None:
        """Where the step starts that is worth most money, of equals the last; None where no step has an amount."""
        money = self.yields["money"].round(2).iloc[::-1]
        return int(money.idxmax()) if money.gt(0).any() else None

    def doing(self, task: str) -> pd.DataFrame:
        """The customers to lift, keep or save, most money first."""
        return self.customers[self.customers["task"] == task]

    def figures(self) -> dict[str, Any]:
        return {
            "levels": self.curve.levels.assign(n=self._per_level()).reset_index().to_dict("records"),
            "steps": self.curve.steps.drop(columns="largest").reset_index().to_dict("records"),
            "steepest": self.curve.steepest,
            "convex": self.convex,
            "zones": _count(self.answers["zone"], ZONES),
            "quadrants": _count(self.answers["quadrant"], QUADRANTS),
            "answers": len(self.answers),
            "answers_with_loyalty": self.n,
            "loyalty_source": self.source,
            "yields": self.yields.reset_index().to_dict("records"),
            "lift": self._task_figures("lift"),
            "keep": self._task_figures("keep"),
            "save": self._task_figures("save"),
            "active_customers": self.active,
            "active_answered": self.heard,
            "revenue_share_answered": self.heard_share,
            "answers_unknown_customer": self.unknown,
            "answers_before_period": self.older,
        }

    def per_customer(self) -> Table:
        formats = {
            "customer_id": "id",
            "name": "text",
            "level": "count",
            "loyalty": "percent",
            "zone": "term",
            "quadrant": "term",
            "aspect": "text",
            "wish": "text",
            "revenue": "money",
            "money": "money",
        }
        return table("customers", self.customers.reset_index(), formats)

    def actions(self) -> list[Action]:
        """Lift the 4s on the aspect that most hangs on, keep the 5s, save the unhappy with a large potential."""
        fives, unhappy = self.doing("keep"), self.doing("save")
        return [
            *self._lift(),
            *((_action("keep_fives", fives, "profit"),) if len(fives) else ()),
            *((_action("save", unhappy, "profit"),) if len(unhappy) else ()),
        ]

    def blocks(self) -> list[Block]:
        return [
            Heading(f"head_{self.state}", self._numbers(), level=1),
            Text("question"),
            *(self._curve() if self.n else self._zones()),
            *(self._quadrants() if self.n else ()),
            *self._fours(),
            *self._fives(),
            *self._unhappy(),
            *self._steps_in_money(),
            *(self._response() if len(self.answers) else ()),
            Heading("how"),
            Text("method", {"satisfied": self.satisfied, "loyal": self.loyal}),
            Note("cannot"),
        ]

    def _per_level(self) -> pd.Series:
        return self.answers["level"].value_counts().reindex(self.curve.levels.index, fill_value=0).astype(int)

    def _task_figures(self, task: str) -> dict[str, Any]:
        return {"customers": len(self.doing(task)), "money": _sum(self.doing(task)["money"])}

    def _numbers(self) -> dict[str, Any]:
        """What the sentences about the curve need; gains in percentage points. Unknown ones are not asked for."""
        points = self.curve.steps[["gain", "low", "high"]] * 100
        last, start = points.loc[LAST], self.curve.steepest
        steep = {} if start is None else {"from": start, "to": start + 1, **points.loc[start].add_prefix("steep_")}
        return {
            "n": self.n,
            "answers": len(self.answers),
            "minimum": self.minimum,
            "sure": self.sure,
            "deny": 1 - self.sure,
            **last,
            **steep,
            "share": self.curve.steps.loc[LAST, "largest"],
        }

    def _curve(self) -> list[Block]:
        """What the curve looks like, whether its last step is the largest, and what it rests on."""
        levels = self.curve.levels.assign(zone=ZONES).reset_index()
        there = levels[levels["n"] > 0].iloc[[0, -1]]
        ends = dict(zip(("low", "high"), there["loyalty"], strict=True)) | dict(
            zip(("from", "to"), there["level"], strict=True)
        )
        formats = {
            "level": "count",
            "n": "count",
            "loyalty": "percent",
            "low": "percent",
            "high": "percent",
            "zone": "term",
        }
        steps = self.curve.steps.assign(
            **{column: self.curve.steps[column] * 100 for column in ("gain", "low", "high")}
        ).reset_index()
        return [
            Heading("levels" if ends["from"] < ends["to"] else "levels_one", ends),
            Finding(f"verdict_{self.state}", self._numbers()),
            *self._zones(),
            Chart(
                "curve",
                "band",
                plain(levels[list(formats)].to_dict("list")),
                "level",
                "loyalty",
                formats,
                plain(ends | {"n": self.n}),
                group="zone",
                low="low",
                high="high",
                guides={"y": self.loyal},
            ),
            table(
                "steps", steps, {"from": "count", "to": "count", "gain": "number", "low": "number", "high": "number"}
            ),
            *self._curve_notes(),
        ]

    def _zones(self) -> list[Finding]:
        zones = _count(self.answers["zone"], ZONES) | {"answers": len(self.answers)}
        return [Finding("zones", zones)] if len(self.answers) else []

    def _curve_notes(self) -> Iterator[Note]:
        levels, customers = self.curve.levels, self.answers["customer_id"].nunique()
        pooled = levels.index[(levels["mean"] - levels["loyalty"]).abs() > 1e-9]
        if self.source != "loyalty":
            yield Note(f"proxy_{self.source}")
        if len(pooled):
            yield Note("pooled", {"from": pooled[0], "to": pooled[-1]})
        if len(empty := levels.index[levels["n"] == 0]):
            yield Note("empty", {"levels": [str(level) for level in empty]})
        if len(thin := levels.index[levels["n"].between(1, THIN - 1)]):
            yield Note("thin", {"levels": [str(level) for level in thin], "thin": THIN})
        if self.n < len(self.answers):
            yield Note("no_loyalty_known", {"n": len(self.answers) - self.n})
        if customers < len(self.answers):
            yield Note("several", {"n": len(self.answers), "customers": customers})

    def _quadrants(self) -> list[Block]:
        """Satisfaction against loyalty: how many, who, and what to do with them."""
        answers, customers = _count(self.answers["quadrant"], QUADRANTS), _count(self.customers["quadrant"], QUADRANTS)
        roaming = self.customers[self.customers["quadrant"] == "mercenaries"]
        revenue = {"n": len(roaming), "revenue": _sum(roaming["revenue"])}
        rows = [self._quadrant(quadrant, answers[quadrant]) for quadrant in QUADRANTS.values()]
        formats = {
            "quadrant": "term",
            "n": "count",
            "customers": "count",
            "revenue": "money",
            "names": "text",
            "advice": "term",
        }
        return [
            Heading("quadrants" if customers["mercenaries"] else "quadrants_none", customers),
            Table("quadrants_table", formats, rows, {"satisfied": self.satisfied, "loyal": self.loyal}),
            *((Finding("mercenaries", revenue),) if revenue["revenue"] else ()),
            *self._talkers("ambassadors", self.answers["recommend"] >= PROMOTER),
            *self._talkers("lost", self.answers["recommend"] <= DETRACTOR),
        ]

    def _quadrant(self, quadrant: str, n: int) -> list[Any]:
        who = _largest_first(self.customers[self.customers["quadrant"] == quadrant])
        return [quadrant, n, len(who), _sum(who["revenue"]), ", ".join(who["name"].head(NAMED)), f"{quadrant}_advice"]

    def _talkers(self, quadrant: str, talks: pd.Series) -> Iterator[Finding]:
        """Of a quadrant, those who tell others, for good or ill."""
        known = self.answers["quadrant"].eq(quadrant) & self.answers["recommend"].notna()
        if not (known & talks).any():
            return
        who = self.customers[self.customers.index.isin(self.answers.loc[known & talks, "customer_id"])]
        names = list(_largest_first(who)["name"])
        yield Finding(
            f"{quadrant}_talk" if names else f"{quadrant}_talk_nameless",
            {"n": int((known & talks).sum()), "known": int(known.sum()), "names": names},
        )

    def _fours(self) -> list[Block]:
        """Which 4s to lift, and what keeps each from a 5; nothing where lifting brings nothing."""
        fours = self.customers[self.customers["level"] == LAST]
        if self.doing("lift").empty:
            return []
        money = _sum(fours["money"])
        values = {
            "n": len(fours),
            "money": money,
            "shown": min(len(fours), SHOWN),
            **(self.curve.steps.loc[LAST, ["gain", "low", "high"]] * 100),
        }
        priced = "" if money else "_unpriced"
        return [
            Heading(f"fours{priced}", values),
            self._obstacle(),
            *self._largest(fours),
            _listed(f"fours_table{priced}", fours, values),
        ]

    def _largest(self, fours: pd.DataFrame) -> Iterator[Finding]:
        """One customer that a large part of the money hangs on, where it is not among those just named."""
        first, total = fours.iloc[0], fours["money"].sum()
        others = leading(fours)[1].index
        if first["money"] >= HEAVY * total and first.name not in others and pd.notna(first["obstacle"]):
            share = first["money"] / total
            yield Finding(
                "largest",
                {"name": first["name"], "money": first["money"], "share": share, "obstacle": first["obstacle"]},
            )

    def _obstacle(self) -> Finding:
        """What keeps most of the 4s from a 5, in money where it is known."""
        fours = self.customers[self.customers["level"] == LAST]
        aspect, group = leading(fours)
        if aspect is None:
            return Finding("obstacle_wishes" if fours["wish"].notna().any() else "obstacle_unknown", {"n": len(fours)})
        money = _sum(group["money"])
        values = {"aspect": aspect, "n": len(group), "fours": len(fours), "money": money, "names": list(group["name"])}
        return Finding("obstacle" if money else "obstacle_unpriced", values)

    def _lift(self) -> list[Action]:
        """The 4s; where the data deny that their step is the largest, those at the step that pays most."""
        if self.convex == "no" and self.best not in (None, LAST):
            below = self.customers[self.customers["level"].eq(self.best) & ~self.customers["task"].eq("save")]
            below = below[below["lift"] > 0].drop(columns="money").rename(columns={"lift": "money"})
            below = below.sort_values("money", ascending=False, kind="stable")
            step = {"from": self.best, "to": self.best + 1}
            return [_action("lift_step", below, "growth", **step)] if len(below) else []
        fours = self.doing("lift")
        if fours.empty:
            return []
        aspect, group = leading(fours)
        return [
            _action("lift_fours_ask", fours, "growth")
            if aspect is None
            else _action("lift_fours", group, "growth", aspect=aspect)
        ]

    def _fives(self) -> list[Block]:
        """The 5s to keep, and those who are pleased at our expense."""
        fives, keep = self.customers[self.customers["level"] > LAST], self.doing("keep")
        losing = fives[fives["profit"] < 0].sort_values("profit")
        money = _sum(keep["money"])
        values = {"n": len(keep), "money": money, "names": list(keep["name"]), "fives": len(fives)}
        loss = {"n": len(losing), "money": -losing["profit"].sum(), "names": list(losing["name"])}
        return [
            *((Heading("fives" if money else "fives_unpriced", values), Finding("keep", values)) if len(keep) else ()),
            *((Finding("fives_loss", loss),) if len(losing) else ()),
        ]

    def _unhappy(self) -> list[Block]:
        unhappy = self.doing("save")
        if unhappy.empty:
            return []
        values = {"n": len(unhappy), "shown": min(len(unhappy), SHOWN), "names": list(unhappy["name"])}
        return [Heading("unhappy", values), Finding("unhappy_first", values), _listed("unhappy_table", unhappy, values)]

    def _steps_in_money(self) -> list[Block]:
        """What lifting each level one step is worth, or why there is no money here."""
        best = self.best
        if best is None:
            return [Note(f"no_money_{self._unpriced()}", self._numbers())] if len(self.answers) else []
        formats = {
            "from": "count",
            "to": "count",
            "customers": "count",
            "points": "number",
            "potential": "money",
            "money": "money",
            "each": "money",
        }
        rows = self.yields.assign(points=self.yields["gain"] * 100).reset_index()
        values = {
            "from": best,
            "to": best + 1,
            "money": self.yields.loc[best, "money"],
            "n": self.yields.loc[best, "customers"],
        }
        key = "yield_last" if best == LAST == self.curve.steepest else "yield_other"
        return [
            Heading(key, values),
            Finding(f"{key}_first", values),
            table("yields", rows, formats),
            Note("equal_cost"),
        ]

    def _unpriced(self) -> str:
        reasons = {"no_loyalty": "loyalty", "few": "few", "flat": "flat"}
        return reasons.get(self.state, "margin")

    def _response(self) -> list[Block]:
        """Who answered, who did not, and what therefore cannot be said."""
        values = {"heard": self.heard, "active": self.active, "share": self.heard_share, "n": len(self.answers)}
        silent = {"n": len(self.silent), "names": list(self.silent["name"]), "share": 1 - self.heard_share}
        return [
            Heading("response" if self.active else "response_unknown", values),
            *((Finding("silent", silent),) if len(self.silent) else ()),
            *((Note("unknown", {"n": self.unknown}),) if self.unknown else ()),
            *((Note("older", {"n": self.older, "answers": len(self.answers)}),) if self.older else ()),
        ]


def analyse(
    satisfaction: pd.DataFrame,
    aspects: pd.DataFrame,
    accounts: Accounts,
    customers: pd.DataFrame,
    start: date | None = None,
    end: date | None = None,
    months: float = 12,
    *,
    satisfied: float = 4,
    loyal: float = 0.6,
    resamples: int = 1000,
    seed: int = 1,
    minimum: int = 30,
    sure: float = 0.95,
) -> Result:
    """
    The curve of loyalty over five levels of satisfaction, and what hangs on it for each customer.

    `satisfaction` and `aspects` may go back as far as they like: of each respondent the latest answer up to `end`
    counts; `start` and `months` are of the period of the accounts. A money amount needs at least `minimum` answers and
    a gain above 0; `convex` is told when `sure` (fraction) of the resamples agree.
    """
    answers, source = counted(satisfaction, end)
    known = portfolio(customers, accounts, months)
    curve = loyalty_curve(answers["level"], answers["loyalty"], answers["customer_id"], resamples=resamples, seed=seed)
    enough = curve.levels["n"].sum() >= minimum
    gains = curve.steps["gain"].where(curve.steps["gain"].gt(0) & curve.steps["low"].notna() & enough)
    ours = answers[answers["customer_id"].isin(known.index)] if len(known) else answers
    frame = placed(by_customer(ours), satisfied, loyal).join(obstacles(aspects, end)).join(known)
    frame = tasked(frame, gains, lifts=not (enough and curve.steps.loc[LAST, "gain"] == 0))
    bought = known[known["revenue"] > 0]
    return Result(
        answers=placed(answers, satisfied, loyal),
        customers=frame,
        curve=curve,
        convex=_convex(curve, enough, sure),
        yields=yields(frame, gains),
        silent=_largest_first(bought[~bought.index.isin(frame.index)])[["name", "revenue"]],
        active=len(bought),
        heard=int(bought.index.isin(frame.index).sum()),
        heard_share=_ratio(bought.loc[bought.index.isin(frame.index), "revenue"].sum(), bought["revenue"].sum()),
        unknown=len(answers) - len(ours),
        older=int((answers["date"] < pd.Timestamp(start)).sum()) if start else 0,
        source=source,
        satisfied=satisfied,
        loyal=loyal,
        minimum=minimum,
        sure=sure,
    )


def _convex(curve: Curve, enough: bool, sure: float) -> Convex:
    """A resample that cannot show it counts for neither side."""
    largest = curve.steps.loc[LAST, "largest"]
    if not enough or pd.isna(curve.steps.loc[LAST, "gain"]):
        return "cannot_tell"
    return "yes" if largest >= sure else "no" if largest + curve.undecided <= 1 - sure else "cannot_tell"


def _listed(key: str, frame: pd.DataFrame, values: dict[str, Any]) -> Table:
    """The first of a list of customers, with what keeps them; the months of new ones where there are any."""
    rows = frame.head(SHOWN)
    new = {"months_new": "count"} if rows["months_new"].notna().any() else {}
    money = {"money": "money"} if rows["money"].notna().any() else {}
    level = {} if set(rows["level"]) == {LAST} else {"level": "count"}
    formats = {
        "name": "text",
        **new,
        **level,
        "loyalty": "percent",
        "revenue": "money",
        "potential": "money",
        "obstacle": "text",
        **money,
    }
    return table(key, rows, formats, values=values)


def _largest_first(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.sort_index().sort_values("revenue", ascending=False, kind="stable")


def _action(key: str, frame: pd.DataFrame, stake: Stake, **values: Any) -> Action:
    who = list(zip(frame.index, frame["name"], strict=True))
    values = {"n": len(frame), "names": list(frame["name"].head(NAMED)), **values}
    return Action(key, values, money=_sum(frame["money"]), stake=stake, customers=who)


def _count(keys: pd.Series, names: Mapping[Any, str]) -> dict[str, int]:
    """How often each name occurs, never ones too."""
    return {name: int(keys.eq(name).sum()) for name in names.values()}


def _sum(values: pd.Series) -> float | None:
    return plain(values.sum(min_count=1))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
