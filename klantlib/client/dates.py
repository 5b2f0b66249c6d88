"""Which day stands in a cell? The order of day and month is decided from the whole column, never from one cell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd

from klantlib.languages import languages, locale_of

TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
YEAR_FIRST = rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){TIME}"
COMPACT = r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"
SERIAL = r"[1-9]\d{4}(?:\.\d+)?"  # days since 30 December 1899, as Excel counts: five digits are 1927 to 2173
YEAR_LAST = {
    "dmy": rf"(?P<d>\d{{1,2}})[-/. ](?P<m>\d{{1,2}})[-/. ](?P<y>\d{{4}}|\d{{2}}){TIME}",
    "mdy": rf"(?P<m>\d{{1,2}})[-/. ](?P<d>\d{{1,2}})[-/. ](?P<y>\d{{4}}|\d{{2}}){TIME}",
    "ymd": rf"(?P<y>\d{{2}})[-/. ](?P<m>\d{{1,2}})[-/. ](?P<d>\d{{1,2}}){TIME}",
}
NAMED = (  # the month by its name: then there is no doubt about the order
    rf"(?P<d>\d{{1,2}})[-/. ]+(?P<name>[^\W\d_]{{3,}})\.?[-/. ,]+(?P<y>\d{{4}}|\d{{2}}){TIME}",
    rf"(?P<name>[^\W\d_]{{3,}})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}}){TIME}",
)
CENTURY = 69  # two digits: 69 to 99 are of the twentieth century, as POSIX has it
FIRST, LAST = pd.Timestamp("1900-01-01"), pd.Timestamp("2100-12-31")  # outside it is a typing error
EPOCH = pd.Timestamp("1899-12-30")


def days(texts: pd.Series, order: str | None) -> pd.Series:
    """Texts as days under an order; NaT where a text is no day. With no order only what has one meaning is read."""
    read = _assembled(texts, YEAR_FIRST).fillna(_assembled(texts, COMPACT)).fillna(_serials(texts))
    if texts.str.contains(r"[^\W\d_]{3}", na=False).any():
        for shape in NAMED:
            read = read.fillna(_assembled(texts, shape))
    return within(read if order is None else read.fillna(_assembled(texts, YEAR_LAST[order])))


def order_of(texts: pd.Series) -> str | None:
    """
    The order of day and month in a column: "dmy", "mdy", or None where it cannot be told.

    The order under which most texts are a day; the same either way (only 01-01, 02-02, ...) is day-month.
    """
    dmy, mdy = (_assembled(texts, YEAR_LAST[order]) for order in ("dmy", "mdy"))
    if dmy.notna().sum() != mdy.notna().sum():
        return "dmy" if dmy.notna().sum() > mdy.notna().sum() else "mdy"
    return "dmy" if dmy.equals(mdy) else None


@cache
def months() -> Mapping[str, str]:
    """What our languages call the months, in full and in short, and which they are."""
    return {
        name.casefold().rstrip("."): str(number)
        for language in languages()
        for width in ("wide", "abbreviated")
        for number, name in locale_of(language).months["format"][width].items()
    }


def within(read: pd.Series) -> pd.Series:
    """Without the days of another age."""
    return read.where(read.between(FIRST, LAST)).dt.normalize()


def _serials(texts: pd.Series) -> pd.Series:
    """Excel's day numbers as days, without the hour."""
    whole = texts.where(texts.str.fullmatch(SERIAL)).astype("float64") // 1
    return (EPOCH + pd.to_timedelta(whole, unit="D")).astype("datetime64[us]")


def _assembled(texts: pd.Series, shape: str) -> pd.Series:
    parts = texts.str.extract(f"^{shape}$")
    if "name" in parts:
        parts["m"] = parts["name"].str.casefold().map(months())
    century = parts["y"].where(parts["y"].str.len() != 2, _with_century(parts["y"]))
    iso = century + "-" + parts["m"].str.zfill(2) + "-" + parts["d"].str.zfill(2)
    return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")


def _with_century(years: pd.Series) -> pd.Series:
    last_century = pd.to_numeric(years, errors="coerce") >= CENTURY
    return ("20" + years).where(~last_century, "19" + years)
