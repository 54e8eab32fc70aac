"""Two connections for each worker, and a row that another session keeps locked."""

from __future__ import annotations

import time

from dev.drills.harness.building import make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import run_portal
from dev.drills.harness.probes import Probes
from dev.drills.harness.writers import Writers, writing

SECONDS_LOCKED = 20.0
MAX_SECONDS = 3.0


def drill() -> Outcome:
    with run_portal(variables={"LOUZU_DATABASE_POOL": "2"}) as portal:
        from django.db import transaction  # noqa: PLC0415 -- after setup

        from residents.models import Building  # noqa: PLC0415

        place = make_place(households=20)
        writers, probes = Writers(place, [portal.url], number=12), Probes(place, portal.url)
        with writing(writers) as ledger:
            writers.wait_for(30, 120)
            with transaction.atomic():
                Building.objects.select_for_update().get(slug=place.slug)
                begun = time.monotonic()
                while time.monotonic() - begun < SECONDS_LOCKED:
                    probes.ask()
            back = probes.wait_until_back(60)
            writers.wait_for(30, 120)
        outcome = check("pool exhausted", place, ledger)
        outcome.figures.update(probes.figures() | {"seconds until a page is back": f"{back:.1f}"})
        return with_faults(outcome, *probes.faults(MAX_SECONDS))
