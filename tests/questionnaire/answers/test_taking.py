"""Whatever comes back is taken in once, or kept aside with the reason; and the tables follow from what was taken in."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantlib.client import open_client
from klantlib.client.problems import Refused
from klantlib.questionnaire.answers.taking import erase
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.inviting import asked
from klantlib.questionnaire.keeping import alone
from klantlib.questionnaire.line import write_line
from klantlib.report.publish import Busy
from tests.questionnaire.answers.conftest import TODAY, files, rows

CODE = "6WK-9KZB"  # ABCD?A
SURVEY = {"overall": "4", "a1_importance": "5", "a1_expectation": "8", "a1_experience": "7", "effort": "?",
          "wish": "=1+1; sneller\x00 leveren"}  # fmt: skip


def save(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def reasons(taken):
    return [problem.reason for _, wrong in taken.refused for problem in wrong]


@pytest.mark.parametrize("typed", [(CODE,), ("6wk9kzb",), ("6WK", "9KZB"), ("Mijn code is 6WK-9KZB",), (f" {CODE} ",)])
def test_a_code_is_a_sheet_however_it_was_typed(client, taken, typed):
    """Small letters, spaces, without a hyphen; in two halves, as a command line gives them."""
    if "Mijn" in typed[0]:
        typed = (save(client.parent, "mail.txt", typed[0]),)
    found = taken(*typed)

    assert not found.refused and found.rows == {"self_test": 1}
    row = rows(client, "self_test")[0]
    assert (row["respondent"], row["datum"]) == (CODE, "2026-11-24")
    assert [row[f"vraag {number}"] for number in range(1, 7)] == list("ABCD?A")


def test_a_paper_sheet_gets_a_code(client, taken):
    """Two papers with the same letters are two people; the code that was drawn is the same sheet from then on."""
    found = taken("ABCD?A", "a b c d ? a")
    codes = [row["respondent"] for row in rows(client, "self_test")]

    assert len(set(codes)) == len(found.drawn) == 2
    assert taken(*codes).rows == {"self_test": 2}


def test_the_same_sheet_counts_once_by_whatever_route(client, taken, self_test):
    """The code over the phone, the file with the role, and the e-mail: one respondent, with the role."""
    whole = self_test("ABBA??", role="directie")
    saved = save(client.parent, "post/a.json", whole.json_text())
    letter = save(client.parent, "post/b.txt", f"Mijn code: {whole.id}\n")
    for order in itertools.permutations([whole.id, saved, letter]):
        found = taken(*order)
        assert found.rows == {"self_test": 1} and not found.refused

    assert [(row["rol"], row["datum"]) for row in rows(client, "self_test")] == [("directie", "2026-11-22")]
    assert files(client, "earlier") == []


def test_a_survey_becomes_rows_of_its_customer(client, taken, sheet):
    """Don't know is no answer; an aspect counts when its three marks are there; a formula is text."""
    found = taken(
        save(client.parent, "a.json", sheet("satisfaction", "7XKQ29PM", **SURVEY, a2_importance="3").json_text())
    )

    assert found.rows == {"satisfaction": 1, "aspects": 1} and found.halves == 1
    row = rows(client, "satisfaction")[0]
    assert (row["klantnummer"], row["algemeen"], row["moeite"]) == ("00042", "4", "")
    assert row["wens"] == " =1+1; sneller  leveren"
    assert list(rows(client, "aspects")[0].values()) == ["00042", "2026-11-22", "Levering", "5", "8", "7"]
    data = open_client("proef", client.parent)
    assert data.all("satisfaction")["wish"].tolist() == ["=1+1; sneller  leveren"]


def test_staff_are_rows_of_their_unit(client, taken, sheet):
    """Two who answered alike are two rows, and the report is not told that one stands there twice."""
    said = {"unit": "Zwolle", "engagement": "8", "awareness_role": "?"}
    for number, id in enumerate(("CCCC4444", "DDDD5555")):
        save(client.parent, f"post/{number}.json", sheet("awareness", id, **said).json_text())
    taken(client.parent / "post")
    data = open_client("proef", client.parent)

    assert [row["betrokkenheid"] for row in rows(client, "employees")] == ["8", "8"]
    assert len(data.all("employees")) == 2
    assert not {"same_row_kept", "same_row_dropped"} & {remark.key for remark in data.remarks}


def test_of_one_customer_the_newest_answers_count(client, taken, sheet):
    """Whichever comes in first; the older ones are kept."""
    old = sheet("satisfaction", "7XKQ29PM", "2026-11-20", overall="2")
    new = sheet("satisfaction", "7XKQ29PM", "2026-11-22", overall="4")
    for pair in itertools.permutations([old, new]):
        for one in pair:
            found = taken(save(client.parent, f"{one.day}.json", one.json_text()))
        assert [row["algemeen"] for row in rows(client, "satisfaction")] == ["4"]

    assert [one.came for one in found.sheets] == ["older"]
    assert len(files(client, "earlier")) == 1


def test_an_email_line_counts_though_it_was_quoted_and_broken(client, taken, sheet):
    """As it comes back in a reply."""
    own = sheet("satisfaction", "7XKQ29PM", **SURVEY | {"wish": "Sneller, graag"})
    line = write_line(own, form("satisfaction", "nl", asked_of(client)))
    broken = "> " + "\n> ".join(line[place : place + 40] for place in range(0, len(line), 40))
    found = taken(save(client.parent, "antwoord.txt", f"Bedankt\n{broken}\n"))

    assert not found.refused and rows(client, "satisfaction")[0]["wens"] == "Sneller, graag"


def asked_of(client):
    from klantlib.client.opening import settings_of

    return asked(settings_of("proef", client.parent))


def test_an_older_edition_stays_readable(client, taken, sheet):
    """The consultant asked other aspects since; what was asked then is kept."""
    own = sheet("satisfaction", "7XKQ29PM", **SURVEY)
    (client / "client.toml").write_text('[questionnaires]\naspects = ["Advies"]\n', encoding="utf-8")
    found = taken(save(client.parent, "a.json", own.json_text()))

    assert not found.refused and [row["aspect"] for row in rows(client, "aspects")] == ["Levering"]


def test_aspects_are_called_as_in_the_clients_language(client, taken):
    """A customer who answered in English is in the same Dutch table."""
    (client / "client.toml").write_text('name = "Jansen BV"\n', encoding="utf-8")
    asks = form("satisfaction", "en")
    answers = {"overall": "5", "a1_importance": "5", "a1_expectation": "8", "a1_experience": "7"}
    sheet = {"mark": "klantwerkboek-answers", "format": 1, "kind": "satisfaction", "edition": asks.edition,
             "language": "en", "day": "2026-11-22", "id": "7XKQ29PM", "answers": answers}  # fmt: skip
    taken(save(client.parent, "a.json", json.dumps(sheet)))

    assert [row["aspect"] for row in rows(client, "aspects")] == ["Levering"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "CCCC4444"}, "unknown_token"),
        ({"id": ""}, "unknown_token"),
        ({"edition": "1.0000"}, "edition"),
        ({"edition": "3.1f2e"}, "edition"),
        ({"answers": {}}, "open"),
        ({"answers": {"overall": "6"}}, "answer"),
        ({"answers": {"overall": "4", "q9": "x"}}, "question"),
        ({"answers": {"overall": "4", "wish": "x" * 401}}, "too_long"),
        ({"kind": "../x"}, "shape"),
        ({"day": "gisteren"}, "shape"),
    ],
)
def test_what_does_not_fit_is_kept_aside_with_the_reason(client, taken, sheet, change, why):
    """Who, which form, which question; and nothing of it counts."""
    good = json.loads(sheet("satisfaction", "7XKQ29PM", overall="4").json_text())
    found = taken(save(client.parent, "a.json", json.dumps(good | change)))
    kept, reason = files(client, "refused")

    assert reasons(found) == [why] and found.rows == {}
    assert kept.startswith("a-") and reason == f"{kept}.reason.txt"
    assert (client / "answers" / "refused" / kept).read_text() == json.dumps(good | change)
    assert (client.parent / "a.json").exists()


def test_what_was_refused_can_be_mended_and_taken_in(client, taken, sheet):
    """The consultant finds out whose it is, puts the token in the file that was kept aside, and that is gone then."""
    line = write_line(sheet("satisfaction", "CCCC4444", overall="4"), form("satisfaction", "nl", asked_of(client)))
    found = taken(save(client.parent, "mail.txt", line))
    assert reasons(found) == ["unknown_token"]
    [kept] = (client / "answers" / "refused").glob("*.json")
    kept.write_text(kept.read_text().replace("CCCC4444", "7XKQ29PM"))

    assert taken(client / "answers" / "refused").rows == {"satisfaction": 1}
    assert files(client, "refused") == []


def test_the_good_part_of_a_message_is_taken_in(client, taken):
    """One code is right, another mistyped: the message is kept aside for that one."""
    found = taken(save(client.parent, "mail.txt", f"Van mij: {CODE}\nVan Jan: 6WK-9KZC\n"))

    assert found.rows == {"self_test": 1} and reasons(found) == ["check"]
    assert len(files(client, "refused")) == 2


def test_a_telephone_number_beside_a_code_is_no_mistake(client, taken):
    """It looks like a code, and so does a word in capitals."""
    found = taken(save(client.parent, "mail.txt", f"{CODE}\nBel mij op 234-5678\nBEDANKT\n"))

    assert not found.refused and found.rows == {"self_test": 1}


def test_a_folder_is_read_as_a_whole_and_nothing_of_ours(client, taken, self_test):
    """Below it too; not what is hidden, locked or our own; what cannot be read is told."""
    post = client.parent / "post"
    save(post, "a.json", self_test("AAAAAA").json_text())
    save(post, "later/b.json", self_test("BBBBBB").json_text())
    save(post, "later/scan.pdf", b"%PDF-1.7")
    save(post, ".hidden.json", b"{}")
    save(post, "~$form.docx", b"x")
    save(post, "Thumbs.db", b"x")
    found = taken(post)

    assert found.rows == {"self_test": 2}
    assert [(name, wrong[0].reason) for name, wrong in found.refused] == [("later/scan.pdf", "picture")]
    assert reasons(taken(client)) == ["own_folder"] == reasons(taken(client.parent))


def test_any_order_gives_the_same_tables_to_the_byte(client, taken, sheet, self_test):
    """Codes, a role, a changed mind, two customers: six things in some of their orders."""
    whole = self_test("ABCDAA", role="verkoop")
    things = [
        save(client.parent, "1.json", whole.json_text()),
        whole.id,
        CODE,
        save(client.parent, "2.json", sheet("satisfaction", "7XKQ29PM", "2026-11-20", **SURVEY).json_text()),
        save(client.parent, "3.json", sheet("satisfaction", "7XKQ29PM", "2026-11-22", overall="1").json_text()),
        save(client.parent, "4.json", sheet("satisfaction", "AAAA2222", overall="5").json_text()),
    ]
    tables = client / "answers"
    seen = set()
    for order in itertools.islice(itertools.permutations(things), 0, 720, 61):
        for path in tables.rglob("*.json"):
            path.unlink()
        taken(*order)
        seen.add(tuple((path.name, path.read_bytes()) for path in sorted(tables.glob("*.csv"))))

    assert len(seen) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300), suffix=st.sampled_from([".json", ".txt", ".eml", ".html", ".docx", ".xlsx", ".x"])
)
def test_any_file_is_taken_in_or_kept_aside(client, taken, content, suffix):
    """Never a crash, and nothing lost: what is no sheet lies in refused with its reason."""
    found = taken(save(client.parent, f"any{suffix}", content))

    assert found.sheets or found.refused
    if found.refused and content:
        assert any((client / "answers" / "refused" / name).read_bytes() == content for name in files(client, "refused"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40).filter(lambda text: text.strip(" ./~\\")))
def test_anything_typed_is_taken_in_or_refused(taken, typed):
    """Whatever somebody types after the client's name."""
    found = taken(typed)

    assert found.sheets or found.refused


def test_a_file_beyond_all_measure_is_not_read(client, taken):
    """Told, and not copied."""
    path = client.parent / "groot.eml"
    with path.open("wb") as file:
        file.truncate((10 << 20) + 1)

    assert reasons(taken(path)) == ["too_large"]
    assert [name.endswith(".reason.txt") for name in files(client, "refused")] == [True]


def test_a_day_that_cannot_be_is_the_day_it_came_in(client, taken, sheet):
    """A telephone whose clock was not set loses nobody an answer."""
    for number, day in enumerate(("1970-01-01", "2031-05-05", "2026-02-30")):
        text = sheet("awareness", f"CCCC444{number + 2}", unit="Breda", engagement="7").json_text()
        save(client.parent, f"post/{number}.json", text.replace("2026-11-22", day))
    found = taken(client.parent / "post")

    assert reasons(found) == ["shape"]  # 30 February
    assert {row["datum"] for row in rows(client, "employees")} == {TODAY.isoformat()}


def test_a_sheet_spoilt_by_hand_is_told_and_the_others_count(client, taken, self_test):
    """Somebody opened it in a text editor; a copy of a sheet is no second respondent."""
    taken(CODE, self_test("AAAAAA").id)
    received = client / "answers" / "received"
    (received / "copy.json").write_bytes((received / "self_test-6WK9KZB.json").read_bytes())
    (received / f"self_test-{self_test('AAAAAA').id}.json").write_text("weg")
    found = taken()

    assert reasons(found) == ["spoilt"] and found.rows == {"self_test": 1}
    assert taken(self_test("AAAAAA").id).rows == {"self_test": 2}
    assert len(files(client, "earlier")) == 1


def test_a_sheet_that_is_taken_away_is_gone_from_the_tables(client, taken):
    """Somebody asks to be erased: remove the file, renew the tables."""
    taken(CODE)
    (client / "answers" / "received" / "self_test-6WK9KZB.json").unlink()

    assert taken().rows == {} and not (client / "answers" / "self_test.csv").exists()


def test_answers_are_erased_when_their_time_is_up(client, taken, self_test):
    """Twelve months, counted to the end of the month; the older ones are told first."""
    old = save(client.parent, "oud.json", self_test("AAAAAA", day="2025-10-31").json_text())
    kept = save(client.parent, "nieuw.json", self_test("BBBBBB", day="2025-11-01").json_text())

    assert taken(old, kept).overdue == 1
    assert erase("proef", client.parent, TODAY) == 1
    assert [row["datum"] for row in (taken().rows and rows(client, "self_test"))] == ["2025-11-01"]


def test_two_runs_at_once_do_not_mix(client, taken):
    """The second is told to wait."""
    with alone(client), pytest.raises(Busy):
        taken(CODE)


def test_a_damaged_list_of_tokens_stops_everything(client, taken):
    """Whose answers these are would be lost."""
    (client / "questionnaires" / "tokens.csv").write_text("customer_id,token\n7,kort\n")
    with pytest.raises(Refused) as refusal:
        taken(CODE)

    assert [(p.key, p.row) for p in refusal.value.problems] == [("tokens_damaged", 2)]


def test_the_day_of_a_code_is_that_of_its_first_coming(client, taken):
    """Typed again a week later it is the same sheet."""
    taken(CODE, today=date(2026, 11, 20))
    taken(CODE, today=date(2026, 11, 27))

    assert [row["datum"] for row in rows(client, "self_test")] == ["2026-11-20"]


def test_answers_of_after_the_period_are_told(client, taken, sheet, self_test):
    """They do not count in a report that ends before; of a self-test the day does not matter."""
    (client / "client.toml").write_text(f"{(client / 'client.toml').read_text()}[period]\nend = 2026-10-31\n")
    own = sheet("awareness", "CCCC4444", unit="Breda", engagement="7")
    earlier = own.model_copy(update={"id": "CCCC5555", "day": "2026-10-31"})
    for one in (own, earlier, self_test("AAAAAA")):
        save(client.parent, f"post/{one.id}.json", one.json_text())
    found = taken(client.parent / "post")

    assert (found.late, found.end) == (1, date(2026, 10, 31))
