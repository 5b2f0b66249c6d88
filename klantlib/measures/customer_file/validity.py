"""Has a postcode, an e-mail address, a KvK number or a VAT number the form it must have, and does its check agree?

Only the form: whether it exists, and is this customer's, no form can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from klantlib.measures.customer_file.firm_names import plain_words

HOME = "NL"  # where a customer is of whom no country is known
ABROAD = ""  # a country of which we know no forms: nothing is checked
OK = "ok"


class Country(NamedTuple):
    """What a country calls itself in files, and the form of its postcodes and VAT numbers."""

    names: str  # without accents, in small letters, apart by a bar
    postcode: str  # of letters and digits alone
    vat: str  # behind the two letters of the country
    checked: Callable[[str], bool] = bool  # does the check digit of the VAT number agree?


def dutch_vat(number: str) -> bool:
    """
    Nine digits, B, two digits: the last of the nine checks the others (weights 9 to 2, modulo 11), or for one-man
    firms since 2020 the whole with its country does (modulo 97, ISO 7064).

    >>> dutch_vat("000000012B01"), dutch_vat("000000013B01")
    (True, False)
    """
    digits = [int(digit) for digit in number[:9]]
    weighed = sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=False)) % 11
    whole = "".join(str(int(letter, 36)) for letter in f"NL{number}")
    return weighed == digits[8] or int(whole) % 97 == 1


def belgian_vat(number: str) -> bool:
    """The last two of ten digits are 97 less the rest of the others by 97."""
    return 97 - int(number[:8]) % 97 == int(number[8:])


def german_vat(number: str) -> bool:
    """The last of nine digits is the check of ISO 7064 (modulo 11, 10)."""
    product = 10
    for digit in number[:8]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(number[8])


COUNTRIES: Mapping[str, Country] = {
    "NL": Country("nl|nld|nederland|netherlands|the netherlands|holland|pays bas|niederlande",
                  r"[1-9]\d{3}(?!S[ADS])[A-Z]{2}", r"\d{9}B\d{2}", dutch_vat),
    "BE": Country("be|bel|belgie|belgium|belgique|belgien", r"[1-9]\d{3}", r"[01]\d{9}", belgian_vat),
    "DE": Country("de|deu|d|duitsland|germany|deutschland|allemagne", r"\d{5}", r"\d{9}", german_vat),
    "LU": Country("lu|lux|luxemburg|luxembourg", r"\d{4}", r"\d{8}"),
    "FR": Country("fr|fra|frankrijk|france|frankreich", r"\d{5}", r"[0-9A-Z]{2}\d{9}"),
}  # fmt: skip
MAIL = re.compile(r"[^@\s,;:<>()\[\]\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
SEVERAL = re.compile(r"@.*[\s,;/]+.*@")  # two addresses in one cell
NOBODY = re.compile(r"(?:geen|onbekend|nvt|n\.v\.t\.|none|unknown|x+|test|noreply|no-reply)@.*", re.IGNORECASE)
COC_LENGTHS = {8: OK, 7: "zero_lost", 12: "establishment"}  # digits of a KvK number, and what others may be


def compact(values: pd.Series) -> pd.Series:
    """Numbers as they are compared: capitals and digits alone."""
    return values.astype("str").str.upper().str.replace(r"[\W_]+", "", regex=True)


def countries(customers: pd.DataFrame) -> pd.Series:
    """Each customer's country: a key of COUNTRIES, NL where none is known, ABROAD where it is another."""
    known = {name: code for code, country in COUNTRIES.items() for name in country.names.split("|")}
    written = customers["country"].astype("str")
    named = {text: known.get(plain_words(text), ABROAD) for text in written.dropna().unique()}
    return written.map(named).astype("str").fillna(HOME)


def states(customers: pd.DataFrame) -> pd.DataFrame:
    """
    Per customer what is the matter with postcode, email, coc_number and vat_number, one column each.

    "ok", "missing", "abroad" (not checked), or why it is wrong: form, placeholder, several,
    zero_lost, establishment, check.
    """
    where = countries(customers)
    return pd.DataFrame(
        {
            "postcode": _each(_postcode, compact(customers["postcode"]), where),
            "email": _each(_email, customers["email"].astype("str").str.strip(), where),
            "coc_number": _each(_coc, compact(customers["coc_number"]), where),
            "vat_number": _each(_vat, compact(customers["vat_number"]), where),
        }
    )


def _each(rule: Callable[[str, str], str], values: pd.Series, where: pd.Series) -> pd.Series:
    """Every different value is judged once."""
    pairs = pd.MultiIndex.from_arrays([values.fillna(""), where])
    codes, different = pairs.factorize()
    judged = [rule(value, country) if value else "missing" for value, country in different]
    return pd.Series(pd.array(judged, dtype="str").take(codes) if judged else [], index=values.index, dtype="str")


def _postcode(value: str, country: str) -> str:
    if country == ABROAD:
        return "abroad"
    if _filler(value):
        return "placeholder"
    return OK if re.fullmatch(COUNTRIES[country].postcode, value) else "form"


def _email(value: str, _country: str) -> str:
    if SEVERAL.search(value):
        return "several"
    if NOBODY.fullmatch(value):
        return "placeholder"
    return OK if MAIL.fullmatch(value) and ".." not in value and ".@" not in value else "form"


def _coc(value: str, country: str) -> str:
    """A number of the Dutch register of trade; that of an establishment has twelve digits."""
    if country != HOME:
        return "abroad"
    if _filler(value):
        return "placeholder"
    return COC_LENGTHS.get(len(value), "form") if value.isdecimal() else "form"


def _vat(value: str, country: str) -> str:
    """By the two letters in front; without them as if they were those of the customer's country."""
    code, number = (value[:2], value[2:]) if value[:2].isalpha() else (country, value)
    if code not in COUNTRIES:
        return "abroad" if re.fullmatch(r"[0-9A-Z]{5,14}", number) else "form"
    if _filler(number.replace("B", "")):
        return "placeholder"
    if not re.fullmatch(COUNTRIES[code].vat, number):
        return "form"
    return OK if COUNTRIES[code].checked(number) else "check"


def _filler(value: str) -> bool:
    """Typed to fill a field: zeros, nines, one sign again and again."""
    return len(set(value)) == 1
