"""Give and withdraw consents. Each is separate, and only the person can do it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from residents.people.actions.content_versions import bump_buildings_of, bump_user
from residents.people.models import User
from residents.people.signals import consent_withdrawn
from residents.privacy.models import Consent


@transaction.atomic
def give_consent(user: User, *, kind: str) -> Consent:
    """Store the consent with its present text. A second one has no effect."""
    user = User.objects.select_for_update().get(pk=user.pk)
    standing = Consent.objects.to(kind).filter(user=user).first()
    if standing:
        return standing
    words = str(Consent.WORDS[Consent.Kind(kind)])
    consent = Consent.objects.create(user=user, kind=kind, text=words)
    _update_user_flag(user, kind, given=True)
    return consent


@transaction.atomic
def withdraw_consent(user: User, *, kind: str) -> None:
    """Withdraw a consent with immediate effect. The record of it is kept."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if Consent.objects.to(kind).filter(user=user).update(withdrawn_at=timezone.now()):
        _update_user_flag(user, kind, given=False)
        consent_withdrawn.send(sender=Consent, user=user, kind=kind)


def _update_user_flag(user: User, kind: str, *, given: bool) -> None:
    """Update pages of neighbours, too, unless the consent is about messages."""
    if kind in Consent.CHANNELS:
        bump_user(user)
        return
    if kind == Consent.Kind.NAME:
        user.shows_name = given
        user.save(update_fields=["shows_name"])
    bump_buildings_of(user)
