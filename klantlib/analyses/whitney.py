"""Which customers deserve an investment, which need repair, and which can go? (Whitney, 1996)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import ranked
from klantlib.measures.qualification import CRITERIA, POLICIES, TO_BE_JUDGED, Limits, qualify, strategic_score

NEEDS = ("transactions", "strategy")
NAMED = 2  # customers named in a row of the matrix
FIRST = 5  # customers named to begin with
LISTED = 10  # rows of a list in the chapter; all customers are in the appendix
IMPROVE = ("yyn", "ynn")  # strategic, but not profitable
STOP = ("nyn", "nnn")  # not strategic and not profitable


@dataclass(frozen=True, eq=False)
class Whitney:
    """What the chapter rests on."""

    accounts: Accounts
    # largest revenue first: name, revenue, margin, cost_to_serve, profit, months_new, revenue_share, score (0-5), given
    # (bool: strategic was answered yes or no, not scored), strategic, significant, profitable (boolean, NA where
    # unknown), policy (a code or to_be_judged), near (the criteria that lie near their limit, joined by _; None)
    customers: pd.DataFrame
    limits: Limits
    near: float  # a limit is moved by this fraction to see who changes row
    moved: pd.DataFrame  # index criterion, columns looser and tighter: customers that change row then
    weights: Mapping[str, float]  # of the scores that count, together 1; empty where there are none

    def rows(self, *codes: str) -> pd.DataFrame:
        """The customers with one of these policies."""
        return self.customers[self.customers["policy"].isin(codes)]

    @cached_property
    def judged(self) -> pd.DataFrame:
        return self.rows(*POLICIES)

    @cached_property
    def losses(self) -> dict[str, pd.DataFrame]:
        """Who to improve and who to stop investing in, as far as they lose money; largest loss first."""
        groups = {"improve": self.rows(*IMPROVE), "stop": self.rows(*STOP)}
        return {name: rows[rows["profit"] < 0].sort_values("profit", kind="stable") for name, rows in groups.items()}

    def figures(self) -> dict[str, Any]:
        """The fields of results.json: the nine counts, and what else the chapter prints."""
        codes = (*POLICIES, TO_BE_JUDGED)
        counts = self.customers["policy"].value_counts().reindex(codes, fill_value=0)
        by_policy = self.customers.groupby("policy")[["revenue", "profit"]].sum(min_count=1).reindex(codes)
        return plain(
            {
                **counts.astype(int).to_dict(),
                "customers": len(self.customers),
                "revenue": by_policy["revenue"].fillna(0.0).to_dict(),
                "profit": by_policy["profit"].to_dict(),
                "improve_loss": _loss(self.losses["improve"]),
                "stop_loss": _loss(self.losses["stop"]),
                "near": int(self.judged["near"].notna().sum()),
                "moved": self.moved.to_dict("index"),
                "weights": dict(self.weights),
                **self.limits._asdict(),
            }
        )

    def per_customer(self) -> Table:
        """Every customer, largest revenue first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "strategic": "term",
            "significant": "term",
            "profitable": "term",
            "policy": "term",
            "score": "number2",
            "revenue_share": "percent1",
            "profit": "money",
            "near": "term",
            "months_new": "count",
        }
        return table("customers", _yes_no(self.customers).reset_index(), formats)

    def actions(self) -> list[Action]:
        """Improve, stop, judge: no customer is in two of them."""
        unjudged = self.rows(TO_BE_JUDGED).head(LISTED)
        actions = [
            _action("improve_action", self.losses["improve"], _loss(self.losses["improve"]), "loss"),
            _action("stop_action", self.losses["stop"], _loss(self.losses["stop"]), "loss"),
            _action("judge_action", unjudged, float(unjudged["profit"].clip(lower=0).sum()), "profit"),
        ]
        return [action for action in actions if action.customers]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *_method(self)]
        parts = (_opening, _matrix, _improve, _stop, _invest, _unjudged, _doubt, _method)
        return [block for part in parts for block in part(self)]


def analyse(
    accounts: Accounts,
    strategy: pd.DataFrame,
    *,
    significant_share: float = 0.01,
    significant_revenue: float = 0.0,
    profitable_above: float = 0.0,
    strategic_from: float = 3.0,
    weight_learning: float = 1.0,
    weight_reputation: float = 1.0,
    weight_bridgehead: float = 1.0,
    weight_network: float = 1.0,
    weight_ambassador: float = 1.0,
    weight_synergy: float = 0.0,
    near: float = 0.1,
) -> Whitney:
    """
    Ask of each customer: strategic, significant, profitable? What is unknown stays to be judged.

    `strategy`: customer_id, scores of 0-5 and `strategic` (boolean), any of them NA; `strategic` goes before the score.
    `significant_revenue` is money, 0 = off. A weight of 0 leaves a score out; `weight_synergy` is of the mean of
    core_skills, strategy_fit, culture and relational_fit. `near` is the fraction by which limits are moved.
    """
    wished = {
        "learning": weight_learning,
        "reputation": weight_reputation,
        "bridgehead": weight_bridgehead,
        "network": weight_network,
        "ambassador": weight_ambassador,
        "synergy": weight_synergy,
    }
    limits = Limits(strategic_from, significant_share, significant_revenue, profitable_above)
    judgement, weights = strategic_score(strategy, wished)
    customers, moved = qualify(accounts, judgement, limits, near)
    return Whitney(accounts, customers.loc[ranked(customers["revenue"]).index], limits, near, moved, weights)


def _loss(customers: pd.DataFrame) -> float:
    """What these customers lose together; money, not below 0."""
    return float(-customers["profit"].clip(upper=0).sum()) + 0.0


def _action(key: str, customers: pd.DataFrame, money: float, stake: str) -> Action:
    values = {"n": len(customers), "money": money, "names": _names(customers), "revenue": customers["revenue"].sum()}
    people = tuple(zip(customers.index, customers["name"], strict=True))
    return Action(key, values, money if money > 0 else None, stake, people)


def _names(customers: pd.DataFrame) -> list[str]:
    return customers["name"].tolist()


def _yes_no(customers: pd.DataFrame) -> pd.DataFrame:
    """The three answers as keys, None where unknown."""
    words = {True: "yes", False: "no"}
    return customers.assign(
        **{name: customers[name].astype(object).map(words, na_action="ignore") for name in CRITERIA}
    )


# ---- the chapter, part by part ----


def _opening(result: Whitney) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.accounts.kind != "unknown":
        yield Note(f"kind_{result.accounts.kind}")


def _headline(result: Whitney) -> Heading:
    improve, stop, best = result.losses["improve"], result.losses["stop"], result.rows("yyy")
    values = {
        "customers": len(result.customers),
        "improve": len(improve),
        "improve_loss": _loss(improve),
        "stop": len(stop),
        "stop_loss": _loss(stop),
        "best": len(best),
        "best_share": best["revenue_share"].sum(),
        "judged": len(result.judged),
    }
    choices = {
        "nobody_judged": not values["judged"],
        "stop_first": values["stop_loss"] > values["improve_loss"],
        "improve_first": values["improve_loss"] > 0,
        "keep_first": values["best"] > 0,
        "no_losses": True,
    }
    return Heading(next(key for key, holds in choices.items() if holds), values, level=1)


def _matrix(result: Whitney) -> Iterator[Block]:
    best = result.rows("yyy")
    values = {"n": len(best), "names": _names(best), **best[["revenue_share", "profit"]].sum()}
    some = "some" if len(best) else "none"
    yield Heading("matrix_heading", {"judged": len(result.judged), "customers": len(result.customers)})
    yield Finding(f"matrix_{some}", values)
    if len(result.judged):
        yield _picture(result)
    yield _policies(result)
    if result.accounts.unknown_customers:
        unknown = {"n": len(result.accounts.unknown_customers), "revenue": result.accounts.unknown_revenue}
        yield Note("unknown_customers", unknown)


def _policies(result: Whitney) -> Table:
    """All eight rows, empty ones too, and who is still to be judged."""
    answers = {"y": "yes", "n": "no"}
    rows = [
        {
            **dict(zip(CRITERIA, (answers.get(letter) for letter in code[:3]), strict=True)),
            "policy": code,
            "customers": len(customers := result.rows(code)),
            "revenue_share": customers["revenue_share"].sum(min_count=1),
            "profit": customers["profit"].sum(min_count=1),
            "examples": ", ".join(_names(customers.head(NAMED))) or None,
        }
        for code in (*POLICIES, TO_BE_JUDGED)
    ]
    formats = {**dict.fromkeys((*CRITERIA, "policy"), "term"), "customers": "count", "revenue_share": "percent"}
    return table("matrix", pd.DataFrame(rows), {**formats, "profit": "money", "examples": "text"})


def _picture(result: Whitney) -> Chart:
    """Where profit is made and where it is lost: a bar for each row that has customers of known profit."""
    known = result.customers.dropna(subset="profit")
    profit = known.groupby("policy")["profit"].sum().reindex((*POLICIES, TO_BE_JUDGED)).dropna()
    data = {"policy": profit.index.tolist(), "profit": profit.tolist()}
    formats = {"policy": "term", "profit": "money"}
    values = {
        "n": len(profit),
        "customers": len(known),
        "earned": profit.clip(lower=0).sum(),
        "lost": -profit.clip(upper=0).sum(),
    }
    return Chart("picture", "bar", plain(data), x="profit", y="policy", formats=formats, values=values)


def _improve(result: Whitney) -> Iterator[Block]:
    customers = result.rows(*IMPROVE).sort_values("profit", kind="stable")
    if len(customers):
        values = {"n": len(customers), "loss": _loss(customers), "large": len(result.rows("yyn"))}
        yield Heading("improve_heading", values)
        yield Finding("improve_large" if values["large"] else "improve_small", values)
        yield _listed("improve_table", customers)


def _stop(result: Whitney) -> Iterator[Block]:
    customers = result.rows(*STOP).sort_values("profit", kind="stable")
    if len(customers):
        large = result.rows("nyn")
        values = {"n": len(customers), "loss": _loss(customers), "large": len(large), "names": _names(large)}
        yield Heading("stop_heading", values)
        yield Finding("stop_large" if len(large) else "stop_small", values)
        yield _listed("stop_table", customers)


def _invest(result: Whitney) -> Iterator[Block]:
    """Profitable customers that ask for a choice: small but strategic, and large but without a future."""
    promising, elsewhere = result.rows("yny"), result.rows("nyy")
    values = {"promising": len(promising), "elsewhere": len(elsewhere)}
    if any(values.values()):
        yield Heading("invest_heading", values)
    if len(promising):
        profit = promising["profit"].sum()
        yield Finding("grow", {"n": len(promising), "names": _names(promising), "profit": profit})
    if len(elsewhere):
        values = {"n": len(elsewhere), "names": _names(elsewhere), "revenue_share": elsewhere["revenue_share"].sum()}
        yield Finding("elsewhere", {**values, "profit": elsewhere["profit"].sum()})


def _unjudged(result: Whitney) -> Iterator[Block]:
    customers = result.rows(TO_BE_JUDGED)
    if customers.empty:
        return
    unknown = {f"no_{name}": int(customers[name].isna().sum()) for name in CRITERIA}
    first = _names(customers.head(FIRST))
    values = {"n": len(customers), "first": first, "revenue_share": customers["revenue_share"].sum(), **unknown}
    yield Heading("unjudged_heading", values)
    yield Finding("unjudged", values)
    formats = {"name": "text", "revenue": "money", "revenue_share": "percent1", **dict.fromkeys(CRITERIA, "term")}
    formats |= {"months_new": "count"} if customers.head(LISTED)["months_new"].notna().any() else {}
    shown = _yes_no(customers.head(LISTED)).fillna(dict.fromkeys(CRITERIA, "unknown"))
    yield table("unjudged_table", shown, formats, values={"n": len(shown)})


def _doubt(result: Whitney) -> Iterator[Block]:
    """The limits are cuts in something that runs on: who would be judged otherwise a little further on?"""
    if result.judged.empty:
        return
    doubtful = result.judged[result.judged["near"].notna()]
    values = {"n": len(doubtful), "near": result.near, "names": _names(doubtful), "judged": len(result.judged)}
    yield Heading("doubt_heading", values)
    yield Finding("doubt_some" if len(doubtful) else "doubt_none", values)
    formats = {"criterion": "term", "looser": "count", "tighter": "count"}
    yield table("moved", result.moved.rename_axis("criterion").reset_index(), formats, values={"near": result.near})


def _method(result: Whitney) -> Iterator[Block]:
    limits = {"near": result.near, **result.limits._asdict()}
    yield Heading("how")
    yield Text("method")
    yield Text("limits_revenue" if result.limits.significant_revenue > 0 else "limits", limits)
    yield Text("sligro")
    yield Note("cannot")


def _listed(key: str, customers: pd.DataFrame) -> Table:
    """The first of a list, with what is known of them."""
    formats = {"name": "text", "months_new": "count", "significant": "term", "score": "number", "revenue": "money"}
    formats |= {"cost_to_serve": "money", "profit": "money"}
    shown = _yes_no(customers.head(LISTED))
    known = {name: format for name, format in formats.items() if shown[name].notna().any()}
    return table(key, shown, known, values={"n": len(shown), "all": len(customers)})
