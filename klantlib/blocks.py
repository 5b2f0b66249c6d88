"""What can a chapter be made of? Plain data, no rendering.

An analysis makes a block with a key and numbers; `advice` adds the words; renderers show it.
Chapter and key together name a place in the report: the region in Word, the link in HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from pandas import DataFrame

Values = Mapping[str, Any]  # the numbers in a sentence, by the name of the hole
Words = Mapping[str, Any]  # what a reader reads; empty until `advice` has spoken
ChartKind = Literal["line", "bar", "scatter", "dots", "band", "radar", "bridge", "stack"]
Stake = Literal["", "loss", "profit", "growth"]  # money lost now, at risk, or to be won
Confidence = Literal["high", "medium", "low"]  # counted from the books; estimated, or from part of them; assumed


@dataclass(frozen=True)
class Heading:
    """The finding in one line; level 1 opens the chapter. Words: text."""

    key: str
    values: Values = field(default_factory=dict)
    level: int = 2
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """A paragraph that explains. Words: text."""

    key: str
    values: Values = field(default_factory=dict)
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something the data show. Words: text, how (its figures were computed), and advice where there is any.

    In a workbook also sources (sentences: period, rows, exclusions) and tables (those it rests on, as the client knows
    them); see klantlib.provenance.
    """

    key: str
    values: Values = field(default_factory=dict)
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """What the data cannot tell, next to the figure it touches. Words: text."""

    key: str
    values: Values = field(default_factory=dict)
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Rows under named columns. Words: caption, labels, and a note where one is needed."""

    key: str
    columns: Mapping[str, str]  # column -> format (a name in formats.FORMATS, or "term")
    rows: Sequence[Sequence[Any]]
    values: Values = field(default_factory=dict)
    total: bool = False  # the last row adds up the others
    # How the appendix computes a column or a given figure, e.g. {"revenue_share": "{revenue} / SUM({revenue})"}; what a
    # formula may say is in render/appendix/formulas.py. What is not named here is a value as it stands.
    formulas: Mapping[str, str] = field(default_factory=dict)
    given: Sequence[Sequence[Any]] = field(default_factory=list)  # (name, format, value): totals and limits
    answers: Sequence[Sequence[str]] = field(default_factory=list)  # terms: what LOOKUP is given, last the outcome
    aside: Sequence[str] = field(default_factory=list)  # columns to check by: in the appendix, not in tables/*.csv
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """A picture as data: columns of equal length, and which of them stand where. Words: caption, alt, x, y."""

    key: str
    kind: ChartKind
    data: Mapping[str, Sequence[Any]]
    x: str
    y: str
    formats: Mapping[str, str]  # column -> format, for the axes and for whoever hovers
    values: Values = field(default_factory=dict)
    group: str | None = None  # column of keys that gives the colour (a "term" in the advice text)
    label: str | None = None  # column of names to write beside the points; empty = none
    who: str | None = None  # column of names a reader sees when pointing at a place; all in formats are shown with it
    low: str | None = None  # columns of the uncertainty around y
    high: str | None = None
    guides: Mapping[str, float] = field(default_factory=dict)  # thresholds: {"x": .., "y": ..}
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """Something to do, with the money at stake and for whom.

    Words: text (what), why, step (the first step), owner (whose job it is), confidence (how sure the money is).
    """

    key: str
    values: Values = field(default_factory=dict)
    money: float | None = None  # in the client's currency, of the reporting period, never negative
    stake: Stake = ""  # what that money is; the summary counts a customer once for each kind
    customers: Sequence[Sequence[str]] = ()  # (customer_id, name), most money first
    rests_on: str = ""  # key of the finding that shows why; in the summary with its chapter: "stem/key"
    # how much of the money each of the customers is; empty where it is nobody's
    parts: Sequence[float] = field(default_factory=list)
    confidence: Confidence = "medium"  # in the money, else in the finding
    # in the summary: (number of an earlier point, how many of these customers stand there too, their money with them)
    shared: Sequence[Sequence[int]] = field(default_factory=list)
    words: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Prose:
    """What a consultant wrote in a cell of his own: Markdown, as he wrote it."""

    key: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture from a consultant's own cell: PNG in base64."""

    key: str
    png: str
    alt: str = ""


Block = Heading | Text | Finding | Note | Table | Chart | Action | Prose | Picture


@dataclass(frozen=True)
class Chapter:
    """What an executed workbook found, for the summary, the tables and results.json."""

    stem: str
    name: str  # in a word or two: "Concentratie"
    title: str  # its heading of level 1, in the report's language
    figures: Values
    actions: Sequence[Action]
    customers: Table | None  # one row a customer


KINDS = {kind.__name__.lower(): kind for kind in get_args(Block)}
ORDERED = ("columns", "formats")  # of which the order counts: they travel as lists, for notebooks sort keys on disk
DIGITS = 12  # significant digits that travel; processors differ in those beyond
MIME = "application/vnd.klantlib.block+json"  # one block, told
RESULT_MIME = "application/vnd.klantlib.result+json"  # figures, table and actions of a chapter, not displayed


def table(key: str, frame: DataFrame, formats: Mapping[str, str], **options: Any) -> Table:
    """A table block of the frame's columns named in `formats`, in that order; the index is not shown."""
    return Table(key, formats, plain(frame[list(formats)].itertuples(index=False, name=None)), **options)


def told(block: Block, words: Words) -> Block:
    """The same block with its words."""
    return replace(block, words=words)


def to_json(block: Block) -> dict[str, Any]:
    """A block as it travels in a notebook output; from_json gives it back."""
    fields = plain(asdict(block))
    ordered = {name: [list(pair) for pair in fields[name].items()] for name in ORDERED if name in fields}
    return {"block": type(block).__name__.lower(), **fields, **ordered}


def from_json(data: Mapping[str, Any]) -> Block:
    ordered = {name: dict(data[name]) for name in ORDERED if name in data}
    fields = {**data, **ordered}
    return KINDS[fields.pop("block")](**fields)


def plain(value: Any) -> Any:
    """Numbers, texts, lists and dicts only: numpy's and pandas' scalars unpacked, unknown as None, days as ISO text."""
    match value:
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case str() | bool() | int() | None:
            return value
        case float():
            return float(f"{value:.{DIGITS}g}") if value == value and abs(value) != float("inf") else None
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()[:10] if value == value else None
        case _ if hasattr(value, "item"):
            return plain(value.item())
        case _ if hasattr(value, "__iter__"):
            return [plain(item) for item in value]
    return None  # pandas' NA
