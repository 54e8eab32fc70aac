"""The result of a drill, as a row of the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

COLUMNS = ("drill", "acknowledged", "lost", "doubled", "longest without writes", "failed tries")


class DrillSkippedError(Exception):
    """The drill cannot run on this machine. The message names what is missing."""


@dataclass(frozen=True)
class Outcome:
    """Counts of one drill or of one of its rounds. ``faults`` are sentences; any of them fails it."""

    name: str
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    longest_gap: float | None = None
    """Seconds in which no write was acknowledged; None if nothing was written for long enough."""
    failed_tries: str = ""
    faults: tuple[str, ...] = ()
    figures: dict[str, str] = field(default_factory=dict)
    """Further measurements by name, as they are printed below the table."""

    @property
    def passed(self) -> bool:
        return not (self.lost or self.doubled or self.faults)


def print_table(outcomes: Iterable[Outcome]) -> None:
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for row in outcomes:
        gap = "" if row.longest_gap is None else f"{row.longest_gap:.1f} s"
        cells = (row.name, row.acknowledged, row.lost, row.doubled, gap, row.failed_tries or "none")
        print(f"| {' | '.join(str(cell) for cell in cells)} |")
        for name, figure in row.figures.items():
            print(f"    {name}: {figure}")
        for fault in row.faults:
            print(f"    FAILED: {fault}")
