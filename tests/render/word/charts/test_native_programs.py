"""Do other programs agree about charts in Word? The Open XML SDK's validator, and LibreOffice."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from klantlib.blocks import Chart, plain
from klantlib.render.pieces import About, Piece
from klantlib.render.word import document

pytestmark = pytest.mark.slow

WORDS = {"caption": "c", "alt": "a", "x": "Klanten op een rij", "y": "Opgeteld bedrag", "terms": {}}
FORMATS = {"x": "count", "y": "money", "low": "money", "high": "money", "n": "count", "group": "text", "name": "text"}


def chart(kind: str, x: list, y: list, formats: dict | None = None, guides: dict | None = None, **columns) -> Chart:
    named = {name: name for name in ("group", "low", "high") if name in columns}
    label = {"label": "name"} if "name" in columns else {}
    words = WORDS | {"guide_y": "doel van dit jaar"}
    more = {"formats": FORMATS | (formats or {}), "guides": guides or {}, "words": words, **named, **label}
    return Chart("odd", kind, plain({"x": x, "y": y, **columns}), "x", "y", **more)


THOUSAND = list(range(1000))
HIGH = {"y": "percent1", "low": "percent", "high": "percent"}
ODD = {
    "one point": chart("line", [3], [5.0], name=["=1+1"]),
    "groups": chart("line", [0, 1, 2] * 3, [0, 9, 12, 0, 5, 8, 1, 2, 3], guides={"x": 1.5, "y": 10},
                    group=["<b>"] * 3 + ["=1"] * 3 + ["x" * 300] * 3, name=["", "a\x07b", "x" * 300] * 3),
    "negative": chart("line", [0, 1, 2], [-1e15, 3e15, -2.5], guides={"y": -4e14}),
    "unknown": chart("line", [0, 1, None, 3], [1, None, 3, 4.0], low=[0, 0, 0, None], high=[2, 2, 2, 9]),
    "thousand": chart("line", THOUSAND, [n**0.5 for n in THOUSAND], low=[0] * 1000, high=[40] * 1000),
    "two levels": chart("band", ["laag", "hoog"], [10, 20], {"x": "text"}, {"y": 12}, low=[5, 15], high=[15, 25]),
    "one level": chart("band", [1], [0.5], HIGH),
    "unknown level": chart("band", [1, 2, 3], [0.3, None, 0.8], HIGH, {"y": 0.6}, n=[12, 0, 35],
                           low=[0.2, None, 0.7], high=[0.4, None, 0.9], group=["a", "a", "x" * 300]),
    "below zero": chart("band", [1, 2], [-0.3, 0.2], HIGH, low=[-0.5, 0], high=[-0.1, 0.3]),
}  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """All of them in one document."""
    path = tmp_path_factory.mktemp("charts") / "odd.docx"
    path.write_bytes(document([Piece(f"stem{n}", block) for n, block in enumerate(ODD.values())], About(language="nl")))
    return path


def numbers(file: Path) -> list[list[float]]:
    """The numbers beside every reference of every chart, in order, to twelve digits."""
    with ZipFile(BytesIO(file.read_bytes())) as package:
        charts = [package.read(f"word/charts/chart{n}.xml").decode() for n in range(1, len(ODD) + 1)]
    caches = [cache for chart in charts for cache in re.findall("<c:numCache>.*?</c:numCache>", chart, re.DOTALL)]
    return [[float(f"{float(v):.12g}") for v in re.findall("<c:v>(.*?)</c:v>", cache)] for cache in caches]


def test_odd_charts_follow_the_standard(file, ooxml_validator):
    """No error, whatever the data."""
    assert ooxml_validator(file) == []


def test_libreoffice_prints_them_as_charts(file, to_pdf, pdftotext):
    """Axes, names and thresholds are letters on the page, not points of a picture."""
    command = [pdftotext, "-layout", str(to_pdf(file)), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert text.count("Opgeteld bedrag") == len(ODD)
    assert text.count("Klanten op een rij") == len(ODD)
    assert re.search(r"doel van\s+dit jaar", text)
    assert {"=1+1", "ab", "n = 35", "laag"} <= set(re.split(r"\s{2,}|\n", text))


def test_libreoffice_keeps_numbers_and_sheets(file, soffice, tmp_path):
    """Saved again, every chart has its numbers, in the same order, and its workbook unchanged."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(file)], capture_output=True, timeout=180, check=True)
    assert numbers(tmp_path / file.name) == numbers(file)
    with ZipFile(tmp_path / file.name) as saved, ZipFile(file) as ours:
        books = [name for name in ours.namelist() if "embeddings" in name]
        assert len(books) == len(ODD)
        assert all(saved.read(name) == ours.read(name) for name in books)
