"""Taking a roster in, all of it or nothing; and giving it out, on record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.models import Building, Flat, Household, Owner, Ownership, RosterDraft, User
from residents.queries.roster import KEPT_FOR, OF_HOUSEHOLD, record_of
from residents.roster.export import workbook_of
from residents.roster.found import Sheet
from residents.roster.plan import Plan, Step, plan_of
from residents.roster.record import Party
from residents.signals import roster_exported, roster_imported

OF_FLAT = ("floor", "area", "area_source")


class PlanChanged(Refused):
    """The record is no longer what it was when the plan was shown."""


@transaction.atomic
def keep_roster(building: Building, sheet: Sheet, *, name: str, by: User) -> RosterDraft:
    """What was read, until it is confirmed. An earlier one of the same person gives way."""
    RosterDraft.objects.filter(building=building, by=by).delete()
    return RosterDraft.objects.create(
        building=building, by=by, name=name[:200], sheet=sheet.as_json()
    )


@transaction.atomic
def choose_sheet(draft: RosterDraft, number: int, *, by: User) -> None:
    """Go on with one of the sheets among which a file leaves the choice. Raises Refused."""
    kept = _kept(draft, by)
    choices = Sheet.from_json(kept.sheet).choices
    if not 0 <= number < len(choices):
        raise Refused(_("请选一张表。"))
    kept.sheet = choices[number].as_json()
    kept.save(update_fields=["sheet"])


@transaction.atomic
def confirm_roster(
    draft: RosterDraft, *, answers: Mapping[str, str], shown: str, by: User, seen: bool = False
) -> Plan:
    """Carry out the plan with the digest ``shown``, once. Raises PlanChanged, or Refused."""
    kept = _kept(draft, by)
    sheet = Sheet.from_json(kept.sheet)
    plan = import_roster(kept.building, sheet, answers=answers, shown=shown, seen=seen, by=by)
    kept.delete()
    return plan


def _kept(draft: RosterDraft, by: User) -> RosterDraft:
    """Locked. Raises Refused where it is gone or somebody else's."""
    kept = RosterDraft.objects.select_for_update().filter(pk=draft.pk, by=by).first()
    if kept is None:
        raise Refused(_("这份名册已经导入过了，或者已经过期。要再导入，请重新上传。"))
    return kept


@transaction.atomic
def import_roster(
    building: Building,
    sheet: Sheet,
    *,
    answers: Mapping[str, str],
    by: User | None,
    shown: str | None = None,
    seen: bool = False,
) -> Plan:
    """All that the sheet says, or nothing where a row has a problem or a question is open.

    ``shown`` is the digest of the plan, without answers, that somebody has agreed to; ``seen``
    says that they have looked at its doubts.
    """
    building = Building.objects.select_for_update().get(pk=building.pk)
    list(Household.objects.select_for_update().filter(building=building).order_by("pk"))
    record = record_of(building)
    if shown is not None and plan_of(sheet, record).digest != shown:
        raise PlanChanged(_("您看预览的时候，名册又有了变动。请把新的预览再看一遍，再确认。"))
    plan = plan_of(sheet, record, answers, seen=seen)
    if sheet.choices:
        raise Refused(_("还没有选是哪一张表，什么都没有写入。"))
    if plan.problems:
        raise Refused(_("名册里还有看不懂的格子，什么都没有写入。"))
    if plan.asked:
        raise Refused(_("还有同名的业主没有选，什么都没有写入。"))
    if plan.doubts and not seen:
        raise Refused(_("还有几处要您看一看，什么都没有写入。"))
    if plan.steps:
        _carry_out(building, plan)
        roster_imported.send(sender=Building, building=building, plan=plan, by=by)
    return plan


def _carry_out(building: Building, plan: Plan) -> None:
    """In as many statements for two hundred homes as for two."""
    flats = _put_flats(building, plan.steps)
    _put_households(building, plan.steps, flats)
    _put_ownerships(building, plan.steps, flats)


def _put_flats(building: Building, steps: Sequence[Step]) -> dict[str, Flat]:
    """The flat of each step, by room."""
    locked = Flat.objects.select_for_update()
    known = locked.in_bulk([step.after.flat for step in steps if step.after.flat])
    said = {
        step.after.room: {name: getattr(step.after, name) for name in OF_FLAT} for step in steps
    }
    new = [
        Flat(building=building, room=step.after.room, **said[step.after.room])
        for step in steps if not step.after.flat
    ]  # fmt: skip
    flats = {flat.room: flat for flat in (*known.values(), *Flat.objects.bulk_create(new))}
    _change(Flat, [(flat, said[flat.room]) for flat in known.values()])
    return flats


def _put_households(building: Building, steps: Sequence[Step], flats: Mapping[str, Flat]) -> None:
    known = Household.objects.in_bulk([s.after.household for s in steps if s.after.household])
    new, old = [], []
    for step in steps:
        said = {name: getattr(step.after, name) for name in OF_HOUSEHOLD}
        if step.after.household:
            old.append((known[step.after.household], said))
        else:
            new.append(Household(building=building, flat=flats[step.after.room], **said))
    Household.objects.bulk_create(new)
    _change(Household, old)


def _put_ownerships(building: Building, steps: Sequence[Step], flats: Mapping[str, Flat]) -> None:
    """From today. What was before stays, as the past."""
    owners = _put_owners(building, {step.after.owner for step in steps if step.after.owner})
    today = timezone.localdate()
    new = []
    for step in steps:
        party, before = step.after.owner, step.before.owner if step.before else None
        if party and not (before and before.pk == party.pk):
            new.append(Ownership(flat=flats[step.after.room], owner=owners[party], since=today))
    held = Ownership.objects.filter(flat__in=[one.flat for one in new])
    held.filter(Q(until=None) | Q(until__gt=today)).update(until=Greatest("since", today))
    Ownership.objects.bulk_create(new)


def _put_owners(building: Building, parties: Collection[Party]) -> dict[Party, Owner]:
    known = Owner.objects.select_for_update().in_bulk([p.pk for p in parties if p.pk])
    order = sorted(parties, key=lambda party: (party.name, party.ordinal))
    owners = {
        party: known.get(party.pk) or Owner(building=building, name=party.name, phone=party.phone)
        for party in order
    }
    Owner.objects.bulk_create([owner for party, owner in owners.items() if not party.pk])
    _change(Owner, [(owners[p], {"phone": p.phone}) for p in order if p.pk])
    return owners


def _change(model: type[Model], rows: Iterable[tuple[Model, Mapping[str, object]]]) -> None:
    """Only what is not so already, in one statement."""
    changed, fields = [], set()
    for row, said in rows:
        new = {name: value for name, value in said.items() if getattr(row, name) != value}
        for name, value in new.items():
            setattr(row, name, value)
        changed += [row] if new else []
        fields |= set(new)
    if changed:
        model._default_manager.bulk_update(changed, sorted(fields))


@transaction.atomic
def export_roster(building: Building, *, by: User | None) -> bytes:
    """The roster as an xlsx file: names and phones in clear leave the house, and that is recorded."""
    record = record_of(building)
    content = workbook_of(record)
    households = sum(1 for home in record.homes if home.household)
    roster_exported.send(sender=Building, building=building, households=households, by=by)
    return content


def forget_rosters() -> int:
    """How many were forgotten of those that nobody confirmed within a day."""
    old = RosterDraft.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    forgotten, _by_model = old.delete()
    return forgotten
