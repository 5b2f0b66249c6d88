"""What stands before the first chapter and around every page? Cover, contents, header and footer."""

from __future__ import annotations

from collections.abc import Sequence

from docx.blkcntnr import BlockItemContainer
from docx.oxml.ns import qn
from docx.section import Section
from lxml.etree import _Element as Element

from klantlib.formats import show
from klantlib.render.ooxml import control, el, field, field_end, field_start, link, paragraph, run
from klantlib.render.word.draft import Draft, Entry
from klantlib.render.word.pictures import logo

GAP = "\N{EM SPACE}"  # between client and title
SAYING = ("w:t", "w:drawing", "w:pict", "w:object", "w:fldSimple", "w:instrText", "w:tbl")  # not empty
CONTENTS_REGION = "report/contents"
LEVELS = 2  # of headings that the contents name
A_PAGE = 54  # entries; contents that would be longer name the chapters alone
CONTENTS = 'TOC \\o "1-{levels}" \\h'  # as links


def cover(draft: Draft, title: str) -> list[Element]:
    """Whose report, about what, over which period, by whom and when; each line a region, for each is edited alone."""
    about = draft.about
    period = draft.say("period", start=about.start, end=about.end) if about.start and about.end else ""
    day = show(about.date, "date", about.language) if about.date else ""
    lines = {
        "client": ("CoverClient", about.client),
        "title": ("Title", title),
        "period": ("Subtitle", period),
        "consultant": ("CoverDetail", about.author),
        "date": ("CoverDetail", day),
    }
    shown = {name: paragraph(style, run(text)) for name, (style, text) in lines.items() if text}
    first = {"logo": paragraph("CoverLogo", logo(draft))} if about.theme.logo else {}
    return [control(f"cover/{name}", next(draft.ids), line) for name, line in {**first, **shown}.items()]


def disclaimer(draft: Draft) -> Element | None:
    """What the house style says at the end of a report, in the reader's language."""
    text = draft.about.theme.disclaimer(draft.about.language)
    return control("report/disclaimer", next(draft.ids), paragraph("Disclaimer", run(text))) if text else None


def contents(draft: Draft, entries: Sequence[Entry]) -> Element:
    """The table of contents, its entries already there; Word numbers the pages when someone asks it to."""
    gallery = el("w:docPartObj", el("w:docPartGallery", val="Table of Contents"), el("w:docPartUnique"))
    title = paragraph("TOCHeading", run(draft.say("contents")))
    return control(CONTENTS_REGION, next(draft.ids), title, *lines(entries), kind=gallery)


def lines(entries: Sequence[Entry]) -> list[Element]:
    """The entries of the contents, at least one, as the result of one field: as many levels as a page holds."""
    levels = LEVELS if len(entries) <= A_PAGE else 1
    named = [entry for entry in entries if entry.level <= levels] or entries
    found = [paragraph(f"TOC{entry.level}", link(entry.bookmark, run(entry.text))) for entry in named]
    for start in reversed(field_start(CONTENTS.format(levels=levels))):
        found[0].insert(1, start)
    found[-1].append(field_end())
    return found


def header_and_footer(section: Section, draft: Draft, title: str) -> None:
    """Client and title above, the page below; the cover has neither. A template's own text stays as it is."""
    client = [run(draft.about.client, "Strong"), run(GAP)] if draft.about.client else []
    page, pages = field("PAGE", "1"), field("NUMPAGES", "1")
    _fill(section.header, "Header", [*client, run(title)], draft)
    _fill(section.footer, "Footer", draft.sentence("page", page=page, pages=pages), draft)
    section.different_first_page_header_footer = bool(draft.about.client) and not draft.about.title


def _fill(place: BlockItemContainer, style: str, content: list[Element], draft: Draft) -> None:
    """Our line at the top or the foot of every page, where the template leaves that empty."""
    if any(True for _ in place._element.iter(*map(qn, SAYING))):
        return
    empty = place._element.find(qn("w:p"))
    line = paragraph(style, *content)
    draft.template.settle([line])
    place._element.append(line) if empty is None else place._element.replace(empty, line)
