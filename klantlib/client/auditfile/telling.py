"""How does `klant check` tell the reconciliation? A sentence each, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from klantlib.client.auditfile.ledger import LEAST_ATTRIBUTED, Control, Ledger
from klantlib.words import Words

TOTALS = {True: "agrees", False: "differs", None: "without_totals"}


def told_ledger(ledger: Ledger | None, language: str, currency: str = "EUR") -> list[str]:
    """The reconciliation of an auditfile, the most important first; nothing where there is none."""
    return list(_told(ledger, partial(Words("messages", language, currency).say, "ledger"))) if ledger else []


def _told(ledger: Ledger, say: partial[str]) -> Iterator[str]:
    stated = ledger.stated or Control(0, 0.0, 0.0)
    totals = {**vars(ledger.read), **{f"stated_{name}": value for name, value in vars(stated).items()}}
    yield say(TOTALS[ledger.agrees], file=ledger.file, **totals)
    if not ledger.balanced:
        yield say("unbalanced")
    if ledger.used:
        yield from _revenue(ledger, say)
    yield say(f"payments_{ledger.payments.evidence}", **vars(ledger.payments))


def _revenue(ledger: Ledger, say: partial[str]) -> Iterator[str]:
    revenues = {route: revenue for route, revenue in ledger.routes.items() if revenue} or {"none": 0.0}
    routes = [say(f"route_{route}", revenue=revenue) for route, revenue in revenues.items()]
    values = {"revenue": ledger.revenue, "attributed": ledger.attributed, "routes": "; ".join(routes)}
    known = ledger.share is not None
    yield say("revenue", **values, share=ledger.share) if known else say("revenue_negative", **values)
    for journal in ledger.journals:
        yield say("journal", **vars(journal))
    if not ledger.certain:
        yield say("uncertain", least=LEAST_ATTRIBUTED)
