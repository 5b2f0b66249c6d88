"""In which house style was a report written, and how does it take on another after people edited it?

Colours and font are exchanged wherever they still are those of the old house style: a style that a person gave another
colour keeps that. Sizes and spacing come with a template; where that is another, the report keeps its own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.dressing import standard, worn
from klantlib.theme import Theme

LENGTH = 12  # hexadecimal digits that tell one template from another
COLOURED = ("val", "color", "fill", "themeColor")  # attributes of Word that name a colour
FONTS = ("ascii", "hAnsi", "cs", "eastAsia")
QUOTED = re.compile(r'"([0-9A-Fa-f]{6}|[\w .-]+)"')  # an attribute of a part that is no Word text


@dataclass(frozen=True)
class Look:
    """What the styles of a report were made from."""

    template: str = ""  # a fingerprint of the file; empty where nobody knows
    worn: tuple[str, ...] = ()  # what stands in the place of each standard colour and font


def look_of(theme: Theme) -> Look:
    """The look of a report in this house style."""
    file = hashlib.sha256(theme.template or b"")
    file.update(standard())
    return Look(file.hexdigest()[:LENGTH], tuple(worn(theme).values()))


def redress(document: WordDocument, old: Look, new: Look) -> bool:
    """Exchange old colours and fonts for new ones; False where the template is another one, and the styles stay."""
    if not old.template:
        return True  # from before reports remembered it
    if old.template != new.template or len(old.worn) != len(new.worn):
        return False
    pairs = {before: after for before, after in zip(old.worn, new.worn, strict=True) if before != after}
    if pairs:
        _exchange(document, pairs)
    return True


def _exchange(document: WordDocument, pairs: dict[str, str]) -> None:
    names = {qn(f"w:{name}") for name in (*COLOURED, *FONTS)}
    parts = (part for part in document.part.package.iter_parts() if part.partname.baseURI.startswith("/word"))
    for part in parts:
        if hasattr(part, "element"):
            _in_element(part.element, names, pairs)
        elif part.partname.startswith("/word/theme/"):
            text = part.blob.decode("utf-8")
            part._blob = QUOTED.sub(lambda found: f'"{pairs.get(found[1], found[1])}"', text).encode("utf-8")


def _in_element(root: Element, names: set[str], pairs: dict[str, str]) -> None:
    for element in root.iter():
        for name in names.intersection(element.attrib):
            value = element.get(name)
            if (after := pairs.get(value) or pairs.get(value.upper())) is not None:
                element.set(name, after)
