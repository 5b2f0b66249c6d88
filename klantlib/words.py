"""Which words, in which language? The only reader of the texts in templates/*.toml.

A file has sections, a section has parts, a part has every language beside the other:

    [loss_makers]
    text.nl = "{n:count klant kost|klanten kosten} ons {loss:money}."
    text.en = "{n:count customer costs|customers cost} us {loss:money}."
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from klantlib.formats import Sentence

TEMPLATES = Path(__file__).parents[1] / "templates"
LANGUAGES = ("nl", "en")


@cache
def read(name: str) -> Mapping[str, Mapping[str, Any]]:
    """The sections of templates/<name>.toml."""
    return tomllib.loads((TEMPLATES / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """The texts of one file in one language, with numbers written that language's way."""

    name: str  # file under templates/, without .toml
    language: str = "nl"
    currency: str = "EUR"

    def say(self, section: str, part: str = "text", /, **values: Any) -> str:
        """One text with its holes filled; LookupError names the file, section and part that is missing."""
        text = self.parts(section).get(part)
        if text is None:
            raise LookupError(f"templates/{self.name}.toml: [{section}] has no {part}.{self.language}")
        try:
            return self.sentence.format(text, **values)
        except (LookupError, ValueError) as problem:
            raise LookupError(f"templates/{self.name}.toml: [{section}] {part}.{self.language}: {problem}") from problem

    def parts(self, section: str) -> dict[str, str]:
        """The parts of a section that are there in this language, holes not yet filled."""
        parts = read(self.name).get(section, {})
        return {part: texts[self.language] for part, texts in parts.items() if self.language in texts}

    def has(self, section: str, part: str = "text") -> bool:
        return part in self.parts(section)

    @property
    def terms(self) -> dict[str, str]:
        """The words for values that are keys, such as the eight policies: section [terms]."""
        return self.parts("terms")

    @property
    def sentence(self) -> Sentence:
        return Sentence(self.language, self.currency, self.terms)
