"""What do participants look at? Small tables of the case, and pictures as the chapters have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from klantlib.advice import tell, words_of
from klantlib.analyses.self_test import Result as SelfTest
from klantlib.blocks import Block, Chart, Table, plain, table
from klantlib.measures.qualification import POLICIES
from klantlib.measures.survey.loyalty_curve import LEVELS
from klantlib.measures.survey.self_test_scores import LETTERS, STATEMENTS
from klantlib.words import Words
from klantlib.workshop.study import Study

FIRST = 10  # rows of a table that has more
LAST = 20  # rows at the other end: more than ever lose money in a case
QUADRANTS = {"satisfied": ("ambassadors", "mercenaries"), "dissatisfied": ("hostages", "lost")}


def view(name: str, study: Study, language: str) -> Block:
    """A table or chart of the case with its words; LookupError names the views there are."""
    if name in PICTURES:
        chapter, key = PICTURES[name]
        chart = picture(getattr(study, chapter), key, language)
        return _numbered(chart, language) if name == "answers" else chart
    if name not in TABLES:
        raise LookupError(f"there is no view '{name}'; there are {', '.join([*TABLES, *PICTURES])}")
    return tell(TABLES[name](study), Words("workshop", language, study.data.settings.currency))


def picture(result: object, key: str, language: str) -> Chart:
    """A chart of a chapter as that chapter tells it: the first whose key begins so."""
    chart = next(block for block in result.blocks() if isinstance(block, Chart) and block.key.startswith(key))
    return tell(chart, words_of(result, language))


def _numbered(chart: Chart, language: str) -> Chart:
    """With the number of each statement before it, as exercises ask for numbers."""
    terms = {key: Words("workshop", language).say("terms", key) for key in STATEMENTS}
    return replace(chart, words={**chart.words, "terms": {**chart.words["terms"], **terms}})


def one_sheet(study: Study) -> Table:
    """The first complete sheet: statements and letters."""
    sheet = first_sheet(study.self_test)
    rows = [(statement, LETTERS[sheet[statement]]) for statement in STATEMENTS]
    return Table("one_sheet", {"statement": "term", "answer": "text"}, rows, values={"name": str(sheet.name)})


def first_sheet(result: SelfTest) -> pd.Series:
    return result.complete.iloc[0]


def sheets(study: Study) -> Table:
    """Every sheet: a letter a statement, none where an answer is not known."""
    result = study.self_test
    letters = {statement: result.sheets[statement].map(LETTERS).astype(object) for statement in STATEMENTS}
    frame = pd.DataFrame(letters).where(lambda f: f.notna(), None).assign(total=result.sheets["total"])
    formats = {"respondent": "text", **dict.fromkeys(STATEMENTS, "text"), "total": "count"}
    return table("sheets", frame.rename_axis("respondent").reset_index(), formats)


def largest(study: Study) -> Table:
    """The largest by revenue with the running total, and the whole in the last row."""
    frame = study.by_revenue.assign(cumulative=study.by_revenue["revenue"].cumsum())
    frame = frame.assign(rank=range(1, len(frame) + 1)).head(FIRST)
    formats = {"rank": "count", "name": "text", "revenue": "money", "cumulative": "money"}
    rows = plain(frame[list(formats)].itertuples(index=False, name=None))
    whole = [None, "", study.accounts.revenue, study.accounts.revenue]
    return Table("largest", formats, [*rows, whole], values={"n": len(study.customers)}, total=True)


def work(study: Study) -> Table:
    """What was done for the large customer that loses most: how often, and at what rate."""
    charges = study.accounts.charges
    mine = charges[charges["customer_id"] == study.heaviest.name]
    frame = mine.assign(rate=mine["cost"] / mine["quantity"]).sort_values("cost", ascending=False, kind="stable")
    formats = {"activity": "text", "quantity": "count", "rate": "money"}
    return table("work", frame, formats, values={"name": study.heaviest["name"]})


def account(study: Study) -> Table:
    """Revenue and margin of that customer."""
    formats = {"name": "text", "revenue": "money", "margin": "money"}
    return table("account", study.heaviest.to_frame().T, formats, values={"name": study.heaviest["name"]})


def smallest(study: Study) -> Table:
    """Who leave least, smallest profit first."""
    frame = study.by_profit.iloc[::-1].head(LAST)
    formats = {"name": "text", "revenue": "money", "margin": "money", "cost_to_serve": "money", "profit": "money"}
    return table("smallest", frame, formats, values={"n": len(frame)})


def sums(study: Study) -> Table:
    """What the profitable earn, what the others lose, and what is left."""
    profit = study.customers["profit"]
    earned, lost = float(profit.clip(lower=0).sum()), float(profit.clip(upper=0).sum())
    rows = [("earned", earned), ("lost", lost), ("left", earned + lost)]
    return Table("sums", {"what": "term", "amount": "money"}, rows, total=True)


def attention(study: Study) -> Table:
    """Who take most attention, and what they leave."""
    frame = study.serving.customers.sort_values("attention", ascending=False, kind="stable").head(study.top)
    formats = {"name": "text", "attention": "money", "revenue": "money", "profit": "money"}
    return table("attention", frame, formats, values={"n": len(frame)})


def scores(study: Study) -> Table:
    """The five scores of the promising customer with most room to grow."""
    promising = study.promising.iloc[0]
    row = study.data["strategy"].set_index("customer_id").loc[promising.name]
    marks = ("learning", "reputation", "bridgehead", "network", "ambassador")
    rows = [(name, float(row[name])) for name in marks]
    return Table("scores", {"ground": "term", "score": "count"}, rows, values={"name": promising["name"]})


def size(study: Study) -> Table:
    """The revenue of the firm, and from which share on a customer is significant."""
    share = study.whitney.limits.significant_share
    return Table("size", {"revenue": "money", "limit": "percent"}, [(study.accounts.revenue, share)])


def one_customer(study: Study) -> Table:
    """What is known of the customer to place."""
    formats = {"name": "text", "score": "number", "revenue": "money", "revenue_share": "percent1", "profit": "money"}
    return table("one_customer", study.to_place.to_frame().T, formats)


def policies(study: Study) -> Table:
    """The eight rows: how many customers, and what they leave."""
    answers = {"y": "yes", "n": "no"}
    rows = [
        (
            *(answers[letter] for letter in code),
            len(rows),
            float(rows["revenue_share"].sum()),
            float(rows["profit"].sum()),
        )
        for code in POLICIES
        for rows in [study.whitney.rows(code)]
    ]
    terms = dict.fromkeys(("strategic", "significant", "profitable"), "term")
    return Table("policies", {**terms, "customers": "count", "revenue_share": "percent", "profit": "money"}, rows)


def promising(study: Study) -> Table:
    """Small, strategic and profitable: what they buy, and what they could; by name, so that the order tells nothing."""
    formats = {"name": "text", "revenue": "money", "potential_revenue": "money", "profit": "money"}
    return table("promising", study.promising.sort_values("name", kind="stable"), formats)


def levels(study: Study) -> Table:
    """How many answers and how much loyalty at each level of satisfaction."""
    frame = study.loyalty.curve.levels.reindex(LEVELS).rename_axis("level").reset_index()
    return table("levels", frame, {"level": "count", "n": "count", "loyalty": "percent1"})


def steps(study: Study) -> Table:
    """What each step up gains, and between which bounds."""
    curve = study.loyalty.curve.steps
    rows = plain([(f"step{start}", row["gain"], row["low"], row["high"]) for start, row in curve.iterrows()])
    formats = {"step": "term", "gain": "percent", "low": "percent", "high": "percent"}
    return Table("steps", formats, rows)


def answered(study: Study) -> Table:
    """One answer to place among the four groups."""
    formats = {"name": "text", "level": "count", "loyalty": "percent"}
    return table("answered", study.answer_to_place.to_frame().T, formats)


def square(study: Study) -> Table:
    """Satisfied or not against loyal or not: how many answers."""
    counts = study.loyalty.figures()["quadrants"]
    rows = [(row, *(counts[name] for name in names)) for row, names in QUADRANTS.items()]
    return Table("square", {"satisfied": "term", "loyal": "count", "not_loyal": "count"}, rows)


def lift(study: Study) -> Table:
    """What a customer at level 4 is worth when all of it is ours, and what one step up makes more loyal."""
    customer = study.to_lift
    gain = study.loyalty.curve.steps.loc[customer["level"], "gain"]
    row = plain([(customer["name"], customer["potential"], customer["worth"], gain)])
    formats = {"name": "text", "potential_revenue": "money", "worth": "money", "gain": "percent1"}
    return Table("lift", formats, row)


TABLES: Mapping[str, Callable[[Study], Table]] = {
    made.__name__: made
    for made in (one_sheet, sheets, largest, work, account, smallest, sums, attention, scores, size, one_customer,
                 policies, promising, levels, steps, answered, square, lift)
}  # fmt: skip
PICTURES = {  # of which chapter, and how its key there begins
    "answers": ("self_test", "answers"),
    "whale": ("concentration", "whale"),
    "picture": ("whitney", "picture"),
    "curve": ("loyalty", "curve"),
}
