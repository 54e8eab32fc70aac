"""Run jobs at the same time, each with its own connection to the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import IntegrityError, connection

from louzu.lib.errors import Refused

CROWD = 8
"""At a time: each holds a connection."""


def at_once(jobs, crowd=CROWD):
    """Run them side by side; each outcome is what it returned or the Refused it met."""
    barrier = Barrier(min(crowd, len(jobs)))

    def run(numbered):
        number, job = numbered
        try:
            if number < barrier.parties:
                barrier.wait(10)
            return job()
        except (Refused, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(crowd) as pool:
        return list(pool.map(run, enumerate(jobs)))
