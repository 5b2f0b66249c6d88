"""However an auditfile is packed and written, the same client comes out; or it is put down in time."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from klantlib.client.auditfile import transport
from tests.made_auditfile import auditfile

TEXT = auditfile()
BOMB = b"<auditfile>" + (b"<vatCode>" + b" " * 2**20 + b"</vatCode>") * 20


def zipped(**files: str | bytes) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        auditfile(declared="UTF-16").encode("utf-16-le"),
        TEXT.encode("cp1252"),
        auditfile(declared="ISO-8859-1").encode("cp1252"),
        auditfile(declared="windows-1252").encode("cp1252"),
        auditfile(declared="utf-7").encode(),
        auditfile(declared="no-such-code").encode(),
        TEXT.replace("Proef BV", "Proef \x02 BV").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "bare big-endian", "bare little-endian", "cp1252 as utf-8", "latin-1", "cp1252",
         "utf-7", "unknown", "a control character"],
)  # fmt: skip
def test_every_way_of_writing(books, content):
    """The letter with two dots is the same, whatever the file says it is written in."""
    assert books(content).all("customers")["name"].tolist() == ["Bakker", "Café Zoë"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("auditfile.xml", TEXT),
        ("AuditFile.XAF", TEXT),
        ("Proef BV 2025.xaf", TEXT),
        ("auditfile.xaf.gz", gzip.compress(TEXT.encode())),
        ("auditfile.gz", gzip.compress(TEXT.encode())),
        ("auditfile.zip", zipped(**{"map/Proef 2025.XAF": TEXT, "__MACOSX/._x.xaf": "", "LEESMIJ.txt": "x"})),
        ("proef.xaf.zip", zipped(**{"a.xml": TEXT})),
        ("auditfile.xaf", gzip.compress(TEXT.encode())),
        ("auditfile.xaf.gz", zipped(**{"a.xaf": TEXT.encode("utf-16")})),
    ],
)
def test_every_name_and_packing(opened, name, content):
    """What a file is, is told by its content; its name only says that it is the auditfile."""
    client = opened({name: content})
    assert client["transactions"]["revenue"].tolist() == [100, 250]
    assert {source.file for source in client.sources} == {name}


@pytest.mark.parametrize(
    ("content", "key", "value"),
    [
        (zipped(), "auditfile_in_zip", "0"),
        (zipped(**{"a.xaf": TEXT, "b.xaf": TEXT}), "auditfile_in_zip", "2"),
        (zipped(**{"a.xaf": TEXT})[:-30], "auditfile_packed", ""),
        (gzip.compress(TEXT.encode())[:-20], "auditfile_packed", ""),
        (b"\x1f\x8bnot really packed", "auditfile_packed", ""),
        (gzip.compress(BOMB), "too_large", ""),
        (zipped(**{"a.xaf": BOMB}), "too_large", ""),
        (b"<auditfile>" + b" " * 6_000_000, "auditfile_strange", ""),
        (zipped(**{"a.xaf": b"%PDF-1.7"}), "no_auditfile", ""),
        (b"%PDF-1.7 ...", "no_auditfile", ""),
        (b"", "no_auditfile", ""),
        (b"klantnummer;naam\n1;A\n", "no_auditfile", ""),
    ],
    ids=["empty zip", "two in a zip", "half a zip", "half a gz", "no gz", "gz bomb", "zip bomb", "blanks",
         "pdf in a zip", "pdf", "empty", "csv"],
)  # fmt: skip
def test_what_cannot_be_unpacked(no_books, content, key, value):
    """One refusal, in both languages."""
    refusal = no_books(content)
    assert [(problem.key, problem.value) for problem in refusal.problems] == [(key, value)]
    assert all(refusal.sentences(language)[0].startswith("auditfile.xaf: ") for language in ("nl", "en"))


def test_a_zip_with_a_password(no_books):
    """Marked as locked in both places where a zip says so."""
    packed = bytearray(zipped(**{"a.xaf": TEXT}))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert no_books(bytes(packed)).problems[0].key == "auditfile_password"


@pytest.mark.slow
def test_a_bomb_is_put_down_before_it_is_unpacked(tmp_path, monkeypatch):
    """Of a gigabyte of blanks no more is read than is allowed."""
    read = []
    monkeypatch.setattr(transport, "CHUNK", 2**16)
    bomb = tmp_path / "a.gz"
    packer = zlib.compressobj(wbits=31)
    pieces = [packer.compress(b"<a>" + b" " * 2**20) for _ in range(200)]
    bomb.write_bytes(b"".join([*pieces, packer.flush()]))
    with transport.opened(bomb) as source, pytest.raises(transport.Unreadable, match="auditfile_strange"):
        read.extend(len(piece) for piece in iter(lambda: source.read(2**15), b""))
    assert 0 < sum(read) <= transport.SILENT
