"""Is this a picture that Word and every browser show? PNG or JPEG, whole, of a size that fits a page."""

from __future__ import annotations

import struct
from zlib import crc32

PNG, JPEG = "image/png", "image/jpeg"
PNG_START, JPEG_START, JPEG_END = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd9"
LARGEST = 4000  # pixels a side; a logo in print has a few hundred
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers in a JPEG after which its size stands
ALONE = {0x01, *range(0xD0, 0xD9)}  # those without a length


class NoLogo(ValueError):
    """A file that cannot stand in a report as a picture."""


def kind(picture: bytes) -> str:
    """The MIME type of a picture that `size` accepts."""
    return PNG if picture.startswith(PNG_START) else JPEG


def size(picture: bytes) -> tuple[int, int]:
    """Width and height in pixels; NoLogo for what is no PNG or JPEG, is cut off, or is larger than a page needs."""
    try:
        width, height = _png(picture) if picture.startswith(PNG_START) else _jpeg(picture)
    except (struct.error, IndexError) as error:
        raise NoLogo("cut off") from error
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        raise NoLogo("too large")
    return width, height


def _png(picture: bytes) -> tuple[int, int]:
    """Every chunk with its checksum, up to the last."""
    at, wide = len(PNG_START), struct.unpack(">II", picture[16:24])
    while True:
        length, name = struct.unpack(">I4s", picture[at : at + 8])
        end = at + 8 + length
        if crc32(picture[at + 4 : end]) != struct.unpack(">I", picture[end : end + 4])[0]:
            raise NoLogo("damaged")
        if name == b"IEND":
            return wide
        at = end + 4


def _jpeg(picture: bytes) -> tuple[int, int]:
    """The first frame, and an end."""
    if not picture.startswith(JPEG_START) or JPEG_END not in picture[-64:]:
        raise NoLogo("no picture")
    at = len(JPEG_START)
    while picture[at] == 0xFF:
        mark = picture[at + 1]
        if mark in FRAMES:
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return width, height
        at += 1 if mark == 0xFF else 2 if mark in ALONE else 2 + struct.unpack(">H", picture[at + 2 : at + 4])[0]
    raise NoLogo("no frame")
