"""Does a report that people edited survive being run again? Every rule, by what a person did and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn

from klantlib.blocks import Finding, Heading, Table
from klantlib.render.ooxml import el, field, paragraph, run
from klantlib.render.word.rerun import absent, merge
from klantlib.render.word.rerun.comments import AUTHOR
from klantlib.render.word.rerun.memory import Damaged, NotOurs, recall
from tests.render.word.by_hand import Desk, as_word_saves, edited, in_dutch, said
from tests.render.word.small import ABOUT, TOLD, WIDE, report

JAN, FEB, MARCH = report("jan", 100.0), report("feb", 120.0), report("mrt", 90.0)
MINE = "Dit schreef ik zelf."
CHANGED = ("one/share", "one/largest", "one/curve", "two/seven", "two/wide", "two/call")  # from month to month


def run_again(docx: bytes, *edits, fresh: bytes = FEB, **options):
    """What happened to each region, and the desk with the result."""
    merged = merge(edited(docx, *edits), fresh, **options)
    return {change.region: change.what for change in merged.changes}, Desk(merged.docx), merged.docx


def tracked(desk):
    """Somebody wrote with changes tracked."""
    desk.paragraphs("one/share")[0].append(el("w:ins", run("Nieuw."), id=70001, author="Wilma"))


def emptied(desk):
    """All text gone; the control stays, with Word's hint in it."""
    for letters in desk.control("one/share").iter(qn("w:t")):
        letters.text = ""


def hinted(desk):
    """What Word leaves when a control is emptied."""
    emptied(desk)
    desk.paragraphs("one/share")[0].append(run("Klik hier om tekst in te voeren."))
    desk.control("one/share").find(qn("w:sdtPr")).append(el("w:showingPlcHdr"))


def chapter_gone(desk):
    for region in [r.region for r in recall(JAN).regions if r.region.startswith("two/")]:
        desk.delete(region)


def into_own_table(desk):
    """A region dragged into a cell of a table of one's own."""
    cell = el("w:tc", el("w:tcPr", el("w:tcW", w=5000, type="dxa")), desk.control("one/share"), el("w:p"))
    table = el("w:tbl", el("w:tblPr"), el("w:tblGrid", el("w:gridCol", w=5000)), el("w:tr", cell))
    desk.control("one/question").addnext(table)


def to_the_end(region):
    return lambda desk: desk.body[-1].addprevious(desk.control(region))


def own_words_inside(desk):
    """Enter at the end of a generated part, and on with one's own: Word keeps that within the control."""
    desk.paragraphs("one/share")[-1].addnext(paragraph("Normal", run(MINE)))


def marked_up(desk):
    """A yellow marker over the words."""
    desk.paragraphs("one/share")[0].find(qn("w:r")).insert(0, el("w:rPr", el("w:highlight", val="yellow")))


def other_picture(desk):
    """The picture taken out, its caption left."""
    drawing = next(desk.control("one/curve").iter(qn("w:drawing")))
    drawing.getparent().remove(drawing)


# what a person did | the region | what the run says of it | what is to be read there afterwards (None: it is gone)
CASES = {
    "nothing": (lambda desk: None, "one/share", "replaced", "In feb was het 120 euro."),
    "nothing, and no new value": (lambda desk: None, "one/question", "same", "Op wie rust uw omzet?"),
    "saved by Word": (as_word_saves, "one/share", "replaced", "In feb was het 120 euro."),
    "saved by a Dutch Word": (in_dutch, "one/share", "replaced", "In feb was het 120 euro."),
    "rewrote what is renewed": (lambda d: d.rewrite("one/share", MINE), "one/share", "commented", MINE),
    "rewrote what stays the same": (lambda d: d.rewrite("one/question", MINE), "one/question", "kept", MINE),
    "rewrote a cell": (lambda d: d.rewrite("one/largest", "Pieters", 3), "one/largest", "commented", "Pieters"),
    "rewrote the cover": (lambda d: d.rewrite("cover/title", MINE), "cover/title", "kept", MINE),
    "tracked a change": (tracked, "one/share", "commented", "Nieuw."),
    "commented": (lambda d: d.comment("one/share", "Klopt dit?"), "one/share", "commented", "In jan was het 100 euro."),
    "marked in yellow": (marked_up, "one/share", "commented", "In jan was het 100 euro."),
    "deleted the picture": (other_picture, "one/curve", "commented", "De lijn"),
    "deleted": (lambda d: d.delete("one/share"), "one/share", "deleted", None),
    "emptied": (emptied, "one/share", "deleted", None),
    "emptied in Word": (hinted, "one/share", "deleted", None),
    "moved": (to_the_end("one/share"), "one/share", "replaced", "In feb was het 120 euro."),
    "moved into a table": (into_own_table, "one/share", "replaced", "In feb was het 120 euro."),
    "copied": (lambda d: d.copy("one/share", "two/seven"), "one/share", "replaced", "In feb was het 120 euro."),
    "removed the control": (lambda d: d.unpack("one/share"), "one/share", "replaced", "In feb was het 120 euro."),
    "wrote on within it": (own_words_inside, "one/share", "replaced", "In feb was het 120 euro."),
    "wrote behind it": (lambda d: d.write(MINE, "one/share"), "one/share", "replaced", "In feb was het 120 euro."),
    "deleted the contents": (lambda d: d.delete("report/contents"), "report/contents", "deleted", None),
    "rewrote the contents": (
        lambda d: d.rewrite("report/contents", MINE, 1),
        "report/contents",
        "same",
        "Weinig klanten",
    ),
}


@pytest.mark.parametrize(("edit", "region", "what", "text"), CASES.values(), ids=CASES)
@pytest.mark.slow
def test_each_rule(edit, region, what, text):
    """One thing done by hand, one thing that comes of it; and it stays so in the run after that."""
    found, desk, docx = run_again(JAN, edit)
    assert found[region] == what
    assert desk.has(region) == (text is not None)
    assert text is None or text in desk.text(region)

    found, desk, _ = run_again(docx)
    assert found[region] == {"replaced": "same", "commented": "kept", "deleted": "away"}.get(what, what)
    assert text is None or text in desk.text(region)


def test_only_what_a_person_touched_is_kept():
    """Everything else is renewed as if nobody had been there."""
    found, _, _ = run_again(JAN, lambda desk: desk.rewrite("one/share", MINE))
    assert {region for region, what in found.items() if what == "replaced"} >= set(CHANGED) - {"one/share"}
    assert Counter(found.values())["commented"] == 1


def test_the_comment_carries_the_new_value_and_makes_way_for_the_next():
    """Ours is replaced by ours; that of a person stays."""
    _, desk, docx = run_again(JAN, lambda d: d.rewrite("one/share", MINE), lambda d: d.comment("two/seven", "Zeker?"))
    ours = [text for author, text in desk.comments if author == AUTHOR]
    assert [("In feb was het 120 euro." in text or "60" in text) for text in ours] == [True, True]

    _, desk, _ = run_again(docx, fresh=MARCH)
    texts = [text for author, text in desk.comments if author == AUTHOR]
    assert len(texts) == 2 and any("In mrt was het 90 euro." in text for text in texts)
    assert ("Wilma", "Zeker?") in desk.comments


def test_who_takes_over_our_value_is_up_to_date_again():
    """The text in the comment pasted over one's own: untouched from then on, and the comment goes."""
    _, _, docx = run_again(JAN, lambda desk: desk.rewrite("two/seven", MINE))
    new = said(Desk(FEB).paragraphs("two/seven")[0]).removesuffix(" [1]")
    fresh_copy = Desk(FEB).paragraphs("two/seven")[0]

    def take_over(desk):
        old = desk.paragraphs("two/seven")[0]
        for child in list(old)[1:]:
            if child.tag == qn("w:r") and child.find(qn("w:commentReference")) is None:
                old.remove(child)
        for number, child in enumerate(c for c in fresh_copy if c.tag in (qn("w:r"), qn("w:hyperlink"))):
            old.insert(2 + number, child)

    found, desk, _ = run_again(docx, take_over)
    assert found["two/seven"] == "same"
    assert new in desk.text("two/seven")
    assert [author for author, _ in desk.comments] == []


def test_deleted_stays_deleted_for_ever():
    """Also when its value changes, or it was away for a while."""
    docx = edited(JAN, lambda desk: desk.delete("one/share"))
    for fresh in (FEB, report("feb", 120.0, without=["one/share"]), MARCH):
        docx = merge(docx, fresh).docx
        assert not Desk(docx).has("one/share")


def test_a_deleted_chapter_gets_nothing_new():
    """What is new in it is left out, and told."""
    fresh = report("feb", 120.0, also=[("two/seven", "two", Finding("more", words={"text": "Ook nieuw.", **TOLD}))])
    found, desk, _ = run_again(JAN, chapter_gone, fresh=fresh)
    assert found["two/more"] == "left_out"
    assert "Ook nieuw." not in desk.lines


def test_what_is_new_stands_behind_what_it_follows_wherever_that_is():
    """The chapter was moved; its new finding goes along."""
    new = Finding("more", words={"text": "Ook nieuw.", **TOLD})
    fresh = report("jan", 100.0, also=[("two/seven", "two", new)])
    found, desk, _ = run_again(JAN, lambda d: d.move("two/seven", after="one/question"), fresh=fresh)
    lines = desk.lines
    assert found["two/more"] == "added"
    number = next(n for n, line in enumerate(lines) if line.startswith("Ook nieuw."))
    assert lines[number - 1].startswith("Zij kosten 50 euro.")


def test_a_new_heading_stands_at_the_top_of_its_chapter():
    """Nothing before it in its chapter: ahead of what follows it there, not behind the chapter before."""
    fresh = report(
        "jan", 100.0, without=["two/loss"], also=[("one/curve", "two", Heading("gain", 1, words={"text": "Winst"}))]
    )
    found, desk, _ = run_again(JAN, lambda d: d.write(MINE, after="one/curve"), fresh=fresh)
    assert (found["two/loss"], found["two/gain"]) == ("removed", "added")
    assert desk.lines[desk.lines.index("Winst") - 1] == MINE
    assert "Winst" in desk.contents and "Twee klanten kosten geld" not in desk.contents


def test_no_longer_produced():
    """Untouched: gone, and back as new later; edited: kept with a comment, once."""
    without = report("jan", 100.0, without=["one/new", "one/question"])
    found, desk, docx = run_again(JAN, lambda d: d.rewrite("one/question", MINE), fresh=without)
    assert (found["one/new"], found["one/question"]) == ("removed", "gone")
    assert MINE in desk.lines and len(desk.comments) == 1
    found, _, docx = run_again(docx, fresh=without)
    assert "one/new" not in found and found["one/question"] == "kept"
    found, desk, _ = run_again(docx, fresh=JAN)
    assert (found["one/new"], found["one/question"]) == ("added", "commented")
    assert MINE in desk.lines


def test_a_copy_is_a_persons_own():
    """The first is ours and renewed; the second stays what it was, without a control."""
    _, desk, _ = run_again(JAN, lambda d: d.copy("one/share", after="two/seven"))
    assert [line for line in desk.lines if line.startswith("In jan was het 100 euro.")] != []
    assert sum(line.startswith("In feb was het 120 euro.") for line in desk.lines) == 1


def test_own_words_within_a_control_stay_behind_the_new_value():
    """Word puts a new paragraph inside; it is a person's, and not the region's."""
    _, desk, _ = run_again(JAN, own_words_inside)
    number = desk.lines.index(MINE)
    assert desk.lines[number - 1] == "Wat te doen: Bel ze."
    assert MINE not in desk.text("one/share")


def test_captions_are_counted_anew_and_references_follow():
    """A figure of a person before ours, and a reference of his to ours."""
    target = Desk(JAN).paragraphs("one/curve")[1].findall(qn("w:bookmarkStart"))[0].get(qn("w:name"))

    def own_figure(desk):
        caption = paragraph("Caption", run("Figuur "), *field("SEQ Figure \\* ARABIC", "1"), run(": mijn plaatje"))
        desk.control("one/question").addnext(caption)
        desk.control("two/seven").addnext(
            paragraph("Normal", run("Zie "), *field(f"REF {target} \\h", "Figuur 1"), run("."))
        )

    _, desk, _ = run_again(JAN, own_figure)
    assert "Figuur 1: mijn plaatje" in desk.lines
    assert "Figuur 2. De lijn" in desk.lines
    assert "Zie Figuur 2." in desk.lines


def test_a_reference_of_a_person_with_a_bookmark_of_word_still_leads_there():
    """Word puts a bookmark of its own in our caption; it goes along when the caption is renewed."""

    def refer(desk):
        ours = next(desk.paragraphs("one/largest")[0].iter(qn("w:bookmarkStart")))
        caption = ours.getparent()
        caption.insert(1, el("w:bookmarkStart", id=80001, name="_Ref204512345"))
        caption.append(el("w:bookmarkEnd", id=80001))
        desk.write("", "two/seven").extend([run("Zie "), *field("REF _Ref204512345 \\h", "Tabel 1. Wie")])

    _, desk, _ = run_again(JAN, refer)
    assert any("REF _Ref204512345" in (code.text or "") for code in desk.body.iter(qn("w:instrText")))
    assert "Zie Tabel 1. Wie" in desk.lines


def test_a_reference_to_what_is_gone_is_plain_text():
    """The words stay, the field goes."""
    target = Desk(JAN).paragraphs("one/curve")[1].findall(qn("w:bookmarkStart"))[0].get(qn("w:name"))

    def refer(desk):
        desk.write("", "two/seven").extend([run("Zie "), *field(f"REF {target} \\h", "Figuur 1"), run(".")])
        desk.delete("one/curve")

    _, desk, _ = run_again(JAN, refer)
    assert "Zie Figuur 1." in desk.lines
    assert not [code for code in desk.body.iter(qn("w:instrText")) if target in (code.text or "")]


def test_the_contents_name_a_persons_own_headings():
    """In the order in which they stand, with a bookmark that is there."""
    _, desk, _ = run_again(JAN, lambda d: d.write("Wat wij zelf zagen", "one/curve", style="Heading1"))
    anchors = [link.get(qn("w:anchor")) for link in desk.control("report/contents").iter(qn("w:hyperlink"))]
    names = {mark.get(qn("w:name")) for mark in desk.body.iter(qn("w:bookmarkStart"))}
    assert desk.contents.index("Wat wij zelf zagen") == desk.contents.index("Twee klanten kosten geld") - 1
    assert set(anchors) <= names


def test_the_contents_of_a_dutch_word_have_every_heading():
    """By the name of the style, whatever its id."""
    _, desk, _ = run_again(JAN, in_dutch)
    assert {"Weinig klanten, veel omzet", "Twee klanten kosten geld", "Wie dat zijn"} <= set(desk.contents)


def test_a_new_wide_table_lies_on_its_side():
    """In a section of its own, the pages around it upright; and all of them lean on the first for their header."""
    wide = Table(
        "broad", {f"c{n}": "money" for n in range(WIDE)}, [[1e6] * WIDE], words={"caption": "Breed", "labels": {}}
    )
    found, desk, _ = run_again(JAN, fresh=report("jan", 100.0, also=[("one/new", "one", wide)]))
    assert found["one/broad"] == "added"
    assert orientations(desk) == ["upright", "side", "upright", "side", "upright"]
    assert next(desk.body.iter(qn("w:sectPr"))).find(qn("w:headerReference")) is not None


def test_a_section_of_ours_that_is_empty_goes():
    """The wide table and its note are no longer produced: no blank page on its side."""
    fresh = report("jan", 100.0, without=["two/wide", "two/rates"])
    _, desk, _ = run_again(JAN, fresh=fresh)
    assert orientations(desk) == ["upright"]
    assert next(desk.body.iter(qn("w:sectPr"))).find(qn("w:headerReference")) is not None


def orientations(desk):
    sizes = [section.find(qn("w:pgSz")) for section in desk.body.iter(qn("w:sectPr"))]
    return ["side" if int(size.get(qn("w:w"))) > int(size.get(qn("w:h"))) else "upright" for size in sizes]


def test_a_numbered_action_that_was_rewritten_keeps_its_number():
    """All actions of the list are of one list again."""
    _, desk, _ = run_again(JAN, lambda d: d.rewrite("two/visit", MINE, 1))
    numbers = {
        used.get(qn("w:val")) for name in ("two/call", "two/visit") for used in desk.control(name).iter(qn("w:numId"))
    }
    assert len(numbers) == 1


def test_chapters_that_were_not_run_stay_as_they_are():
    """klant report --only one: chapter two is not "no longer produced"."""
    fresh = report("feb", 120.0, without=[r.region for r in recall(JAN).regions if r.region.startswith("two/")])
    found, desk, _ = run_again(JAN, fresh=fresh, chapters=["one"])
    assert found["two/seven"] == "same" and desk.has("two/seven")


@pytest.mark.slow
def test_twelve_runs_do_not_make_it_grow():
    """Pictures, charts, lists and comments of earlier runs do not pile up."""
    docx = edited(JAN, lambda d: d.rewrite("one/share", MINE), lambda d: d.comment("two/seven", "Zeker?"))
    sizes, parts = [], []
    for month in range(12):
        docx = merge(docx, report(f"m{month:02}", 100.0 + month)).docx
        with ZipFile(BytesIO(docx)) as file:
            sizes.append(sum(info.file_size for info in file.infolist() if "media" not in info.filename))
            parts.append(sorted(file.namelist()))
    assert max(sizes[2:]) - min(sizes[2:]) < 500
    assert parts[1] == parts[-1]


def test_the_same_two_documents_give_the_same_bytes():
    """Nothing of the clock or the machine is in it."""
    changed = edited(JAN, lambda d: d.rewrite("one/share", MINE))
    assert merge(changed, FEB).docx == merge(changed, FEB).docx


@pytest.mark.parametrize("content", [b"", b"no zip at all", JAN[:3000]])
def test_what_cannot_be_read_is_damaged(content):
    """A cut-off file, a text, nothing."""
    with pytest.raises(Damaged):
        merge(content, FEB)


def test_a_document_of_somebody_else_is_not_ours():
    """An empty document made by Word or python-docx."""
    from docx import Document

    file = BytesIO()
    Document().save(file)
    with pytest.raises(NotOurs):
        merge(file.getvalue(), FEB)


def test_numbers_and_names_are_given_out_once():
    """Controls, bookmarks and pictures, after copies and moves."""
    _, desk, _ = run_again(
        JAN, lambda d: d.copy("one/curve", "two/seven"), lambda d: d.copy("one/largest", "two/seven")
    )
    for tag, name in (("w:bookmarkStart", qn("w:name")), ("w:bookmarkStart", qn("w:id")), ("wp:docPr", "id")):
        values = [element.get(name) for element in desk.body.iter(qn(tag))]
        assert len(set(values)) == len(values), tag
    ids = [i.get(qn("w:val")) for i in desk.body.iter(qn("w:id"))]
    assert len(set(ids)) == len(ids)


def without(docx: bytes, month: str = "feb", revenue: float = 120.0) -> bytes:
    """The next report, which knows what people deleted."""
    return report(month, revenue, about=replace(ABOUT, absent=absent(docx)))


def test_nothing_new_refers_to_what_was_deleted():
    """A finding names the table alone when its figure is gone, not a number that another figure has now."""
    docx = edited(JAN, lambda desk: desk.delete("one/curve"))
    assert absent(docx) == ("one/curve",)
    desk = Desk(merge(docx, without(docx)).docx)
    assert "figuur" in Desk(JAN).text("one/share")
    assert "Zie tabel 1." in desk.text("one/share") and "figuur" not in desk.text("one/share")


def test_the_annex_of_a_deleted_chapter_goes_with_it():
    """Nobody asks how figures came about that are not there."""
    docx = edited(JAN, chapter_gone)
    assert "two" in absent(docx)
    desk = Desk(merge(docx, without(docx)).docx)
    assert Desk(JAN).has("how/two") and not desk.has("how/two") and desk.has("how/one")


def test_findings_lead_nowhere_when_the_annex_was_deleted():
    """No number in brackets that stands for nothing."""

    def annex_gone(desk):
        for region in [r.region for r in recall(JAN).regions if r.region.startswith("how/")]:
            desk.delete(region)

    docx = edited(JAN, annex_gone)
    assert "[1]" in Desk(JAN).text("one/share")
    assert "[" not in Desk(merge(docx, without(docx)).docx).text("one/share")


def test_the_comment_on_a_table_shows_the_rows_that_differ():
    """Before and after, a line each; the rows that stayed are not repeated."""
    _, desk, _ = run_again(JAN, lambda d: d.rewrite("one/largest", "Pieters", 3))
    [(_, text)] = desk.comments
    assert text.split("\n")[1:] == ["Eerst: Jansen · € 100", "Nu: Jansen · € 120"]


def test_the_comment_shows_the_numbers_of_this_report():
    """A figure of a person stands before ours: the reference in the new value counts it."""

    def own_figure(desk):
        caption = paragraph("Caption", run("Figuur "), *field("SEQ Figure \\* ARABIC", "1"), run(": mijn plaatje"))
        desk.control("one/question").addnext(caption)
        desk.rewrite("one/share", MINE)

    _, desk, _ = run_again(JAN, own_figure)
    [(_, text)] = desk.comments
    assert "Nu: In feb was het 120 euro. Zie tabel 1 en figuur 2." in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_region_is_called_by_its_caption_or_by_what_stands_there_now():
    """Words that a reader can look for."""
    docx = edited(JAN, lambda d: d.rewrite("one/largest", "Pieters", 3), lambda d: d.rewrite("one/share", MINE))
    names = {change.region: change.name for change in merge(docx, FEB).changes}
    assert names["one/largest"] == "Tabel 1. Wie"
    assert names["one/share"].startswith(MINE)


def test_words_typed_over_a_number_stay():
    """Where a caption's number was, somebody wrote; no counting over it."""

    def typed(desk):
        number = next(t for t in desk.paragraphs("one/curve")[1].iter(qn("w:t")) if t.text == "1")
        number.text = "EEN"

    _, desk, docx = run_again(JAN, typed)
    assert "Figuur EEN. De lijn" in desk.lines
    assert "Figuur EEN. De lijn" in run_again(docx)[1].lines


def test_words_below_the_contents_stay():
    """Enter behind the last entry: Word keeps the new paragraph in the control of the contents."""

    def below(desk):
        desk.control("report/contents").find(qn("w:sdtContent")).append(paragraph("Normal", run(MINE)))
        desk.write("Eigen kop", "one/question", style="Heading1")

    _, desk, docx = run_again(JAN, below)
    assert MINE in desk.lines and "Eigen kop" in desk.contents
    assert MINE in run_again(docx)[1].lines


def test_a_region_moved_into_another_keeps_its_table():
    """A table dragged into the middle of a list of actions is renewed there, whole."""

    def into(desk):
        desk.paragraphs("two/cell-1")[0].addnext(desk.control("two/wide"))

    _, desk, _ = run_again(JAN, into)
    assert len(list(desk.control("two/wide").iter(qn("w:tbl")))) == 1
    assert "120" in desk.text("two/wide")


def test_a_reference_that_became_text_is_told():
    """The sentence in which it stands, so that somebody can mend it."""
    target = Desk(JAN).paragraphs("one/curve")[1].findall(qn("w:bookmarkStart"))[0].get(qn("w:name"))

    def refer(desk):
        desk.write("", "two/seven").extend([run("Zie "), *field(f"REF {target} \\h", "Figuur 1"), run(".")])
        desk.delete("one/curve")

    docx = edited(JAN, refer)
    assert merge(docx, without(docx)).loose == ("Zie Figuur 1.",)
