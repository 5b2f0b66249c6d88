"""Who asks, and where do the answers go? What a form shows beside its questions, as client.toml has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from klantlib.client.settings import Settings
from klantlib.questionnaire.definition import Asked
from klantlib.theme import Theme


@dataclass(frozen=True)
class Inviting:
    """What a form shows beside its questions. Texts are empty where client.toml says nothing."""

    client: str  # the firm that it is about
    asked_by: str  # who asks, and keeps the answers
    mail: str  # where answers go
    before: date | None  # the last day to answer
    keep_months: int
    address: str  # where the page of the survey stands on the web; a personal link is address#TOKEN
    theme: Theme
    language: str
    token: str = ""  # of the customer who is asked; empty where nobody's name is known
    customer: str = ""  # the name that the survey greets


def inviting(settings: Settings, theme: Theme, language: str = "") -> Inviting:
    """What a client's client.toml says of who asks, in its own language unless another is asked for."""
    own = settings.questionnaires
    return Inviting(
        client=settings.name,
        asked_by=own.asked_by or settings.consultant or theme.name or settings.name,
        mail=own.mail,
        before=own.before,
        keep_months=own.keep_months,
        address=own.address,
        theme=theme,
        language=language or settings.language,
    )


def asked(settings: Settings, units: Sequence[str] = ()) -> Asked:
    """What a client asks in its own way; `units`: those in its data, for who names none in client.toml."""
    own = settings.questionnaires
    return Asked(aspects=own.aspects, units=own.units or tuple(units), role=own.ask_role)
