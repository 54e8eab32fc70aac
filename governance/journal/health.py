"""The ends of the journals, for the metrics: a journal that gets shorter has lost lines."""

from __future__ import annotations

from hashlib import sha256

from governance.journal.queries import journal_heads
from louzu.health.registry import Values, measure

EXACT_BITS = 52
"""Of a whole number that is exact in a metric."""


@measure("louzu_journal_number", "Number of the last line of a building's journal.", ("building",))
def _measure_numbers() -> Values:
    return {(slug,): int(head.split(":")[0]) for slug, head in journal_heads().items()}


@measure("louzu_journal_fingerprint", "Changes with the last line of any journal.")
def _measure_fingerprint() -> Values:
    ends = "\n".join(f"{slug}:{head}" for slug, head in journal_heads().items())
    return {(): int(sha256(ends.encode()).hexdigest()[: EXACT_BITS // 4], 16)}
