"""Compare a sheet with the record: what an import would create, change and leave, and its problems."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.places.models import Household
from residents.roster_parser import values
from residents.roster_parser.ages import Contradiction, ages_of
from residents.roster_parser.columns import TITLES, normalized_text
from residents.roster_parser.file_doubts import doubts_about_file
from residents.roster_parser.identity import without_identity
from residents.roster_parser.names import party_key
from residents.roster_parser.owners import OwnerQuestion, owners_of
from residents.roster_parser.plan_steps import HomeStep, HomeTotals
from residents.roster_parser.record import HomeRecord, Party, RosterRecord
from residents.roster_parser.record_doubts import doubts_on_record
from residents.roster_parser.rooms import Unreadable, floor_of, room_key
from residents.roster_parser.row_values import RowProblem, RowValues, read_sheet, row_problem
from residents.roster_parser.sheet_data import RosterSheet, SkippedRows


class PlanChanged(Refused):
    """The record has changed since the plan was shown."""

    def __init__(self) -> None:
        super().__init__(_("您看预览的时候，名册又有了变动。请把新的预览再看一遍，再确认。"))


@dataclass(frozen=True, slots=True)
class Plan:
    made: tuple[HomeStep, ...]
    changed: tuple[HomeStep, ...]
    same: tuple[HomeStep, ...]
    vanished: tuple[HomeRecord, ...]
    """Recorded households that the file does not mention. They are kept."""
    problems: tuple[RowProblem, ...]
    questions: tuple[OwnerQuestion, ...]
    sheet: RosterSheet
    """The data read from the file, and what was left out."""
    skipped: tuple[SkippedRows, ...]
    doubts: tuple[str, ...] = ()
    """Doubts that must be confirmed before the import: unread columns, different totals."""
    seen: bool = False
    """The doubts were confirmed."""

    @property
    def steps(self) -> tuple[HomeStep, ...]:
        return (*self.made, *self.changed)

    @property
    def says_nothing(self) -> bool:
        return not (self.steps or self.same or self.problems or self.sheet.choices)

    @property
    def identity(self) -> tuple[str, ...]:
        return self.sheet.identity

    @property
    def unread(self) -> tuple[str, ...]:
        return self.sheet.unread

    @property
    def unsettled(self) -> bool:
        return bool(self.asked or self.sheet.choices or (self.doubts and not self.seen))

    @property
    def asked(self) -> list[OwnerQuestion]:
        return [question for question in self.questions if not question.answer]

    @property
    def after(self) -> HomeTotals:
        return HomeTotals.of([*(step.after for step in (*self.steps, *self.same)), *self.vanished])

    @property
    def digest(self) -> str:
        """Return a digest that changes if confirming would have another effect."""
        texts = [(step.before, step.after) for step in self.steps]
        against = [(wrong.row, wrong.cell) for wrong in self.problems]
        content = repr((texts, self.vanished, against, self.questions, self.doubts))
        return hashlib.sha256(content.encode()).hexdigest()


def plan_import(
    sheet: RosterSheet,
    record: RosterRecord,
    answers: Mapping[str, str] | None = None,
    *,
    seen: bool = False,
) -> Plan:
    """Compare a sheet with the record. ``answers`` maps names to ``SAME`` or ``APART``; ``seen``
    means that the doubts were confirmed. The order of rows does not matter."""
    reading = read_sheet(sheet, record)
    rows = sorted(reading.said, key=lambda text: _where(text, record))
    owners, questions = owners_of(rows, record, answers or {})
    steps, problems = [], list(reading.problems)
    for text in rows:
        before = record.at(text.room)
        after, wrong = _after(sheet, text, record, owners.get(text.room))
        problems += wrong
        if not wrong:
            steps.append(HomeStep(text.row.number, before, after))
    named = {room_key(text.room) for text in rows} | _unreadable_rooms(
        sheet, reading.problems, record
    )
    gone = [h for h in record.homes if h.household and room_key(h.room) not in named]
    settled = [step for step in steps if not step.makes]
    return Plan(
        made=tuple(step for step in steps if step.makes),
        changed=tuple(step for step in settled if step.before != step.after),
        same=tuple(step for step in settled if step.before == step.after),
        vanished=tuple(sorted(gone, key=lambda home: home.place)),
        problems=tuple(sorted(problems, key=lambda wrong: (wrong.row, wrong.cell))),
        questions=questions,
        sheet=sheet,
        skipped=tuple(sorted((*sheet.skipped, *reading.skipped), key=lambda row: row.number)),
        doubts=(
            *doubts_about_file(
                sheet, [step.after for step in steps], record, complete=not problems
            ),
            *doubts_on_record(sheet, steps, record, {room for q in questions for room in q.others}),
        ),
        seen=seen,
    )


def _where(row_values: RowValues, record: RosterRecord) -> tuple[int, str]:
    home = record.at(row_values.room)
    return (
        row_values.floor
        or (home.floor if home else 0)
        or floor_of(row_values.room, top=record.floors)
        or 0,
        row_values.room,
    )


def _unreadable_rooms(
    sheet: RosterSheet, problems: Iterable[RowProblem], record: RosterRecord
) -> set[str]:
    """Return rooms in unreadable rows, which do not count as vanished."""
    rows = {wrong.row for wrong in problems}
    texts = [row.cells.get("room", "") for row in sheet.rows if row.number in rows]
    return {room_key(home.room) for text in texts if text and (home := record.at(text))}


def _after(
    sheet: RosterSheet, row_values: RowValues, record: RosterRecord, owner: Party | None
) -> tuple[HomeRecord, list[RowProblem]]:
    before = record.at(row_values.room)
    home = before or HomeRecord(row_values.room)
    try:
        ages = ages_of(row_values, home)
    except Contradiction as why:
        return home, [row_problem(sheet, row_values.row, "people", str(why))]
    area, source = _area(sheet, row_values, home)
    after = dataclasses.replace(
        home,
        floor=row_values.floor or home.floor or floor_of(row_values.room, top=record.floors) or 0,
        area=area,
        area_source=source,
        owner=owner or home.owner,
        occupancy=row_values.occupancy or home.occupancy,
        contact=_merged_text(home.contact, row_values.contact, party_key),
        phone=row_values.phone or home.phone,
        note=(note := _note(home.note, row_values)),
        **ages._asdict(),
    )
    try:
        values.parse_note(note)
    except Unreadable as why:
        return home, [row_problem(sheet, row_values.row, "note", str(why))]
    return after, _contradictions(sheet, row_values, after, record)


def _area(
    sheet: RosterSheet, row_values: RowValues, home: HomeRecord
) -> tuple[Decimal | None, str]:
    """Return area and source. An unchanged area keeps its source unless the file gives one."""
    area = row_values.area or home.area
    if area is None:
        return None, ""
    if area == home.area:
        return area, row_values.area_source or home.area_source
    return area, row_values.area_source or sheet.area_source


def _contradictions(
    sheet: RosterSheet, row_values: RowValues, after: HomeRecord, record: RosterRecord
) -> list[RowProblem]:
    wrong = []
    before = record.at(row_values.room)
    floor_is_new = before is None or before.floor != after.floor
    if not after.floor:
        wrong.append(
            row_problem(sheet, row_values.row, "floor", _("没有写楼层，从室号也看不出来。"))
        )
    elif floor_is_new and after.floor > record.floors:
        wrong.append(
            row_problem(
                sheet,
                row_values.row,
                "floor" if "floor" in row_values.has else "room",
                _("写的是%(floor)d楼，这栋楼登记的是%(floors)d层。")
                % {"floor": after.floor, "floors": record.floors},
            )
        )
    if after.occupancy == Household.Occupancy.EMPTY and after.people:
        wrong.append(
            row_problem(
                sheet,
                row_values.row,
                "occupancy",
                _("空置的户，人数应该是0；这里有%(people)d人。") % {"people": after.people},
            )
        )
    return wrong


def _merged_text(old: str, new: str | None, key: Callable[[str], object]) -> str:
    return old if not new or key(old) == key(new) else new


PHONE = "电话"
"""Prefix of remarks about phones."""


def _note(old: str, row_values: RowValues) -> str:
    """Return the new note. A note in the file replaces the recorded one, and remarks are added.

    Without a note in the file, remarks are added to the recorded note, and replace remarks that
    begin alike: 人数（含保姆1）.
    """
    new = row_values.note
    if new:
        return _merged_text(old, "；".join((new, *row_values.remarks)), _bare)
    heads = {remark.partition("（")[0] for remark in row_values.remarks} & {*TITLES.values(), PHONE}
    parts = [part for part in old.split("；") if part.partition("（")[0] not in heads]
    more = [remark for remark in row_values.remarks if _bare(remark) not in _bare("；".join(parts))]
    return "；".join(filter(None, (*parts, *more)))


def _bare(text: str) -> str:
    return normalized_text(without_identity(text))
