"""What did the consultant settle in client.toml? Typed; every mistake in it is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from babel.numbers import is_currency
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

Language = Literal["nl", "en"]
Order = Literal["dmy", "mdy", "ymd"]
Mark = Literal[",", "."]
AGE = (date(1900, 1, 1), date(2100, 12, 31))  # outside it is a typing error, as it is in a table
SCALE = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)\s*-\s*(-?\d+(?:[.,]\d+)?)\s*")


def scale_ends(scale: str) -> tuple[float, float]:
    """
    The ends of a scale as client.toml writes it; the first end becomes the contract's lowest.

    >>> scale_ends("0-1"), scale_ends("10 - 1")
    ((0.0, 1.0), (10.0, 1.0))

    Raises ValueError where that is no scale.
    """
    match = SCALE.fullmatch(scale)
    low, high = (float(end.replace(",", ".")) for end in match.groups()) if match else (0.0, 0.0)
    if low == high:
        raise ValueError(scale)
    return low, high


def _scale(scale: str) -> str:
    scale_ends(scale)
    return scale


Scale = Annotated[str, AfterValidator(_scale)]


class Section(BaseModel):
    """A section of client.toml: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class PeriodSettings(Section):
    end: date | None = None  # default: the end of the last full month in the data
    months: int = Field(default=12, gt=0, le=1200)
    all: bool = False  # from the first to the last date in the data

    @field_validator("end")
    @classmethod
    def end_is_of_this_age(cls, end: date | None) -> date | None:
        if end and not AGE[0] <= end <= AGE[1]:
            raise ValueError("end")
        return end


class AmountSettings(Section):
    vat: Literal["excl", "incl"] = "excl"
    vat_rate: float | None = Field(default=None, ge=0, lt=1)

    @model_validator(mode="after")
    def rate_is_given(self) -> AmountSettings:
        if self.vat == "incl" and self.vat_rate is None:
            raise ValueError("vat_rate")
        return self


class Exclusion(Section):
    id: str
    reason: str = Field(min_length=1)


class CustomerSettings(Section):
    exclude: tuple[Exclusion, ...] = ()


class ChapterSettings(Section):
    skip: tuple[str, ...] = ()


class SourceSettings(Section):
    file: str = Field(min_length=1, pattern=r"^[^\x00]*$")  # no path holds that character
    sheet: str | None = None


class Settings(Section):
    """client.toml as it stands, with what holds where nothing is said. Table and column names are English here."""

    name: str = Field(default="", min_length=1)
    language: Language = "nl"
    currency: str = "EUR"
    consultant: str = ""  # on the cover
    period: PeriodSettings = PeriodSettings()
    amounts: AmountSettings = AmountSettings()
    customers: CustomerSettings = CustomerSettings()
    chapters: ChapterSettings = ChapterSettings()
    sources: dict[str, SourceSettings] = {}  # table -> file
    columns: dict[str, dict[str, str]] = {}  # table -> column -> the client's own heading; "" = not used
    dates: dict[str, dict[str, Order]] = {}  # table -> column -> order of day, month and year
    decimals: dict[str, dict[str, Mark]] = {}  # table -> column -> decimal mark
    scales: dict[str, dict[str, Scale]] = {}  # table -> column -> the client's own scale, "0-1"
    options: dict[str, dict[str, Any]] = {}  # chapter -> its options

    @field_validator("currency")
    @classmethod
    def currency_exists(cls, code: str) -> str:
        if not is_currency(code):
            raise ValueError("currency")
        return code

    @field_validator("sources", mode="before")
    @classmethod
    def file_alone(cls, sources: Any) -> Any:
        if not isinstance(sources, Mapping):
            return sources
        return {table: {"file": source} if isinstance(source, str) else source for table, source in sources.items()}

    def answer(self, question: Literal["dates", "decimals", "scales"], table: str, column: str) -> str | None:
        """What was settled about one column of one table."""
        return getattr(self, question).get(table, {}).get(column)
