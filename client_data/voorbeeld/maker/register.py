"""What stands in the file of customers itself: addresses, numbers, potential, who serves them?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import dice, names
from .people import CASH, CITIES

LETTERS = list("ABCDEGHJKLMNPRSTVWXZ")
CONCERNS = ((2, (35, 82)), (12, (66, 108)), (47, (127,)))  # place by size of the parent, and of its daughters
DOUBLES = (  # place by size of the first entry and of the second, and what they share
    (7, 171, ["postcode"]),
    (32, 219, ["postcode", "coc_number"]),
)
SLIPS = (  # place by size, what was typed wrong, and how
    (59, "email", "@", "."),
    (141, "email", ".example", "..example"),
    (96, "coc_number", "0000", "000"),  # a spreadsheet took it for a number
    (74, "vat_number", "42", "24"),  # two digits that changed places
)
GAPS = {"email": 0.12, "coc_number": 0.07, "vat_number": 0.05, "street": 0.03, "segment": 0.02}  # share left empty
PRICE_BUYERS = {"demanding": 1.0, "drain": 0.6, "quiet": 0.0}


def customers(people: pd.DataFrame, share: pd.Series, sellers: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """The file as the client keeps it: one row a customer, by number, with the cash debtor last and some gaps."""
    rng = dice("register")
    n = len(people)
    codes = [int(rng.integers(*CITIES[city][1:3])) for city in people["city"]]
    rows = people[["name", "segment", "city", "unit", "since"]].assign(
        parent_id=_concern(people),
        street=[names.street(rng) for _ in range(n)],
        postcode=[f"{code} {''.join(rng.choice(LETTERS, 2))}" for code in codes],
        country="Nederland",
        email=_emails(people),
        coc_number=[f"0000{number:04d}" for number in rng.permutation(np.arange(1200, 9800))[:n]],
        vat_number=_vat_numbers(rng, n),
        potential_revenue=_potential(rng, people, share),
        buys_on=np.where(rng.random(n) < people["part"].map(PRICE_BUYERS).fillna(0.12), "prijs", "waarde"),
        account_manager=[str(rng.choice(sellers[unit])) for unit in people["unit"]],
    )
    return pd.concat(
        [
            rows.pipe(_with_gaps, rng).pipe(_with_doubles, people).pipe(_with_slips, people).sort_index().reset_index(),
            _cash_debtor(),
        ],
        ignore_index=True,
    )


def _concern(people: pd.DataFrame) -> pd.Series:
    by_rank = people.reset_index().set_index("rank")["customer_id"]
    parents = {by_rank[daughter]: by_rank[parent] for parent, daughters in CONCERNS for daughter in daughters}
    return pd.Series(parents).reindex(people.index).fillna("")


def _emails(people: pd.DataFrame) -> pd.Series:
    domain = people["surname"].str.lower().str.replace(r"[^a-z]", "", regex=True)
    box = people["segment"].map({"Bouw": "werkvoorbereiding", "Detailhandel": "winkel"}).fillna("inkoop")
    return box + "@" + domain + ".example"


def _vat_numbers(rng: np.random.Generator, n: int) -> list[str]:
    """NL, nine digits of which the last checks the others (weights 9 to 2, modulo 11), B01; 0000: plainly invented."""
    checks = {stem: np.array([*f"{stem:08d}"], int) @ np.arange(9, 1, -1) % 11 for stem in range(1000, 9999)}
    sound = [f"NL{stem:08d}{check}B01" for stem, check in checks.items() if check < 10]
    return list(rng.permutation(sound)[:n])


def _potential(rng: np.random.Generator, people: pd.DataFrame, share: pd.Series) -> pd.Series:
    """What the customer needs a year, as the account manager reckons it; unknown for one in six."""
    known = share.reindex(people.index)
    guessed = known.fillna(pd.Series(rng.uniform(0.35, 0.85, len(people)), people.index)).clip(0.18, 0.95)
    potential = (people["size"] / guessed / 500).round() * 500
    return potential.where((rng.random(len(people)) > 0.16) | people["rank"].lt(60))


def _with_gaps(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What is never quite complete: an address here, a number there."""
    for column, missing in GAPS.items():
        rows = rows.assign(**{column: rows[column].where(rng.random(len(rows)) >= missing, "")})
    return rows


def _with_doubles(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Two firms were entered twice, the second time with another spelling."""
    number, doubled = people.reset_index().set_index("rank")["customer_id"], rows.copy()
    for first, second, shared in DOUBLES:
        same = ["city", "street", "email", "unit", "account_manager", "segment", *shared]
        doubled.loc[number[second], same] = rows.loc[number[first], same].to_numpy()
        doubled.loc[number[second], "name"] = rows.loc[number[first], "name"].replace(" BV", " B.V.")
    return doubled


def _with_slips(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """A few details were typed wrong."""
    number, typed = people.reset_index().set_index("rank")["customer_id"], rows.copy()
    for rank, column, right, wrong in SLIPS:
        typed.loc[number[rank], column] = rows.loc[number[rank], column].replace(right, wrong)
    return typed


def _cash_debtor() -> pd.DataFrame:
    fields = {"name": "Contante verkoop balie", "city": "Zwolle", "unit": "Zwolle", "country": "Nederland"}
    return pd.DataFrame([{"customer_id": CASH, **fields}])
