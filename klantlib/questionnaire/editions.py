"""What was asked, when an older form comes back? Every edition that was handed out is kept with its questions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from klantlib.client.settings import Settings
from klantlib.questionnaire.codes import BadCode
from klantlib.questionnaire.definition import KINDS, Form, Kind, form
from klantlib.questionnaire.inviting import asked
from klantlib.questionnaire.keeping import FOLDER, put
from klantlib.questionnaire.sheets import BadSheet

EDITIONS = "editions"
EDITION = re.compile(r"[0-7]\.[0-9a-f]{4}")
LARGEST = 4 << 20  # bytes: of two hundred aspects, a form is some 200 kB


def keep(client: Path, form: Form) -> None:
    """Remember what this form asks, in the client's folder; an edition that is kept already stays as it is."""
    path = _place(client, form.kind, form.edition)
    if not path.exists():
        put(path, (json.dumps(asdict(form), ensure_ascii=False, indent=1) + "\n").encode())


@dataclass(frozen=True)
class Editions:
    """The forms whose answers a client can take in: those that it handed out, and those of today."""

    client: Path
    settings: Settings
    known: dict[tuple[str, str], Form] = field(default_factory=dict, compare=False)  # those that were looked up

    def form(self, kind: str, edition: str) -> Form:
        """The form of that kind and edition. Raises BadSheet where there is none, or what was kept is damaged."""
        if (kind, edition) not in self.known:
            self.known[kind, edition] = self._found(kind, edition)
        return self.known[kind, edition]

    def _found(self, kind: str, edition: str) -> Form:
        if kind in KINDS and EDITION.fullmatch(edition):
            kept = (_read(path) for path in (_place(self.client, kind, edition),) if path.is_file())
            for found in (*kept, *self._today(kind)):
                if found is not None and found.edition == edition:
                    return found
        raise BadSheet("edition", kind=kind, edition=edition)

    def of_version(self, version: int, code: str) -> Form:
        """The self-test of that version: a code says no more. Raises BadCode where there is none."""
        kept = (_read(path) for path in sorted((self.client / FOLDER / EDITIONS).glob(f"self_test-{version}.*.json")))
        for found in (*self._today("self_test"), *kept):
            if found is not None and found.version == version:
                return found
        raise BadCode("version", code)

    def today(self, kind: Kind) -> Form:
        """The form of today, in the client's language."""
        return next(self._today(kind))

    def _today(self, kind: str) -> Iterator[Form]:
        """The form as it would be handed out today, with the question of the role and without."""
        own = asked(self.settings)
        yield from (form(kind, self.settings.language, replace(own, role=role)) for role in (False, True))


def _place(client: Path, kind: str, edition: str) -> Path:
    return client / FOLDER / EDITIONS / f"{kind}-{edition}.json"


def _read(path: Path) -> Form | None:
    """The form that was kept; None where a person damaged it."""
    try:
        return TypeAdapter(Form).validate_json(path.read_bytes()) if path.stat().st_size <= LARGEST else None
    except (OSError, ValidationError):
        return None
