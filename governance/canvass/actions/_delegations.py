"""The end of delegations, by what happens to their question or by an answer in person."""

from __future__ import annotations

import datetime as dt

from governance.canvass.lifecycle import DELEGATION, DelegationState
from governance.canvass.models import Canvass, Delegation, Voice
from governance.canvass.models.delegations import VALID
from residents.models import User


def end_delegation_of(voice: Voice, *, by: User, at: dt.datetime) -> None:
    """End the delegation of a voice that answers itself."""
    for one in Delegation.objects.filter(principal=voice, state__in=VALID):
        stop_delegation(one, "end", by=by, at=at)


def end_offers(canvass: Canvass, *, at: dt.datetime) -> None:
    """End the offers that nobody accepted. Accepted delegations stay, as the record of who answered."""
    offered = Delegation.objects.filter(principal__canvass=canvass, state=DelegationState.OFFERED)
    for one in offered:
        stop_delegation(one, "end", by=None, at=at)


def end_delegations(canvass: Canvass, *, at: dt.datetime) -> None:
    """End all delegations, because the text that they were given for is replaced."""
    for one in Delegation.objects.filter(principal__canvass=canvass, state__in=VALID):
        stop_delegation(one, "end", by=None, at=at)


def stop_delegation(delegation: Delegation, step: str, *, by: User | None, at: dt.datetime) -> None:
    """Take the last step of a delegation. The caller holds the lock of the canvass."""
    DELEGATION.take(delegation, step)
    delegation.ended_by, delegation.ended_at = by, at
    delegation.save(update_fields=["state", "ended_by", "ended_at"])
