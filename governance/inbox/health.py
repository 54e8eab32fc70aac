"""Deliveries of messages, for the metrics."""

from __future__ import annotations

from governance.inbox.queries.deliveries import numbers_to_watch
from louzu.health.registry import Values, measure


@measure(
    "louzu_deliveries",
    "Messages that wait, are unclear or failed.",
    ("channel", "state"),
)
def _measure_deliveries() -> Values:
    return numbers_to_watch()
