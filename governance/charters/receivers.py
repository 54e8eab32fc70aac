"""Handlers of signals of the canvass that signs the charter."""

from __future__ import annotations

from django.dispatch import receiver

from governance.canvass.models import Canvass
from governance.canvass.signals import (
    canvass_passed,
    canvass_published,
    canvass_reworded,
    canvass_withdrawn,
)
from governance.charters.actions import signing
from residents.models import User


@receiver(canvass_passed)
def enact_what_the_households_signed(canvass: Canvass, by: User | None, **_kwargs: object) -> None:
    signing.enact_edition(canvass, by=by)


@receiver(canvass_published)
def send_back_what_they_did_not(
    canvass: Canvass, passed: bool, by: User | None, **_kwargs: object
) -> None:
    if not passed:
        signing.reopen_draft(canvass, by=by)


@receiver(canvass_withdrawn)
def take_back_what_was_withdrawn(canvass: Canvass, by: User, **_kwargs: object) -> None:
    signing.cancel_sign_off(canvass, by=by)


@receiver(canvass_reworded)
def let_nobody_sign_other_words(canvass: Canvass, **_kwargs: object) -> None:
    signing.refuse_changed_text(canvass)
