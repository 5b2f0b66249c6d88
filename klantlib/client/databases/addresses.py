"""Where does a database lie, and who may look? An address as Ibis writes it; secrets come from the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import parse_qsl, unquote

from klantlib.client.databases.unanswered import Unanswered
from klantlib.client.settings import SourceSettings

# what is written in front of :// -> which program answers
KINDS: Mapping[str, str] = {
    "duckdb": "duckdb",
    "sqlite": "sqlite",
    "postgres": "postgres",
    "postgresql": "postgres",
    "spark": "spark",
    "pyspark": "spark",
}
IN_A_FILE = ("duckdb", "sqlite")
HOLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
SHAPE = re.compile(
    r"(?P<scheme>[A-Za-z][\w+.-]*)://"
    r"(?:(?P<user>[^:@/?]*)(?::(?P<password>[^@/?]*))?@)?(?P<place>[^?]*)(?:\?(?P<options>.*))?",
    re.DOTALL,
)
SECRET = re.compile("pass|pwd|secret|token", re.IGNORECASE)  # an option that is called so holds one


@dataclass(frozen=True)
class Address:
    """An address in its parts; what may be secret is not shown when this is printed."""

    kind: str
    place: str = field(repr=False)  # a file; of a server its host and port; of Spark "local" or its own server
    database: str = field(default="", repr=False)  # or the folder that a local Spark reads
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    shown: str = ""  # the place as client.toml writes it

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may repeat."""
        return tuple(part for part in (self.password, *self.options.values()) if part)


def address_of(template: str, environment: Mapping[str, str]) -> Address:
    """
    The address, with $NAME and ${NAME} taken from the environment; the whole of it may be one such name.

    Raises Unanswered where a name is not set, a password stands in the text itself, or it is no address.
    """
    if HOLE.fullmatch(template):
        return _parts(_filled(template, environment), shown=template)
    address = _parts(template)
    secret = (text for name, text in address.options.items() if SECRET.search(name))
    if any(_literal(text) for text in (address.password, *secret)):
        raise Unanswered("password_in_file")
    return _each(address, lambda part: _filled(part, environment))


def called(source: SourceSettings) -> str:
    """How the client knows what is asked for, without anything from the environment."""
    try:
        address = _parts(source.address or "")
        place = PurePath(address.place).name if address.kind in IN_A_FILE else address.kind
    except Unanswered:
        place = "database"
    return f"{place} ({source.table or 'query'})"


def _parts(text: str, shown: str = "") -> Address:
    match = SHAPE.fullmatch(text.strip())
    if not match:
        raise Unanswered("bad_address")
    if match["scheme"].casefold() not in KINDS:
        raise Unanswered("unsupported_address", match["scheme"])
    kind, place, database = KINDS[match["scheme"].casefold()], match["place"], ""
    if "@" in place:  # a password with / or ? or @ in it
        raise Unanswered("password_in_file")
    if kind not in IN_A_FILE:
        place, _, database = place.partition("/")
    options = dict(parse_qsl(match["options"] or "", keep_blank_values=True))
    if not place or (kind in IN_A_FILE and (options or match["user"])):
        raise Unanswered("bad_address")
    address = Address(kind, place, database, match["user"] or "", match["password"] or "", options, shown or place)
    return _each(address, unquote)


def _each(address: Address, change: Callable[[str], str]) -> Address:
    options = {name: change(text) for name, text in address.options.items()}
    parts = (change(part) for part in (address.place, address.database, address.user, address.password))
    return Address(address.kind, *parts, options, address.shown)


def _literal(text: str) -> bool:
    """Does anything stand there that is not taken from the environment?"""
    return bool(HOLE.sub("", text))


def _filled(text: str, environment: Mapping[str, str]) -> str:
    names = {braced or bare for braced, bare in HOLE.findall(text)}
    for name in sorted(names):
        if not environment.get(name):
            raise Unanswered("no_variable", name)
    return HOLE.sub(lambda hole: environment[hole[1] or hole[2]], text)
