"""The rows that a plan makes and changes, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.time import format_day
from residents.places.models import Building, Flat, Household, Owner, Ownership
from residents.roster.queries.roster import OF_HOUSEHOLD
from residents.roster_parser.plan import Plan
from residents.roster_parser.record import Party
from residents.roster_parser.steps import Step
from residents.roster_parser.written import Kept, Written, as_text, mark_of

OF_FLAT = ("floor", "area", "area_source")


class _Rows:
    """Of one kind: those yet to be made, and those of the record, changed where they differ."""

    def __init__(self, model: type[Written], there: Iterable[Written] = ()) -> None:
        self.model: Any = model
        self.there: dict[int, Any] = {row.pk: row for row in there}
        self.made: list[Any] = []
        self.before: dict[int, dict[str, str | None]] = {}

    def make(self, **said: object) -> Any:
        row = self.model(**said)
        self.made.append(row)
        return row

    def change(self, pk: int, said: Mapping[str, object]) -> Any:
        """Only what is not so already."""
        row = self.there[pk]
        new = {name: value for name, value in said.items() if getattr(row, name) != value}
        if new:
            self.before[pk] = {name: as_text(row, name) for name in new}
            for name, value in new.items():
                setattr(row, name, value)
        return row

    def save(self) -> None:
        names = {name for said in self.before.values() for name in said}
        if names:
            rows = [self.there[pk] for pk in self.before]
            self.model.objects.bulk_update(rows, sorted(names))
        self.model.objects.bulk_create(self.made)


def locked(building: Building) -> Building:
    """The building, and its households before it: in the order in which joining takes these locks.

    Raises Refused where the building is closed.
    """
    list(Household.objects.select_for_update(of=("self",)).not_closed_in(building))
    found = Building.objects.select_for_update().get(pk=building.pk)
    found.refuse_if_closed()
    return found


def carry_out(building: Building, plan: Plan) -> list[Kept]:
    """What has to be kept to take it back. The building's rows are locked by the caller.

    Raises Refused where a household or an owner entered for a later day stands against it.
    """
    _refuse_who_comes_later(plan)
    flats = _rows(Flat, [step.after.flat for step in plan.steps])
    households = _rows(Household, [step.after.household for step in plan.steps])
    parties = _told(plan)
    owners = _rows(Owner, [party.pk for party in parties])
    closed = _closed_in(building)
    of_step = {step.after.room: _put_flat(flats, building, step, closed) for step in plan.steps}
    of_party = {party: _put_owner(owners, building, party) for party in parties}
    flats.save()
    owners.save()
    for step in plan.steps:
        _put_household(households, building, of_step[step.after.room], step, closed)
    households.save()
    sold = [step for step in plan.steps if _changes_hands(step)]
    ownerships = _put_ownerships(
        [
            (of_step[step.after.room], of_party[step.after.owner])
            for step in sold
            if step.after.owner
        ]
    )
    return _kept(flats, households, owners, ownerships)


def _refuse_who_comes_later(plan: Plan) -> None:
    """A household made today would live there beside the one that begins on a later day."""
    homeless = [step.after.flat for step in plan.steps if not step.after.household]
    later = Household.objects.not_closed().filter(flat__in=homeless, since__gt=timezone.localdate())
    home = later.exclude(until=F("since")).select_related("flat").order_by("pk").first()
    if home and home.since:
        told = _("%(flat)s从%(day)s起已经登记了别的人家，请先撤销那一次。")
        raise Refused(told % {"flat": home.flat, "day": format_day(home.since)})


def _rows(model: type[Written], pks: Iterable[int]) -> _Rows:
    manager: Any = model._default_manager
    return _Rows(model, manager.select_for_update().filter(pk__in={*pks} - {0}))


def _told(plan: Plan) -> dict[Party, None]:
    """The owners of whom the file says something new: one of two flats whose row is silent in the
    other keeps the new phone.
    """
    return {
        step.after.owner: None
        for step in plan.steps
        if step.after.owner and not (step.before and step.before.owner == step.after.owner)
    }


def _closed_in(building: Building) -> set[str]:
    """Room numbers of flats that are closed, or had a household that is."""
    rooms = Flat.objects.filter(building=building).filter(
        Q(until__isnull=False) | Q(households__until__isnull=False)
    )
    return set(rooms.values_list("room", flat=True))


def _put_flat(flats: _Rows, building: Building, step: Step, closed: Collection[str]) -> Flat:
    """One in the place of a closed one begins today."""
    home = step.after
    said = {name: getattr(home, name) for name in OF_FLAT}
    flat: Flat = (
        flats.change(home.flat, said)
        if home.flat
        else flats.make(building=building, room=home.room, since=_begins(home.room, closed), **said)
    )
    return flat


def _begins(room: str, closed: Collection[str]) -> dt.date | None:
    """None: since before it was recorded."""
    return timezone.localdate() if room in closed else None


def _put_household(
    households: _Rows, building: Building, flat: Flat, step: Step, closed: Collection[str]
) -> None:
    said = {name: getattr(step.after, name) for name in OF_HOUSEHOLD}
    if step.after.household:
        households.change(step.after.household, said)
    else:
        since = _begins(flat.room, closed)
        households.make(building=building, flat=flat, since=since, **said)


def _put_owner(owners: _Rows, building: Building, party: Party) -> Owner:
    owner: Owner = (
        owners.change(party.pk, {"phone": party.phone, "also": [*party.also]})
        if party.pk
        else owners.make(building=building, name=party.name, phone=party.phone, also=[*party.also])
    )
    return owner


def _changes_hands(step: Step) -> bool:
    if step.after.owner is None:
        return False
    return not (step.before and step.before.owner and step.before.owner.pk == step.after.owner.pk)


def _put_ownerships(sold: list[tuple[Flat, Owner]]) -> _Rows:
    """From today. What was before stays, as the past. Raises Refused where a sale is entered for later."""
    today = timezone.localdate()
    lasting = Ownership.objects.filter(flat__in=[flat for flat, _owner in sold])
    ownerships = _Rows(Ownership, lasting.filter(Q(until=None) | Q(until__gt=today)))
    for pk, ownership in ownerships.there.items():
        if ownership.since > today and ownership.until != ownership.since:
            told = _("%(flat)s已经登记了以后要换业主，请等那天以后再办。")
            raise Refused(told % {"flat": ownership.flat})
        ownerships.change(pk, {"until": max(today, ownership.since)})
    for flat, owner in sold:
        ownerships.make(flat=flat, owner=owner, since=today)
    ownerships.save()
    return ownerships


def _kept(*written: _Rows) -> list[Kept]:
    """Read again: what the database made of the values is what may be changed since."""
    kept = []
    for rows in written:
        made = {row.pk for row in rows.made}
        stand = rows.model._default_manager.filter(pk__in=[*made, *rows.before]).order_by("pk")
        kind = rows.model._meta.model_name
        kept += [Kept(kind, row.pk, rows.before.get(row.pk), mark_of(row)) for row in stand]
    return kept
