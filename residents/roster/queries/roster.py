"""Queries of a building's roster, and the desk's overview of buildings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from residents.people.models import Membership, Office, User
from residents.places.models import Building, Flat, Household, Owner, Ownership
from residents.roster.models import RosterDraft
from residents.roster.queries.columns import sheet_of_draft
from residents.roster_parser.plan import Plan, plan_import
from residents.roster_parser.record import HomeRecord, Party, RosterRecord

DRAFTS_KEPT_FOR = dt.timedelta(days=1)
HOUSEHOLD_FIELDS = (
    "occupancy",
    "aged_0_6",
    "aged_7_17",
    "aged_18_59",
    "aged_60_up",
    "contact",
    "phone",
    "note",
)


def roster_record_in(building: Building) -> RosterRecord:
    return records_of([building])[building.pk]


def records_of(buildings: Collection[Building]) -> dict[int, RosterRecord]:
    """Return primary key of a building → record, in three queries for all."""
    held = Prefetch("ownerships", queryset=_current_ownerships(), to_attr="held")
    living = Prefetch("households", queryset=Household.objects.current(), to_attr="living")
    homes: dict[int, list[HomeRecord]] = {building.pk: [] for building in buildings}
    for flat in Flat.objects.not_closed_in_any(buildings).prefetch_related(held, living):  # type: ignore[no-redef]  # declared on the model
        homes[flat.building_id].append(_home(flat))
    return {
        building.pk: RosterRecord(building.whole_number, building.floors, tuple(homes[building.pk]))
        for building in buildings
    }


def _current_ownerships() -> QuerySet[Ownership]:
    present = Ownership.objects.not_over().exclude(until=F("since"))
    return present.select_related("owner").order_by("since", "pk")


def _home(flat: Flat) -> HomeRecord:
    living: list[Household] = flat.living
    household = living[0] if living else None
    of_household = (
        {name: getattr(household, name) for name in HOUSEHOLD_FIELDS} if household else {}
    )
    held: list[Ownership] = flat.held
    owner = held[0].owner if held else None
    return HomeRecord(
        room=flat.room,
        floor=flat.floor,
        area=flat.area,
        area_source=flat.area_source,
        owner=Party(owner.name, owner.phone, owner.pk, also=tuple(owner.also)) if owner else None,
        flat=flat.pk,
        household=household.pk if household else 0,
        **of_household,
    )


def drafts_in(building: Building, by: User) -> QuerySet[RosterDraft]:
    return RosterDraft.objects.filter(
        building=building, by=by, at__gt=timezone.now() - DRAFTS_KEPT_FOR
    )


def plan_for(draft: RosterDraft) -> Plan:
    return plan_import(sheet_of_draft(draft), roster_record_in(draft.building))


def with_household_counts(buildings: QuerySet[Building]) -> QuerySet[Building]:
    """Annotate buildings with ``homes``, ``joined`` (households with a current member) and
    ``leaders``."""
    living = Household.objects.current().filter(building=OuterRef("pk"))
    homes = living.order_by().values("building")
    belonging = Membership.objects.current().values("household")
    leaders = Office.objects.current().filter(kind=Office.Kind.LEADER, building=OuterRef("pk"))
    return buildings.select_related("neighbourhood").annotate(  # type: ignore[no-redef]  # declared on the model
        homes=homes.values(n=Count("pk")),
        joined=homes.filter(pk__in=belonging).values(n=Count("pk")),
        leaders=ArraySubquery(leaders.values("user__shown_name")),
    )


def with_flats(owners: QuerySet[Owner]) -> QuerySet[Owner]:
    """Prefetch the current flats of each owner as ``held``."""
    current = Ownership.objects.current().select_related("flat").order_by("flat__floor", "flat")
    return owners.prefetch_related(Prefetch("ownerships", queryset=current, to_attr="held"))  # type: ignore[no-redef]  # declared on the model


def sorted_by_room(owners: QuerySet[Owner], on: dt.date | None = None) -> QuerySet[Owner]:
    """Sort owners by their first flat on that day; those without a flat come last."""
    held = Ownership.objects.current(on).filter(owner=OuterRef("pk"))
    first = held.order_by("flat__floor", "flat__room")
    floor, room = (Subquery(first.values(f"flat__{name}")[:1]) for name in ("floor", "room"))
    by_room = (F("first_floor").asc(nulls_last=True), "first_room", "name", "pk")
    return owners.alias(first_floor=floor, first_room=room).order_by(*by_room)


def last_owner_of(flat: Flat) -> Owner | None:
    newest = flat.ownerships.select_related("owner").order_by("-since", "-pk").first()
    return newest.owner if newest else None


def filter_joined(households: QuerySet[Household], *, yes: bool) -> QuerySet[Household]:
    in_them = Membership.objects.current().values("household")
    return households.filter(pk__in=in_them) if yes else households.exclude(pk__in=in_them)
