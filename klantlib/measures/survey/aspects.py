"""Where does experience fall short of expectation, and does that matter to customers? Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from klantlib.measures.survey.estimates import mean_of
from klantlib.measures.survey.loyalty_answers import until

# what kind of aspect a name tells of: parts of Dutch and English words, the first kind that has one
KINDS: Mapping[str, tuple[str, ...]] = {
    "price": ("prijs", "prijz", "price", "pricing", "korting", "discount", "tarief", "tarieven", "kosten", "cost"),
    "brand": ("merk", "brand", "imago", "image", "reputatie", "reputation", "duurzaam", "sustainab", "uitstraling"),
    "process": (
        "offert", "quot", "lever", "deliver", "logist", "factu", "invoic", "document", "admin", "klacht", "complaint",
        "nazorg", "aftercare", "after-sales", "retour", "return", "bestel", "order", "bereikbaar", "website", "webshop",
        "webwinkel", "portal", "snelheid", "speed", "doorloop", "garantie", "warranty", "service", "afhandeling",
    ),
    "relation": (
        "contact", "medewerk", "employee", "staff", "deskundig", "expert", "advies", "advice", "accountman", "relatie",
        "relation", "vriendelijk", "friendl", "personeel", "verkoper", "sales", "meedenk", "aandacht", "attention",
        "maatwerk", "communicat", "vertrouw", "kennis", "knowledge",
    ),
    "product": (
        "product", "artikel", "article", "assortiment", "range", "kwaliteit", "quality", "voorraad", "stock", "dienst",
        "functie", "feature", "ontwerp", "design", "verpakking", "packag", "materiaal", "material",
    ),
}  # fmt: skip
OTHER = "other"
PARTS = ("product", "relation", "process", "price")  # of the value for the customer; the last one divides
# moments at which a customer makes up its mind, by parts of their names
MOMENTS = (
    "klacht", "complaint", "storing", "breakdown", "failure", "eerste", "first", "spoed", "urgent", "rush",
    "levering", "leverbetrouw", "deliver", "installatie", "installation",
)  # fmt: skip


def latest(aspects: pd.DataFrame, end: date | None = None) -> pd.DataFrame:
    """A row a customer and aspect, its newest answers up to `end`, averaged: customer_id, aspect, date, importance,
    expectation, experience, gap (experience - expectation). Ordered by customer and aspect."""
    marks = ["importance", "expectation", "experience"]
    dated = until(aspects, end).dropna(subset=["aspect", *marks])
    newest = dated.groupby(["customer_id", "aspect"])["date"].transform("max")
    return (
        dated[dated["date"].eq(newest) | newest.isna()]
        .groupby(["customer_id", "aspect"], as_index=False)
        .agg({"date": "max", **dict.fromkeys(marks, "mean")})
        .assign(gap=lambda f: f["experience"] - f["expectation"])
    )


def priorities(answers: pd.DataFrame, kinds: Mapping[str, str] | None = None) -> pd.DataFrame:
    """
    Index aspect, most urgent first: kind, moment (bool), n (customers), importance, expectation, experience, gap, low,
    high (the gap's interval), priority (importance x shortfall, both on average; never below 0), priority_low,
    priority_high.

    `answers` as `latest` gives them: each customer counts once. Importance against performance: Martilla & James, 1977.
    """
    columns = ["kind", "moment", "n", "importance", "expectation", "experience", "gap", "low", "high", "priority"]
    if answers.empty:
        return pd.DataFrame(columns=[*columns, "priority_low", "priority_high"], index=pd.Index([], name="aspect"))
    means = answers.groupby("aspect")[["importance", "expectation", "experience"]].mean()
    gaps = pd.DataFrame({aspect: mean_of(gap)._asdict() for aspect, gap in answers.groupby("aspect")["gap"]}).T
    frame = means.join(gaps.rename(columns={"value": "gap"})).rename_axis("aspect")
    weighed = {
        name: frame["importance"] * -frame[bound].clip(upper=0) + 0.0  # never -0
        for name, bound in {"priority": "gap", "priority_low": "high", "priority_high": "low"}.items()
    }
    named = {"kind": kinds_of(frame.index, kinds), "moment": moments(frame.index), "n": frame["n"].astype(int)}
    return frame.assign(**named, **weighed).sort_values(["priority", "gap"], ascending=[False, True], kind="stable")[
        [*columns, "priority_low", "priority_high"]
    ]


def stands_apart(frame: pd.DataFrame) -> bool:
    """Is the first of `priorities` more urgent than every other, intervals and all?"""
    first, others = frame["priority_low"].iloc[:1], frame["priority_high"].fillna(frame["priority"]).iloc[1:]
    return bool(len(first) and (first.iloc[0] > others).all() and first.iloc[0] > 0)


def value_parts(aspects: pd.DataFrame) -> pd.DataFrame:
    """
    Index part (product, relation, process, price; brand and other where there are any): aspects (their names, joined),
    n (how many), importance, experience, gap (means over them; NaN for a part that nobody asked).
    """
    grouped = aspects.groupby("kind")
    means = grouped[["importance", "experience", "gap"]].mean()
    listed = {kind: ", ".join(map(str, sorted(those.index))) for kind, those in grouped}
    order = [*PARTS, *(kind for kind in ("brand", OTHER) if kind in listed)]
    return (
        means.assign(aspects=pd.Series(listed, dtype=object), n=grouped.size())
        .reindex(order)
        .rename_axis("part")
        .astype({"gap": float})
        .assign(n=lambda f: f["n"].fillna(0).astype(int))
    )


def own_gaps(answers: pd.DataFrame) -> pd.DataFrame:
    """Index customer_id: gap (experience - expectation over its aspects, weighed by its own importance)."""
    weighed = answers.assign(part=answers["importance"] * answers["gap"])
    sums = weighed.groupby("customer_id")[["part", "importance"]].sum()
    gap = sums["part"] / sums["importance"].where(sums["importance"] > 0)
    return gap.rename("gap").to_frame()


def with_overall(
    aspects: pd.DataFrame, satisfaction: pd.DataFrame, end: date | None = None
) -> tuple[pd.DataFrame, pd.Series]:
    """Of each customer, on the newest day on which it gave both: experience (a column an aspect) and overall mark."""
    day = ["customer_id", "date"]
    marks = until(aspects, end).pivot_table("experience", day, "aspect", "mean")
    overall = until(satisfaction, end).groupby(day)["overall"].mean().reindex(marks.index).dropna().sort_index()
    overall = overall[~overall.index.get_level_values("customer_id").duplicated(keep="last")]
    return marks.loc[overall.index].droplevel("date"), overall.droplevel("date")


def kinds_of(names: Sequence[str], given: Mapping[str, str] | None = None) -> list[str]:
    """
    What each aspect is about: product, relation, process, price or brand; other where its name does not tell.

    >>> kinds_of(["Prijs", "Delivery reliability", "Kleur"], {"kleur": "product"})
    ['price', 'process', 'product']
    """
    own = {name.strip().casefold(): kind for name, kind in (given or {}).items()}
    return [own.get(str(name).strip().casefold()) or _kind(str(name).casefold()) for name in names]


def moments(names: Sequence[str]) -> list[bool]:
    """Is it about a moment at which a customer makes up its mind, as far as its name tells?"""
    return [any(part in str(name).casefold() for part in MOMENTS) for name in names]


def _kind(name: str) -> str:
    return next((kind for kind, parts in KINDS.items() if any(part in name for part in parts)), OTHER)
