"""A small report to edit by hand and run again: two chapters, a region of each kind, every text known by heart."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO

from matplotlib.figure import Figure

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Prose, Table, Text
from klantlib.render.pieces import About, Piece
from klantlib.render.word import document

ABOUT = About(
    client="Bakkerij De Korenaar",
    consultant="Marijke van den Oever",
    date=date(2026, 1, 15),
    start=date(2025, 1, 1),
    end=date(2025, 12, 31),
    id="korenaar",
)
WIDE = 12  # columns of amounts that no upright page holds


def blocks(month: str = "jan", revenue: float = 100.0) -> dict[str, list[Block]]:
    """The chapters; what changes from month to month is in the finding, the table, the picture and the wide table."""
    labels = {"name": "Klant", "revenue": "Omzet"}
    columns = {"name": "text", "revenue": "money"}
    wide = {f"column{n}": "money" for n in range(WIDE)}
    return {
        "one": [
            Heading("open", level=1, words={"text": "Weinig klanten, veel omzet"}),
            Text("question", words={"text": "Op wie rust uw omzet?"}),
            Finding("share", words={"text": f"In {month} was het {revenue:.0f} euro.", "advice": "Bel ze.", **TOLD}),
            Table(
                "largest", columns, [["Jansen", revenue], ["Visser", 50.0]], words={"caption": "Wie", "labels": labels}
            ),
            Note("new", words={"text": "Twee zijn nieuw."}),
            Chart("curve", "bar", {"x": ["a"], "y": [revenue]}, "x", "y", {"x": "text", "y": "money"}, words=SEEN),
        ],
        "two": [
            Heading("loss", level=1, words={"text": "Twee klanten kosten geld"}),
            Heading("matrix", words={"text": "Wie dat zijn"}),
            Finding("seven", words={"text": f"Zij kosten {revenue / 2:.0f} euro.", **TOLD}),
            Table("wide", wide, [[1_000_000.0 + revenue] * WIDE] * 2, words={"caption": "Alles", "labels": {}}),
            Note("rates", words={"text": "Tarieven zijn geschat."}),
            Action(
                "call",
                words={"text": f"Bel in {month}.", "why": "Het loont.", "step": "Zoek het nummer.", "owner": "verkoop"},
            ),
            Action(
                "visit",
                words={"text": "Ga langs.", "why": "Dat werkt.", "step": "Maak een afspraak.", "owner": "verkoop"},
            ),
            Prose("cell-1", "Wij gingen *kijken*.\n\n1. Eerst dit\n2. Dan dat\n"),
        ],
    }


TOLD = {"how": "Omzet bij elkaar opgeteld.", "sources": ["Transacties van 2025."]}
SEEN = {"caption": "De lijn", "alt": "Lijn, een klant", "x": "Klant", "y": "Omzet", "labels": {}}


def pieces(month: str = "jan", revenue: float = 100.0, without: Sequence[str] = (), also: Sequence = ()) -> list[Piece]:
    """The report as pieces; without some regions, and with others: (region before it, chapter, block)."""
    found = [_piece(stem, block, revenue) for stem, chapter in blocks(month, revenue).items() for block in chapter]
    found = [piece for piece in found if piece.region not in without]
    for before, stem, block in also:
        number = next((n for n, piece in enumerate(found) if piece.region == before), -1)
        found.insert(number + 1, _piece(stem, block, revenue))
    return found


def report(month: str = "jan", revenue: float = 100.0, about: About = ABOUT, **changes) -> bytes:
    """The report as `document` writes it."""
    return document(pieces(month, revenue, **changes), about)


def _piece(stem: str, block: Block, revenue: float) -> Piece:
    return Piece(stem, block, {"image/png": drawn(revenue)} if isinstance(block, Chart) else {})


@cache
def drawn(revenue: float) -> str:
    """A picture that shows one number and nothing else."""
    figure = Figure(figsize=(2, 1))
    figure.text(0.1, 0.4, f"{revenue:.0f}")
    file = BytesIO()
    figure.savefig(file, format="png", dpi=50)
    return b64encode(file.getvalue()).decode()
