"""How does a trainer take the codes in? A box to type and paste in, a folder to drop in, and the picture that grows."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path

import ipywidgets
from IPython.display import HTML, DisplayHandle, display

from klantlib.theme import Theme, house
from klantlib.words import Words
from klantlib.workshop.polling.dropped import Folder
from klantlib.workshop.polling.found import Found, found
from klantlib.workshop.polling.ledger import Ledger
from klantlib.workshop.polling.page import closing, picture, refusals, standing
from klantlib.workshop.polling.picture import FEWEST, WORDS

INBOX = "poll_inbox"  # the folder beside the workbook
TYPED, PASTED = "typed", "pasted"  # sources that are no file: a name of a file has a dot
EVERY = 1.0  # seconds between two looks into the folder
LINES = "6em"  # height of the box

_open: dict[Path, Desk] = {}  # a workbook that is run again takes the place of its own earlier desk


def open_poll(language: str, folder: Path | str = INBOX, look: Theme | None = None) -> Desk:
    """
    Show the desk in a workbook, and look into the folder every second until it is closed.

    What was counted before stands in the folder, so a workbook that is run again goes on where it was.
    """
    place = Path(folder).resolve()
    if place in _open:
        _open[place].stop()
    desk = _open[place] = Desk(language, place, look or house())
    display(desk.view)
    desk.start()
    return desk


class Desk:
    """The poll of one folder: `look` counts what there is, `take` a text, `close` erases everything."""

    def __init__(self, language: str, folder: Path, look: Theme) -> None:
        self.words, self.theme = Words(WORDS, language), look
        self.folder, self.ledger = Folder(folder), Ledger(folder)
        self.shown: list[str] = []  # the codes in the picture
        self.closed = False
        self._watch: asyncio.Task | None = None
        self._below: list[DisplayHandle] = []
        self._make()
        self._everything()

    def take(self, text: str) -> None:
        """Count the codes in a text: whatever was typed, pasted, read out of a mail."""
        if not self.closed and text.strip():
            self.ledger.take({f"{PASTED} {sha256(text.encode()).hexdigest()}": found(text)})
            self._tell()

    def look(self, text: str = "") -> None:
        """
        Count what stands in the box and lies in the folder, and a text where there is one; show everyone.

        What there is to see stands below the cell too, for a browser in which the desk does not work.
        """
        self.take(text)
        self._everything()
        if place := display(HTML(self._seen()), display_id=True):  # outside a workbook there is none
            self._below.append(place)

    def close(self) -> None:
        """Erase every code, the files in the folder where it is the poll's own, and the picture; says so."""
        if self.closed:
            return
        self.stop()
        self.closed = True
        count = self.ledger.erase()
        own, (files, left) = self.folder.own, self.folder.empty()
        self.shown, self.box.value, self.picture.value, self.refused.value = [], "", "", ""
        self.standing.value = closing(self.words, count, files, left, "" if own else self.folder.path.name)
        for widget in (self.box, *self.buttons.children):
            widget.disabled = True
        for place in self._below:
            place.update(HTML(self._seen()))

    def start(self) -> None:
        """Look into the folder from now on; where there is no event loop, `look` is all there is."""
        try:
            self._watch = asyncio.get_running_loop().create_task(self._watching())
        except RuntimeError:
            self._watch = None

    def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    async def _watching(self) -> None:
        while not self.closed:
            await asyncio.sleep(EVERY)
            self._dropped()
            self._tell(drawing=True)

    def _make(self) -> None:
        """The widgets, in the order in which they are read."""
        say = self.words.say
        named = {
            "placeholder": say("desk", "example"),
            "tooltip": say("desk", "box"),
        }  # a screen reader says the tooltip
        self.box = ipywidgets.Textarea(**named, layout={"width": "98%", "height": LINES})
        count, everyone, shut = (ipywidgets.Button(description=say("desk", name)) for name in ("count", "all", "close"))
        self.buttons = ipywidgets.HBox([count, everyone, shut])
        self.standing, self.picture, self.refused = (ipywidgets.HTML() for _ in range(3))
        label = ipywidgets.Label(say("desk", "box"))
        folder = ipywidgets.Label(say("desk", "folder", folder=self.folder.path.name))
        anonymous = ipywidgets.Label(say("desk", "anonymous"))
        # what grows stands below what is clicked and typed in
        top = [label, self.box, self.buttons, folder, anonymous]
        self.view = ipywidgets.VBox([*top, self.standing, self.refused, self.picture])
        self.box.observe(lambda change: self._lines(change["new"]), "value")
        count.on_click(lambda _: self._all_of_box())
        everyone.on_click(lambda _: self._everything())
        shut.on_click(self._asked_to_close)

    def _lines(self, text: str) -> None:
        """While somebody types: the lines that are finished. The box is never written in, so no sign is ever lost."""
        if not self.closed and self._typed(text.rpartition("\n")[0]):
            self._tell()

    def _all_of_box(self) -> None:
        self._typed(self.box.value)
        self._tell()

    def _typed(self, text: str) -> bool:
        """Whether something changed."""
        inside = found(text)
        if inside == self._in_box:
            return False
        self._in_box = inside
        self.ledger.take({TYPED: inside})
        return True

    _in_box = Found()

    def _dropped(self) -> bool:
        """Whether something was found, or taken away."""
        files, gone = self.folder.look()
        self.ledger.take({**dict.fromkeys(gone, Found()), **files})
        return bool(files or gone)

    def _everything(self) -> None:
        if not self.closed:
            self._typed(self.box.value)
            self._dropped()
            self._tell(everyone=True)

    def _seen(self) -> str:
        return self.standing.value + self.picture.value + self.refused.value

    def _asked_to_close(self, button: ipywidgets.Button) -> None:
        """The first time it asks whether that is meant."""
        sure = self.words.say("desk", "sure")
        if button.description == sure:
            self.close()
        else:
            button.description, button.button_style = sure, "danger"

    def _tell(self, *, everyone: bool = False, drawing: bool = False) -> None:
        """
        Renew what is seen: the number at once, the picture three codes at a time, so that no one answer is seen.

        Drawing takes longer than typing a code, so while the desk is watched it is left to the next look.
        """
        codes = self.ledger.codes()
        enough = len(codes) - len(self.shown) >= FEWEST
        if codes != self.shown and (everyone or (enough and (drawing or self._watch is None))):
            self.shown = codes
            self.picture.value = picture(codes, self.words, self.theme)
        self.standing.value = standing(self.words, codes, self.shown)
        self.refused.value = refusals(self.words, self.ledger.refused())
