"""How wide are the letters of a font? About, beside Calibri's: enough to keep a word in a table whole."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

# the length of a line of text in each, measured against the same line in Calibri
BESIDE_CALIBRI = {
    **dict.fromkeys(("calibri", "carlito", "times new roman", "garamond", "gill sans mt", "arial narrow"), 1.0),
    **dict.fromkeys(("cambria", "aptos", "palatino linotype", "book antiqua"), 1.08),
    **dict.fromkeys(("arial", "helvetica", "liberation sans", "segoe ui", "tahoma", "trebuchet ms"), 1.12),
    **dict.fromkeys(("georgia", "century gothic", "lucida sans"), 1.18),
}
WIDEST = 1.3  # Verdana, and whatever is not known: too wide a column harms less than a broken word


def stretch(font: str) -> float:
    """How much wider than Calibri."""
    return BESIDE_CALIBRI.get(font.casefold(), WIDEST)


def font_of(document: WordDocument) -> str:
    """The font of its text, where one is named; else Word's own."""
    styles = document.styles.element
    normal = [s for s in styles.iter(qn("w:style")) if s.get(qn("w:default")) and s.get(qn("w:type")) == "paragraph"]
    for holder in (*normal, styles.find(qn("w:docDefaults"))):
        fonts = holder.iter(qn("w:rFonts")) if holder is not None else ()
        for named in (found.get(qn("w:ascii")) for found in fonts):
            if named:
                return named
    return "Calibri"
