"""Which customer numbers count as one, on the consultant's word? The files themselves are never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from klantlib.client import contract
from klantlib.client.doubles import FILE, Answered, Double
from klantlib.client.model import Client, empty
from klantlib.client.problems import Problem, Remark
from klantlib.client.settings import Settings

Tables = Mapping[str, pd.DataFrame]
INTO = "into"  # column of `Client.merged`: the number under which a customer counts


@dataclass(frozen=True)
class Merging:
    """The numbers that count under another one."""

    into: Mapping[str, str] = field(default_factory=dict)  # second number -> first
    problems: tuple[Problem, ...] = ()

    def applied(self, tables: Tables) -> dict[str, pd.DataFrame]:
        """
        The same tables with those customers as one.

        Every row of the second number is one of the first; in `customers` the row of the first stays, what is empty
        in it filled from the other.
        """
        return {name: self._joined(name, rows) for name, rows in tables.items()} if self.into else dict(tables)

    def taken(self, tables: Tables) -> pd.DataFrame:
        """The rows of `customers` that became one, as they were delivered, and the number they count under."""
        customers = tables.get("customers", empty("customers"))
        target = _under(customers["customer_id"], self.into)
        touched = target.isin(list(self.into.values()))
        return customers.assign(**{INTO: target})[touched].reset_index(drop=True)

    def remarks(self) -> tuple[Remark, ...]:
        """Which numbers count under which; numbers only, for names may not be told everywhere."""
        pairs = [f"{second} → {first}" for second, first in sorted(self.into.items())]
        return (Remark("merged", {"n": len(pairs), "pairs": pairs}),) if pairs else ()

    def _joined(self, name: str, rows: pd.DataFrame) -> pd.DataFrame:
        if name == "customers":
            return _customers(rows, self.into)
        return rows.assign(customer_id=_under(rows["customer_id"], self.into)) if "customer_id" in rows else rows


def merging(answered: Answered, tables: Tables, settings: Settings) -> Merging:
    """
    What the answers come to: chains are followed, and what contradicts itself is a problem with its row.

    The number that is nobody's second stays; of several the lowest.
    """
    same = [double for double in answered.doubles if double.same]
    wrong = [*_strangers(same, tables, settings)]
    groups = _groups(same)
    wrong += [problem for double in answered.doubles for problem in _contradicted(double, groups)]
    into: dict[str, str] = {}
    for group in {id(group): group for group in groups.values()}.values():
        inside = [double for double in same if double.first in group]
        seconds = {double.second for double in inside}
        firsts = sorted(group - seconds, key=lambda number: (len(number), number))
        if firsts:
            into |= dict.fromkeys(sorted(group - {firsts[0]}), firsts[0])
        else:
            wrong.append(_at(inside[-1], "doubles_circle"))
    ordered = sorted(wrong, key=lambda problem: problem.row or 0)
    return Merging({} if wrong else into, tuple(ordered))


def as_delivered(client: Client) -> pd.DataFrame:
    """The customers before any of them were taken together, without those left out."""
    customers = client.all("customers")
    apart = customers[~customers["customer_id"].isin(client.merged["customer_id"])]
    return pd.concat([apart, client.merged[list(customers.columns)]], ignore_index=True)


def _under(ids: pd.Series, into: Mapping[str, str]) -> pd.Series:
    return ids.map(dict(into)).fillna(ids).astype(ids.dtype)


def _groups(same: Sequence[Double]) -> dict[str, set[str]]:
    """Number -> all numbers that are one with it, by whatever chain."""
    groups: dict[str, set[str]] = {}
    for double in (double for double in same if len(double.pair) > 1):
        whole = set().union(*(groups.get(number, {number}) for number in double.pair))
        groups |= dict.fromkeys(whole, whole)
    return groups


def _strangers(same: Sequence[Double], tables: Tables, settings: Settings) -> Iterator[Problem]:
    """A number that no customer has, one that was left out, or the same number twice."""
    table = next((tables[name] for name in ("customers", "transactions") if name in tables), empty("customers"))
    known, out = set(table["customer_id"]), {customer.id for customer in settings.customers.exclude}
    for double in same:
        if double.first == double.second:
            yield _at(double, "doubles_itself")
        for number in sorted(double.pair):
            if number in out:
                yield _at(double, "doubles_excluded", number)
            elif number not in known:
                yield _at(double, "doubles_unknown", number)


def _contradicted(double: Double, groups: Mapping[str, set[str]]) -> Iterator[Problem]:
    if double.same is False and double.second in groups.get(double.first, ()):
        yield _at(double, "doubles_contradiction", double.second, {"first": double.first})


def _at(double: Double, key: str, value: str = "", values: Mapping[str, str] | None = None) -> Problem:
    return Problem(key, FILE, double.row, value=value or double.second, values=values or {})


def _customers(rows: pd.DataFrame, into: Mapping[str, str]) -> pd.DataFrame:
    target = _under(rows["customer_id"], into)
    parent = _under(rows["parent_id"], into)
    placed = rows.assign(parent_id=parent.where(parent.ne(target)), place=range(len(rows)), target=target,
                         later=rows["customer_id"].ne(target))  # fmt: skip
    touched = target.isin(list(into.values()))
    one = placed[touched].sort_values(["later", "place"]).groupby("target", sort=False).first()
    kept = pd.concat([placed[~touched], one.reset_index(drop=True)]).sort_values("place", ignore_index=True)
    return kept[list(rows.columns)].astype(contract.tables()["customers"].dtypes)
