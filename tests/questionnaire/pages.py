"""Pages of questionnaires as they are sent, for the tests that open them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from klantlib.questionnaire.definition import Asked, Form, form
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.web.page import page
from klantlib.theme import house

TOKEN = "7XKQ29PM"
ASKED = Asked(units=("Utrecht", "Zwolle"), role=True)
INVITING = Inviting(
    client="Van Veen & Zn.",
    asked_by="Bureau Klantzicht",
    mail="antwoord@klantzicht.example",
    before=date(2026, 12, 15),
    keep_months=12,
    address="https://klantzicht.example/vragen.html",
    theme=house(),
    language="nl",
)


def asked(kind: str, language: str = "nl") -> Form:
    """The form with everything that a client can have asked besides."""
    return form(kind, language, replace(ASKED, units=() if kind == "satisfaction" else ASKED.units))


def written(folder: Path, kind: str, language: str = "nl", **changes) -> Path:
    """The page of a kind, as a file."""
    own = {"token": TOKEN, "customer": "Bakkerij De Linde"} if kind == "satisfaction" else {}
    inviting = replace(INVITING, language=language, **{**own, **changes})
    path = folder / f"{kind}-{language}.html"
    path.write_text(page(asked(kind, language), inviting), encoding="utf-8")
    return path
