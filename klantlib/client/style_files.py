"""Which files does a house style name, and are they what they should be? A logo and a Word template, beside it."""

from __future__ import annotations

from pathlib import Path

from klantlib.client.problems import Problem
from klantlib.theme import logo as picture
from klantlib.theme import template as word

MEGABYTE = 2**20
LOGO_SIZE, TEMPLATE_SIZE = 1, 10  # megabytes: the logo stands in every report, the template is unpacked in memory


def logo(folder: Path, name: str, file: str) -> tuple[bytes | None, list[Problem]]:
    """The picture, or what is wrong with it; `file` is the house style's own name."""
    content, problem = _read(folder, name, file, "logo", LOGO_SIZE)
    if content is None:
        return None, problem
    try:
        picture.size(content)
    except picture.NoLogo:
        return None, [Problem("no_logo", file, column="logo", value=name, values={"pixels": picture.LARGEST})]
    return content, []


def template(folder: Path, name: str, file: str) -> tuple[bytes | None, list[Problem]]:
    """The Word file, or what is wrong with it: every needed style that it lacks is named."""
    content, problem = _read(folder, name, file, "template", TEMPLATE_SIZE)
    if content is None:
        return None, problem
    try:
        missing = word.missing(content)
    except word.NoTemplate:
        return None, [Problem("no_template", file, column="template", value=name)]
    if missing:
        return None, [Problem("no_styles", file, column="template", value=name, values={"styles": missing})]
    return content, []


def _read(folder: Path, name: str, file: str, key: str, largest: int) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file in this folder or below it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        return None, [Problem("outside_folder", file, column=key, value=name)]
    if not path.is_file():
        return None, [Problem("no_style_file", file, column=key, value=name)]
    if path.stat().st_size > largest * MEGABYTE:
        return None, [Problem("style_file_too_large", file, column=key, value=name, values={"largest": largest})]
    return path.read_bytes(), []
