"""Was the database asked before in this run? A report rests on one reading, however many workbooks open the client."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from klantlib.client import cache
from klantlib.client.cache import Checked
from klantlib.client.places import SETTINGS
from klantlib.client.problems import Problem, Refused
from klantlib.client.sources import Delivery

READING = "KLANT_READING"  # environment variable, there during a run: empty, or client=fingerprint of its first reading


def known(folder: Path, deliveries: Iterable[Delivery]) -> Checked | None:
    """What this run's first reading of the client gave; None outside a run, without databases, or where it is gone."""
    client, _, key = os.environ.get(READING, "").partition("=")
    return cache.load(folder, key) if client == folder.name and _any(deliveries) else None


def note(folder: Path, deliveries: Iterable[Delivery], key: str) -> None:
    """Remember a run's first reading; Refused where a later one differs, for a report would rest on both."""
    if READING not in os.environ or not _any(deliveries):
        return
    client, _, first = os.environ[READING].partition("=")
    if client == folder.name and first != key:
        raise Refused((Problem("changed_meanwhile", SETTINGS, column="sources"),))
    os.environ[READING] = os.environ[READING] or f"{folder.name}={key}"


def _any(deliveries: Iterable[Delivery]) -> bool:
    return any(delivery.source for delivery in deliveries)
