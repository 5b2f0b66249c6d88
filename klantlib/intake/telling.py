"""How is a client's folder told? Found, understood, good to know, the chapters, and what is to be put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from klantlib.chapters import name_of
from klantlib.client import contract
from klantlib.client.auditfile.telling import told_ledger
from klantlib.client.house_style import told_style
from klantlib.client.model import Client
from klantlib.formats import show, together
from klantlib.intake.checkup import Checkup
from klantlib.intake.columns import columns_read
from klantlib.intake.told import Grid, Item, Lines, Part, Told, tidy
from klantlib.intake.wrong import wrong
from klantlib.words import Words


def tell(checkup: Checkup, more: Sequence[str] = ()) -> Told:
    """The overview in the client's language; `more` are sentences that are good to know, besides its remarks."""
    words = Words("check", checkup.settings.language, checkup.settings.currency)
    faults = wrong(checkup, words)
    shown = [
        Part("found", words.say("found", "title"), list(_found(checkup, words))),
        Part("understood", words.say("understood", "title"), columns_read(checkup.understood, words)),
        Part("remarks", words.say("remarks", "title"), _remarks(checkup, more, words)),
        Part("chapters", words.say("chapters", "title" if checkup.good else "title_bad"), _chapters(checkup, words)),
        Part("wrong", words.say("wrong", "title"), faults.items),
    ]
    how = "good" if checkup.good else "bad"
    return Told(
        language=words.language,
        title=words.say("title", client=tidy(checkup.settings.name)),
        verdict=words.say("verdict", how, **_counts(checkup, faults.count)),
        good=checkup.good,
        parts=[part for part in shown if part.items],
        next=words.say("verdict", f"next_{how}", client=checkup.client),
    )


def _counts(checkup: Checkup, faults: int) -> dict[str, int]:
    if not checkup.good:
        return {"n": faults}
    return {"tables": len(checkup.data.tables), "rows": sum(map(len, checkup.data.tables.values()))}


def _found(checkup: Checkup, words: Words) -> Iterator[Item]:
    rows = _kept(checkup.data, words) if checkup.data else _read(checkup, words)
    labels = ("table", "file", "rows", "kept") if checkup.data else ("table", "file", "rows")
    if rows:
        yield Grid("", [words.say("found", label) for label in labels], rows, numbers=len(labels) - 2)
    else:
        yield Lines("", [words.say("found", "nothing")])
    if checkup.data:
        yield Lines("", [tidy(text) for text in _facts(checkup.data, words)])


def _kept(data: Client, words: Words) -> list[list[str]]:
    return [
        [_table(it.table, words), tidy(it.file), _count(it.rows_read, words), _count(it.rows_kept, words)]
        for it in data.sources if it.table in contract.tables()
    ]  # fmt: skip


def _read(checkup: Checkup, words: Words) -> list[list[str]]:
    return [[_table(table.table, words), tidy(table.file), _count(table.rows, words)] for table in checkup.understood]


def _facts(data: Client, words: Words) -> Iterator[str]:
    """Period, money, the reconciliation of the auditfile, the house style."""
    period, amounts = data.period, data.settings.amounts
    yield words.say("found", "period", start=period.start, end=period.end)
    if not data.settings.period.all:
        yield words.say("found", "compared", start=period.before_start, end=period.before_end)
    yield words.say("found", f"money_{amounts.vat}", currency=data.settings.currency, rate=amounts.vat_rate or 0.0)
    yield from told_ledger(data.ledger, words.language, words.currency)
    yield from told_style(data.theme, words.language)


def _remarks(checkup: Checkup, more: Sequence[str], words: Words) -> list[Item]:
    remarks = checkup.data.remarks if checkup.data else ()
    said = [tidy(remark.sentence(words.language, words.currency)) for remark in remarks]
    return [Lines("", [*said, *map(tidy, more)])] if said or more else []


def _chapters(checkup: Checkup, words: Words) -> list[Item]:
    made = [[name_of(plan.stem, words.language), plan.stem] for plan in checkup.plans if not plan.missing]
    missing = [
        [name_of(plan.stem, words.language), together(contract.needed(plan.missing, words.language), words.language)]
        for plan in checkup.plans if plan.missing
    ]  # fmt: skip
    say = words.say
    return [
        *([Grid("", [say("chapters", "made"), say("chapters", "stem")], made)] if made else []),
        *([Grid("", [say("chapters", "made"), say("chapters", "missing")], missing)] if missing else []),
    ]


def _table(name: str, words: Words) -> str:
    return contract.word(name, words.language)


def _count(number: int, words: Words) -> str:
    return show(number, "count", words.language)
