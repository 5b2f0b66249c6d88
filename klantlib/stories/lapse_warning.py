"""The chapter on leaving: whose silence foretells it, how often that was right, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, plain, table
from klantlib.measures.leaving.order_days import LEAST_GAPS
from klantlib.stories.passages import filled, known_sum, named

if TYPE_CHECKING:
    from klantlib.analyses.lapse import Lapse

LISTED = 10  # rows of a list in the chapter; all customers are in the appendix
LEAST_FLAGGED = 5  # customers under which a point of the line says more about chance
CAUGHT = [step / 20 for step in range(2, 21)]  # shares of the leavers at which the lines are drawn
EXACT = 1e-9
LEAST_RETURNED = 5  # customers that stayed away and could be followed, before we say how many came back


def test(result: Lapse) -> Iterator[Block]:
    """Which of two signals told it best in the client's own past, and how well."""
    said = _tested(result)
    if not result.tested:
        yield Heading("untested_heading", said)
        yield Finding("untested", said)
        return
    yield Heading("warning_heading" if result.test.better else "weak_heading", said)
    yield Finding(f"tested_{result.test.best.signal}", said)
    if not result.test.better:
        yield Note("no_better", said)
    yield _scores(result)
    if len(result.test.scores) > 1:
        yield _lines(result)
    if result.test.returned.n >= LEAST_RETURNED:
        yield Note("returned", result.test.returned._asdict())


def _tested(result: Lapse) -> dict[str, Any]:
    """What the test rests on and what it showed."""
    test, best, base = result.test, result.test.best, result.test.base
    values = {
        "horizon": test.months,
        "cutoffs": len(test.cutoffs),
        "n": base.n,
        "lapsed": base.hits,
        "base": base.share,
        "least": result.least,
        "untested": result.untested,
        "missed": result.rule.missed,
        "most": result.rule.most,
        "gaps": LEAST_GAPS + 1,
        "people": test.seen["customer_id"].nunique(),
    }
    if best is None:
        return values
    shares = {"precision": best.precision, "recall": best.recall}
    bounds = {f"{name}_{bound}": getattr(share, bound) for name, share in shares.items() for bound in ("low", "high")}
    return {
        **values,
        **bounds,
        "alarm": best.alarm,
        "flagged": best.precision.n,
        "hits": best.precision.hits,
        "precision": best.precision.share,
        "recall": best.recall.share,
    }


def _lines(result: Lapse) -> Chart:
    """Of those flagged who stayed away, against how many of those who stayed away were flagged; a line a signal."""
    lines = [
        _line(result.test.curve(score.signal)).assign(signal=f"signal_{score.signal}") for score in result.test.scores
    ]
    rows = pd.concat(lines[::-1])
    base = result.test.base
    data = rows[["signal", "recall", "precision", "level", "flagged"]].to_dict("list")
    formats = {"signal": "term", "recall": "percent", "precision": "percent", "level": "plain", "flagged": "count"}
    values = {"n": base.n, "lapsed": base.hits, "base": base.share}
    values |= {f"area_{score.signal}": score.area for score in result.test.scores}
    return Chart(
        "lines",
        "line",
        plain(data),
        x="recall",
        y="precision",
        group="signal",
        formats=formats,
        values=plain(values),
        guides={"y": base.share},
    )


def _line(curve: pd.DataFrame) -> pd.DataFrame:
    """At each share of the leavers the highest level that catches so many, on enough customers to say something."""
    fit = curve[curve["flagged"] >= LEAST_FLAGGED]
    levels = [fit.loc[fit["recall"] >= caught - EXACT].tail(1).assign(recall=caught) for caught in CAUGHT]
    return pd.concat(levels)


def _scores(result: Lapse) -> Table:
    rows = [
        [
            f"signal_{score.signal}",
            score.alarm,
            score.precision.n,
            *score.precision[2:],
            *score.recall[2:],
            score.ranking,
        ]
        for score in result.test.scores
    ]
    formats = {
        "signal": "term",
        "alarm": "plain",
        "flagged": "count",
        "precision": "percent",
        "precision_low": "percent",
        "precision_high": "percent",
        "recall": "percent",
        "recall_low": "percent",
        "recall_high": "percent",
        "ranking": "percent",
    }
    return Table("scores", formats, plain(rows), {"base": result.test.base.share, "n": result.test.base.n})


def overdue_key(result: Lapse) -> str:
    """The finding on whom to call now."""
    if result.overdue.empty:
        return "overdue_nobody"
    if not result.priced:
        return "overdue_plain"
    return "overdue" if result.tested else "overdue_untested"


def overdue(result: Lapse) -> Iterator[Block]:
    """Whom to call now, most money at stake first, and who has been silent for longer than that."""
    rows = result.overdue
    best = result.test.best
    values = {
        **named(rows),
        "expected": known_sum(rows["expected"]) or 0.0,
        "profit": float(rows["profit"].clip(lower=0).sum()),
        "revenue": float(rows["revenue"].sum()),
        "horizon": result.test.months,
        "alarm": best.alarm if best else result.untested,
        "at_risk": int(result.at_risk.sum()),
    }
    key = overdue_key(result)
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    if len(rows):
        yield _listed(rows)
    silent = result.of("silent")
    if len(silent):
        silence = {**named(silent), "revenue": float(silent["revenue"].sum()), "horizon": result.test.months}
        yield Note("silent", silence)
    if n := int((result.at_risk & ~result.customers["own"].astype(bool)).sum()):
        yield Note("no_rhythm", {"n": n, "gaps": LEAST_GAPS + 1})


def _listed(rows: pd.DataFrame) -> Table:
    formats = {
        "name": "text",
        "months_new": "count",
        "silent": "count",
        "rhythm": "count",
        "probability": "percent",
        "profit": "money",
        "expected": "money",
        "revenue": "money",
    }
    shown = rows.head(LISTED)
    if shown["profit"].notna().any():
        formats.pop("revenue")
    fits = filled(shown, formats, "months_new", "probability", "profit", "expected")
    return table("overdue_table", shown, fits, values={"n": len(shown), "all": len(rows)})
