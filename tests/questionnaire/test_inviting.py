"""Who asks, and what a client asks in its own way: client.toml, else what is usual."""

import pytest

from klantlib.client.settings import Settings
from klantlib.questionnaire.inviting import asked, inviting
from klantlib.theme import house


@pytest.mark.parametrize(
    ("said", "agency", "who"),
    [
        ({"consultant": "E. Visser", "questionnaires": {"asked_by": "Bureau"}}, "Groenland", "Bureau"),
        ({"consultant": "E. Visser"}, "Groenland", "E. Visser"),
        ({}, "Groenland", "Groenland"),
        ({}, "", "Jansen BV"),
    ],
)
def test_who_asks(said, agency, who):
    """What client.toml says of it, else the consultant, the agency of the house style, at last the client itself."""
    theme = house().model_copy(update={"name": agency})

    assert inviting(Settings(name="Jansen BV", **said), theme).asked_by == who


def test_a_client_that_says_nothing_still_asks_sanely():
    """No mail, no day, no page on the web; a year of keeping, in the client's language."""
    found = inviting(Settings(name="Jansen BV", language="en"), house())

    assert (found.client, found.mail, found.before, found.address, found.keep_months) == ("Jansen BV", "", None, "", 12)
    assert (found.language, found.token, found.customer) == ("en", "", "")
    assert inviting(Settings(name="Jansen BV", language="en"), house(), "nl").language == "nl"


def test_units_are_those_of_the_data_unless_client_toml_names_them():
    """Staff choose from a list either way."""
    own = Settings(name="J", questionnaires={"units": ["Noord"], "ask_role": True})

    assert asked(own, ["Zwolle", "Breda"]).units == ("Noord",) and asked(own).role
    assert asked(Settings(name="J"), ["Zwolle", "Breda"]).units == ("Zwolle", "Breda")
