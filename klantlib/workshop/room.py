"""What a workbook of the kit works with: look at the case, answer, see whether it is right, and slide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from IPython.display import display
from markupsafe import Markup

from klantlib import client as clients
from klantlib import exploring
from klantlib.formats import either
from klantlib.notebook import bundle
from klantlib.words import Words
from klantlib.workshop.answers import ANSWERS, answer_to, filled
from klantlib.workshop.judging import judged
from klantlib.workshop.study import Study
from klantlib.workshop.theme import listed, workshop
from klantlib.workshop.views import view
from klantlib.workshop.whatif import WHAT_IF

CASE = "case"  # the folder beside the workbook
SIGNS = {"right": "✓", "not_yet": "→", "unread": "?", "open": "…"}
SAID = Markup(
    '<div class="klant" role="status" lang="{language}" style="border-left:4px solid {colour};'
    'padding:.3rem 0 .3rem .9rem;margin:.3rem 0;max-width:46rem"><strong>{sign} {verdict}</strong> {text}</div>'
)


class Tools(NamedTuple):
    """What the first cell of a workbook takes."""

    check: Callable[[str, Any], None]
    show: Callable[..., None]
    explore: Callable[[str], None]
    study: Study


def enter(theme: str, language: str, folder: Path | str = ".") -> Tools:
    """
    Open the case beside the workbook.

    Raises Refused where it is not there or not in order.
    """
    room = Room(theme, language, Study(clients.open_client(CASE, folder)))
    return Tools(room.check, room.show, room.explore, room.study)


@dataclass(frozen=True, eq=False)
class Room:
    """One theme in one language, on one case."""

    theme: str
    language: str
    study: Study

    def show(self, *names: str) -> None:
        """These views of the case, one below the other."""
        for name in names:
            block = view(name, self.study, self.language)
            display(bundle(block, self.language, self._currency, self.study.data.theme), raw=True)

    def check(self, key: str, answer: Any) -> None:
        """Say whether the answer is right, not yet, or not filled in; whatever was typed."""
        if key not in ANSWERS[self.theme]:
            self._say(
                "unread", self._words.say("check_unknown", known=either(list(ANSWERS[self.theme]), self.language))
            )
            return
        right = answer_to(self.theme, key, self.study)
        exercise = filled(workshop(self.theme, self.language).exercise(key), right, self.language)
        verdict = judged(exercise, right, answer)
        told = {
            "right": exercise.explain,
            "not_yet": exercise.hint,
            "open": self._words.say("check_open"),
            "unread": self._words.say(f"check_{exercise.kind}", choices=listed(exercise, self.language)),
        }
        self._say(verdict, told[verdict])

    def explore(self, name: str) -> None:
        """Sliders, and a picture that follows them."""
        exploring.slide(WHAT_IF[name](self.study, self.language), self.language, self._currency, self.study.data.theme)

    def _say(self, verdict: str, text: str) -> None:
        colours = {"right": self.study.data.theme.good, "not_yet": self.study.data.theme.accent}
        parts = {"sign": SIGNS[verdict], "verdict": self._words.say("verdicts", verdict), "text": text}
        look = {"language": self.language, "colour": colours.get(verdict, self.study.data.theme.line)}
        plain = " ".join(parts.values())
        display({"text/html": str(SAID.format(**parts, **look)), "text/plain": plain}, raw=True)

    @cached_property
    def _words(self) -> Words:
        return Words("workshop", self.language)

    @property
    def _currency(self) -> str:
        return self.study.data.settings.currency
