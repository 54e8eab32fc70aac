"""A portal under load without any fault, each form sent twice at once: the other drills' measure."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import requests

from dev.drills.harness.building import Place, make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.forms import Form
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import run_portal
from dev.drills.harness.writers import Writers, send

PAIRS = 40


def drill() -> Outcome:
    with run_portal() as portal:
        place = make_place(households=20)
        writers = Writers(place, [portal.url], most=int(os.environ.get("WRITES", "400")))
        writers.start()
        writers.join()
        untaken = _send_pairs(place, portal.url)
        outcome = check("load", place, writers.ledger)
        return with_faults(
            outcome, *(f"One of a pair was refused: {form.path}" for form in untaken)
        )


def _send_pairs(place: Place, url: str) -> list[Form]:
    """Send each form twice at once. Return those of which one twin was not acknowledged."""
    with ThreadPoolExecutor(2) as twins:
        forms = [place.next_form(("reply",)) for _pair in range(PAIRS)]
        return [form for form in forms if any(twins.map(_send_apart, [(url, form)] * 2))]


def _send_apart(pair: tuple[str, Form]) -> str:
    return send(requests.Session(), *pair)
