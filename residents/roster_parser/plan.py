"""What importing a sheet would do to the record: made, changed, left alone, and what stands against it."""

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
from residents.roster_parser.again import doubts_on_record
from residents.roster_parser.ages import Contradiction, ages_of
from residents.roster_parser.columns import TITLES, plain
from residents.roster_parser.doubts import doubts_about
from residents.roster_parser.found import Sheet, Skipped
from residents.roster_parser.identity import without_identity
from residents.roster_parser.names import party_key
from residents.roster_parser.owners import Question, owners_of
from residents.roster_parser.record import Home, Party, Record
from residents.roster_parser.rooms import Unreadable, floor_of, key_of
from residents.roster_parser.said import Problem, Said, problem, read
from residents.roster_parser.steps import Step, Totals


class PlanChanged(Refused):
    """The record is no longer what it was when the plan was shown."""

    def __init__(self) -> None:
        super().__init__(_("您看预览的时候，名册又有了变动。请把新的预览再看一遍，再确认。"))


@dataclass(frozen=True, slots=True)
class Plan:
    made: tuple[Step, ...]
    changed: tuple[Step, ...]
    same: tuple[Step, ...]
    vanished: tuple[Home, ...]
    """Households on record of which the file says nothing. They stay."""
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    sheet: Sheet
    """What was read of the file, and what was left."""
    skipped: tuple[Skipped, ...]
    doubts: tuple[str, ...] = ()
    """What somebody must have looked at before it is done: unread columns, sums that differ."""
    seen: bool = False
    """Has somebody?"""

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.made, *self.changed)

    @property
    def says_nothing(self) -> bool:
        """Not one row is of this building."""
        return not (self.steps or self.same or self.problems or self.sheet.choices)

    @property
    def identity(self) -> tuple[str, ...]:
        return self.sheet.identity

    @property
    def unread(self) -> tuple[str, ...]:
        return self.sheet.unread

    @property
    def unsettled(self) -> bool:
        """Is something to be chosen or looked at first?"""
        return bool(self.asked or self.sheet.choices or (self.doubts and not self.seen))

    @property
    def asked(self) -> list[Question]:
        return [question for question in self.questions if not question.answer]

    @property
    def after(self) -> Totals:
        """The building as it would then be."""
        return Totals.of(
            [*(step.after for step in (*self.steps, *self.same)), *self.vanished]
        )  # fmt: skip

    @property
    def new_owners(self) -> int:
        return len({s.after.owner for s in self.steps if s.after.owner and not s.after.owner.pk})

    @property
    def digest(self) -> str:
        """The same as long as confirming would do the same."""
        told = [(step.before, step.after) for step in self.steps]
        against = [(wrong.row, wrong.cell) for wrong in self.problems]
        content = repr((told, self.vanished, against, self.questions, self.doubts))
        return hashlib.sha256(content.encode()).hexdigest()


def plan_of(
    sheet: Sheet, record: Record, answers: Mapping[str, str] | None = None, *, seen: bool = False
) -> Plan:
    """Compare. ``answers``: name → ``SAME`` or ``APART``; ``seen``: the doubts were looked at.

    The order of rows never matters.
    """
    reading = read(sheet, record)
    rows = sorted(reading.said, key=lambda said: _where(said, record))
    owners, questions = owners_of(rows, record, answers or {})
    steps, problems = [], list(reading.problems)
    for said in rows:
        before = record.at(said.room)
        after, wrong = _after(sheet, said, record, owners.get(said.room))
        problems += wrong
        if not wrong:
            steps.append(Step(said.row.number, before, after))
    named = {key_of(said.room) for said in rows} | _misread(sheet, reading.problems, record)
    gone = [h for h in record.homes if h.household and key_of(h.room) not in named]
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
            *doubts_about(sheet, [step.after for step in steps], record, complete=not problems),
            *doubts_on_record(sheet, steps, record, {room for q in questions for room in q.others}),
        ),
        seen=seen,
    )


def _where(said: Said, record: Record) -> tuple[int, str]:
    home = record.at(said.room)
    return (said.floor or (home.floor if home else 0) or floor_of(said.room, top=record.floors) or 0,
            said.room)  # fmt: skip


def _misread(sheet: Sheet, problems: Iterable[Problem], record: Record) -> set[str]:
    """Rooms in rows that could not be understood: they have not vanished."""
    rows = {wrong.row for wrong in problems}
    texts = [row.cells.get("room", "") for row in sheet.rows if row.number in rows]
    return {key_of(home.room) for text in texts if text and (home := record.at(text))}


def _after(
    sheet: Sheet, said: Said, record: Record, owner: Party | None
) -> tuple[Home, list[Problem]]:
    before = record.at(said.room)
    home = before or Home(said.room)
    try:
        ages = ages_of(said, home)
    except Contradiction as why:
        return home, [problem(sheet, said.row, "people", str(why))]
    area, source = _area(sheet, said, home)
    after = dataclasses.replace(
        home,
        floor=said.floor or home.floor or floor_of(said.room, top=record.floors) or 0,
        area=area,
        area_source=source,
        owner=owner or home.owner,
        occupancy=said.occupancy or home.occupancy,
        contact=_kept(home.contact, said.contact, party_key),
        phone=said.phone or home.phone,
        note=(note := _note(home.note, said)),
        **ages._asdict(),
    )
    try:
        values.note(note)
    except Unreadable as why:
        return home, [problem(sheet, said.row, "note", str(why))]
    return after, _wrong(sheet, said, after, record)


def _area(sheet: Sheet, said: Said, home: Home) -> tuple[Decimal | None, str]:
    """An area that stays keeps what it rests on, unless the file says that too."""
    area = said.area or home.area
    if area is None:
        return None, ""
    if area == home.area:
        return area, said.area_source or home.area_source
    return area, said.area_source or sheet.area_source


def _wrong(sheet: Sheet, said: Said, after: Home, record: Record) -> list[Problem]:
    """What the values of a row, each readable, make impossible together."""
    wrong = []
    before = record.at(said.room)
    floor_is_new = before is None or before.floor != after.floor
    if not after.floor:
        wrong.append(problem(sheet, said.row, "floor", _("没有写楼层，从室号也看不出来。")))
    elif floor_is_new and after.floor > record.floors:
        wrong.append(
            problem(
                sheet, said.row, "floor" if "floor" in said.has else "room",
                _("写的是%(floor)d楼，这栋楼登记的是%(floors)d层。")
                % {"floor": after.floor, "floors": record.floors},
            )
        )  # fmt: skip
    if after.occupancy == Household.Occupancy.EMPTY and after.people:
        wrong.append(
            problem(
                sheet, said.row, "occupancy",
                _("空置的户，人数应该是0；这里有%(people)d人。") % {"people": after.people},
            )
        )  # fmt: skip
    return wrong


def _kept(old: str, new: str | None, key: Callable[[str], object]) -> str:
    """What is on record, unless the file says something else and not only in another manner."""
    return old if not new or key(old) == key(new) else new


PHONE = "电话"
"""Before a remark about a phone."""


def _note(old: str, said: Said) -> str:
    """The file's note in place of the one on record, with its remarks; where the file has no note
    its remarks come to the one on record, in place of such that begin alike: 人数（含保姆1）.
    """
    new = said.note
    if new:
        return _kept(old, "；".join((new, *said.remarks)), _bare)
    heads = {remark.partition("（")[0] for remark in said.remarks} & {*TITLES.values(), PHONE}
    parts = [part for part in old.split("；") if part.partition("（")[0] not in heads]
    more = [remark for remark in said.remarks if _bare(remark) not in _bare("；".join(parts))]
    return "；".join(filter(None, (*parts, *more)))


def _bare(text: str) -> str:
    return plain(without_identity(text))
