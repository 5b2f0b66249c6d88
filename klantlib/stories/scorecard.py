"""The chapter on the customer scorecard, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Text, plain, table
from klantlib.measures.cards.scorecards import SIGNALS, UNCLASSED
from klantlib.measures.proportions import FEWEST, Part, carried
from klantlib.stories.passages import filled, first_that_holds, named, names, unknown_customers

if TYPE_CHECKING:
    from klantlib.analyses.scorecard import Scorecard

LISTED = 10  # rows of a list in the chapter; all customers are in the appendix
MEASURES = 6  # of our own performance, those furthest below target
UNKNOWN = ("satisfaction", "complaints", "paid_late")  # of whole groups of measures, where nobody has them


def opening(result: Scorecard) -> Iterator[Block]:
    red = result.red
    money = float(red["profit"].clip(lower=0).sum())
    values = {**named(red), "least": result.least, "money": money, "customers": len(result.customers)}
    choices = {"red_profit": money > 0, "red": len(red) > 0, "nobody_red": True}
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")
    yield Text("groups")
    counts = result.customers[list(SIGNALS)].sum()
    shown = {**values, **result.limits._asdict(), "any": int((result.customers["signals"] > 0).sum())}
    choices = {"warned": len(red) > 0, "not_warned": shown["any"] > 0, "all_quiet": True}
    yield Finding(first_that_holds(choices), shown)
    if counts.sum():
        yield _signals(counts)
    if len(red):
        yield _listed(result)
    yield from _missing(result)
    yield from unknown_customers(result.accounts)


def _signals(counts: pd.Series) -> Chart:
    counts = counts[counts > 0].sort_values(ascending=False, kind="stable")
    data = {"signal": counts.index.tolist(), "customers": counts.astype(int).tolist()}
    values = {"n": len(counts), "most": int(counts.iloc[0]), "signal": counts.index[0]}
    formats = {"signal": "term", "customers": "count"}
    return Chart("signals_chart", "bar", data, x="customers", y="signal", formats=formats, values=values)


def _listed(result: Scorecard) -> Block:
    rows = result.red.head(LISTED).reset_index()
    rows = rows.assign(**{name: rows[name].map({True: "yes"}) for name in SIGNALS})
    formats = {"name": "text", "profit": "money", **dict.fromkeys(SIGNALS, "term")}
    values = {"shown": len(rows), "n": len(result.red)}
    return table("red_table", rows, filled(rows, formats, "profit", *SIGNALS), values=values)


def _missing(result: Scorecard) -> Iterator[Note]:
    for column in UNKNOWN:
        if result.customers[column].isna().all():
            yield Note(f"no_{column}")


def performance(result: Scorecard) -> Iterator[Block]:
    """Our own performance, against the targets that we set; judged as in the chapter on the organisation."""
    rows = result.performance.reset_index()
    judged = rows[rows["reached"].notna()]
    if judged.empty:
        yield Heading("no_measures_heading")
        yield Note("no_measures" if rows.empty else "no_targets", {"n": len(rows)})
        return
    behind = judged[~judged["reached"].astype(bool)]
    turned = judged["trend"].value_counts()
    values = {
        "n": len(behind),
        "measures": len(judged),
        "better": int(turned.get("better", 0)),
        "worse": int(turned.get("worse", 0)),
        "judged": int((judged["trend"] != "few").sum()),
        "worse_names": judged.loc[judged["trend"] == "worse", "measure"].tolist(),
    }
    yield Heading("behind_heading" if len(behind) else "on_target_heading", values)
    yield Finding("performance_worse" if values["worse"] else "performance", values)
    formats = {"measure": "text", "target": "plain", "latest": "plain", "trend": "term"}
    shown = min(len(judged), MEASURES)
    yield table("performance_table", judged.head(MEASURES), formats, values={"shown": shown, "n": len(judged)})


def experience(result: Scorecard) -> Iterator[Block]:
    """What customers meet with and what they think of it, by class."""
    every = result.together
    answers, complaints = int(every["n_satisfaction"]), pd.notna(every["complaint_rate"])
    if not answers and not complaints:
        return
    values = {"n": answers, "customers": int(every["customers"]), "satisfaction": every["satisfaction"]}
    choices = {
        "complaints_heading": not answers,
        "satisfaction_scarce": answers < FEWEST,
        f"satisfaction_{every['satisfaction_direction']}": True,
    }
    yield Heading(first_that_holds(choices), plain(values))
    if complaints:
        yield _complained(every)
    if answers:
        trusted = {"trust": every["trust"], "direction": every["trust_direction"], "again": every["repurchase"]}
        yield Finding(_answers(every), {**values, **trusted})
    told = {"complaint_rate": "number", "complaint_direction": "term"} if complaints else {}
    asked = {"n_satisfaction": "count", "satisfaction": "number", "satisfaction_direction": "term", "trust": "number"}
    columns = {"class": "term", **told, **(asked if answers else {})}
    short = {name: "short_" + result.classes[name] for name in ("complaint_direction", "satisfaction_direction")}
    rows = result.classes.assign(**short).reset_index()
    yield table("experience_table", rows, filled(rows, columns, *columns.keys() & {"trust"}), total=True)
    yield from _classed(result)


def _complained(every: pd.Series) -> Finding:
    """How many complaints there were, and how long those that were settled took."""
    direction, days = every["complaint_direction"], every["settle_days"]
    counts = {"complaints": int(every["complaints"]), "open": int(every["open"]), "rate": every["complaint_rate"]}
    nothing = not counts["complaints"] and not counts["open"]
    key = "complaints_none" if nothing else "complaints_unsettled" if pd.isna(days) else "complaints"
    return Finding(f"{key}.{direction}", {**counts, "days": days, "direction": direction})


def _answers(every: pd.Series) -> str:
    """What was asked beside satisfaction: trust, and whether they intend to buy again."""
    if pd.isna(every["trust"]):
        return "answers_alone"
    return "answers_trust" if pd.isna(every["repurchase"]) else "answers"


def value(result: Scorecard) -> Iterator[Block]:
    """What customers do and what that brings, by class."""
    every = result.together
    known = pd.notna(every["growth"])
    values = {
        "growth": abs(every["growth"]) if known else 0.0,
        "revenue": every["revenue"],
        "again": Part(round(_zero(every["again"]) * every["bought_before"]), every["bought_before"]),
        "bought_before": int(every["bought_before"]),
        "expected": every["expected_value"],
        "profit": every["profit"],
    }
    yield Heading(f"value_{every['money_direction']}", values)
    choices = {
        "value_first": not known,
        "value_revenue": pd.isna(every["expected_value"]),
        "value": True,
    }
    yield Finding(first_that_holds(choices), values)
    formats = {
        "class": "term",
        "customers": "count",
        "revenue": "money",
        "growth": "percent",
        "profit": "money",
        "expected_value": "money",
        "share_of_wallet": "percent",
        "paid_late": "percent",
    }
    rows = result.classes.reset_index()
    for share in ("share_of_wallet", "paid_late"):
        rows[share] = carried(rows[share], rows[f"n_{share}"])
    yield table(
        "value_table" if known else "value_first_table", rows, filled(rows, formats, *list(formats)[3:]), total=True
    )
    if known and len(result.classes) > 2:  # one class and all of them together say the same
        yield Note("chosen_by_size")


def _zero(value: float) -> float:
    return 0.0 if pd.isna(value) else float(value)


def _classed(result: Scorecard) -> Iterator[Note]:
    rows = result.customers[result.customers["class"] == UNCLASSED]
    if len(rows) and len(rows) < len(result.customers):
        gone = int((rows["revenue"] <= 0).sum())
        yield Note("gone" if gone == len(rows) else "not_classed", {"n": len(rows), "gone": gone})
    elif len(rows):
        yield Note("no_classes")


def leads(result: Scorecard) -> Iterator[Block]:
    """Which sign of last period goes with what came."""
    rows = result.leads
    judged = rows[rows["verdict"] != "too_few"]
    found = judged[judged["verdict"] != "cannot_tell"]
    few = rows[rows["verdict"] == "too_few"]
    values = {"n": len(found), "judged": len(judged), "pairs": len(rows), "minimum": result.minimum, "few": len(few)}
    choices = {"leads_none_judged": not len(judged), "leads_none": not len(found), "leads_some": True}
    key = first_that_holds(choices)
    yield Heading(f"{key}_heading", values)
    if len(found):
        strongest = found.loc[found["r"].abs().idxmax()]
        values = {**values, **plain(strongest.drop("n").to_dict()), "asked": int(strongest["n"])}
        key = f"leads_{strongest['verdict']}"
    yield Finding(key, values)
    if len(judged):
        formats = {
            "sign": "term",
            "outcome": "term",
            "asked": "count",
            "r": "number2",
            "low": "number2",
            "high": "number2",
        }
        yield table("leads_table", judged.rename(columns={"n": "asked"}), {**formats, "verdict": "term"}, values=values)
    if len(few) and len(judged):
        yield Note("leads_few", {"n": len(few), "minimum": result.minimum})


def use(result: Scorecard) -> Iterator[Block]:
    """What management does with it, and what an account manager."""
    yield Heading("use_heading")
    yield Text("strategic")
    first = result.red if len(result.red) else result.customers
    yield Text("operational", {"id": first.index[0], "name": names(first)[0]})
