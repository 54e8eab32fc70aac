"""What the journal hears from below."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils import translation

from governance.journal.actions import append
from governance.journal.models import Audience
from residents.models import Office, User
from residents.signals import office_appointed, office_ended


@receiver(office_appointed)
def record_the_appointment(office: Office, by: User | None, **_kwargs: Any) -> None:
    _record(office, "residents.appointed", by)


@receiver(office_ended)
def record_the_end_of_an_office(office: Office, by: User | None, **_kwargs: Any) -> None:
    _record(office, "residents.office_ended", by)


def _record(office: Office, verb: str, by: User | None) -> None:
    """Offices of a building only: a committee's staff is no building's business."""
    if office.building:
        with translation.override(settings.LANGUAGE_CODE):
            subject = (office._meta.label_lower, office.pk, office.get_kind_display())
        append(
            office.building, verb, by=by, audience=Audience.RESIDENTS,
            subject=subject, whom=office.user,
        )  # fmt: skip
