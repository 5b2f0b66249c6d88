"""Is a logo a whole picture before it stands in a report?"""

from __future__ import annotations

import io

import pytest
from PIL import Image

from klantlib.theme.logo import JPEG, LARGEST, PNG, NoLogo, kind, size


def picture(format: str, width: int = 30, height: int = 10) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#14532d").save(file, format)
    return file.getvalue()


@pytest.mark.parametrize(("format", "expected"), [("PNG", PNG), ("JPEG", JPEG)])
def test_the_size_is_read(format, expected):
    """Width and height, of both kinds that Word and browsers show."""
    assert size(picture(format)) == (30, 10)
    assert kind(picture(format)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture("GIF"),
        picture("PNG")[:-8],  # cut off
        picture("PNG").replace(b"IDAT", b"IDAX"),  # a checksum that does not hold
        picture("JPEG")[:-200],
        picture("JPEG")[:3] + b"\xff\xd9",
        b"\xff\xd8" + b"\x00" * 80 + b"\xff\xd9",
        picture("PNG", LARGEST + 1, 1),
    ],
    ids=["empty", "text", "svg", "gif", "cut png", "damaged png", "cut jpeg", "bare jpeg", "no frame", "too wide"],
)
def test_what_is_no_whole_picture_is_refused(content):
    """Word would show a red cross."""
    with pytest.raises(NoLogo):
        size(content)
