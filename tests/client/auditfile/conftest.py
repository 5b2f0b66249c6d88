"""An auditfile as a client's only file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from klantlib.client import Client, Refused


@pytest.fixture
def books(opened: Callable[..., Client]) -> Callable[..., Client]:
    """The client with this auditfile."""
    return lambda content, settings="", **more: opened({"auditfile.xaf": content, **more}, settings)


@pytest.fixture
def no_books(refused: Callable[..., Refused]) -> Callable[..., Refused]:
    """Why there is no client with this auditfile."""
    return lambda content, settings="", name="auditfile.xaf": refused({name: content}, settings)
