"""What does `klant answers` do? Takes in what came back, keeps what it refuses aside, and renews the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from klantlib.client.opening import client_folder, settings_of
from klantlib.questionnaire import tokens
from klantlib.questionnaire.answers import tables
from klantlib.questionnaire.answers.given import Given, given
from klantlib.questionnaire.answers.reading import Found, Reader, is_letters
from klantlib.questionnaire.answers.store import RECEIVED, Came, Store, better
from klantlib.questionnaire.answers.tables import Counted
from klantlib.questionnaire.answers.telling import reasons
from klantlib.questionnaire.codes import BadCode
from klantlib.questionnaire.editions import Editions
from klantlib.questionnaire.keeping import alone
from klantlib.questionnaire.sheets import BadSheet, Sheet, checked
from klantlib.words import Words

FIRST_DAY = date(2020, 1, 1)  # before it nobody filled in a form of ours: a clock that was not set
DAYS_AHEAD = 1  # of a respondent on the other side of the world

Why = BadSheet | BadCode


@dataclass(frozen=True)
class One:
    """A sheet that was taken in, from what, and how it came."""

    sheet: Sheet
    given: Given
    came: Came


@dataclass
class Taken:
    """How it went."""

    language: str
    folder: Path  # answers/ of the client
    sheets: list[One] = field(default_factory=list)
    refused: list[tuple[str, list[Why]]] = field(default_factory=list)  # what, as the person knows it, and why
    rows: dict[str, int] = field(default_factory=dict)  # table -> rows, of all that was ever taken in
    overdue: int = 0  # sheets that were to be erased by now
    roles: int = 0  # self-tests that tell a role
    halves: int = 0  # aspects that were judged in part, and do not count
    late: int = 0  # sheets of after the period that client.toml names: those do not count yet
    end: date | None = None  # of that period

    @property
    def drawn(self) -> list[One]:
        """Sheets on paper, that have their code from now on."""
        return [one for one in self.sheets if is_letters(one.given)]


def take(client: str, arguments: Sequence[str], root: Path | None = None, today: date | None = None) -> Taken:
    """
    Take in codes, files and folders; without any, only renew the tables from what is there.

    Never raises for what is in a file: that is in `refused`. Raises Refused where there is no such client, or its
    client.toml or tokens are not in order; Busy where another run takes in answers of this client.
    """
    folder, settings = client_folder(client, root), settings_of(client, root)
    with alone(folder):
        customers = {token: customer for customer, token in tokens.tokens(folder).items()}
        work = _Work(Editions(folder, settings), customers, Store.of(folder), today or date.today())
        taken = Taken(settings.language, work.store.folder)
        for thing in given(arguments, folder):
            work.take(thing, taken)
        work.count(taken)
        return taken


def erase(client: str, root: Path | None = None, today: date | None = None) -> int:
    """
    Remove answers that were kept as long as the questionnaire said; `take` then renews the tables.

    Gives how many files are gone. Raises as `take` does.
    """
    folder, settings, today = client_folder(client, root), settings_of(client, root), today or date.today()
    with alone(folder):
        return Store.of(folder).erase(_months_before(today, settings.questionnaires.keep_months))


@dataclass(frozen=True)
class _Work:
    """What taking in rests on."""

    forms: Editions
    customers: Mapping[str, str]  # token -> customer
    store: Store
    today: date

    def take(self, thing: Given, taken: Taken) -> None:
        """All that is good in it; with anything wrong in it, it is kept aside too."""
        wrong: list[Why] = []
        for found in Reader(self.forms, self.today).read(thing):
            sheet = self._accepted(found)
            if isinstance(sheet, Sheet):
                returns = self.forms.form(sheet.kind, sheet.edition).returns
                taken.sheets.append(One(sheet, thing, self.store.take(sheet, returns)))
            elif isinstance(found, Sheet) and thing.suffix != ".json":
                self._refuse(_as_file(found), [sheet], taken, thing.name)  # can be mended, where a message cannot
            else:
                wrong.append(sheet)
        if wrong:
            self._refuse(thing, wrong, taken, thing.name)
        else:
            self.store.forgive(thing)

    def _refuse(self, thing: Given, wrong: list[Why], taken: Taken, name: str) -> None:
        self.store.refuse(thing, "\n".join(reasons(wrong, Words("answers", taken.language))) + "\n")
        taken.refused.append((name, wrong))

    def count(self, taken: Taken) -> None:
        """Every table anew from all sheets; what was spoilt by hand since is told."""
        counted = list(self._counted(taken))
        found = [row for one in counted for row in tables.rows(one, taken.language)]
        taken.rows = tables.write(self.store.folder, found, taken.language)
        first = _months_before(self.today, self.forms.settings.questionnaires.keep_months)
        taken.overdue = sum(one.sheet.date < first for one in counted)
        taken.halves = sum(map(tables.halves, counted))
        taken.end = self.forms.settings.period.end
        taken.late = sum(_is_late(one, taken.end) for one in counted)
        taken.roles = sum("role" in one.sheet.answers for one in counted)

    def _counted(self, taken: Taken) -> list[Counted]:
        """The sheets that count, by day; of two files with one sheet the better one."""
        found: dict[tuple[str, str], Counted] = {}
        for path, sheet in self.store.received():
            held = self._accepted(sheet if sheet else BadSheet("spoilt"))
            if not isinstance(held, Sheet):
                taken.refused.append((f"{self.store.folder.name}/{RECEIVED}/{path.name}", [held]))
                continue
            form, key = self.forms.form(held.kind, held.edition), (held.kind, held.id)
            best = better(found[key].sheet, held, form.returns) if key in found else held
            asked, customer = self.forms.form(best.kind, best.edition), self.customers.get(best.id, "")
            found[key] = Counted(best, asked, customer)
        return sorted(found.values(), key=lambda one: (one.sheet.day, one.sheet.id))

    def _accepted(self, found: Found) -> Sheet | Why:
        """The sheet as it is kept, or why it cannot be."""
        if not isinstance(found, Sheet):
            return found
        try:
            form = self.forms.form(found.kind, found.edition)
            if form.returns == "token" and found.id not in self.customers:
                return BadSheet("unknown_token", id=found.id)
            return checked(self._tidied(found), form)
        except BadSheet as problem:
            return problem

    def _tidied(self, sheet: Sheet) -> Sheet:
        """Without answers that say nothing, and with a day that can be."""
        said = {key: answer.strip() for key, answer in sheet.answers.items() if answer.strip()}
        try:
            good = FIRST_DAY <= sheet.date <= self.today + timedelta(days=DAYS_AHEAD)
        except ValueError:  # 30 February
            good = False
        return sheet.model_copy(update={"answers": said, **({} if good else {"day": self.today.isoformat()})})


def _is_late(one: Counted, end: date | None) -> bool:
    """Of a self-test the day does not matter (chapters.SHEETS)."""
    return end is not None and one.form.returns != "code" and one.sheet.date > end


def _as_file(sheet: Sheet) -> Given:
    return Given(f"{sheet.kind}.json", sheet.json_text().encode(), Path(f"{sheet.kind}.json"))


def _months_before(day: date, months: int) -> date:
    """The first of the month that many months ago: what is older was kept long enough."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)
