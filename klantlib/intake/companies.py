"""Would a chapter change if the companies of one parent counted as one customer? Then klant check says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from klantlib.analyses import classification, whitney
from klantlib.client import Client
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import ranked
from klantlib.measures.groups import grouped
from klantlib.notebook import accounts_of
from klantlib.words import Words

TEN = 10  # the top ten, unless the chapter's own option says otherwise


def told_companies(data: Client) -> list[str]:
    """A sentence for each chapter in which groups would change what is read, and that does not count them yet."""
    if not {"transactions", "customers"} <= set(data.tables) or data.all("customers")["parent_id"].isna().all():
        return []
    accounts, words = accounts_of(data), Words("check", data.settings.language)
    ten = _top_ten(accounts, _options(data, "concentration"), words)
    return [*ten, *_policies(accounts, data, words), *_classes(accounts, data, words)]


def _options(data: Client, stem: str) -> dict[str, Any]:
    return dict(data.settings.options.get(stem, {}))


def _top_ten(accounts: Accounts, options: dict[str, Any], words: Words) -> Iterator[str]:
    """Would others be among the largest, or in another order?"""
    if options.get("groups"):
        return
    together, n = grouped(accounts), options.get("ten", TEN)
    now, then = (list(ranked(each.customers["revenue"]).head(n).index) for each in (accounts, together))
    largest = together.customers.loc[then]
    if now != then and (largest["companies"] > 1).any():
        names = largest.loc[largest["companies"] > 1, "name"].tolist()
        yield words.say("companies", "top_ten", n=len(names), names=names, ten=n)


def _policies(accounts: Accounts, data: Client, words: Words) -> Iterator[str]:
    """Would a group be judged otherwise than one of its companies?"""
    options = _options(data, "whitney")
    if options.pop("groups", False) or "strategy" not in data.tables:
        return
    apart = whitney.analyse(accounts, data["strategy"], **options).customers["policy"]
    together = whitney.analyse(accounts, data["strategy"], **options, groups=True).customers
    groups = grouped(accounts).groups
    after = pd.Series(groups.of(apart.index), apart.index).map(together["policy"])
    if changed := int(after.ne(apart).sum()):
        yield words.say("companies", "policies", n=changed)


def _classes(accounts: Accounts, data: Client, words: Words) -> Iterator[str]:
    """Would a company be in another class?"""
    options = _options(data, "classification")
    if options.pop("groups", False):
        return
    tables = accounts, data["customers"], data["strategy"], data.until("satisfaction"), data.period.months
    apart, together = (classification.analyse(*tables, **options, groups=yes).classes for yes in (False, True))
    if changed := int(together.reindex(apart.index).ne(apart).fillna(False).sum()):
        yield words.say("companies", "classes", n=changed)
