"""Handlers that record actions at the committee's desk."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model
from django.dispatch import receiver
from django.utils.translation import gettext_lazy

from governance.journal.actions import append
from governance.journal.models import Audience
from governance.journal.receivers.words import (
    building_of,
    field_names,
    named_changes,
    office_at_the_desk,
    phone_name,
    record_name,
    subject_of,
)
from louzu.lib.stored import stored
from residents.models import (
    Building,
    Household,
    Membership,
    Office,
    Owner,
    RosterImport,
    User,
)
from residents.people.actions.records import Record
from residents.people.signals import (
    account_changed,
    list_exported,
    password_set,
    phone_seen,
    record_kept,
    record_phone_written,
    roster_exported,
    roster_import_undone,
    roster_imported,
)
from residents.roster_parser.import_summary import changes_in_words, restored_in_words
from residents.roster_parser.plan import Plan


@receiver(roster_imported)
def record_the_new_roster(
    building: Building, plan: Plan, by: User | None, **_kwargs: object
) -> None:
    title = stored(lambda: changes_in_words(len(plan.made), len(plan.changed)))
    subject = (building._meta.label_lower, building.pk, title)
    append(
        building, "residents.roster_imported", by=by, audience=Audience.RESIDENTS, subject=subject
    )


@receiver(roster_import_undone)
def record_the_import_taken_back(imported: RosterImport, by: User, **_kwargs: object) -> None:
    """Record how much was undone. The import has a line of its own with its author."""
    building = imported.building
    title = stored(lambda: restored_in_words(imported.made, imported.changed))
    append(
        building, "residents.roster_import_undone", by=by, audience=Audience.RESIDENTS,
        subject=subject_of(building, title), office=office_at_the_desk(by, building),
    )  # fmt: skip


@receiver(roster_exported)
def record_that_the_roster_left(
    building: Building, households: int, by: User | None, **_kwargs: object
) -> None:
    title = stored(gettext_lazy("%(count)d户"), count=households)
    subject = (building._meta.label_lower, building.pk, title)
    append(building, "residents.roster_exported", by=by, audience=Audience.LEADERS, subject=subject)


@receiver(list_exported)
def record_that_a_list_left(
    building: Building, listed: type[Model], rows: int, by: User, **_kwargs: object
) -> None:
    title = stored(
        gettext_lazy("%(list)s，%(count)d条"), list=listed._meta.verbose_name, count=rows
    )
    subject = (building._meta.label_lower, building.pk, title)
    append(building, "residents.list_exported", by=by, audience=Audience.LEADERS, subject=subject)


@receiver(record_kept)
def record_what_the_desk_wrote(
    record: Record, changed: Collection[str], added: bool, by: User, **_kwargs: object
) -> None:
    """Record the changed fields and the flat, without personal details."""
    place = record if isinstance(record, Building) else building_of(record)
    title = record_name(record) if added else named_changes(record, changed)
    append(
        place, "residents.record_added" if added else "residents.record_changed", by=by, audience=Audience.RESIDENTS, subject=subject_of(record, title),
        office=office_at_the_desk(by, place),
    )  # fmt: skip


@receiver(account_changed)
def record_the_changed_account(
    person: User, changed: Collection[str], by: User, **_kwargs: object
) -> None:
    """Record the names of changed fields without values. Opening and closing an account have
    separate lines."""
    others = [name for name in changed if name != "is_active"]
    if others:
        _tell(person, "residents.account_changed", by, field_names(User, others))
    if "is_active" in changed:
        opened = person.is_active
        _tell(person, "residents.account_opened" if opened else "residents.account_closed", by)


@receiver(password_set)
def record_the_password_set(person: User, by: User, **_kwargs: object) -> None:
    _tell(person, "residents.password_set", by)


@receiver(phone_seen, sender=User)
def record_who_looked_up_a_phone_number(
    whose: User, building: Building, by: User, reason: str, **_kwargs: object
) -> None:
    append(
        building, "residents.phone_seen", by=by, audience=Audience.LEADERS,
        subject=(whose._meta.label_lower, whose.pk, reason), whom=whose,
    )  # fmt: skip


@receiver(phone_seen, sender=Household)
@receiver(phone_seen, sender=Owner)
def record_who_looked_up_a_records_phone(
    whose: Household | Owner, building: Building, by: User, reason: str, **_kwargs: object
) -> None:
    """Record the view for leaders and the members of the household."""
    title = stored(gettext_lazy("%(phone)s（%(reason)s）"), phone=phone_name(whose), reason=reason)
    append(
        building, "residents.record_phone_seen", by=by, audience=Audience.LEADERS,
        subject=subject_of(whose, title),
        household=whose if isinstance(whose, Household) else None,
    )  # fmt: skip


@receiver(record_phone_written)
def record_the_phone_written(
    record: Household | Owner, had_one: bool, has_one: bool, by: User, **_kwargs: object
) -> None:
    append(
        record.building,
        "residents.record_phone_cleared" if not has_one
        else "residents.record_phone_changed" if had_one
        else "residents.record_phone_entered",
        by=by, audience=Audience.RESIDENTS, subject=subject_of(record, phone_name(record)),
        office=office_at_the_desk(by, record.building),
    )  # fmt: skip


def _tell(person: User, verb: str, by: User, title: str = "") -> None:
    """Append a line in each building of the person.

    In buildings where they live, there is one per household, for its members, the leader and the
    committee. In buildings where they only hold an office, all residents can read it.
    """
    homes = Membership.objects.current().filter(user=person)
    homes = homes.select_related("household__building", "household__flat").order_by("pk")
    subject = subject_of(person, title)
    for home in homes:
        append(
            home.building, verb, by=by, audience=Audience.LEADERS, subject=subject, whom=person,
            household=home.household, office=office_at_the_desk(by, home.building),
        )  # fmt: skip
    held = Office.objects.current().filter(user=person, building__isnull=False)
    places = Building.objects.filter(pk__in=held.values("building"))
    for place in places.exclude(pk__in=[home.building.pk for home in homes]):
        append(
            place, verb, by=by, audience=Audience.RESIDENTS, subject=subject, whom=person,
            office=office_at_the_desk(by, place),
        )  # fmt: skip
