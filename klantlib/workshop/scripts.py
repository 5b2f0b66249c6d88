"""How do sentences reach a script that runs before the program is there? Written into it, every language of them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from klantlib.languages import languages
from klantlib.texts import TEMPLATES
from klantlib.words import Words


def filled(template: str, **values: Any) -> str:
    """A file of templates/workshop/ with its places filled; what is filled in is written as Python or JSON has it."""
    return _templates().get_template(f"workshop/{template}").render(**values)


def literal(value: Any) -> str:
    """
    Lists, texts and dicts of those, as Python reads them too.

    >>> literal({"nl": ["één"]}) == '{' + chr(10) + ' "nl": [' + chr(10) + '  "één"' + chr(10) + ' ]' + chr(10) + '}'
    True
    """
    return json.dumps(value, ensure_ascii=False, indent=1)


def sentences(name: str, section: str) -> dict[str, dict[str, str]]:
    """Of each language the parts of a section of templates/<name>.toml, holes not yet filled."""
    return {language: Words(name, language).parts(section) for language in languages()}


@cache
def _templates() -> Environment:
    own = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True, "undefined": StrictUndefined}
    place = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=place, autoescape=False, **own)  # noqa: S701 - scripts and Markdown, no page
    environment.filters["literal"] = literal
    return environment
