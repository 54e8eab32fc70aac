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
def enact_signed_edition(canvass: Canvass, by: User | None, **_kwargs: object) -> None:
    signing.enact_edition(canvass, by=by)


@receiver(canvass_published)
def reopen_unsigned_draft(
    canvass: Canvass, passed: bool, by: User | None, **_kwargs: object
) -> None:
    if not passed:
        signing.reopen_draft(canvass, by=by)


@receiver(canvass_withdrawn)
def cancel_withdrawn_sign_off(canvass: Canvass, by: User, **_kwargs: object) -> None:
    signing.cancel_sign_off(canvass, by=by)


@receiver(canvass_reworded)
def refuse_rewording_of_sign_off(canvass: Canvass, **_kwargs: object) -> None:
    signing.refuse_changed_text(canvass)
