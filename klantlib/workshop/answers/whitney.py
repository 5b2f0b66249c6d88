"""The right answers on Whitney's three questions: ask them of one customer, then of all."""

from __future__ import annotations

from klantlib.measures.qualification import IMPROVE, STOP
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.study import Study


def score(study: Study) -> Answer:
    customer = study.promising.iloc[0]
    limit = study.whitney.limits.strategic_from
    return Answer(float(customer["score"]), {"name": customer["name"], "id": str(customer.name), "limit": limit})


def significant(study: Study) -> Answer:
    share, revenue = study.whitney.limits.significant_share, study.accounts.revenue
    large = int(study.whitney.customers["significant"].sum())
    return Answer(share * revenue, {"share": share, "revenue": revenue, "large": large, "n": len(study.customers)})


def policy(study: Study) -> Answer:
    customer = study.to_place
    return Answer(str(customer["policy"]), {"name": customer["name"], "id": str(customer.name)})


def improve(study: Study) -> Answer:
    customers = study.whitney.rows(*IMPROVE)
    return Answer(len(customers), {"loss": -float(customers["profit"].sum())})


def stop(study: Study) -> Answer:
    customers = study.whitney.rows(*STOP)
    return Answer(-float(customers["profit"].sum()), {"n": len(customers)})


def grow(study: Study) -> Answer:
    first = study.promising.iloc[0]
    names = tuple(study.customers["name"])
    return Answer(
        first["name"], {"room": float(first["room"]), "n": len(study.promising)}, frozenset([first["name"]]), names
    )


ANSWERS = {found.__name__: found for found in (score, significant, policy, improve, stop, grow)}
