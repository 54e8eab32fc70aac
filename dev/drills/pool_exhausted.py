"""Two connections for each worker, and a row that another session keeps locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dev.drills.harness.building import make_place
from dev.drills.harness.faults import probe_during
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import run_portal
from dev.drills.harness.writers import Writers

SECONDS_LOCKED = 20.0


def drill() -> Outcome:
    with run_portal(variables={"LOUZU_DATABASE_POOL": "2"}) as portal:
        place = make_place(households=20)
        return probe_during(
            "pool exhausted",
            _locked_row(place.slug),
            seconds=SECONDS_LOCKED,
            place=place,
            writers=Writers(place, [portal.url], number=12),
        )


@contextmanager
def _locked_row(slug: str) -> Iterator[None]:
    from django.db import transaction  # noqa: PLC0415 -- after setup

    from residents.models import Building  # noqa: PLC0415

    with transaction.atomic():
        Building.objects.select_for_update().get(slug=slug)
        yield
