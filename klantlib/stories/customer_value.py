"""The chapter on what customers are worth: where the value lies, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Text, plain, table
from klantlib.measures.lifetime import retention
from klantlib.measures.lifetime.customer_value import RUNGS, WEEKS_A_YEAR
from klantlib.measures.proportions import FEWEST, Part
from klantlib.stories.passages import filled, first_that_holds, named, new_customers, unknown_customers

if TYPE_CHECKING:
    from klantlib.analyses.customer_value import CustomerValue

DIGITS = 3  # of an amount in the headline
SHOWN = 10  # rows of a list in the chapter; all customers are in the appendix


def opening(result: CustomerValue) -> Iterator[Block]:
    few, share = result.head
    values = {
        "equity": _about(result.total),
        "n": len(result.negative),
        "loss": _about(result.negative_value),
        "few": few,
        "share": share,
        "retention": result.retention.rate,
    }
    choices = {
        "no_profit": result.ladder.rung is None and result.accounts.kind == "unknown",
        "no_value": not len(result.valued),
        "below_zero": not result.total > 0,
        "worth_but": len(result.negative),
        "worth": True,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question", {"discount": result.terms.discount})
    if len(result.valued):
        yield Note(f"kind_{result.accounts.kind}")


def _about(money: float) -> float:
    """In three digits: what is still to come is not known any better."""
    if not money or not math.isfinite(money):
        return money
    return round(money, DIGITS - 1 - math.floor(math.log10(abs(money))))


def classes(result: CustomerValue) -> Iterator[Block]:
    """Where the value lies: by class, and the ten that most of it hangs on."""
    if not len(result.valued):
        return
    few, _ = result.head
    low, high = result.equity
    values = {
        "equity": result.total,
        "low": low,
        "high": high,
        "few": few,
        "share": Part(few, len(result.valued)),
        "n": len(result.valued),
        **_counted_ahead(result),
    }
    yield Heading("classes_heading" if few else "classes_none_heading", values)
    told = first_that_holds({"_bare": low != low, "_below": not few, "": True})
    yield Finding(f"equity_{result.ladder.rung}{told}", values)
    groups = result.classes.drop(index="total")
    if len(groups) > 1:
        yield _by_class(groups)
    rows = result.classes.rename_axis("class").reset_index()
    formats = {"class": "term", "customers": "count", "profit": "money", "value": "money", "low": "money",
               "high": "money", "value_each": "money"}  # fmt: skip
    yield table("classes_table", rows, filled(rows, formats), total=True)
    yield from _losers(result)
    yield from _top(result)
    yield from unknown_customers(result.accounts)


def _counted_ahead(result: CustomerValue) -> dict[str, Any]:
    """How far ahead was looked, and at what price of waiting."""
    return {
        "horizon": result.terms.horizon,
        "discount": result.terms.discount,
        "multiple": retention.multiple(result.retention.rate, result.terms.discount_period),
        "retention": result.retention.rate,
        "profit": result.accounts.customers["profit"].sum(),
    }


def _by_class(groups: pd.DataFrame) -> Chart:
    data = {"class": groups.index.tolist(), "value": groups["value"].tolist()}
    values = {"n": len(groups), "most": groups["value"].idxmax(), "value": groups["value"].max()}
    return Chart(
        "by_class", "bar", plain(data), x="value", y="class", formats={"class": "term", "value": "money"}, values=values
    )


def _losers(result: CustomerValue) -> Iterator[Block]:
    """Customers that take more than they bring: a negative value, not a nought."""
    if len(result.negative):
        values = {
            **named(result.negative),
            "loss": result.negative_value,
            "positive": result.total + result.negative_value,
        }
        yield Finding("negative", values)


def _top(result: CustomerValue) -> Iterator[Block]:
    best = result.valued[result.valued["value"] > 0].head(SHOWN)
    if len(best):
        formats = {"name": "text", "class": "term", "months_new": "count", "profit": "money", "expected": "number",
                   "value": "money"}  # fmt: skip
        shown = best.reindex(columns=list(formats))
        yield table("top", shown, filled(shown, formats), values={"n": len(best), "all": len(result.valued)})
        yield from new_customers(best)
    unknown = result.customers[result.customers["value"].isna()]
    if len(unknown):
        yield Note("unvalued", named(unknown))


def sureness(result: CustomerValue) -> Iterator[Block]:
    """Which rung, why, and how well it would have foretold the last period."""
    ladder, check = result.ladder, result.ladder.check
    if ladder.rung is None and check is None:
        yield Heading("ladder_heading")
        yield Finding(f"rung_none_{ladder.reasons['discounted']}", _rule(result))
        return
    values = {"off": abs(check.off), "tolerance": result.terms.tolerance} if check and not math.isnan(check.off) else {}
    yield Heading(_sure_key(result), values)
    if check:
        yield _checked(result)
    if check and len(check.fifths):
        yield _fifths(result)
    own = ladder.rung == "free" and "p" not in ladder.model
    yield Finding(
        f"rung_{ladder.rung}" + ("_own" if own else "") if ladder.rung else f"rung_none_{ladder.reasons['discounted']}",
        _rule(result),
    )
    yield from _once(result)
    if len(result.valued):
        yield from _ladder(result)


def _sure_key(result: CustomerValue) -> str:
    check = result.ladder.check
    return first_that_holds(
        {
            "unchecked_heading": check is None or math.isnan(check.off) or check.customers < FEWEST,
            "missed_heading": result.ladder.missed,
            "checked_heading": True,
        }
    )


def _checked(result: CustomerValue) -> Finding:
    """What was foretold and what came; for purchases beside the simplest guess there is."""
    check = result.ladder.check
    values = {
        name: getattr(check, name) for name in ("customers", "months", "predicted", "actual", "error", "naive_error")
    }
    values["tolerance"] = result.terms.tolerance
    by_model = result.ladder.missed or result.ladder.rung == "contract"
    if check.kind == "stays":
        return Finding("checked_stays_contract" if by_model else "checked_stays", values)
    return Finding("checked_better" if check.error <= check.naive_error else "checked_worse", values)


def _fifths(result: CustomerValue) -> Chart:
    """What was expected of each fifth of the customers beside what they did."""
    check = result.ladder.check
    rows = check.fifths.rename_axis("fifth").reset_index().melt("fifth", var_name="which", value_name="purchases")
    rows = rows.assign(fifth="fifth_" + rows["fifth"].astype(str)).sort_values(
        ["fifth", "which"], ascending=[True, False]
    )
    values = {"n": check.customers, "predicted": check.predicted, "actual": check.actual}
    formats = {"fifth": "term", "which": "term", "purchases": "number"}
    data = plain(rows.to_dict("list"))
    return Chart("fifths", "bar", data, x="purchases", y="fifth", formats=formats, values=values, group="which")


def _rule(result: CustomerValue) -> dict[str, Any]:
    terms, check = result.terms, result.ladder.check
    return {
        "least": terms.least,
        "tolerance": terms.tolerance,
        "reason": result.ladder.reasons["contract" if terms.contractual else "free"],
        "history": int(result.customers["first"].notna().sum()) if "first" in result.customers else 0,
        "off": abs(check.off) if check and not math.isnan(check.off) else None,
        **_counted_ahead(result),
    }


def _once(result: CustomerValue) -> Iterator[Block]:
    """Who bought once: the model is sure of them, and that is an artefact."""
    if result.ladder.rung == "free":
        once = result.valued[result.valued["purchases"] == 1]
        if len(once):
            yield Note("once", {"n": len(once), "value": once["value"].sum()})


def _ladder(result: CustomerValue) -> Iterator[Block]:
    """The rungs side by side, and the simplest one written out."""
    if simple := simplest(result):
        yield Finding("text_formula", simple)
    totals, reasons = result.ladder.totals, result.ladder.reasons
    terms = {"free": "free_own"} if "r" in result.ladder.model and "p" not in result.ladder.model else {}
    rows = pd.DataFrame(
        {
            "rung": [terms.get(r, r) for r in RUNGS],
            "value": [totals[r] for r in RUNGS],
            "reason": [reasons[r] for r in RUNGS],
        }
    )
    key = "ladder" if result.retention.bought else "ladder_models"
    yield table(key, rows, {"rung": "term", "value": "money", "reason": "term"}, values=_counted_ahead(result))


def simplest(result: CustomerValue) -> dict[str, float]:
    """The simplest formula for a mean customer, factor by factor; empty where one of them is unknown or without end."""
    frame, years = result.accounts.customers, result.years
    bought, profit = (float(frame[name].mean()) * result.a_year for name in ("orders", "profit"))
    if not (math.isfinite(years) and bought > 0) or math.isnan(profit):
        return {}
    worth = retention.text_value(profit / bought, bought, years)
    each = {"profit": profit / bought, "purchases": bought, "years": years, "value": worth}
    return {**each, "retention": result.retention.rate}


def method(result: CustomerValue) -> Iterator[Text]:
    """What was chosen, and what each rung is."""
    yield Text("rungs", {"least": result.terms.least, "tolerance": result.terms.tolerance, "weeks": WEEKS_A_YEAR})
    if model := result.ladder.model:
        yield Text("model_contract" if result.terms.contractual else f"model_{amounts_key(model)}", model)


def amounts_key(model: Mapping[str, float]) -> str:
    """Where the amount of a purchase comes from: gamma-gamma, or each customer's own mean and why."""
    return "free" if "p" in model else "free_wide" if "q" in model else "free_together"
