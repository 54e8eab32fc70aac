"""Begin, log and forget exports of lists from the committee's desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from math import ceil

from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone

from residents.background.actions import start_long_job
from residents.background.models import LongJob
from residents.background.queries import long_jobs_of
from residents.desk.models import ListExport
from residents.people.models import User
from residents.people.signals import list_exported
from residents.places.models import Building

EXPORTING = "residents.listexport"
"""Name of the kind of long job."""
MAX_ROWS_AT_ONCE = 1_000
"""Rows of a list that is exported within the request: less than a second, see docs/performance.md."""
ROWS_PER_CHUNK = 500
KEPT = dt.timedelta(days=7)
"""From the beginning of a long export until its file is deleted."""


@transaction.atomic
def record_list_export(listed: type[Model], counts: Mapping[int, int], *, by: User) -> None:
    """Log an export in the journals of its buildings. ``counts`` maps a building's primary key to
    its number of rows."""
    for building in Building.objects.filter(pk__in=counts).order_by("pk"):
        list_exported.send(
            sender=Building, building=building, listed=listed, rows=counts[building.pk], by=by
        )


@transaction.atomic
def begin_list_export(listed: type[Model], keys: list[object], *, cut: bool, by: User) -> LongJob:
    """Export these rows by a long job. A second request for the same rows leads to the job that is
    under way."""
    User.objects.select_for_update().get(pk=by.pk)
    label = listed._meta.label_lower
    same = ListExport.objects.filter(by=by, listed=label, keys=keys, content=None).first()
    if same:
        return long_jobs_of(by).get(kind=EXPORTING, arguments__export=same.pk)
    export = ListExport.objects.create(
        by=by,
        listed=label,
        keys=keys,
        cut=cut,
        neighbourhoods=None if by.is_superuser else by.neighbourhoods_served,
    )
    return start_long_job(
        EXPORTING,
        by=by,
        total=ceil(len(keys) / ROWS_PER_CHUNK),
        subject=export.title,
        result_url=reverse("admin:download_list_export", args=[export.pk]),
        export=export.pk,
    )


def forget_list_exports() -> int:
    """Delete exports whose time is over. Return how many."""
    old, _each = ListExport.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return old


def forget_list_exports_about(user: User, buildings: Collection[Building]) -> None:
    """Delete the exports of a person, and those that may name them as a neighbour in ``buildings``.

    One that is under way is refused then; the next one is without the person.
    """
    there = {building.neighbourhood_id for building in buildings}
    ListExport.objects.filter(
        Q(by=user) | Q(neighbourhoods=None) | Q(neighbourhoods__overlap=list(there))
    ).delete()
