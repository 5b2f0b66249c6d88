"""What does a person do to a report in LibreOffice? Opens documents, edits them as asked, saves them as Word files.

Runs under a Python that has LibreOffice's `uno`, so it knows nothing of the project. A list of cases as JSON:
{"file": ..., "saved": ..., "edits": [[name, argument, ...], ...]}; one LibreOffice serves them all. A place is named by
words that stand there: `at` begins, or is in, exactly one paragraph of the body, not counting the contents.

python3 tests/office_edits.py cases.json /usr/bin/soffice
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.style.BreakType import PAGE_BEFORE

WORD = "MS Word 2007 XML"
START, STOP = 60, 20  # seconds that LibreOffice may take to answer, and to close
BOLD = 150.0
UNSEEN = 4  # marks before a text that have no letter
BEFORE_BOX = 1  # mark without a letter where a content control begins
BREAK = 0  # com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK


def main(cases, soffice):
    """Every case in one LibreOffice, which is closed whatever happens."""
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"klant{uuid4().hex[:12]}"
        office = started(soffice, Path(folder), pipe)
        try:
            context = connected(pipe, office)
            for case in json.loads(Path(cases).read_text(encoding="utf-8")):
                edited(context, case)
            close(context, office)
        finally:
            killed(office)


def started(soffice, folder, pipe):
    """A LibreOffice with a profile of its own, listening to a pipe of its own."""
    profile = f"-env:UserInstallation={folder.as_uri()}/profile"
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    return subprocess.Popen([soffice, profile, *quiet, f"--accept=pipe,name={pipe};urp;"], start_new_session=True)


def connected(pipe, office):
    """The context of the LibreOffice that was started; ends the script when it never answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + START
    while office.poll() is None and time.monotonic() < until:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def close(context, office):
    """Ask it to end; it hangs up while it answers."""
    with contextlib.suppress(DisposedException):
        context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        office.wait(STOP)


def killed(office):
    """Nothing is left running: neither what was started nor the program behind it."""
    if office.poll() is None:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()


def edited(context, case):
    """Open, edit, save under another name; says which edit failed."""
    document = opened(context, Path(case["file"]).as_uri(), all(name != "comment" for name, *_ in case["edits"]))
    page = Page(document)
    for name, *arguments in case["edits"]:
        try:
            EDITS[name](page, *arguments)
        except Exception as problem:
            raise SystemExit(f"{case['saved']}: {name} {arguments}: {problem!r}") from problem
    document.storeToURL(Path(case["saved"]).as_uri(), named(FilterName=WORD))
    document.close(True)


def opened(context, url, viewed):
    """A document in a window that nobody sees; without one for a comment, which some versions cannot draw."""
    if viewed:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        return desktop.loadComponentFromURL(url, "_blank", 0, named(Hidden=True))
    document = context.ServiceManager.createInstanceWithContext("com.sun.star.text.TextDocument", context)
    document.load(named(URL=url, FilterName=WORD))
    return document


def named(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


class Page:
    """An open document, and where things stand in it."""

    def __init__(self, document):
        self.document, self.text = document, document.Text

    def blocks(self):
        """Paragraphs and tables of the body, in order."""
        found = self.text.createEnumeration()
        while found.hasMoreElements():
            yield found.nextElement()

    def place(self, at):
        """All blocks, and which of them is the one paragraph that begins with these words, or else has them."""
        blocks = list(self.blocks())
        found = [number for number, block in enumerate(blocks) if says(block, at)]
        [place] = [number for number in found if blocks[number].String.startswith(at)] or found
        return blocks, place

    def paragraph(self, at):
        return self.beside(at, 0)

    def control(self, bookmark):
        """The content control that a bookmark is around."""
        range_ = self.document.Bookmarks.getByName(bookmark).Anchor
        portions = [portion for block in range_.createEnumeration() for portion in block.createEnumeration()]
        return next(portion.ContentControl for portion in portions if portion.TextPortionType == "ContentControl")

    def words(self, at):
        """Exactly these letters of a paragraph; controls before them count as letters that nobody sees."""
        paragraph = self.paragraph(at)
        for unseen in range(UNSEEN):
            found = self.cursor(paragraph.Start)
            found.goRight(paragraph.String.index(at) + unseen, False)
            found.goRight(len(at), True)
            if found.String == at:
                return found
        raise LookupError(at)

    def beside(self, at, steps):
        """The block so many steps after the paragraph (before it: less than 0)."""
        blocks, place = self.place(at)
        return blocks[place + steps]

    def cursor(self, place):
        return self.text.createTextCursorByRange(place)

    def chapter(self, heading):
        """From a heading to before the next of its level, or to the end."""
        start = self.paragraph(heading)
        level = [block for block in self.blocks() if getattr(block, "ParaStyleName", "") == start.ParaStyleName]
        after = [block for block in level if self.text.compareRegionStarts(start.Start, block.Start) > 0]
        return start.Start, after[0].Start if after else self.text.End

    def select(self, start, end):
        """What a person would have dragged the mouse over; needs a view."""
        seen = self.document.CurrentController.ViewCursor
        seen.gotoRange(start, False)
        seen.gotoRange(end, True)
        return self.document.CurrentController


def says(block, words):
    """Is this a paragraph with these words, and no entry of the contents? Tables have no text of their own."""
    return words in getattr(block, "String", "") and not block.ParaStyleName.startswith("Contents")


def replace(page, at, text):
    page.words(at).setString(text)


def rewrite(page, at, text):
    page.paragraph(at).setString(text)


def append(page, at, text):
    page.text.insertString(page.paragraph(at).End, text, False)


def split(page, at):
    """Enter, right behind these words."""
    page.text.insertControlCharacter(page.cursor(page.words(at).End), BREAK, False)


def insert_after(page, at, text):
    cursor = page.cursor(page.paragraph(at).End)
    page.text.insertControlCharacter(cursor, BREAK, False)
    page.text.insertString(cursor, text, False)


def insert_before(page, at, text, style=None):
    cursor = page.cursor(page.paragraph(at).Start)
    page.text.insertString(cursor, text, False)
    page.text.insertControlCharacter(cursor, BREAK, False)
    if style:
        page.beside(at, -1).ParaStyleName = style


def insert_page(page, before, heading, *paragraphs):
    """A page of one's own: a heading on a new page, and text."""
    insert_before(page, before, heading, "Heading 2")
    page.beside(before, -1).BreakType = PAGE_BEFORE
    for text in paragraphs:
        insert_before(page, before, text, "Standard")


def delete(page, at):
    page.paragraph(at).dispose()


def delete_chapter(page, heading):
    start, end = page.chapter(heading)
    cursor = page.cursor(start)
    cursor.gotoRange(end, True)
    cursor.setString("")


def delete_table(page, caption):
    """The table alone; its caption stays."""
    page.beside(caption, 1).dispose()


def delete_picture(page, caption):
    """The picture or chart alone; its paragraph and caption stay."""
    page.beside(caption, -1).setString("")


def delete_figure(page, caption):
    """The picture or chart, and its caption."""
    page.beside(caption, -1).dispose()
    page.paragraph(caption).dispose()


def delete_contents(page):
    page.document.DocumentIndexes.getByIndex(0).dispose()


def update_contents(page):
    page.document.DocumentIndexes.getByIndex(0).update()


def move_chapter(page, heading, before):
    """Cut a chapter and paste it before another heading."""
    window = page.select(*page.chapter(heading))
    held = window.getTransferable()
    window.ViewCursor.setString("")
    window.ViewCursor.gotoRange(page.paragraph(before).Start, False)
    window.insertTransferable(held)


def copy(page, at, before):
    """Copy a paragraph and paste it before another."""
    paste(page, page.paragraph(at).Start, page.beside(at, 1).Start, before)


def copy_chapter(page, heading, before):
    paste(page, *page.chapter(heading), before)


def paste(page, start, end, before):
    window = page.select(start, end)
    held = window.getTransferable()
    window.ViewCursor.gotoRange(page.paragraph(before).Start, False)
    window.insertTransferable(held)


def comment(page, at, text, author="Ans"):
    note = page.document.createInstance("com.sun.star.text.textfield.Annotation")
    note.Author, note.Content = author, text
    page.text.insertTextContent(page.cursor(page.words(at)), note, True)


def track(page):
    """Keep track of what is changed from here on."""
    page.document.RecordChanges = True


def bold(page, at):
    page.words(at).CharWeight = BOLD


def restyle(page, at, style):
    page.paragraph(at).ParaStyleName = style


def cell(page, caption, name, text):
    """Another text in a cell (A1 is the first heading) of the table under a caption."""
    page.beside(caption, 1).getCellByName(name).setString(text)


def delete_row(page, caption, number):
    page.beside(caption, 1).Rows.removeByIndex(number, 1)


def tick(page, bookmark):
    """Click the box that a bookmark is around: its state turns, and its sign with it."""
    box = page.control(bookmark)
    box.Checked = not box.Checked
    sign = page.cursor(page.document.Bookmarks.getByName(bookmark).Anchor.Start)
    sign.goRight(BEFORE_BOX, False)
    sign.goRight(1, True)
    sign.setString(chr(0x2612) if box.Checked else chr(0x2610))


def type_over(page, at, text):
    """Select all of a paragraph and type."""
    paragraph = page.paragraph(at)
    cursor = page.cursor(paragraph.Start)
    cursor.gotoEndOfParagraph(True)
    cursor.setString(text)


def add_table(page, after, rows):
    table = page.document.createInstance("com.sun.star.text.TextTable")
    table.initialize(len(rows), len(rows[0]))
    page.text.insertTextContent(page.cursor(page.paragraph(after).End), table, False)
    table.setDataArray(tuple(tuple(row) for row in rows))


EDITS = {
    edit.__name__: edit
    for edit in (
        *(replace, rewrite, append, split, insert_after, insert_before, insert_page),
        *(delete, delete_chapter, delete_table, delete_picture, delete_figure, delete_contents, update_contents),
        *(move_chapter, copy, copy_chapter, comment, track, bold, restyle, cell, delete_row, add_table),
        *(tick, type_over),
    )
}

if __name__ == "__main__":
    main(*sys.argv[1:])
