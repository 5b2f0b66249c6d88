"""What stands before the first chapter and around every page? Cover, contents, header and footer."""

from __future__ import annotations

from collections.abc import Sequence

from docx.section import Section
from lxml.etree import _Element as Element

from klantlib.formats import show
from klantlib.render.ooxml import control, el, field, field_end, field_start, link, paragraph, run
from klantlib.render.word.draft import Draft, Entry

GAP = "\N{EM SPACE}"  # between client and title
LEVELS = 2  # of headings that the contents name
CONTENTS = f'TOC \\o "1-{LEVELS}" \\h'  # as links


def cover(draft: Draft, title: str) -> Element:
    """Whose report, about what, over which period, when and by whom."""
    about = draft.about
    period = draft.say("period", start=about.start, end=about.end) if about.start and about.end else ""
    day = show(about.date, "date", about.language) if about.date else ""
    lines = {"CoverClient": about.client, "Title": title, "Subtitle": period}
    content = [paragraph(style, run(text)) for style, text in lines.items() if text]
    details = [paragraph("CoverDetail", run(text)) for text in (about.consultant, day) if text]
    return control("report/cover", next(draft.ids), *content, *details)


def contents(draft: Draft, entries: Sequence[Entry]) -> Element:
    """The table of contents, its entries already there; Word numbers the pages when someone asks it to."""
    gallery = el("w:docPartObj", el("w:docPartGallery", val="Table of Contents"), el("w:docPartUnique"))
    lines = [paragraph(f"TOC{entry.level}", link(entry.bookmark, run(entry.text))) for entry in entries]
    for start in reversed(field_start(CONTENTS)):
        lines[0].insert(1, start)
    lines[-1].append(field_end())
    title = paragraph("TOCHeading", run(draft.say("contents")))
    return control("report/contents", next(draft.ids), title, *lines, kind=gallery)


def header_and_footer(section: Section, draft: Draft, title: str) -> None:
    """Client and title above, the page below; the cover has neither."""
    client = [run(draft.about.client, "Strong"), run(GAP)] if draft.about.client else []
    section.header.paragraphs[0]._p.extend([*client, run(title)])
    page, pages = field("PAGE", "1"), field("NUMPAGES", "1")
    section.footer.paragraphs[0]._p.extend(draft.sentence("page", page=page, pages=pages))
    section.different_first_page_header_footer = bool(draft.about.client)
