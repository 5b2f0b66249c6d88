"""Is the customer file in order? The Christmas-card test: whom do we reach, once, and what do we know of them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Table, plain, table
from klantlib.measures.curves import ranked
from klantlib.measures.customer_file.fields import (
    CHECKED,
    MISSING,
    USABLE,
    address_states,
    delivered,
    field_states,
    known_of_customers,
    orphans,
    rows_of_customers,
)
from klantlib.measures.sources import Source
from klantlib.stories import data_quality as parts
from klantlib.stories.passages import actions_for, ending, names

NEEDS = ("customers",)


@dataclass(frozen=True, eq=False)
class DataQuality:
    """What the chapter rests on. No address, e-mail address or number of a customer is in it."""

    # index customer_id, largest revenue first: name, revenue (of the period; NA where none was delivered), address,
    # email, coc, vat (ok, missing or why not), wrong (fields that cannot be right), rows (in other tables), double_of,
    # score (0-100) and sure (yes, no), of the likeliest pair that it is in (NA)
    customers: pd.DataFrame
    fields: pd.DataFrame  # index customer_id, a column a field: ok, missing, or why it cannot be right
    delivered: Sequence[str]  # the fields of which anything was delivered
    # first, second (customer_id), first_name, second_name, score, sure (bool), grounds, revenue; likeliest first
    pairs: pd.DataFrame
    merged: pd.DataFrame  # customers that count under another number: customer_id, name, into
    orphans: pd.DataFrame  # index table: rows, customers that are in no customer file
    known: pd.DataFrame  # index question: customers of whom the data answer it, share
    sources: Sequence[Source]
    tables: Sequence[str]  # delivered tables that say of which customer a row is, beside the customers

    @cached_property
    def reached(self) -> pd.Series:
        """Who gets one card: the address is complete and can be right, and there is no earlier entry of the same."""
        return self.customers["address"].isin(USABLE) & ~self.customers.index.isin(self.pairs["second"])

    @cached_property
    def doubled(self) -> pd.DataFrame:
        """Who is in a pair, each once."""
        return self.customers[self.customers.index.isin([*self.pairs["first"], *self.pairs["second"]])]

    @cached_property
    def wrong(self) -> pd.DataFrame:
        """One row a value that cannot be right: customer_id, name, field, why; most revenue first."""
        long = self.fields[list(CHECKED)].melt(var_name="field", value_name="why", ignore_index=False)
        bad = long[~long["why"].isin([*USABLE, MISSING])]
        order = pd.Series(range(len(self.customers)), self.customers.index)
        named = bad.assign(name=self.customers["name"].reindex(bad.index), place=order.reindex(bad.index))
        return named.sort_values(["place", "field"]).reset_index()[["customer_id", "name", "field", "why"]]

    @cached_property
    def unreachable(self) -> pd.DataFrame:
        """Who has neither an address nor an e-mail address that can be used."""
        rows = self.customers
        return rows[~rows["address"].isin(USABLE) & ~rows["email"].isin(USABLE)]

    @cached_property
    def silent(self) -> pd.DataFrame:
        """Who stands in the file and in no other table; nobody where no other table was delivered."""
        return self.customers[self.customers["rows"].eq(0)] if self.tables else self.customers.iloc[:0]

    def figures(self) -> dict[str, Any]:
        usable = self.fields.isin(USABLE).sum()
        filled = self.fields.ne(MISSING).sum()
        wrong = self.wrong.groupby(["field", "why"]).size()
        return plain(
            {
                "customers": len(self.customers),
                "reached": int(self.reached.sum()),
                "fields": {name: {"filled": filled[name], "usable": usable[name]} for name in self.delivered},
                "wrong": {f"{field}_{why}": n for (field, why), n in wrong.items()},
                "unreachable": len(self.unreachable),
                "pairs": len(self.pairs),
                "sure_pairs": int(self.pairs["sure"].sum()),
                "merged": parts.merged_count(self),
                "silent": len(self.silent),
                "orphans": self.orphans.to_dict("index"),
                "known": self.known["customers"].to_dict(),
                "rows_read": sum(source.rows_read for source in self.sources),
                "rows_kept": sum(source.rows_kept for source in self.sources),
                "rows_rejected": sum(source.rows_rejected for source in self.sources),
            }
        )

    def per_customer(self) -> Table:
        """Every customer, largest revenue first; what is in order, and not what it is."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "revenue": "money",
            **dict.fromkeys(("address", "mail", "coc", "vat"), "term"),
            "wrong": "count",
            "rows": "count",
            "double_of": "id",
            "score": "count",
            "sure": "term",
        }
        return table("customers", self.customers.rename(columns={"email": "mail"}).reset_index(), formats)

    def actions(self) -> list[Action]:
        """Judge the pairs, complete the addresses, correct what cannot be right."""
        wrong = self.customers[self.customers["wrong"].gt(0)]
        lost = self.unreachable if {"street", "email"} & set(self.delivered) else self.customers.iloc[:0]
        return [
            *_actions("judge_doubles", self.doubled, {"pairs": len(self.pairs)}, parts.doubles_key(self)),
            *_actions("complete", lost, {}, "unreachable"),
            *_actions("correct", wrong, {"values": len(self.wrong)}, "wrong"),
        ]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.card, parts.doubles, parts.wrong, parts.silence, parts.known, parts.account)
        return [block for part in story for block in part(self)] + ending()


def analyse(
    customers: pd.DataFrame,
    transactions: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    sources: Sequence[Source],
    pairs: pd.DataFrame,
    merged: pd.DataFrame,
    *,
    likely_from: int = 60,
) -> DataQuality:
    """
    What is in order in the customer file, and what is not.

    `transactions`: of the period, for the revenue. `tables`: every delivered table, whole. `sources`: one per file.
    `pairs`: as measures.duplicates.duplicates gives them, found on the names themselves. `merged`: customers that
    count under another number, as delivered, with `into`. `likely_from` is the score from which a pair is told.
    """
    fields = field_states(customers)
    likely = _likely(pairs[pairs["score"].ge(likely_from)], customers, transactions)
    rows = _customers(customers, transactions, tables, fields).join(_nearest(likely))
    others = [name for name, held in tables.items() if name != "customers" and "customer_id" in held]
    return DataQuality(
        rows, fields, delivered(fields), likely, merged[merged["customer_id"].ne(merged["into"])], orphans(tables),
        known_of_customers(customers, tables), [s for s in sources if s.table in tables], others,
    )  # fmt: skip


def _revenue(customers: pd.DataFrame, transactions: pd.DataFrame) -> pd.Series:
    """Index customer_id; NA where no transaction was delivered at all."""
    bought = transactions.groupby("customer_id")["revenue"].sum().reindex(customers["customer_id"])
    return bought.fillna(0.0) if len(transactions) else bought


def _customers(
    customers: pd.DataFrame, transactions: pd.DataFrame, tables: Mapping[str, pd.DataFrame], fields: pd.DataFrame
) -> pd.DataFrame:
    frame = customers.set_index("customer_id")[["name"]].assign(
        revenue=_revenue(customers, transactions),
        address=address_states(fields),
        email=fields["email"],
        coc=fields["coc_number"],
        vat=fields["vat_number"],
        wrong=(~fields[list(CHECKED)].isin([*USABLE, MISSING])).sum(axis="columns"),
        rows=rows_of_customers(customers, tables),
    )
    return frame.loc[ranked(frame["revenue"].fillna(0.0)).index]


def _likely(pairs: pd.DataFrame, customers: pd.DataFrame, transactions: pd.DataFrame) -> pd.DataFrame:
    """With the names, and what the two bought together. A pair that was taken together is a pair no longer."""
    named, bought = customers.set_index("customer_id")["name"], _revenue(customers, transactions).fillna(0.0)
    there = pairs[pairs["first"].isin(named.index) & pairs["second"].isin(named.index)]
    return there.assign(
        first_name=there["first"].map(named),
        second_name=there["second"].map(named),
        revenue=there["first"].map(bought).astype(float) + there["second"].map(bought).astype(float),
        sure=there["sure"].astype(bool),
    ).reset_index(drop=True)


def _nearest(pairs: pd.DataFrame) -> pd.DataFrame:
    """Per customer the likeliest pair that it is in."""
    turned = pairs.rename(columns={"first": "second", "second": "first"})
    both = pd.concat([pairs, turned])[["first", "second", "score", "sure"]].sort_values(
        ["score", "second"], ascending=[False, True]
    )
    best = both.drop_duplicates("first").set_index("first").rename(columns={"second": "double_of"})
    return best.assign(score=best["score"].astype(float), sure=best["sure"].map({True: "yes", False: "no"}))


def _actions(key: str, customers: pd.DataFrame, more: Mapping[str, int], rests_on: str) -> list[Action]:
    """An action for these customers; no money is at stake that one could name."""
    values = {"n": len(customers), "names": names(customers), **more}
    return actions_for(key, customers.head(parts.LISTED), values, 0.0, "", rests_on, confidence="high")
