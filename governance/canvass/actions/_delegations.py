"""The end of delegations, by what happens to their question or by an answer in person, and their use for a
paper."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from governance.canvass.lifecycle import DELEGATION, DelegationState
from governance.canvass.models import Canvass, Choice, Delegation, Voice
from governance.canvass.models.delegations import VALID
from governance.canvass.option_tally import OptionBallot
from louzu.lib.errors import Refused
from residents.models import User


def delegation_for_paper(voice: Voice, choice: str, ballot: OptionBallot | None) -> Delegation:
    """Return the delegation by which a neighbour signed a paper for this voice.

    Raises Refused if nobody accepted one, or if the answer is not the one that it says.
    """
    accepted = Delegation.objects.filter(principal=voice, state=DelegationState.ACCEPTED)
    delegation = accepted.select_related("proxy").first()
    if delegation is None:
        raise Refused(
            _("%(home)s没有委托邻居，或者委托不算了：不能由邻居替他们签。") % {"home": voice.label}
        )
    told = delegation.ballot if delegation.choice == Choice.PICKED else None
    if delegation.choice and (delegation.choice, told) != (choice, ballot):
        raise Refused(
            _("%(home)s委托的时候写明了怎么答，纸上的不一样：受委托的只能照着答。")
            % {"home": voice.label}
        )
    return delegation


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
