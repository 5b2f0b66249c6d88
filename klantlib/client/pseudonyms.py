"""May the customers' names leave the client's folder? Not with --pseudonyms: then a customer is a number."""

from __future__ import annotations

from dataclasses import replace

from klantlib.client.model import Client, Remark
from klantlib.words import Words

PSEUDONYMS = "KLANT_PSEUDONYMS"  # environment variable, for the workbooks: in which language; empty = names


def pseudonymised(data: Client, language: str) -> Client:
    """The same client with "Klant 001" for each name, in the order of the customer numbers; numbers stay."""
    customers = data.tables.get("customers")
    remarks = tuple(_nameless(remark) for remark in data.remarks)
    if customers is None:
        return replace(data, remarks=remarks)
    words = Words("command", language)
    ranks = customers["customer_id"].rank(method="first").astype(int)
    width = len(str(len(customers)))
    named = customers.assign(name=[words.say("pseudonym", number=f"{rank:0{width}}") for rank in ranks])
    merged = data.merged.assign(name=data.merged["into"].map(named.set_index("customer_id")["name"]))
    return replace(data, tables={**data.tables, "customers": named}, remarks=remarks, merged=merged)


def _nameless(remark: Remark) -> Remark:
    """A remark about one customer names it by its number."""
    values = dict(remark.values)
    return replace(remark, values=values | {"name": values["id"]}) if {"name", "id"} <= values.keys() else remark
