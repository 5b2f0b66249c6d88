"""The right answers on the 20/80 rule: who buys, what is left of it, and who takes the attention."""

from __future__ import annotations

from klantlib.measures.curves import peak as peak_of
from klantlib.measures.curves import top_share as share_of
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.study import Study


def top_share(study: Study) -> Answer:
    share = share_of(study.customers["revenue"], study.top, study.accounts.revenue)
    return Answer(share, {"top": study.top, "n": len(study.customers)})


def served(study: Study) -> Answer:
    return Answer(float(study.heaviest["cost_to_serve"]), _heaviest(study))


def contribution(study: Study) -> Answer:
    return Answer(float(study.heaviest["profit"]), _heaviest(study))


def loss_makers(study: Study) -> Answer:
    return Answer(len(study.losers), {"n": len(study.customers), "loss": -float(study.losers["profit"].sum())})


def peak(study: Study) -> Answer:
    winners, earned = peak_of(study.customers["profit"])
    return Answer(earned / study.accounts.profit, {"winners": winners, "earned": earned, "left": study.accounts.profit})


def drain(study: Study) -> Answer:
    names = study.customers["name"]
    drains = tuple(names[study.serving.drains])
    values = {"top": study.top, "n": len(drains), "drains": list(drains)}
    return Answer(drains[0], values, frozenset(drains), tuple(names))


def _heaviest(study: Study) -> dict:
    customer = study.heaviest
    return {
        "name": customer["name"],
        "id": str(customer.name),
        "revenue": float(customer["revenue"]),
        "margin": float(customer["margin"]),
        "cost": float(customer["cost_to_serve"]),
        "loss": -float(customer["profit"]),
    }


ANSWERS = {found.__name__: found for found in (top_share, served, contribution, loss_makers, peak, drain)}
