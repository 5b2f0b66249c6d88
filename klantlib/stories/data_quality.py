"""The chapter on the customer file, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, table
from klantlib.measures.customer_file.fields import ADDRESS, CHECKED, FIELDS, MISSING, USABLE
from klantlib.measures.proportions import carried
from klantlib.stories.passages import filled, first_that_holds, names

if TYPE_CHECKING:
    from klantlib.analyses.data_quality import DataQuality

LISTED = 10  # rows of a list in the chapter; all customers are in the appendix


def opening(result: DataQuality) -> Iterator[Block]:
    """The Christmas card, and where there are no addresses what the file does hold."""
    there, n = set(result.delivered), len(result.customers)
    mailed = int(result.customers["email"].isin(USABLE).sum())
    reached = int(result.reached.sum())
    values = {"customers": n, "reached": reached, "missed": n - reached, "mailed": mailed, "pairs": len(result.pairs)}
    choices = {
        "all_reached": set(ADDRESS) <= there and reached == n,
        "some_reached": set(ADDRESS) <= there,
        "mailed": "email" in there,
        "doubled": len(result.pairs),
        "bare": True,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")


def card(result: DataQuality) -> Iterator[Block]:
    """Field by field: what is filled, and what of it can be right."""
    customers, lost = result.customers, result.unreachable
    lacking = [field for field in FIELDS if field not in result.delivered]
    full = int(customers["address"].isin(USABLE).sum())
    mailed = int(customers["email"].isin(USABLE).sum())
    values = {"customers": len(customers), "full": full, "mailed": mailed, "n": len(lost), "names": names(lost)}
    if {*ADDRESS, "email"} & set(result.delivered):
        yield Heading("card_heading", values)
        yield Finding("unreachable" if len(lost) else "reachable", values)
    else:
        yield Heading("no_card_heading")
        yield Finding("no_card", values)
    if result.delivered:
        yield _fields(result)
    if lacking:
        yield Note(f"lacking_{'many' if len(lacking) > 1 else 'one'}", {"n": len(lacking), "all": len(FIELDS)})


def _counts(result: DataQuality) -> pd.DataFrame:
    """Per delivered field: filled, wrong, usable share, and the share of revenue with it."""
    fields, revenue = result.fields[list(result.delivered)], result.customers["revenue"]
    usable = fields.isin(USABLE)
    weight, total = revenue.clip(lower=0).reindex(fields.index), revenue.clip(lower=0).sum()
    share = usable.mul(weight, axis="index").sum() / total if total > 0 else pd.Series(float("nan"), usable.columns)
    return pd.DataFrame(
        {
            "filled": fields.ne(MISSING).sum(),
            "empty": fields.eq(MISSING).sum(),
            "unlikely": (~usable & fields.ne(MISSING)).sum(),
            "usable_share": usable.mean(),
            "revenue_share": share,
        }
    ).rename_axis("field")


def _fields(result: DataQuality) -> Table:
    counts = _counts(result).reset_index()
    counts = counts[counts["usable_share"].lt(1)] if counts["usable_share"].lt(1).any() else counts
    counts["unlikely"] = counts["unlikely"].where(counts["field"].isin(CHECKED))
    formats = {"field": "term", "filled": "count", "empty": "count", "unlikely": "count", "usable_share": "percent"}
    shown = filled(counts, {**formats, "revenue_share": "percent"}, "revenue_share", "unlikely")
    values = {"customers": len(result.customers), "n": len(counts), "all": len(result.delivered)}
    counts["usable_share"] = carried(counts["usable_share"], len(result.customers))
    return table("fields", counts, filled(counts, shown, "usable_share"), values=values)


def doubles(result: DataQuality) -> Iterator[Block]:
    """Who may stand in the file twice, and who was taken together."""
    pairs, merged = result.pairs, merged_count(result)
    sure = int(pairs["sure"].sum())
    values = {"n": len(pairs), "sure": sure, "doubtful": len(pairs) - sure, "revenue": result.doubled["revenue"].sum(),
              "customers": len(result.customers)}  # fmt: skip
    yield Heading("doubles_heading" if len(pairs) else "no_doubles_heading", values)
    yield Finding(doubles_key(result), values)
    if len(pairs):
        yield _pairs(result)
    if merged:
        yield Finding("merged", {"n": merged, "customers": len(result.customers)})
        yield _merged(result)


def doubles_key(result: DataQuality) -> str:
    sure, n = int(result.pairs["sure"].sum()), len(result.pairs)
    choices = {"no_doubles": not n, "doubles_doubtful": not sure, "doubles_sure": sure == n, "doubles": True}
    return first_that_holds(choices)


def merged_count(result: DataQuality) -> int:
    return len(result.merged)


def _pairs(result: DataQuality) -> Table:
    shown = result.pairs.head(LISTED)
    grounds = shown["grounds"]
    rows = shown.assign(
        number=_first(grounds, number="same", fiscal_unity="fiscal_unity", other_number="differs"),
        email=_first(grounds, email="same", domain="same_domain", other_email="differs"),
        address=_first(grounds, address="same", postcode="same_postcode", other_address="differs"),
    )
    formats = {"first": "id", "first_name": "text", "second": "id", "second_name": "text", "number": "term",
               "email": "term", "address": "term", "score": "count"}  # fmt: skip
    return table("pairs", rows, formats, values={"n": len(shown), "all": len(result.pairs)})


def _first(grounds: pd.Series, **terms: str) -> list[str | None]:
    """For each pair the term of the first of these grounds that it has."""
    return [next((term for ground, term in terms.items() if ground in held), None) for held in grounds]


def _merged(result: DataQuality) -> Table:
    shown = result.merged.sort_values(["into", "customer_id"]).head(LISTED)
    formats = {"customer_id": "id", "name": "text", "into": "id"}
    return table("merged_table", shown, formats, values={"n": len(shown), "all": len(result.merged)})


def wrong(result: DataQuality) -> Iterator[Block]:
    """Values that cannot be right by their form or check digit."""
    checked = [field for field in CHECKED if field in result.delivered]
    if not checked:
        return
    bad = result.wrong
    values = {"n": len(bad), "customers": bad["customer_id"].nunique(),
              "filled": int(result.fields[checked].ne(MISSING).to_numpy().sum())}  # fmt: skip
    yield Heading("wrong_heading" if len(bad) else "no_wrong_heading", values)
    yield Finding("wrong" if len(bad) else "no_wrong", values)
    if len(bad):
        formats = {"customer_id": "id", "name": "text", "field": "term", "why": "term"}
        yield table("wrong_table", bad.head(LISTED), formats, values={"n": min(len(bad), LISTED), "all": len(bad)})


def silence(result: DataQuality) -> Iterator[Block]:
    """Customers without a row anywhere, and rows without a customer."""
    silent, lost = result.silent, result.orphans
    if not result.tables:
        return
    values = {"silent": len(silent), "names": names(silent), "n": len(silent), "rows": int(lost["rows"].sum()),
              "tables": len(lost), "customers": len(result.customers)}  # fmt: skip
    key = {(True, True): "both", (True, False): "silent", (False, True): "orphans", (False, False): "matched"}[
        bool(len(silent)), bool(len(lost))
    ]
    yield Heading(f"{key}_heading", values)
    one = key == "orphans" and len(lost) == 1
    yield Finding("orphans_one_found" if one else f"{key}_found", {**values, "table": lost.index[0]} if one else values)
    if len(lost) and not one:
        formats = {"table": "term", "rows": "count", "customers": "count"}
        yield table("orphans", lost.rename_axis("table").reset_index(), formats, values={"n": len(lost)})


def known(result: DataQuality) -> Iterator[Block]:
    """What one should know beyond the address: which of these questions do the data answer?"""
    answered = int(result.known["share"].ge(0.5).sum())
    values = {"answered": answered, "questions": len(result.known)}
    yield Heading("known_heading", values)
    yield Finding("known", values)
    formats = {"question": "term", "customers": "count", "share": "percent"}
    rows = result.known.assign(share=carried(result.known["share"], len(result.customers)))
    yield table("known_table", rows.rename_axis("question").reset_index(), filled(rows.reset_index(), formats, "share"))


def account(result: DataQuality) -> Iterator[Block]:
    """What was read, kept and set aside: the sums must agree. Only files of which not every row counts are listed."""
    sources = [source for source in result.sources if source.rows_read]
    rows = [
        (s.table, s.file, s.rows_read, s.rows_kept, s.rows_rejected - s.rows_merged, s.rows_merged) for s in sources
    ]
    frame = pd.DataFrame(rows, columns=["table", "file", "read", "kept", "set_aside", "under_another"])
    values = {"read": int(frame["read"].sum()), "kept": int(frame["kept"].sum()), "files": len(frame)}
    values["aside"] = values["read"] - values["kept"]
    yield Heading("account_heading" if values["aside"] else "all_kept_heading", values)
    yield Finding("account" if values["aside"] else "all_kept", values)
    if values["aside"]:
        formats = {"table": "term", "file": "text", **dict.fromkeys(frame.columns[2:], "count")}
        listed = frame[frame["read"].ne(frame["kept"])]
        nothing = [column for column in ("set_aside", "under_another") if not listed[column].any()]
        shown = {column: format for column, format in formats.items() if column not in nothing}
        yield table("account_table", listed, shown, values={"n": len(listed), "files": len(frame)})
