"""What does `klant questionnaire` do? Puts the forms in the client's folder, and keeps what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from klantlib.client import Refused
from klantlib.client.house_style import house_style
from klantlib.client.opening import client_folder, open_client, settings_of
from klantlib.client.settings import Settings
from klantlib.questionnaire import editions, tokens
from klantlib.questionnaire.definition import Form, Kind, form
from klantlib.questionnaire.inviting import Inviting, asked, inviting
from klantlib.questionnaire.keeping import FOLDER, alone, put_ours
from klantlib.questionnaire.mailing import mailing
from klantlib.questionnaire.people import Person, people
from klantlib.theme import Theme, house

PERSONAL = "satisfaction"  # folder of the pages of one customer each
UNITS = ("customers", "measures", "employees")  # tables that name branches or teams

Progress = Callable[[int, int], None]  # how many files of how many


@dataclass
class Made:
    """What lies in the client's folder now."""

    language: str  # the client's own
    folder: Path
    files: list[str] = field(default_factory=list)  # as `[files]` in templates/answers.toml calls them
    aside: dict[str, str] = field(default_factory=dict)  # changed by a person -> where it is now
    people: int = 0  # customers with a page or link of their own
    new: int = 0  # of those, with a new token
    notes: list[str] = field(default_factory=list)  # what client.toml could still say (parts of [made])
    address: str = ""  # where the page of the survey by name stands


def questionnaires(
    client: str,
    kinds: Sequence[Kind],
    language: str = "",
    root: Path | None = None,
    progress: Progress = lambda done, total: None,
) -> Made:
    """
    The forms of these kinds in client_data/<client>/questionnaires/; a later run renews them.

    Raises Refused where client.toml, the house style or, for a survey by name, the client's data are not in order;
    Busy where another run writes there.
    """
    folder = client_folder(client, root)
    settings = settings_of(client, root)
    work = _Work(client, root, folder, settings, inviting(settings, _theme(folder), language), progress)
    with alone(folder):
        made = Made(settings.language, folder / FOLDER, address=work.inviting.address)
        for kind in kinds:
            work.make(kind, made)
        made.notes += [] if work.inviting.mail else ["no_mail"]
        return made


def _theme(folder: Path) -> Theme:
    """The client's house style; a form with half of it goes to nobody."""
    theme, problems = house_style(folder, folder.parent)
    if problems:
        raise Refused(tuple(problems))
    return theme or house()


@dataclass(frozen=True)
class _Work:
    """What every kind of form is made from."""

    client: str
    root: Path | None
    folder: Path
    settings: Settings
    inviting: Inviting
    progress: Progress

    def make(self, kind: Kind, made: Made) -> None:
        if kind == "satisfaction":
            self._by_name(made)
        else:
            self._for_everybody(kind, made)

    def form(self, kind: Kind, made: Made) -> Form:
        """In the language that was asked for; what it asks is kept in the client's own."""
        own = asked(self.settings)
        if kind == "awareness" and not own.units:
            own = asked(self.settings, self._units())
            made.notes += [] if own.units else ["free"]
        editions.keep(self.folder, form(kind, self.settings.language, own))
        return form(kind, self.inviting.language, own)

    def _units(self) -> list[str]:
        """Those in the client's data, as far as those can be read."""
        try:
            data = open_client(self.client, self.root)
        except Refused:  # told by `klant check`; a form needs no data
            return []
        named = (data.all(table)["unit"].dropna() for table in UNITS if table in data.tables)
        return sorted({unit for units in named for unit in units}, key=str.casefold)

    def _for_everybody(self, kind: Kind, made: Made) -> None:
        """Four equal routes: a page, a Word form, paper, and a workbook for a whole team."""
        asks, files = self.form(kind, made), {}
        writers = _routes()
        for done, (name, write) in enumerate(writers.items()):
            self.progress(done, len(writers))
            files[f"{kind}{name}"] = write(asks, self.inviting)
        self.progress(len(writers), len(writers))
        made.aside |= put_ours(self.folder / FOLDER, files)
        made.files += files

    def _by_name(self, made: Made) -> None:
        """A page or link per customer, and a list for the mailing."""
        who, asks = people(open_client(self.client, self.root)), self.form("satisfaction", made)
        known = tokens.tokens(self.folder)
        given = tokens.with_new(known, [person.id for person in who])
        tokens.keep(self.folder, given)  # before any page: a token that went out is never lost
        asked_for = [replace(person, token=given[person.id]) for person in who]
        files = dict(self._pages(asks, asked_for))
        files["mailing.xlsx"] = mailing(asked_for, asks, self.inviting, self.folder)
        made.aside |= put_ours(self.folder / FOLDER, files)
        made.people, made.new = len(who), len(given) - len(known)
        made.files += ["satisfaction.html" if self.inviting.address else f"{PERSONAL}/", "mailing.xlsx", tokens.FILE]

    def _pages(self, asks: Form, who: Sequence[Person]) -> Iterator[tuple[str, bytes]]:
        from klantlib.questionnaire.web.page import page

        if self.inviting.address:
            yield "satisfaction.html", page(asks, self.inviting).encode()
            return
        for done, person in enumerate(who, start=1):
            own = replace(self.inviting, token=person.token, customer=person.name)
            yield f"{PERSONAL}/{person.token}.html", page(asks, own).encode()
            self.progress(done, len(who))


def _routes() -> dict[str, Callable[[Form, Inviting], bytes]]:
    """How a file's name ends, and what writes it."""
    from klantlib.questionnaire.paper import paper
    from klantlib.questionnaire.team.sheet import team_sheet
    from klantlib.questionnaire.web.page import page
    from klantlib.questionnaire.word.form import word_form

    return {
        ".html": lambda asks, inviting: page(asks, inviting).encode(),
        ".docx": word_form,
        "_paper.html": lambda asks, inviting: paper(asks, inviting).encode(),
        ".xlsx": team_sheet,
    }
