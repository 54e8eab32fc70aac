"""Create and change the rows of a plan, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.time import format_day
from residents.places.models import Building, Flat, Household, Owner, Ownership
from residents.roster.queries.roster import HOUSEHOLD_FIELDS
from residents.roster_parser.plan import Plan
from residents.roster_parser.plan_steps import HomeStep
from residents.roster_parser.record import Party
from residents.roster_parser.undo_rows import UndoRow, field_as_text, row_digest

R = TypeVar("R", bound=Model)
OF_FLAT = ("floor", "area", "area_source")


class _RowChanges(Generic[R]):
    """Rows of one model: new ones, and existing ones with their changes."""

    def __init__(self, model: type[R], there: Iterable[R] = ()) -> None:
        self.model = model
        self.there = {row.pk: row for row in there}
        self.made: list[R] = []
        self.before: dict[int, dict[str, str | None]] = {}

    def make(self, **values: object) -> R:
        row = self.model(**values)
        self.made.append(row)
        return row

    def change(self, pk: int, values: Mapping[str, object]) -> R:
        """Set only the values that differ."""
        row = self.there[pk]
        new = {name: value for name, value in values.items() if getattr(row, name) != value}
        if new:
            self.before[pk] = {name: field_as_text(row, name) for name in new}
            for name, value in new.items():
                setattr(row, name, value)
        return row

    def save(self) -> None:
        names = {name for values in self.before.values() for name in values}
        if names:
            rows = [self.there[pk] for pk in self.before]
            self.model._default_manager.bulk_update(rows, sorted(names))
        self.model._default_manager.bulk_create(self.made)


def lock_for_import(building: Building) -> Building:
    """Lock the households and then the building, in the order that joining uses. Raises Refused if
    the building is closed."""
    list(Household.objects.select_for_update(of=("self",)).not_closed_in(building))
    found = Building.objects.select_for_update().get(pk=building.pk)
    found.refuse_if_closed()
    return found


def apply_plan(building: Building, plan: Plan) -> list[UndoRow]:
    """Write a plan, and return the data to undo it. The caller has locked the building. Raises
    Refused if a household or owner is entered for a later day."""
    _refuse_later_households(plan)
    flats = _rows(Flat, [step.after.flat for step in plan.steps])
    households = _rows(Household, [step.after.household for step in plan.steps])
    parties = _owners_in_plan(plan)
    owners = _rows(Owner, [party.pk for party in parties])
    closed = _closed_in(building)
    of_step = {step.after.room: _put_flat(flats, building, step, closed) for step in plan.steps}
    of_party = {party: _put_owner(owners, building, party) for party in parties}
    flats.save()
    owners.save()
    for step in plan.steps:
        _put_household(households, building, of_step[step.after.room], step, closed)
    households.save()
    sold = [step for step in plan.steps if _is_sold(step)]
    ownerships = _put_ownerships(
        [
            (of_step[step.after.room], of_party[step.after.owner])
            for step in sold
            if step.after.owner
        ]
    )
    return _undo_row(flats, households, owners, ownerships)


def _refuse_later_households(plan: Plan) -> None:
    flats_without_household = [step.after.flat for step in plan.steps if not step.after.household]
    later = Household.objects.not_closed().filter(
        flat__in=flats_without_household, since__gt=timezone.localdate()
    )
    home = later.exclude(until=F("since")).select_related("flat").order_by("pk").first()
    if home and home.since:
        sentence = _("%(flat)s从%(day)s起已经登记了别的人家，请先撤销那一次。")
        raise Refused(sentence % {"flat": home.flat, "day": format_day(home.since)})


def _rows(model: type[R], pks: Iterable[int]) -> _RowChanges[R]:
    manager = model._default_manager
    return _RowChanges(model, manager.select_for_update().filter(pk__in={*pks} - {0}))


def _owners_in_plan(plan: Plan) -> dict[Party, None]:
    """Return the owners that the file changes. If the row of one flat of an owner gives a new phone
    and that of another gives none, the new phone is kept."""
    return {
        step.after.owner: None
        for step in plan.steps
        if step.after.owner and not (step.before and step.before.owner == step.after.owner)
    }


def _closed_in(building: Building) -> set[str]:
    rooms = Flat.objects.filter(building=building).filter(
        Q(until__isnull=False) | Q(households__until__isnull=False)
    )
    return set(rooms.values_list("room", flat=True))


def _put_flat(
    flats: _RowChanges[Flat], building: Building, step: HomeStep, closed: Collection[str]
) -> Flat:
    home = step.after
    values = {name: getattr(home, name) for name in OF_FLAT}
    if home.flat:
        return flats.change(home.flat, values)
    since = _begin_date(home.room, closed)
    return flats.make(building=building, room=home.room, since=since, **values)


def _begin_date(room: str, closed: Collection[str]) -> dt.date | None:
    return timezone.localdate() if room in closed else None


def _put_household(
    households: _RowChanges[Household],
    building: Building,
    flat: Flat,
    step: HomeStep,
    closed: Collection[str],
) -> None:
    values = {name: getattr(step.after, name) for name in HOUSEHOLD_FIELDS}
    if step.after.household:
        households.change(step.after.household, values)
    else:
        since = _begin_date(flat.room, closed)
        households.make(building=building, flat=flat, since=since, **values)


def _put_owner(owners: _RowChanges[Owner], building: Building, party: Party) -> Owner:
    if party.pk:
        return owners.change(party.pk, {"phone": party.phone, "also": [*party.also]})
    return owners.make(building=building, name=party.name, phone=party.phone, also=[*party.also])


def _is_sold(step: HomeStep) -> bool:
    if step.after.owner is None:
        return False
    return not (step.before and step.before.owner and step.before.owner.pk == step.after.owner.pk)


def _put_ownerships(sold: list[tuple[Flat, Owner]]) -> _RowChanges[Ownership]:
    """Create ownerships from today, and end the earlier ones. Raises Refused if a later sale is
    entered."""
    today = timezone.localdate()
    not_over = Ownership.objects.filter(flat__in=[flat for flat, _owner in sold])
    ownerships = _RowChanges(Ownership, not_over.filter(Q(until=None) | Q(until__gt=today)))
    for pk, ownership in ownerships.there.items():
        if ownership.since > today and ownership.until != ownership.since:
            sentence = _("%(flat)s已经登记了以后要换业主，请等那天以后再办。")
            raise Refused(sentence % {"flat": ownership.flat})
        ownerships.change(pk, {"until": max(today, ownership.since)})
    for flat, owner in sold:
        ownerships.make(flat=flat, owner=owner, since=today)
    ownerships.save()
    return ownerships


def _undo_row(*written: _RowChanges[Any]) -> list[UndoRow]:
    """Read the rows again, because the database may have normalised the values that later changes
    are compared with."""
    kept = []
    for rows in written:
        made = {row.pk for row in rows.made}
        changed_rows = rows.model._default_manager.filter(pk__in=[*made, *rows.before]).order_by(
            "pk"
        )
        kind = rows.model._meta.model_name
        kept += [
            UndoRow(kind, row.pk, rows.before.get(row.pk), row_digest(row)) for row in changed_rows
        ]
    return kept
