"""How does a person read what was made, and what each file is for? Sentences from templates/answers.toml."""

from __future__ import annotations

from collections.abc import Iterator

from klantlib.questionnaire.making import PERSONAL, Made
from klantlib.questionnaire.tokens import FILE
from klantlib.words import Words

# how a file's name ends -> what it is
KINDS = {f"{PERSONAL}/": "personal", "mailing.xlsx": "mailing", FILE: "tokens", "_paper.html": "paper",
         ".html": "page", ".docx": "word", ".xlsx": "team"}  # fmt: skip


def told(made: Made, client: str, folder: str) -> Iterator[str]:
    """Where the files are, what each is for, what was kept aside, and what to type when answers come back."""
    words = Words("answers", made.language)
    yield words.say("made", folder=folder)
    for file in made.files:
        kind = next(kind for end, kind in KINDS.items() if file.endswith(end))
        hosted = kind == "page" and file.startswith(PERSONAL)
        said = words.say("made", "hosted" if hosted else kind, file=file, n=made.people, address=made.address)
        yield f"  {said}"
    if made.people:
        yield words.say("made", "people_new" if 0 < made.new < made.people else "people", n=made.people, new=made.new)
    for name, kept in made.aside.items():
        yield words.say("made", "aside", name=name, kept=kept)
    yield from (words.say("made", note) for note in made.notes)
    yield words.say("made", "next", client=client)
