"""What stands in an e-mail: text in whatever letters, forms that came with it, and nothing that is run."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.questionnaire.answers.mail import parts, text_of, without_markup
from klantlib.questionnaire.definition import form
from klantlib.questionnaire.line import write_line
from klantlib.questionnaire.sheets import BadSheet
from tests.questionnaire.answers.conftest import rows
from tests.questionnaire.answers.test_taking import asked_of, reasons, save

CODE = "6WK-9KZB"


def message(text="", html="", **files):
    """An e-mail as a mail program saves it."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Zelftest – code 2345-678", "jan@example.org"
    mail.set_content(text, cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html", cte="base64")
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return mail.as_bytes()


def test_the_text_is_read_whatever_the_letters_were_packed_in(client, taken):
    """Quoted-printable breaks every line of 76 letters; base64 hides it altogether."""
    save(
        client.parent, "post/a.eml", message(f"Beste, mijn code, na héél lang nadenken en met veel plezier, is {CODE}.")
    )
    save(client.parent, "post/b.eml", message("", html="<p>Mijn code:</p><p><b>7AB</b></p>".replace("7AB", CODE)))
    found = taken(client.parent / "post")

    assert not found.refused and [row["respondent"] for row in rows(client, "self_test")] == [CODE]


def test_a_survey_comes_through_in_a_message_of_one_long_line(client, taken, sheet):
    """The mail program packs and breaks it as it likes."""
    own = sheet("satisfaction", "7XKQ29PM", overall="4", wish="Sneller, en met een spatie = teken")
    line = write_line(own, form("satisfaction", "nl", asked_of(client)))
    found = taken(save(client.parent, "a.eml", message(f"Dank!\n\n{line}\n\nGroet")))

    assert not found.refused
    assert rows(client, "satisfaction")[0]["wens"] == "Sneller, en met een spatie = teken"


def test_a_form_that_came_with_a_message_is_read_and_a_picture_is_not(client, taken, self_test):
    """The file says the same as the code in the text: one sheet."""
    own = self_test("AABBCC", role="directie")
    mail = message(f"Mijn code: {own.id}", antwoorden_json=own.json_text().encode(), logo_png=b"\x89PNG")
    found = taken(save(client.parent, "a.eml", mail))

    assert not found.refused and [row["rol"] for row in rows(client, "self_test")] == ["directie"]


def test_a_message_without_answers_is_told(client, taken):
    """A reply of thanks alone."""
    assert reasons(taken(save(client.parent, "a.eml", message("Dank voor uw bericht.")))) == ["nothing_found"]


def test_scripts_and_styles_of_a_page_are_not_read():
    """Only what a reader sees; of a script that never ends nothing after it."""
    page = f"<head><title>x</title></head><p>Code&nbsp;<i>6WK</i>-9KZB</p><script>{CODE}</script><style>a{{}}</style>"

    assert without_markup(page).split() == ["Code", CODE]
    assert without_markup(f"<td>a</td><td>b</td><script>{CODE}").split() == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_read_as_they_were_written(encoding):
    """With or without a mark."""
    assert text_of("één café".encode(encoding)) == "één café"


@given(st.binary(max_size=400) | st.builds(message, st.text(max_size=50)).map(lambda mail: mail[7:]))
def test_any_message_is_read_or_refused(content):
    """Headers and parts that no program would write."""
    try:
        found = parts(content)
    except BadSheet as problem:
        found = [] if problem.reason == "no_mail" else [problem]

    assert all(isinstance(part.content, bytes) for part in found)


def test_a_message_made_to_do_harm_is_refused():
    """Thousands of parts, parts within parts without end, or a header that takes minutes to take apart."""
    many = b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 1000
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    long = b"Content-Type: text/plain; " + b"name*0=a;" * 100_000 + b"\n\nx"
    for content in (many, deep, long):
        with pytest.raises(BadSheet, match="no_mail"):
            parts(content)
