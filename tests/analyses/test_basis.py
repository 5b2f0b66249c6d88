"""The report accounts for what it read, what it set apart, and what it lacks."""

from dataclasses import dataclass
from datetime import date

from klantlib.advice import tell, words_of
from klantlib.analyses.basis import analyse


@dataclass
class File:
    table: str
    file: str
    rows_read: int
    rows_kept: int
    rows_rejected: int


SOURCES = [File("transactions", "transacties.csv", 100, 98, 2), File("customers", "klanten.csv", 10, 10, 0)]
PERIOD = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}


def said(result, language):
    return [tell(block, words_of(result, language)) for block in result.blocks()]


def test_rows_are_added_up_over_the_files():
    """100 and 10 read, 98 and 10 used."""
    assert analyse(SOURCES, [], {}, **PERIOD).figures() == {"rows_read": 110, "rows_kept": 108}


def test_every_file_is_listed_with_the_table_in_words():
    """What was set aside stands beside what was used."""
    told = next(b for b in said(analyse(SOURCES, [], {}, **PERIOD), "nl") if b.key == "sources")

    assert told.rows[0] == ("transactions", "transacties.csv", 100, 98, 2)
    assert told.words["terms"]["transactions"] == "Transacties"


def test_remarks_and_missing_chapters_are_told_one_by_one():
    """Each has a place of its own in the report."""
    result = analyse(SOURCES, ["Twee rijen apart.", "Een klant weg."], {"Trouw": "tevredenheid"}, **PERIOD)
    texts = {block.key: block.words.get("text") for block in said(result, "nl")}

    assert texts["kept_remark.2"] == "Een klant weg."
    assert texts["chapter_left_out.1"] == "Trouw: daarvoor nodig: tevredenheid."


def test_nothing_set_apart_and_nothing_missing_is_said_too():
    """An empty heading would leave the reader guessing."""
    keys = [block.key for block in said(analyse(SOURCES, [], {}, **PERIOD), "en")]

    assert {"kept_nothing", "no_chapter_left_out"} <= set(keys)


def test_every_word_of_the_glossary_has_its_meaning_in_both_languages():
    """cost-to-serve = bedieningskosten, whale curve = cumulatieve winstcurve."""
    for language in ("nl", "en"):
        glossary = said(analyse(SOURCES, [], {}, **PERIOD), language)[-1]
        assert all(
            word in glossary.words["terms"] and meaning in glossary.words["terms"] for word, meaning in glossary.rows
        )

    assert "Bedieningskosten" in said(analyse(SOURCES, [], {}, **PERIOD), "nl")[-1].words["terms"]["cost_to_serve"]
