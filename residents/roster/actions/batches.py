"""Store a file of many buildings, confirm it, and import it building by building.

Each building is a separate transaction under the lock of its batch. An interrupted import can
therefore be continued by anybody, also by two people at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.stored import stored, stored_language
from residents.people.actions.households import lock_building
from residents.people.models import User
from residents.places.models import Building, Neighbourhood
from residents.roster.actions.imports import undo_import
from residents.roster.actions.places import make_building
from residents.roster.actions.roster import import_roster
from residents.roster.models import BatchBuilding, RosterBatch, RosterImport
from residents.roster.queries.batches import (
    SHOWN_STATES,
    BatchPreview,
    batch_part_of,
    batch_preview_of,
    buildings_by_door,
    sheet_of_entry,
)
from residents.roster.queries.roster import DRAFTS_KEPT_FOR
from residents.roster_parser.neighbourhood import BuildingShare, NeighbourhoodFile
from residents.roster_parser.plan import PlanChanged
from residents.roster_parser.sheet_data import RosterSheet

logger = logging.getLogger(__name__)
State = BatchBuilding.State


@transaction.atomic
def create_batch(
    neighbourhood: Neighbourhood, whole: NeighbourhoodFile, *, name: str, by: User
) -> RosterBatch:
    RosterBatch.objects.filter(neighbourhood=neighbourhood, by=by, confirmed_at=None).delete()
    batch = RosterBatch.objects.create(
        neighbourhood=neighbourhood, by=by, name=name[:200], rest=whole.rest_as_json()
    )
    there = buildings_by_door(neighbourhood)
    entries = [_entry(batch, position, share, there) for position, share in enumerate(whole.shares)]
    _refuse_shared_numbers(entries)
    BatchBuilding.objects.bulk_create(entries)
    return batch


def _entry(
    batch: RosterBatch,
    position: int,
    share: BuildingShare,
    there: Callable[[str, str], list[Building]],
) -> BatchBuilding:
    found = there(share.door.lane, share.door.number)
    entry = BatchBuilding(
        batch=batch,
        position=position,
        lane=share.door.lane[:20],
        door_number=share.door.number,
        floors=min(share.floors, 120),
        sheet=share.sheet.as_json(),
    )
    if len(found) == 1:
        entry.building, entry.floors = found[0], found[0].floors
    elif found:
        entry.state, entry.sheet = State.REFUSED, None
        entry.why = stored(gettext_lazy("有几条弄都有这个号码，表里没有写是哪条弄。"))
    return entry


def _refuse_shared_numbers(entries: list[BatchBuilding]) -> None:
    """Assign a door number that the file has in several lanes only to the building's own lane."""
    claims: dict[Building, list[BatchBuilding]] = {}
    for entry in entries:
        if entry.building:
            claims.setdefault(entry.building, []).append(entry)
    for building, several in claims.items():
        for entry in several if len(several) > 1 else ():
            if not building.lane or entry.lane != building.lane:
                entry.building, entry.state, entry.sheet = None, State.REFUSED, None
                entry.why = stored(
                    gettext_lazy(
                        "表里有%(doors)s，登记的只有一栋%(there)s，看不出是哪一栋。请先在工作台写上那栋楼的弄"
                        "（还没有登记的，先新建），再上传。"
                    ),
                    doors="、".join(map(str, several)),
                    there=f"{building.whole_number}号",
                )


@transaction.atomic
def set_batch_options(
    batch: RosterBatch, *, floors: Mapping[int, int], left_out: Collection[int]
) -> None:
    """Set the number of floors of new buildings, and the buildings to leave out, both by primary
    key of the entry."""
    batch = _lock_unconfirmed(batch)
    entries = list(batch.entries.filter(state__in=SHOWN_STATES))
    for entry in entries:
        entry.state = State.LEFT_OUT if entry.pk in left_out else State.WAITING
        if entry.building_id is None:
            entry.floors = floors.get(entry.pk, entry.floors)
    BatchBuilding.objects.bulk_update(entries, ["state", "floors"])


@transaction.atomic
def answer_for_building(entry: BatchBuilding, answers: Mapping[str, str], *, shown: str) -> None:
    """Store answers about owners for the plan with digest ``shown``. Raises PlanChanged if the
    questions have changed, or Refused."""
    _lock_unconfirmed(entry.batch)
    if entry.building:
        lock_building(entry.building)
    entry.refresh_from_db(fields=["sheet"])
    if batch_part_of(entry).digest != shown:
        raise PlanChanged
    _change_entry(entry, answers=dict(answers))


@transaction.atomic
def choose_sheet_for_building(entry: BatchBuilding, number: int) -> None:
    _lock_unconfirmed(entry.batch)
    entry.refresh_from_db(fields=["sheet"])
    choices = RosterSheet.from_json(entry.sheet or {}).choices
    if not 0 <= number < len(choices):
        raise Refused(_("请选一张表。"))
    _change_entry(entry, sheet=choices[number].as_json())


@transaction.atomic
def _change_entry(entry: BatchBuilding, **values: object) -> None:
    _lock_unconfirmed(entry.batch)
    BatchBuilding.objects.filter(pk=entry.pk, state__in=SHOWN_STATES).update(**values)


def _lock_unconfirmed(batch: RosterBatch) -> RosterBatch:
    kept = RosterBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if kept is None:
        raise Refused(_("这份名册已经过期了。要导入，请重新上传。"))
    if kept.confirmed_at:
        raise Refused(_("这份名册已经确认过了，正在导入或者导入好了。"))
    return kept


@transaction.atomic
def confirm_batch(batch: RosterBatch, *, shown: str, seen: bool, by: User) -> BatchPreview:
    """Confirm the preview with digest ``shown``. Nothing is imported yet. Raises PlanChanged or
    Refused."""
    batch = _lock_unconfirmed(batch)
    preview = batch_preview_of(batch)
    if preview.digest != shown:
        raise PlanChanged
    if preview.blocked:
        doors = "、".join(str(part.entry) for part in preview.blocked[:10])
        raise Refused(
            _("%(doors)s还不能导入。请点进去看一看；或者在“不导入”里打勾，先导入别的楼。")
            % {"doors": doors}
        )
    if not preview.taken:
        raise Refused(_("一栋楼也没有选，没有什么可以导入。"))
    if preview.has_doubts and not seen:
        raise Refused(_("还有几处要您看一看，什么都没有写入。"))
    for part in preview.taken:
        part.entry.shown = part.digest
    BatchBuilding.objects.bulk_update([part.entry for part in preview.taken], ["shown"])
    batch.confirmed_at, batch.by = timezone.now(), by
    batch.save(update_fields=["confirmed_at", "by"])
    return preview


def process_next_building(batch: RosterBatch) -> BatchBuilding | None:
    """Import or undo the next building of a confirmed batch. Return None if there is none."""
    return _do_next(batch, State.WAITING, _import) or _do_next(batch, State.UNDOING, _undo)


@transaction.atomic
def _do_next(
    batch: RosterBatch, state: str, do: Callable[[BatchBuilding], None]
) -> BatchBuilding | None:
    locked = RosterBatch.objects.select_for_update(of=("self",)).exclude(confirmed_at=None)
    if (mine := locked.select_related("by", "undo_by").filter(pk=batch.pk).first()) is None:
        return None
    entry = mine.entries.select_related("building", "imported").filter(state=state).first()
    if entry is None:
        return None
    entry.batch = mine
    before = entry.building
    try:
        with stored_language(), transaction.atomic():
            do(entry)
    except Refused as refusal:
        entry.why = str(refusal)
    except DatabaseError:
        logger.exception("a building of batch %s could not be written", batch.pk)
        entry.why = stored(gettext_lazy("出了点问题，这栋楼没有办成。"))
    if entry.why:
        entry.building = before
        entry.state = State.REFUSED if state == State.WAITING else State.STAYS
    entry.sheet = None
    entry.save()
    return entry


def _import(entry: BatchBuilding) -> None:
    batch = entry.batch
    if entry.building is None:
        entry.building = make_building(
            Building(
                neighbourhood_id=batch.neighbourhood_id,
                lane=entry.lane,
                door_number=entry.door_number,
                floors=entry.floors,
            ),
            by=batch.by,
        )
        entry.makes = True
    plan = import_roster(
        entry.building,
        sheet_of_entry(entry),
        answers=entry.answers,
        by=batch.by,
        shown=entry.shown,
        seen=True,
        name=batch.name,
    )
    entry.made, entry.changed = len(plan.made), len(plan.changed)
    entry.state = State.DONE if plan.steps else State.SAME
    if plan.steps:  # the building is locked, so the newest import is this one
        entry.imported = RosterImport.objects.filter(building=entry.building).latest("pk")


@transaction.atomic
def undo_batch(batch: RosterBatch, *, by: User) -> int:
    """Mark all imported buildings to be undone by ``process_next_building``, and return their number. Raises
    Refused while some still wait for their import."""
    batch = RosterBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.confirmed_at is None or batch.entries.filter(state=State.WAITING).exists():
        raise Refused(_("还没有导入完，请等一等再撤回。"))
    done = batch.entries.filter(state__in=(State.DONE, State.STAYS), imported__undone_at=None)
    begun = done.update(state=State.UNDOING, why="")
    batch.undo_by = by
    batch.save(update_fields=["undo_by"])
    return begun


def _undo(entry: BatchBuilding) -> None:
    if entry.imported and entry.imported.undone_at is None:
        undo_import(entry.imported, by=entry.batch.undo_by or entry.batch.by)
    entry.state = State.UNDONE


def delete_old_batches() -> int:
    """Delete batches that were not confirmed within a day, and return their number.

    Confirmed ones lose the data of the file, and buildings that still wait are refused.
    """
    old = RosterBatch.objects.filter(at__lt=timezone.now() - DRAFTS_KEPT_FOR)
    forgotten, by_model = old.filter(confirmed_at=None).delete()
    late = BatchBuilding.objects.filter(batch__in=old, state__in=SHOWN_STATES)
    why = stored(gettext_lazy("过了一天还没有导入，请重新上传。"))
    late.filter(state=State.WAITING).update(state=State.REFUSED, why=why, sheet=None, answers={})
    late.update(sheet=None, answers={})
    old.exclude(rest={}).update(rest={})
    return by_model.get("residents.RosterBatch", 0) if forgotten else 0
