"""What did the client send? The only reader of client_data/: everything after this may trust its tables."""

from __future__ import annotations

from klantlib.client.model import Client, Period, Refused, Remark, Source
from klantlib.client.opening import open_client

__all__ = ["Client", "Period", "Refused", "Remark", "Source", "open_client"]
