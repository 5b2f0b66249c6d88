"""What does poll.ipynb hold? A cell to open the desk, one to run again, and one to erase everything."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from klantlib.words import Words
from klantlib.workshop.polling.picture import WORDS

OPEN = 'from klantlib.workshop.poll import open_poll\n\npoll = open_poll("{language}")'
LOOK = 'poll.look("""\n\n""")'
CLOSE = "# poll.close()"
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def poll_notebook(language: str) -> str:
    """The text of poll.ipynb in one language: the same text every time."""
    words = Words(WORDS, language)
    title = f"{words.say('notebook', 'title')}\n\n{words.say('notebook', 'how')}"
    cells = [
        new_markdown_cell(title, id="title"),
        new_code_cell(OPEN.format(language=language), id="open"),
        new_markdown_cell(words.say("notebook", "look"), id="look-how"),
        new_code_cell(LOOK, id="look"),
        new_markdown_cell(words.say("notebook", "close"), id="close-how"),
        new_code_cell(CLOSE, id="close"),
    ]
    return nbformat.writes(new_notebook(cells=cells, metadata=KERNEL)) + "\n"
