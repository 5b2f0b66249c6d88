"""Which customers stand in the file twice? Pairs with a score and the grounds for it; people decide, never we.

A name alone is no ground: beside it the two must share an address, a postcode, an e-mail address or a number. A pair is
sure only where the names are the same and at least one ground more holds than speaks against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from klantlib.measures.customer_file.firm_names import Likeness, likeness, parsed, plain_words
from klantlib.measures.customer_file.validity import HOME, OK, compact, countries, states

PAIR = ["first", "second"]
COLUMNS = (*PAIR, "score", "sure", "grounds")
MOST = 50  # customers: a value that more of them share tells nobody apart, and is not searched in
SHARED = 5  # customers: a number or e-mail address of more than these is a group's or a bookkeeper's
WORTH_A_LOOK = 70  # of 100: names less alike than this are compared no further
LIKELY_FROM = 60  # score from which a pair is worth a person's time
SURE_FROM = 90  # score of a sure pair; what is not sure stays below it
# what each ground adds to the score; a ground against takes away
NAMES = {Likeness.same: 45, Likeness.slip: 40, Likeness.partly: 25, Likeness.other: 0, Likeness.apart: -100}
WORTH = {"number": 40, "email": 30, "address": 30, "postcode": 18, "domain": 10,
         "fiscal_unity": -30, "other_number": -30, "other_email": -5, "other_address": -10}  # fmt: skip
FOR = {"number", "email", "address"}  # each enough, beside the same name, for a sure pair
AGAINST = {"other_address", "other_email"}  # each takes one of those away; another number takes them all
COUNTER = AGAINST | {"other_number"}  # what is told with a "but"
ALONE = 17  # for a name that is the same where nothing else is known of the two: just worth a look
# addresses that anybody can have: the part behind the @ tells nothing
PROVIDERS = frozenset({
    "gmail.com", "outlook.com", "hotmail.com", "hotmail.nl", "live.nl", "live.com", "icloud.com", "me.com",
    "yahoo.com", "ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "home.nl", "hetnet.nl", "upcmail.nl",
    "casema.nl", "chello.nl", "quicknet.nl", "tele2.nl", "online.nl", "solcon.nl", "telenet.be", "skynet.be",
    "web.de", "gmx.de", "t-online.de",
})  # fmt: skip


def duplicates(customers: pd.DataFrame) -> pd.DataFrame:
    """
    The pairs of customers that may be one, most likely first.

    `customers`: as the client delivered them, one row a customer_id. Columns of the result: `first` and `second`
    (customer_id, the lower number first), `score` (0-100, a rank and no chance), `sure` (bool), `grounds` (a tuple of
    keys: same_name, slip, part_of_name, other_name, number, email, address, postcode, domain, fiscal_unity,
    other_number, other_email, other_address, name_only). The order of the rows does not matter.
    """
    marks = _marks(customers)
    pairs = _candidates(marks)
    if pairs.empty:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in COLUMNS})
    judged = pairs.pipe(_named, marks).pipe(_grounded, marks).pipe(_scored)
    kept = judged[judged["score"].ge(LIKELY_FROM)]
    told = kept.assign(grounds=list(_told(kept)), first=marks["customer_id"].to_numpy()[kept["first"]],
                       second=marks["customer_id"].to_numpy()[kept["second"]])  # fmt: skip
    return told.sort_values(["sure", "score", *PAIR], ascending=[False, False, True, True])[list(COLUMNS)].reset_index(
        drop=True
    )


def _marks(customers: pd.DataFrame) -> pd.DataFrame:
    """What two entries of one customer may share, a column each, the lower number first; missing: it says nothing."""
    ordered = customers.loc[_by_number(customers["customer_id"])].reset_index(drop=True)
    state, country = states(ordered), countries(ordered)
    email = ordered["email"].astype("str").str.strip().str.casefold().where(state["email"].eq(OK))
    domain = email.str.replace(r".*@", "", regex=True)
    postcode = compact(ordered["postcode"]).where(state["postcode"].ne("placeholder") & ordered["postcode"].notna())
    house = ordered["street"].astype("str").str.extract(r".*?\D(\d{1,5})", expand=False)
    street = _each(ordered["street"], plain_words)
    there = postcode.where(country.eq(HOME), postcode + street).fillna(_each(ordered["city"], plain_words) + street)
    return pd.DataFrame(
        {
            "customer_id": ordered["customer_id"],
            "name": ordered["name"],
            "key": _each(ordered["name"], lambda name: parsed(name).key),
            "words": _each(ordered["name"], lambda name: parsed(name).shown),
            "coc": compact(ordered["coc_number"]).where(state["coc_number"].eq(OK)),
            "vat": compact(ordered["vat_number"]).str.removeprefix("NL").where(state["vat_number"].eq(OK)),
            "email": email,
            "domain": domain.where(~domain.isin(PROVIDERS)),
            "postcode": postcode,
            "house": house,
            "address": there + "/" + house,
        }
    )


def _by_number(ids: pd.Series) -> pd.Index:
    """The index in order of the numbers: 9 before 10, whatever way they are written."""
    return pd.DataFrame({"length": ids.str.len(), "id": ids}).sort_values(["length", "id"]).index


def _each(texts: pd.Series, rule: Callable[[str], str]) -> pd.Series:
    """Every different text is looked at once."""
    return texts.map({text: rule(text) for text in texts.dropna().unique()}).astype("str")


def _candidates(marks: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows that share a value that few have: only those are compared."""
    blocks = ("key", "coc", "vat", "email", "postcode", "address", "domain")
    found = [_within(marks[block]) for block in blocks]
    return pd.concat(found, ignore_index=True).drop_duplicates(ignore_index=True)


def _within(values: pd.Series) -> pd.DataFrame:
    known = values[values.map(values.value_counts()).le(MOST)]
    rows = pd.DataFrame({"value": known, "row": known.index})
    pairs = rows.merge(rows, on="value", suffixes=("_first", "_second")).query("row_first < row_second")
    return pairs[["row_first", "row_second"]].set_axis(PAIR, axis="columns")


def _named(pairs: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """How alike the names are; those that are not at all are compared no further, unless they share a KvK number."""
    firsts, seconds = (marks["words"].to_numpy(dtype=object)[pairs[side]].tolist() for side in PAIR)
    ratios = [process.cpdist(firsts, seconds, scorer=scorer) for scorer in (fuzz.token_set_ratio, fuzz.ratio)]
    one, two = (marks["coc"].to_numpy(dtype=object, na_value="")[pairs[side]] for side in PAIR)
    registered = (one == two) & (one != "")
    worth = pairs.assign(registered=registered)[(np.maximum(*ratios) >= WORTH_A_LOOK) | registered]
    names = marks["name"].to_numpy(dtype=object)
    return worth.assign(
        like=[likeness(names[a], names[b]) for a, b in zip(worth["first"], worth["second"], strict=True)]
    )


def _grounded(pairs: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """A column for each ground: True where it holds."""
    same, other = {}, {}
    for column in ("coc", "vat", "email", "domain", "postcode", "house", "address"):
        one, two = (marks[column].reset_index(drop=True).take(pairs[side].to_numpy()) for side in PAIR)
        first, second = one.to_numpy(dtype=object, na_value=""), two.to_numpy(dtype=object, na_value="")
        known = (first != "") & (second != "")
        same[column], other[column] = known & (first == second), known & (first != second)
    few = {column: _few(marks[column]).take(pairs["first"].to_numpy()).to_numpy() for column in ("coc", "vat", "email")}
    numbers = (same["coc"] & few["coc"]) | (same["vat"] & few["vat"])
    return pairs.assign(
        number=numbers & ~other["coc"],
        email=same["email"] & few["email"],
        address=same["address"],
        postcode=same["postcode"] & ~same["address"],
        domain=same["domain"] & ~same["email"],
        fiscal_unity=same["vat"] & other["coc"],
        other_number=(other["coc"] & ~same["vat"]) | (other["vat"] & ~same["coc"]),
        other_email=other["email"] & ~same["domain"],
        other_address=other["postcode"] | (same["postcode"] & other["house"]),
        bare=~_any(same) & ~_any(other),
    )


def _any(found: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.logical_or.reduce(list(found.values()))


def _few(values: pd.Series) -> pd.Series:
    return values.map(values.value_counts()).fillna(0).le(SHARED)


def _scored(pairs: pd.DataFrame) -> pd.DataFrame:
    """
    The sum of what the grounds are worth, and whether it is sure.

    Sure: the names are the same but for a slip, no number differs, and more grounds hold than are contradicted; where
    one name says more than the other, the number and another ground must hold and nothing may contradict.
    """
    points = pairs["like"].map(NAMES) + sum(pairs[name] * worth for name, worth in WORTH.items())
    holds, against = pairs[sorted(FOR)].sum(axis="columns"), pairs[sorted(AGAINST)].sum(axis="columns")
    same = pairs["like"].ge(Likeness.slip) & holds.gt(against)
    fuller = pairs["like"].eq(Likeness.partly) & pairs["number"] & holds.ge(2) & against.eq(0)
    known = pairs["like"].ne(Likeness.other) | pairs["registered"]  # else a house or a mailbox that two firms share
    sure = (same | fuller) & ~pairs["other_number"] & ~pairs["fiscal_unity"]
    alone = pairs["bare"] & pairs["like"].eq(Likeness.same)
    score = ((points + alone * ALONE) * known).clip(0, 100)
    return pairs.assign(sure=sure, alone=alone, score=score.clip(lower=SURE_FROM).where(sure, score.clip(upper=89)))


def _told(pairs: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """The grounds of each pair, the name first."""
    names = {Likeness.same: "same_name", Likeness.slip: "slip", Likeness.partly: "part_of_name",
             Likeness.other: "other_name"}  # fmt: skip
    for row in pairs.itertuples(index=False):
        grounds = [ground for ground in WORTH if getattr(row, ground)]
        yield (names[row.like], *(["name_only"] if row.alone else grounds))
