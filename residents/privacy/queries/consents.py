"""Consents of a person for the privacy page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from residents.people.models import User
from residents.privacy.models import Consent


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """A kind of consent. ``since`` is None if it was not given."""

    kind: str
    label: str
    words: str
    since: dt.datetime | None


def consent_choices_of(user: User) -> list[ConsentChoice]:
    """Return the kinds about neighbours, and those about messages that were given. They are given
    where the address is."""
    since = dict(Consent.objects.open().filter(user=user).values_list("kind", "given_at"))
    return [
        ConsentChoice(kind.value, str(kind.label), str(Consent.WORDS[kind]), since.get(kind.value))
        for kind in Consent.Kind
        if kind not in Consent.CHANNELS or kind.value in since
    ]
