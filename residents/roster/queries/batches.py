"""Queries of a file of many buildings: the plan of each, and the progress."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from louzu.lib.text import join_first
from residents.people.models import User
from residents.places.models import Building, Neighbourhood
from residents.roster.models import BatchBuilding, RosterBatch
from residents.roster.queries.columns import (
    column_answers_of,
    rest_with_known_columns,
    with_known_columns,
)
from residents.roster.queries.roster import records_of
from residents.roster_parser.door_numbers import door_number_of_cell, parsed_door_matches
from residents.roster_parser.file_doubts import single_total_of, total_differences
from residents.roster_parser.neighbourhood import NeighbourhoodFile
from residents.roster_parser.plan import Plan, plan_import
from residents.roster_parser.record import HomeRecord, RosterRecord
from residents.roster_parser.sheet_data import FileTotal, RosterSheet

State = BatchBuilding.State
MAX_DOUBTS = 10
SHOWN_STATES = (State.WAITING, State.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class BatchPart:
    """The plan of one building of a file."""

    entry: BatchBuilding
    plan: Plan
    digest: str
    """Digest of the plan without answers, which ``import_roster`` compares."""

    @property
    def is_left_out(self) -> bool:
        return bool(self.entry.state == State.LEFT_OUT)

    @property
    def is_blocked(self) -> bool:
        plan = self.plan
        return bool(plan.problems or plan.asked or plan.sheet.choices or plan.says_nothing)

    @property
    def homes(self) -> list[HomeRecord]:
        return [step.after for step in (*self.plan.steps, *self.plan.same)]

    @property
    def people(self) -> int:
        return sum(home.people for home in self.homes)

    @property
    def aged_60_up(self) -> int:
        return sum(home.aged_60_up for home in self.homes)

    @property
    def area(self) -> Decimal:
        return sum((home.area or Decimal(0) for home in self.homes), start=Decimal(0))

    @property
    def own_total(self) -> FileTotal | None:
        return single_total_of(self.plan.sheet, self.entry.door_number)


@dataclass(frozen=True, slots=True)
class BatchPreview:
    """The plan of a whole file."""

    parts: tuple[BatchPart, ...]
    rest: NeighbourhoodFile
    doubts: tuple[str, ...]
    """Doubts about the whole file. Doubts about a building are in its plan."""

    @property
    def taken(self) -> list[BatchPart]:
        return [part for part in self.parts if not part.is_left_out]

    @property
    def blocked(self) -> list[BatchPart]:
        return [part for part in self.taken if part.is_blocked]

    @property
    def made(self) -> list[BatchPart]:
        return [part for part in self.taken if part.entry.building is None]

    @property
    def has_doubts(self) -> bool:
        return bool(self.doubts or any(part.plan.doubts for part in self.taken))

    @property
    def households(self) -> int:
        return sum(len(part.homes) for part in self.taken)

    @property
    def people(self) -> int:
        return sum(part.people for part in self.taken)

    @property
    def aged_60_up(self) -> int:
        return sum(part.aged_60_up for part in self.taken)

    @property
    def area(self) -> Decimal:
        return sum((part.area for part in self.taken), start=Decimal(0))

    @property
    def digest(self) -> str:
        """Return a digest that changes if confirming would have another effect, independent of what
        is left out."""
        content = "\n".join(f"{part.entry.pk} {part.plan.digest}" for part in self.parts)
        return hashlib.sha256(content.encode()).hexdigest()


def batches_of(neighbourhoods: QuerySet[Neighbourhood]) -> QuerySet[RosterBatch]:
    """Return batches, newest first, annotated with ``buildings``, ``open`` (waiting), and ``done``."""
    batches = RosterBatch.objects.filter(neighbourhood__in=neighbourhoods)
    waiting = Q(entries__state__in=(State.WAITING, State.UNDOING))
    return (
        batches.select_related("neighbourhood", "by")
        .defer("rest")
        .annotate(
            buildings=Count("entries"),
            open=Count("entries", filter=waiting),
            done=Count("entries", filter=Q(entries__state=State.DONE)),
        )
        .order_by("-pk")
    )


def batches_about(user: User) -> QuerySet[RosterBatch]:
    batches = RosterBatch.objects.filter(Q(by=user) | Q(undo_by=user)).order_by("-pk")
    return batches.select_related("neighbourhood").defer("rest")


def batch_preview_of(batch: RosterBatch) -> BatchPreview:
    """Return the preview. The number of queries does not depend on the number of buildings."""
    entries = list(batch.entries.filter(state__in=SHOWN_STATES).select_related("building"))
    records = records_of([entry.building for entry in entries if entry.building])
    known = column_answers_of(batch.neighbourhood_id)
    whole = NeighbourhoodFile.rest_from_json(batch.rest)
    rest = rest_with_known_columns(whole, known)
    parts = tuple(
        _part(entry, _record(entry, records), _sheet(entry, whole, known)) for entry in entries
    )
    sums = [line for page in rest.pages for line in _page_total_doubts(page, parts)]
    return BatchPreview(parts, rest, (*rest.doubts, *_lane_doubts(entries), *sums))


def _lane_doubts(entries: Sequence[BatchBuilding]) -> Iterator[str]:
    doors = [str(one) for one in entries if one.lane and one.building and not one.building.lane]
    if doors:
        yield _(
            "登记的楼没有写是哪条弄，表里写的是%(doors)s：当作同一栋。是另一栋的，请先在工作台写上登记的那栋的弄，"
            "再上传。"
        ) % {"doors": join_first(doors, MAX_DOUBTS)}


def batch_part_of(entry: BatchBuilding) -> BatchPart:
    records = records_of([entry.building] if entry.building else [])
    return _part(entry, _record(entry, records), sheet_of_entry(entry))


def sheet_of_entry(entry: BatchBuilding) -> RosterSheet:
    known = column_answers_of(entry.batch.neighbourhood_id)
    return _sheet(entry, NeighbourhoodFile.rest_from_json(entry.batch.rest), known)


def _sheet(entry: BatchBuilding, rest: NeighbourhoodFile, known: Mapping[str, str]) -> RosterSheet:
    return with_known_columns(RosterSheet.from_json(entry.sheet or {}), rest, known)


def _record(entry: BatchBuilding, records: dict[int, RosterRecord]) -> RosterRecord:
    if entry.building_id:
        return records[entry.building_id]
    return RosterRecord(f"{entry.lane}{entry.door_number}", entry.floors)


def _part(entry: BatchBuilding, record: RosterRecord, sheet: RosterSheet) -> BatchPart:
    plain = plan_import(sheet, record)
    plan = plan_import(sheet, record, entry.answers) if entry.answers else plain
    return BatchPart(entry, plan, plain.digest)


def _page_total_doubts(page: RosterSheet, parts: Sequence[BatchPart]) -> list[str]:
    ours = [part for part in parts if part.plan.sheet.page == page.page]
    if len(page.sums) != 1 or any(part.plan.problems for part in ours):
        return []
    return list(total_differences(page.sums[0], [home for part in ours for home in part.homes]))


def entries_of(batch: RosterBatch) -> QuerySet[BatchBuilding]:
    entries = batch.entries.select_related("building", "imported")
    return entries.defer("sheet", "answers", "imported__kept")


def buildings_by_door(neighbourhood: Neighbourhood) -> Callable[[str, str], list[Building]]:
    """Return a function that maps lane and number to the possible buildings."""
    by_number: dict[str, list[Building]] = {}
    for building in Building.objects.not_closed().filter(neighbourhood=neighbourhood):
        number = door_number_of_cell(building.door_number) or building.door_number
        by_number.setdefault(number, []).append(building)

    def found(lane: str, number: str) -> list[Building]:
        there = by_number.get(number, [])
        exactly = [one for one in there if one.lane == lane]
        return exactly or [
            one for one in there if parsed_door_matches(f"{lane}{number}", one.whole_number)
        ]

    return found


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The progress of a confirmed batch, in buildings."""

    total: int
    waiting: int
    undoing: int
    counts: Counter[str]
    current: BatchBuilding | None
    """The next building."""

    @classmethod
    def of(cls, entries: Sequence[BatchBuilding]) -> BatchProgress:
        counts = Counter(str(entry.now) for entry in entries)
        left_out = counts[State.LEFT_OUT]
        waiting, undoing = counts[State.WAITING], counts[State.UNDOING]
        turn = (entry for entry in entries if entry.state in (State.WAITING, State.UNDOING))
        return cls(len(entries) - left_out, waiting, undoing, counts, next(turn, None))

    @property
    def goes_on(self) -> bool:
        return bool(self.waiting or self.undoing)

    @property
    def gone(self) -> int:
        return self.total - self.waiting - self.undoing

    @property
    def done(self) -> int:
        return self.counts[State.DONE] + self.counts[State.SAME]

    @property
    def refused(self) -> int:
        return self.counts[State.REFUSED]

    @property
    def undone(self) -> int:
        return self.counts[State.UNDONE]

    @property
    def stays(self) -> int:
        return self.counts[State.STAYS]

    @property
    def can_be_undone(self) -> int:
        return 0 if self.goes_on else self.counts[State.DONE] + self.counts[State.STAYS]
