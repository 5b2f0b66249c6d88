"""Can pictures, charts and tables be heard?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from klantlib.render.word.accessibility.found import EXCERPT, Barrier, Package, is_on, place, text_of

DECORATIVE = "{*}decorative"  # an ornament, as Word marks it: nothing to say about it
VML_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|emf|bmp)", re.IGNORECASE)


def pictures(package: Package) -> Iterator[Barrier]:
    """Without words, beside the text, or in a box of their own."""
    for part in (package.body, *package.around):
        for drawing in part.iter(qn("wp:inline"), qn("wp:anchor")):
            properties = drawing.find(qn("wp:docPr"))
            alt = (properties.get("descr") or "").strip()
            ornament = any(mark.get("val") in ("1", "true") for mark in properties.iter(DECORATIVE))
            if not alt and not ornament:
                yield Barrier("no_alt", place(drawing))
            elif FILE_NAME.fullmatch(alt):
                yield Barrier("file_name_as_alt", alt)
        for shape in part.iter(VML_SHAPE):
            if not (shape.get("alt") or "").strip():
                yield Barrier("no_alt", place(shape))
    for drawing in package.body.iter(qn("wp:anchor")):
        yield Barrier("floating", place(drawing))
    for box in package.body.iter(qn("w:txbxContent")):
        yield Barrier("text_box", text_of(box)[:EXCERPT])


def tables(package: Package) -> Iterator[Barrier]:
    """Without words, without headings, or with cells that nobody can count."""
    for table in package.body.iter(qn("w:tbl")):
        properties, rows = table.find(qn("w:tblPr")), table.findall(qn("w:tr"))
        spoken = [properties.find(qn(name)) for name in ("w:tblDescription", "w:tblCaption")]
        if not any(text is not None and text.get(qn("w:val"), "").strip() for text in spoken):
            yield Barrier("no_table_alt", place(table))
        if not rows:
            continue
        if not is_on(rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")):
            yield Barrier("no_header_row", place(table))
        elif any(not text_of(cell).strip() for cell in rows[0].iter(qn("w:tc"))):
            yield Barrier("empty_column_heading", place(table))
        if any(True for _ in table.iter(qn("w:gridSpan"), qn("w:vMerge"), qn("w:hMerge"))):
            yield Barrier("merged_cells", place(table))
        if table.find(f".//{qn('w:tbl')}") is not None:
            yield Barrier("table_in_table", place(table))
