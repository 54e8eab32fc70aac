"""Voices and answers for tests of the count."""

from __future__ import annotations

from decimal import Decimal

from governance.canvass.tally import CountedChoice, CountedVoice

SEVENTY = Decimal("70.00")


def roster(heads=21, area=SEVENTY):
    return [CountedVoice(number, area) for number in range(1, heads + 1)]


def said(agree=0, object=0, abstain=0):  # noqa: A002 -- the names of the choices
    """Return answers: the first voices agree, the next object, the next abstain, others are silent."""
    choices = (
        [CountedChoice.agree] * agree
        + [CountedChoice.object] * object
        + [CountedChoice.abstain] * abstain
    )
    return dict(enumerate(choices, start=1))
