"""Who may check entries, and which entries wait for somebody."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.ledger.models import Entry, EntryQuerySet, in_office
from louzu.lib.joining import listed
from residents.models import Building, Household, Membership, Office, Standing, User

KEEPERS = (Office.Kind.LEADER, Office.Kind.TREASURER)
"""Who sees what each flat paid. Core residents check what names no flat."""
MAX_WAITING = 50


def checks_entries(standing: Standing) -> bool:
    return standing.leader or standing.treasurer or "core" in standing.offices


def checker_offices_of(entry: Entry) -> QuerySet[Office]:
    """Return the offices whose holders may check the entry: not who entered it, and not the people of
    its flat."""
    kinds = KEEPERS if entry.flat else (*KEEPERS, Office.Kind.CORE)
    held = Office.objects.current().filter(building=entry.building, kind__in=kinds)
    if entry.flat:
        homes = Household.objects.current().filter(flat=entry.flat)
        members = Membership.objects.current().filter(household__in=homes)
        held = held.exclude(user__in=members.values("user"))
    return held.exclude(user=entry.entered_by_id).select_related("user").order_by("pk")


def checker_names_of(entry: Entry) -> str:
    """Format as ``楼组长 李建国、管账人``, or "" if nobody may check the entry. Whoever shows no name is
    told by the office."""
    return listed(in_office(office.user, office.kind) for office in checker_offices_of(entry))


def may_be_entered_by_another(entry: Entry) -> bool:
    """Return whether who entered a payment of another flat could check it, if it was withdrawn and
    another keeper entered it."""
    if not entry.flat:
        return False
    held = Office.objects.current().filter(building=entry.building, kind__in=KEEPERS)
    users = set(held.values_list("user", flat=True))
    homes = Household.objects.current().filter(flat=entry.flat)
    own = Membership.objects.current().filter(household__in=homes, user=entry.entered_by_id)
    return entry.entered_by_id in users and len(users) > 1 and not own.exists()


def has_treasurer(building: Building) -> bool:
    held = Office.objects.current().filter(building=building, kind=Office.Kind.TREASURER)
    return held.exists()


def waiting_entries_in(building: Building) -> EntryQuerySet:
    found = Entry.objects.waiting().filter(account__building=building)
    return found.select_related("account__building").order_by("pk")


def entries_waiting_for(building: Building, standing: Standing, user: User) -> list[Entry]:
    """Return the entries that this person may check, the oldest first."""
    found = waiting_entries_in(building).exclude(entered_by=user)
    if not (standing.leader or standing.treasurer):
        found = found.filter(flat=None)
    found = found.exclude(flat__households__in=standing.households)
    return list(found[:MAX_WAITING])
