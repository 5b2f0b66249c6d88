"""How does templates/report.docx take on a house style? Its colours and font are exchanged, nothing else."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from klantlib.texts import TEMPLATES
from klantlib.theme import Theme, house

VALUE = re.compile(r'"([0-9A-F]{6}|[\w .-]+)"')  # of an attribute: a colour as Word writes it, or the name of a font


@cache
def dressed(look: Theme) -> bytes:
    """Our template in this house style; the standard one as it lies there."""
    exchanged = {usual: own for usual, own in worn(look).items() if usual != own}
    if not exchanged:
        return standard()
    out = BytesIO()
    with ZipFile(BytesIO(standard())) as old, ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, _part(content, exchanged) if part.filename.startswith("word/") else content)
    return out.getvalue()


def standard() -> bytes:
    """The template as it lies there."""
    return (TEMPLATES / "report.docx").read_bytes()


def worn(look: Theme) -> dict[str, str]:
    """What stands in the template, colours and the font -> what a house style has in its place."""
    series = (look.series * len(house().series))[: len(house().series)]  # Word offers six colours, whatever a style has
    own = look.model_copy(update={"series": series, "paper": house().paper})  # Word's pages are white
    pairs = dict(zip(map(_written, house().colours()), map(_written, own.colours()), strict=True))
    return pairs | {house().word_font: look.word_font}


def _part(content: bytes, exchanged: dict[str, str]) -> bytes:
    return VALUE.sub(lambda found: f'"{exchanged.get(found[1], found[1])}"', content.decode("utf-8")).encode("utf-8")


def _written(colour: str) -> str:
    return colour.lstrip("#").upper()
