"""A file of 5,000 invented customers with 600 known pairs in it, and firms that only look alike. Seeded.

What is known of each pair: how the second entry came to differ, and which grounds were left in both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import pandas as pd

SIZE, PAIRS = 5_000, 600
KINDS = {"slip": 150, "form": 130, "order": 60, "moved": 120, "married": 80, "mixed": 60}  # of the 600
FIELDS = ("street", "postcode", "city", "email", "coc_number", "vat_number")
GAPS = {"street": 0.04, "postcode": 0.03, "email": 0.15, "coc_number": 0.25, "vat_number": 0.3}  # share left empty
STARTS = [
    "Bra", "Dek", "Eul", "Fri", "Gro", "Haa", "Jon", "Kem", "Lin", "Mool", "Noor", "Oos", "Pel", "Rij", "Stee", "Til",
    "Veld", "Wes", "Zij", "Kaar", "Broe", "Hoe", "Luy", "Ver",
]  # fmt: skip
MIDDLES = ["ke", "me", "sel", "ter", "ven", "len", "ge", "de", "ma", "lo"]
ENDS = [
    "man", "kamp", "horst", "stra", "ma", "berg", "huizen", "veld", "wijk", "sen", "kens", "daal", "meijer", "ing",
    "brink", "sloot",
]  # fmt: skip
COMMON = [
    "Jansen", "Janssen", "Visser", "Bakker", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "Dekker",
    "Dijkstra", "Brouwer",
]  # fmt: skip
TRADES = [
    "Bouw", "Installatie", "Transport", "Schilders", "Metaal", "Timmerwerken", "Elektro", "Tuinen", "Sanitair",
    "Dakwerken", "Interieur", "Food", "Verpakkingen", "Machines", "Keukens", "Techniek", "Afbouw", "Beton",
    "Kozijnen", "Logistiek",
]  # fmt: skip
FORMS = ["BV", "B.V.", "bv", "B.V", "VOF", "V.O.F.", ""]
CITIES = [
    "Utrecht", "Arnhem", "Zwolle", "Breda", "Tilburg", "Leiden", "Almere", "Venlo", "Goes", "Assen", "Hoorn", "Ede",
]  # fmt: skip
STREETS = [
    "Dorpsstraat", "Kerkweg", "Industrieweg", "Havenkade", "Molenlaan", "Stationsplein", "Parallelweg", "Ambachtsweg",
    "Nijverheid",
]  # fmt: skip
LETTERS = "ABCEGHJKLMNPRTVWXZ"
KEYS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Pair:
    """Two entries of one customer."""

    first: str
    second: str
    kind: str
    sure: bool  # two independent grounds were left, and nothing speaks against as loudly


@dataclass
class Made:
    """The file, and what is known of it."""

    customers: pd.DataFrame
    pairs: list[Pair] = field(default_factory=list)
    apart: set[frozenset[str]] = field(default_factory=set)  # look alike, and are two


def made(seed: int = 4) -> Made:
    """The whole file, its rows in an order that tells nothing."""
    dice = Random(seed)
    rows, apart = _lookalikes(dice)
    rows += [_firm(dice) if dice.random() < 0.8 else _person(dice) for _ in range(SIZE - PAIRS - len(rows))]
    numbers = [f"{10_000 + n}" for n in dice.sample(range(80_000), SIZE)]
    ids = dict(enumerate(numbers))
    originals = dice.sample(range(max(max(a) for a in apart) + 1, len(rows)), PAIRS)
    kinds = [kind for kind, n in KINDS.items() for _ in range(n)]
    twins = [(place, kind, _twin(rows[place], kind, dice)) for place, kind in zip(originals, kinds, strict=True)]
    entries = [_gaps(row, dice) for row in [*rows, *(twin for _, _, twin in twins)]]
    pairs = [
        Pair(ids[place], ids[len(rows) + n], kind, _sure(entries[place], entries[len(rows) + n], kind))
        for n, (place, kind, _) in enumerate(twins)
    ]
    frame = pd.DataFrame(entries).assign(customer_id=numbers, country="Nederland").sample(frac=1, random_state=seed)
    return Made(frame.reset_index(drop=True), pairs, {frozenset(map(ids.get, group)) for group in apart})


def _surname(dice: Random) -> str:
    if dice.random() < 0.25:
        return dice.choice(COMMON)
    return dice.choice(STARTS) + dice.choice(MIDDLES) * dice.randint(0, 1) + dice.choice(ENDS)


def _firm(dice: Random) -> dict[str, str]:
    surname, trade, form = _surname(dice), dice.choice(TRADES), dice.choice(FORMS)
    shapes = (f"{surname} {trade} {form}", f"{trade}bedrijf {surname} {form}", f"Gebr. {surname} {trade} {form}",
              f"{surname} & {_surname(dice)} {trade} {form}")  # fmt: skip
    return {"name": dice.choice(shapes).strip(), **_facts(surname, dice)}


def _person(dice: Random) -> dict[str, str]:
    surname = _surname(dice)
    return {"name": f"{dice.choice('ABCDEFGHJKLMPRSTW')}. {surname}", **_facts(surname, dice)}


def _facts(surname: str, dice: Random) -> dict[str, str]:
    code = dice.randint(1000, 9999)
    number = f"{dice.randint(10_000_000, 99_999_999)}"
    own = f"info@{surname.casefold()}{dice.randint(1, 999)}.example"
    free = f"{surname.casefold()}{dice.randint(1, 9999)}@gmail.com"
    return {
        "street": f"{dice.choice(STREETS)} {dice.randint(1, 250)}",
        "postcode": f"{code} {dice.choice(LETTERS)}{dice.choice(LETTERS)}",
        "city": dice.choice(CITIES),
        "email": own if dice.random() < 0.7 else free,
        "coc_number": number,
        "vat_number": _vat(dice),
    }


def _vat(dice: Random) -> str:
    """Nine digits of which the last checks the others."""
    while True:
        stem = f"{dice.randint(0, 99_999_999):08d}"
        check = sum(int(digit) * weight for digit, weight in zip(stem, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return f"NL{stem}{check}B01"


def _twin(row: dict[str, str], kind: str, dice: Random) -> dict[str, str]:
    """The same customer as somebody else typed it, later."""
    twin = dict(row)
    if kind in ("slip", "mixed"):
        twin["name"] = _slipped(row["name"], dice)
    if kind in ("form", "mixed"):
        twin["name"] = _formed(twin["name"], dice)
    if kind == "order":
        twin["name"] = _turned(row["name"], dice)
    if kind == "moved":
        twin |= {part: _facts("x", dice)[part] for part in ("street", "postcode", "city")}
    if kind == "married":
        twin["name"] = f"{row['name']}-{dice.choice(STARTS)}{dice.choice(ENDS)}"
    twin["postcode"] = dice.choice((twin["postcode"], twin["postcode"].replace(" ", "").lower()))
    twin["vat_number"] = dice.choice((twin["vat_number"], twin["vat_number"].replace("NL", "NL "), ""))
    if dice.random() < 0.15:
        twin["email"] = twin["email"].replace("info@", "administratie@")
    return twin


def _slipped(name: str, dice: Random) -> str:
    """One slip in the longest word: a letter missing, double, wrong, or two that changed places."""
    word = max(name.split(), key=len)
    at = dice.randint(1, len(word) - 2)
    before, after = word[:at], word[at + 1 :]
    swapped = before + word[at + 1] + word[at] + word[at + 2 :]
    slips = (before + after, before + word[at] + word[at:], before + dice.choice(KEYS) + after, swapped)
    return name.replace(word, dice.choice(slips), 1)


def _formed(name: str, dice: Random) -> str:
    bare = " ".join(word for word in name.split() if word not in FORMS)
    return f"{bare} {dice.choice(FORMS)}".strip()


def _turned(name: str, dice: Random) -> str:
    """Other order, capitals, accents, spaces."""
    first, *rest = name.split()
    turned = f"{' '.join(rest)} {first}" if rest else first
    return dice.choice((turned, name.upper(), name.replace("e", "é", 1), name.replace(" & ", " en "), name + " "))


def _gaps(row: dict[str, str], dice: Random) -> dict[str, str | None]:
    return {part: None if dice.random() < GAPS.get(part, 0) or not text else text for part, text in row.items()}


def _sure(one: dict[str, str | None], two: dict[str, str | None], kind: str) -> bool:
    """By hand: what both have and is equal, against what both have and differs."""
    same = {part: bool(one[part] and two[part] and _bare(one[part]) == _bare(two[part])) for part in FIELDS}
    number, address = same["coc_number"] or same["vat_number"], same["street"] and (same["postcode"] or same["city"])
    against = bool(kind == "moved" and one["postcode"] and two["postcode"])
    if kind == "married":
        return number and (address or same["email"]) and not against
    return number + address + same["email"] > against


def _bare(text: str) -> str:
    return text.replace(" ", "").casefold()


def _lookalikes(dice: Random) -> tuple[list[dict[str, str]], list[tuple[int, ...]]]:
    """Firms that are two, whatever they share: each group of rows with what it shares."""
    groups = [*(_family(dice) for _ in range(40)), *(_concern(dice) for _ in range(40)),
              *(_building(dice) for _ in range(20)), *(_franchise(dice) for _ in range(15)),
              *(_branches(dice) for _ in range(20)), *(_clients_of_one_bookkeeper(dice) for _ in range(5))]  # fmt: skip
    rows = [row for group in groups for row in group]
    ends = [0]
    for group in groups:
        ends.append(ends[-1] + len(group))
    return rows, [(a, b) for start, end in pairwise(ends) for a in range(start, end) for b in range(a + 1, end)]


def _place(row: dict[str, str]) -> dict[str, str]:
    return {part: row[part] for part in ("street", "postcode", "city")}


def _family(dice: Random) -> list[dict[str, str]]:
    """Father and son at one address, each his own firm."""
    father, surname = _facts("v", dice), _surname(dice)
    son = {**_facts("z", dice), **_place(father)}
    names = dice.choice(((f"J. {surname}", f"P. {surname}"), (f"{surname} Bouw", f"{surname} en Zn Bouw"),
                         (f"J. {surname} sr", f"J. {surname} jr")))  # fmt: skip
    return [{**father, "name": names[0]}, {**son, "name": names[1]}]


def _concern(dice: Random) -> list[dict[str, str]]:
    """Holding, beheer, vastgoed: one house, one mailbox, one VAT number for the fiscal unity."""
    first, surname = _facts("c", dice), _surname(dice)
    shared = {**_place(first), "email": first["email"], "vat_number": first["vat_number"]}
    names = dice.sample(("Holding BV", "Beheer B.V.", "Vastgoed BV", "Bouw BV", "Groep BV"), 3)
    return [{**_facts("c", dice), **shared, "name": f"{surname} {name}"} for name in names]


def _building(dice: Random) -> list[dict[str, str]]:
    """Many firms in one building."""
    first = _facts("g", dice)
    return [{**_firm(dice), **_place(first)} for _ in range(6)]


def _franchise(dice: Random) -> list[dict[str, str]]:
    """One name and one mailbox in several towns."""
    name, email = f"De {_surname(dice)} {dice.choice(TRADES)}", f"info@formule{dice.randint(1, 9999)}.example"
    return [{**_facts("f", dice), "name": f"{name}{tail}", "email": email} for tail in ("", " BV", " Ede", " Goes")]


def _branches(dice: Random) -> list[dict[str, str]]:
    """One firm, one KvK number, two establishments that buy by themselves."""
    first = _firm(dice)
    return [first, {**first, **_place(_facts("b", dice)), "email": _facts("b", dice)["email"]}]


def _clients_of_one_bookkeeper(dice: Random) -> list[dict[str, str]]:
    """Eight firms whose mail goes to one office."""
    email = f"administratie@kantoor{dice.randint(1, 9999)}.example"
    return [{**_firm(dice), "email": email} for _ in range(8)]
