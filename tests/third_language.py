"""A third language, made by machine: what a translator would add to the TOML files, and nothing else.

Every word of the English texts gets a mark, so that a word without it was not said in this language.
"""

from __future__ import annotations

import json
import re
import shutil
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from klantlib.formats import FORMATS
from klantlib.texts import TEMPLATES
from tests.missing_words import NAMES, TABLES

CODE, LOCALE = "xx", "fr-FR"  # writes numbers and dates as no other of ours
MARK = "ⁿ"
WORD = re.compile(r"[^\W\d_]{2,}")
ROOT = TEMPLATES.parent


def installation(folder: Path) -> Path:
    """A copy of this installation in the folder, with the third language in its TOML files; its code is not touched."""
    skipped = shutil.ignore_patterns("__pycache__", "*.ipynb_checkpoints")
    for name in ("klantlib", "templates", "workbooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    for path in (folder / "templates").rglob("*.toml"):
        _rewrite(path, _with_texts)
    tables = folder / TABLES.relative_to(ROOT)
    _rewrite(tables, _with_names)
    _rewrite(tables.with_name(NAMES), _with_known_names)
    return folder


def marked(text: str) -> str:
    """
    A text with every word marked; its holes as they were, the words to choose from in them marked too.

    >>> marked("{n:count customer|customers} cost {{us}} {loss:money}; {n:this|all of these}.")
    '{n:count customerⁿ|customersⁿ} costⁿ {{usⁿ}} {loss:money}; {n:thisⁿ|allⁿ ofⁿ theseⁿ}.'
    """
    return "".join(_marked(*part[:3]) for part in string.Formatter().parse(text))


def _marked(literal: str, hole: str | None, spec: str | None) -> str:
    said = WORD.sub(lambda word: word[0] + MARK, literal.replace("{", "{{").replace("}", "}}"))
    if hole is None:
        return said
    name, _, forms = (spec or "").partition(" ")
    if name not in (*FORMATS, "names", "term"):
        name, forms = "", spec or ""
    spoken = " ".join(filter(None, (name, WORD.sub(lambda word: word[0] + MARK, forms))))
    return f"{said}{{{hole}{f':{spoken}' if spoken else ''}}}"


def _with_texts(sections: Mapping[str, Any]) -> dict[str, Any]:
    return {section: _with_parts(section, parts) for section, parts in sections.items()}


def _with_parts(section: str, parts: Any) -> Any:
    if isinstance(parts, list):
        return [_with_parts(section, part) for part in parts]
    if not isinstance(parts, Mapping):
        return parts
    return {part: _with_word(section, part, said) for part, said in parts.items()}


def _with_word(section: str, part: str, said: Any) -> Any:
    if not isinstance(said, Mapping) or "en" not in said:
        return _with_parts(section, said)
    if (section, part) == ("languages", "locale"):
        return {**said, CODE: LOCALE}
    as_it_is = section == "new_client" and part != "text"  # TOML and a file's name are no sentences
    return {**said, CODE: said["en"] if as_it_is else _all_marked(said["en"])}


def _all_marked(said: Any) -> Any:
    """A text, the texts of a list, or those of a table."""
    if isinstance(said, Mapping):
        return {key: _all_marked(text) for key, text in said.items()}
    return list(map(_all_marked, said)) if isinstance(said, list) else marked(said)


def _with_names(tables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {**_named(name, table), "columns": _columns(table["columns"])} for name, table in tables.items()}


def _columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _named(name, fields) for name, fields in columns.items()}


def _with_known_names(lists: Mapping[str, Any]) -> dict[str, Any]:
    return {
        known: {name: {**spoken, CODE: name + MARK} for name, spoken in names.items()} for known, names in lists.items()
    }


def _named(name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    choices = {word: {**spoken, CODE: word + MARK} for word, spoken in fields.get("choices", {}).items()}
    return {**fields, CODE: marked(name.replace("_", " ")), **({"choices": choices} if choices else {})}


def _rewrite(path: Path, change: Any) -> None:
    sections = change(tomllib.loads(path.read_text(encoding="utf-8")))
    plain = {key: value for key, value in sections.items() if not isinstance(value, Mapping)}
    lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
    for section, parts in sections.items():
        if isinstance(parts, Mapping):
            lines += [f"[{section}]", *[f"{_key(part)} = {_toml(value)}" for part, value in parts.items()]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # TOML writes texts, numbers and booleans as JSON does


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name, ensure_ascii=False)
