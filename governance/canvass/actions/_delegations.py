"""The end of delegations, of which both homes are told, and their use for a paper."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from governance.canvass.lifecycle import DELEGATION, DelegationState
from governance.canvass.models import Canvass, Choice, Delegation, Voice
from governance.canvass.models.delegations import VALID, EndEvent
from governance.canvass.option_tally import OptionBallot
from governance.inbox.actions.messages import create_message, withdraw_messages
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from residents.models import User
from residents.rooms.waiting import thing_of


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


def end_delegation_of(voice: Voice, *, by: User, at: dt.datetime, taken_back: bool = False) -> None:
    """End the delegation of a voice that answers itself, or takes its answer back. The proxy is told."""
    event = EndEvent.TAKEN_BACK if taken_back else EndEvent.ANSWER
    for one in _valid_in(voice.canvass).filter(principal=voice):
        _end(one, event, by=by, at=at)
        tell_proxy(one, by=by)


def end_offers(canvass: Canvass, *, at: dt.datetime) -> None:
    """End the offers that nobody accepted. Accepted delegations stay, as the record of who answered."""
    for one in _valid_in(canvass).filter(state=DelegationState.OFFERED):
        _end(one, EndEvent.QUESTION, by=None, at=at)
        create_message("canvass.delegation_over", thing_of(one))


def end_delegations(canvass: Canvass, *, at: dt.datetime) -> None:
    """End all delegations, because the text that they were given for is replaced."""
    for one in _valid_in(canvass):
        _end(one, EndEvent.TEXT, by=None, at=at)
        create_message("canvass.delegation_reworded", thing_of(one))
        if was_told_to_proxy(one):
            create_message("canvass.mandate_reworded", thing_of(one))


def end_without_proxy(delegation: Delegation, *, at: dt.datetime) -> None:
    """End a delegation whose proxy has nobody left who could answer, and tell the leader, too."""
    _end(delegation, EndEvent.PROXY, by=None, at=at)
    create_message("canvass.delegation_lapsed", thing_of(delegation))
    create_message("canvass.mandate_lapsed", thing_of(delegation))


def stop_delegation(delegation: Delegation, step: str, *, by: User | None, at: dt.datetime) -> None:
    """Take the last step of a delegation, and withdraw the news that it waits or was accepted. The caller
    holds the lock of the canvass."""
    DELEGATION.take(delegation, step)
    delegation.ended_by, delegation.ended_at = by, at
    delegation.save(update_fields=["state", "ended_by", "ended_at", "event"])
    withdraw_messages("canvass.delegation_ended", thing_of(delegation))


def tell_proxy(delegation: Delegation, *, by: User) -> None:
    if was_told_to_proxy(delegation):
        create_message("canvass.mandate_ended", thing_of(delegation), by=by.pk)


def was_told_to_proxy(delegation: Delegation) -> bool:
    """Return whether the proxy was asked or accepted it. Nobody asks it about a paper that waits."""
    return delegation.agreed_at is not None or not delegation.on_paper


def _end(delegation: Delegation, event: EndEvent, *, by: User | None, at: dt.datetime) -> None:
    delegation.event = event
    stop_delegation(delegation, "end", by=by, at=at)
    canvass = delegation.principal.canvass
    enter(canvass, "canvass.delegation_ended", by=None, audience=Audience.HELPERS)


def _valid_in(canvass: Canvass) -> QuerySet[Delegation]:
    valid = Delegation.objects.filter(principal__canvass=canvass, state__in=VALID)
    return valid.select_related("principal__canvass__building", "proxy")
