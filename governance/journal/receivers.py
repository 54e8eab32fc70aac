"""What the journal hears from below."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from governance.journal.actions import append
from governance.journal.models import Audience
from residents.models import Building, Office, User
from residents.roster.plan import Plan
from residents.signals import (
    office_appointed,
    office_ended,
    person_forgotten,
    phone_seen,
    roster_exported,
    roster_imported,
)


@receiver(office_appointed)
def record_the_appointment(office: Office, by: User | None, **_kwargs: Any) -> None:
    _record(office, "residents.appointed", by)


@receiver(office_ended)
def record_the_end_of_an_office(office: Office, by: User | None, **_kwargs: Any) -> None:
    _record(office, "residents.office_ended", by)


@receiver(roster_imported)
def record_the_new_roster(building: Building, plan: Plan, by: User | None, **_kwargs: Any) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        title = _("新增%(made)d户，改动%(changed)d户") % {
            "made": len(plan.made),
            "changed": len(plan.changed),
        }
    subject = (building._meta.label_lower, building.pk, title)
    append(
        building, "residents.roster_imported", by=by, audience=Audience.RESIDENTS, subject=subject
    )


@receiver(roster_exported)
def record_that_the_roster_left(
    building: Building, households: int, by: User | None, **_kwargs: Any
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        title = _("%(count)d户") % {"count": households}
    subject = (building._meta.label_lower, building.pk, title)
    append(building, "residents.roster_exported", by=by, audience=Audience.LEADERS, subject=subject)


@receiver(phone_seen)
def record_who_looked_up_a_phone_number(
    person: User, building: Building, by: User, reason: str, **_kwargs: Any
) -> None:
    append(
        building, "residents.phone_seen", by=by, audience=Audience.LEADERS,
        subject=(person._meta.label_lower, person.pk, reason), whom=person,
    )  # fmt: skip


@receiver(person_forgotten)
def record_that_a_person_was_forgotten(
    user: User, buildings: list[Building], by: User, **_kwargs: Any
) -> None:
    for building in buildings:
        append(
            building, "residents.forgotten", by=by, audience=Audience.LEADERS,
            subject=(user._meta.label_lower, user.pk, ""), whom=user,
        )  # fmt: skip


def _record(office: Office, verb: str, by: User | None) -> None:
    """Offices of a building only: a committee's staff is no building's business."""
    if office.building:
        with translation.override(settings.LANGUAGE_CODE):
            subject = (office._meta.label_lower, office.pk, office.get_kind_display())
        append(
            office.building, verb, by=by, audience=Audience.RESIDENTS,
            subject=subject, whom=office.user,
        )  # fmt: skip
