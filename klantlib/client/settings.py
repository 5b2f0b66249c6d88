"""What did the consultant settle in client.toml? Typed; every mistake in it is told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from babel.numbers import is_currency
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from klantlib.languages import languages, usual

Order = Literal["dmy", "mdy", "ymd"]
Mark = Literal[",", "."]
Side = Literal["C", "D"]
CELL = r"[A-Za-z]{0,3}[1-9][0-9]{0,6}"  # a row of a sheet, or a cell in it
AGE = (date(1900, 1, 1), date(2100, 12, 31))  # outside it is a typing error, as it is in a table
NAMES, NAME = 200, 60  # units, or parts of a service, in a questionnaire; characters of each
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


def _language(code: str) -> str:
    if code not in languages():
        raise PydanticCustomError("literal_error", "no such language", {"expected": ", ".join(languages())})
    return code


def _of_this_age(day: date | None) -> date | None:
    if day and not AGE[0] <= day <= AGE[1]:
        raise ValueError(day)
    return day


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that can stand beside each other: short, on one line, none twice."""
    tidy = tuple(name.strip() for name in names)
    good = len(tidy) <= NAMES and all(0 < len(name) <= NAME and name.isprintable() for name in tidy)
    if not good or len({name.casefold() for name in tidy}) < len(tidy):
        raise ValueError(names)
    return tidy


Day = Annotated[date | None, AfterValidator(_of_this_age)]
Names = Annotated[tuple[str, ...], AfterValidator(_names)]
Scale = Annotated[str, AfterValidator(_scale)]
Language = Annotated[str, AfterValidator(_language)]


class Section(BaseModel):
    """A section of client.toml: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class PeriodSettings(Section):
    end: Day = None  # default: the end of the last full month in the data
    months: int = Field(default=12, gt=0, le=1200)
    all: bool = False  # from the first to the last date in the data


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


class AuditfileSettings(Section):
    revenue_accounts: tuple[str, ...] = ()  # numbers of ledger accounts; default: chosen by their code or name


class QuestionnaireSettings(Section):
    """What the forms of `klant questionnaire` say and ask."""

    asked_by: str = ""  # who asks; default: the consultant, else the name in the house style, else the client
    mail: str = Field(default="", pattern=r"^([^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+)?$")  # where answers go
    before: Day = None  # the last day to answer
    keep_months: int = Field(default=12, gt=0, le=120)  # how long answers are kept
    address: str = Field(default="", pattern=r"^(https?://[^\s\"<>#]+)?$")  # where the page of the survey stands
    aspects: Names = ()  # the parts of the service that the survey asks about; default: the usual six
    units: Names = ()  # branches or teams of staff; default: those in the client's data
    ask_role: bool = False  # may a respondent of the self-test tell his or her role?


class SourceSettings(Section):
    """A file, or a table or query of a database."""

    file: str | None = Field(default=None, min_length=1, pattern=r"^[^\x00]*$")  # no path holds that character
    sheet: str | None = None
    header: str = Field(default="", pattern=rf"^({CELL})?$")  # where the headings stand: a row, or their first cell
    address: str | None = Field(default=None, min_length=1, pattern=r"^[^\x00]*$", repr=False)
    table: str | None = Field(default=None, min_length=1)
    query: str | None = Field(default=None, min_length=1)
    sum: bool | None = None  # add up transactions in the database; default: where there are very many

    @model_validator(mode="after")
    def file_or_database(self) -> SourceSettings:
        of_database = (self.table, self.query, self.sum)
        if self.address is None:
            good = self.file is not None and all(part is None for part in of_database)
        else:
            good = not (self.file or self.sheet or self.header) and (self.table is None) != (self.query is None)
        if not good:
            raise ValueError("source")
        return self


class ListSettings(Section):
    """Who has which token or address: a file in which an answer finds its customer."""

    file: str = Field(min_length=1, pattern=r"^[^\x00]*$")
    sheet: str | None = None
    key: str  # heading of what stands in the survey under customer_id
    customer_id: str  # heading of the customer number


class SurveySettings(Section):
    """An export of a survey tool, and which question is which column."""

    file: str = Field(min_length=1, pattern=r"^[^\x00]*$")
    sheet: str | None = None
    columns: dict[str, str] = {}  # customer_id, date, respondent, role -> heading
    day: date | None = None  # of every answer, where the export does not say
    satisfaction: dict[str, str] = {}  # column -> question
    aspects: dict[str, dict[str, str]] = {}  # aspect -> column -> question
    self_test: dict[str, str] = {}
    answers: dict[str, str] = {}  # word -> number on the question's scale, or letter; "" = no answer
    scales: dict[str, Scale] = {}  # column -> the scale of this survey
    list: ListSettings | None = None


class Settings(Section):
    """client.toml as it stands, with what holds where nothing is said. Table and column names are English here."""

    name: str = Field(default="", min_length=1)
    language: Language = Field(default_factory=usual)
    currency: str = "EUR"
    consultant: str = ""  # on the cover
    period: PeriodSettings = PeriodSettings()
    amounts: AmountSettings = AmountSettings()
    customers: CustomerSettings = CustomerSettings()
    chapters: ChapterSettings = ChapterSettings()
    auditfile: AuditfileSettings = AuditfileSettings()
    questionnaires: QuestionnaireSettings = QuestionnaireSettings()
    sources: dict[str, SourceSettings] = {}  # table -> file, or database
    surveys: dict[str, SurveySettings] = {}  # a name -> export of a survey tool
    columns: dict[str, dict[str, str]] = {}  # table -> column -> the client's own heading; "" = not used
    dates: dict[str, dict[str, Order]] = {}  # table -> column -> order of day, month and year
    decimals: dict[str, dict[str, Mark]] = {}  # table -> column -> decimal mark
    scales: dict[str, dict[str, Scale]] = {}  # table -> column -> the client's own scale, "0-1"
    signs: dict[str, dict[str, Side]] = {}  # table -> column -> the side that counts off
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

    def answer(self, question: Literal["dates", "decimals", "scales", "signs"], table: str, column: str) -> str | None:
        """What was settled about one column of one table."""
        return getattr(self, question).get(table, {}).get(column)
