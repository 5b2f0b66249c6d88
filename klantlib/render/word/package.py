"""How is a Word file closed so that the same report gives the same bytes?"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say; a report's date stands in its properties


def sealed(file: bytes) -> bytes:
    """The same package, every part in its place and with one fixed time."""
    return replaced(file, {})


def replaced(file: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package, sealed, with other content for some of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            info = ZipInfo(name, MOMENT)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # the same on Windows and elsewhere
            new.writestr(info, parts[name] if name in parts else old.read(name))
    return out.getvalue()
