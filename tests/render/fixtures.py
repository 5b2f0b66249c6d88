"""A believable report in miniature, with every kind of block, for the tests of both renderers (invented firms)."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from functools import cache
from io import BytesIO

from matplotlib.figure import Figure

from klantlib.advice import tell
from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Picture, Prose, Table, Text
from klantlib.render.charts import draw
from klantlib.render.pieces import About, Piece
from klantlib.words import Words

LONG_NAME = "Coöperatieve Inkoopvereniging Veluwezoom-Achterhoek & Zonen (v/h Gebroeders Nijenhuis-ter Beek) U.A."
UNBROKEN = "ORDERBEVESTIGING-2025-11-14-AFDELING-TECHNISCHE-GROOTHANDEL-REGIO-OOST-0000000000042-DEFINITIEF"
LIST_LENGTH = 240
REVENUE = 5_032_632.0
NAMES = (
    *("Bouwbedrijf Hofstee-Ruiter BV", "Van Drunensteijn Installatietechniek", "Kwekerij De Elzenakker VOF"),
    *("Gemeentewerken Noordwoldere", "Slagerij Pannevis & Zn.", "Technisch Bureau Oosterlaken", LONG_NAME),
    *("Zorggroep Het Lindenhof", "Drukkerij Molenveldt", "Schildersbedrijf Quispel"),
)
TEN = (413250.0, 288400.5, 251000.0, 240310.0, 190880.0, 171000.0, 120500.0, 98060.0, 79000.0, 60000.0)
PROSE = """## Wat wij op de werkvloer zagen

Bij **drie van de zeven** klanten rijdt de chauffeur *elke dag* langs.
Zie de [toelichting](https://voorbeeld.example/rit) en `route-12`.

1. Eerst bellen
2. Dan een vaste dag
   - maandag of donderdag
   - nooit voor tien uur

| Dag | Ritten |
|:----|-------:|
| ma  | 12     |
| do  | 9      |

> Wij rijden liever één keer vol dan drie keer leeg.

```
order 001 <b>niet vet</b>
```
"""


def about(language: str = "nl") -> About:
    days = {"date": date(2026, 1, 15), "start": date(2025, 1, 1), "end": date(2025, 12, 31)}
    return About("Voorbeeld Groothandel BV", language, "EUR", "Marijke van den Oeverbosch", **days)


@cache
def report(language: str = "nl") -> tuple[Piece, ...]:
    """Two chapters and what a consultant added to the second; every block kind, once at least."""
    chapters = {"concentration": concentration(), "cost_to_serve": cost_to_serve()}
    return tuple(_piece(chapter, block, language) for chapter, blocks in chapters.items() for block in blocks)


def concentration() -> list[Block]:
    share = sum(TEN) / REVENUE
    return [
        Heading("few", level=1),
        Text("question"),
        Heading("top_ten", {"share": share}),
        Finding("top_ten_share", {"revenue": sum(TEN), "share": share, "lost": TEN[0], "profit": 61_300.0}),
        whale(),
        largest(),
        Note("new"),
        Heading("to_do"),
        Action("talk", money=61_300.0, customers=[("10037", NAMES[0])], rests_on="top_ten_share"),
        Action(
            "owner",
            money=48_000.0,
            stake="profit",
            customers=[(f"{10000 + i}", name) for i, name in enumerate(NAMES[1:9])],
            shared=[(1, 2)],
        ),
        Action("watch"),
        Heading("how"),
        Text("method"),
        Note("cannot"),
    ]


def cost_to_serve() -> list[Block]:
    words = {"caption": "", "labels": {"artikel": "artikel", "aantal": "aantal"}}
    rows = [["001", 12], ['<b>vet</b> & "aanhaling"', 3.5]]
    return [
        Heading("loss", level=1),
        Text("question"),
        Heading("matrix"),
        Finding("seven", {"amount": 87.0}),
        drains(),
        Note("rates"),
        Prose("cell-7f3a", PROSE),
        Picture("cell-91bb-0", _own_picture("Vestiging Apeldoorn"), ""),
        Table("cell-22cd-0", {"artikel": "text", "aantal": "plain"}, rows, words=words),
        Heading("all"),
        everyone(),
        Action("single", {"trip": 24.0, "margin": 9.0}, money=1_250.0, customers=[("00042", LONG_NAME)]),
    ]


def whale() -> Chart:
    """A curve that peaks at 124% and ends at 100%."""
    ranks = list(range(0, LIST_LENGTH + 1, 2))
    profit = [1.24 * (1 - ((n - 86) / 86) ** 2) if n < 86 else 1.24 - 0.24 * (n - 86) / 154 for n in ranks]
    formats = {"rank": "count", "profit_share": "percent"}
    return Chart(
        "whale", "line", dict(zip(formats, (ranks, profit), strict=True)), *formats, formats, guides={"y": 1.0}
    )


def largest() -> Table:
    formats = ("count", "id", "text", "money", "percent", "term")
    columns = dict(zip(("rank", "customer_id", "name", "revenue", "revenue_share", "policy"), formats, strict=True))
    policies = ("grow", "keep", "repair", "grow", "keep") * 2
    rows = [
        [n, f"{10000 + 37 * n}", name, revenue, revenue / REVENUE, policy]
        for n, (name, revenue, policy) in enumerate(zip(NAMES, TEN, policies, strict=True), start=1)
    ]
    total = [None, None, "Totaal", sum(TEN), sum(TEN) / REVENUE, None]
    return Table("largest", columns, [*rows, total], total=True)


def drains() -> Table:
    """More columns than an upright page holds, losses among them."""
    columns = {"customer_id": "id", "name": "text", "revenue": "money", "margin": "money", "orders": "count"}
    columns |= {"cost_to_serve": "cents", "attention_share": "percent1", "profit": "money", "since": "day"}
    columns |= {"rate": "number2"}
    names = (*NAMES[:6], LONG_NAME)
    rows = [
        [
            f"{n:05d}",
            name,
            4000.0 * n,
            900.0 * n,
            46 + n,
            1234.5 * n + 0.005,
            0.0125 * n,
            -334.5 * n,
            "2019-03-01",
            1.256,
        ]
        for n, name in enumerate(names, start=1)
    ]
    rows[2][-1] = None
    return Table("drains", columns, rows)


def everyone() -> Table:
    rows = [
        [f"{10000 + n}", f"{NAMES[n % len(NAMES)]} {n}", 61300.0 - 412.0 * n, 0.31 - n / 400]
        for n in range(LIST_LENGTH)
    ]
    rows[7][1] = UNBROKEN
    columns = {"customer_id": "id", "name": "text", "profit": "money", "profit_share": "percent1"}
    return Table("everyone", columns, rows)


def _piece(chapter: str, block: Block, language: str) -> Piece:
    """A block with its words and, as in a workbook that ran, its pictures."""
    if isinstance(block, Prose | Picture):
        return Piece(chapter, block)
    block = tell(block, Words("../tests/render/fixtures", language))
    return Piece(chapter, block, draw(block, language) if isinstance(block, Chart) else {})


def _own_picture(title: str) -> str:
    """A consultant's own figure, as a notebook keeps it."""
    figure = Figure(figsize=(3, 2), layout="constrained")
    figure.subplots().barh(["ma", "di", "wo"], [12, 7, 9])
    figure.suptitle(title)
    file = BytesIO()
    figure.savefig(file, format="png", dpi=100)
    return b64encode(file.getvalue()).decode()
