"""Recipients of the messages about canvasses."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from governance.canvass.lifecycle import DelegationState
from governance.canvass.models import (
    Answer,
    Canvass,
    Current,
    Delegation,
    Electorate,
    Talk,
    Voice,
    VoiceFlat,
)
from residents.models import Membership, OwnerAccess
from residents.rooms.messages import Because, Recipient
from residents.rooms.recipients import answering_members_of, leader_of, members_of


def asked(canvass: Canvass) -> Iterator[Recipient]:
    yield from answering_members_of(_households(VoiceFlat.objects.filter(canvass=canvass)))
    yield from _owners_asked(canvass, Voice.objects.filter(canvass=canvass))


def asked_without_answer(canvass: Canvass) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=canvass).values("voice")
    flats = VoiceFlat.objects.filter(canvass=canvass).exclude(voice__in=answered)
    yield from answering_members_of(_households(flats))
    silent = Voice.objects.filter(canvass=canvass).exclude(pk__in=answered)
    yield from _owners_asked(canvass, silent)


def proxies_without_answer(canvass: Canvass) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=canvass).values("voice")
    accepted = Delegation.objects.filter(
        principal__canvass=canvass, state=DelegationState.ACCEPTED
    ).exclude(principal__in=answered)
    flats = VoiceFlat.objects.filter(voice__in=accepted.values("proxy"))
    return answering_members_of(_households(flats))


def asked_who_answered(canvass: Canvass) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=canvass)
    flats = VoiceFlat.objects.filter(voice__in=answered.values("voice"))
    return members_of(_households(flats), Because.HOUSEHOLD)


def objecting(talk: Talk) -> Iterator[Recipient]:
    voice = talk.objection.voice
    yield from answering_members_of(_households(VoiceFlat.objects.filter(voice=voice)))
    yield from _owners_asked(voice.canvass, Voice.objects.filter(pk=voice.pk))


def answered_for(answer: Answer) -> Iterator[Recipient]:
    flats = VoiceFlat.objects.filter(voice=answer.voice_id)
    return members_of(_households(flats), Because.HOUSEHOLD)


def of_denied(answer: Answer) -> Iterator[Recipient]:
    """Yield the leader, and the person who gave the answer."""
    yield from leader_of(answer.voice.canvass.building)
    homes = _households(VoiceFlat.objects.filter(voice=answer.voice_id))
    for member in members_of(homes, Because.HOUSEHOLD):
        if member.user_id == answer.by_id:
            yield member


def of_proxy(delegation: Delegation) -> Iterator[Recipient]:
    return _answering_for(delegation.proxy_id)


def leader_of_delegation(delegation: Delegation) -> Iterator[Recipient]:
    return leader_of(delegation.principal.canvass.building)


def of_principal(delegation: Delegation) -> Iterator[Recipient]:
    return _answering_for(delegation.principal_id)


def _answering_for(voice: int) -> Iterator[Recipient]:
    return answering_members_of(_households(VoiceFlat.objects.filter(voice=voice)))


def _owners_asked(canvass: Canvass, voices: QuerySet[Voice]) -> Iterator[Recipient]:
    """Yield members of the building who answer for owners of flats in which others live.

    Owners who live elsewhere have no inbox, and are written to.
    """
    if canvass.electorate == Electorate.HOUSEHOLDS:
        return
    members = Membership.objects.current().filter(household__building=canvass.building_id)
    accesses = OwnerAccess.objects.current().filter(
        owner__in=voices.values("owner"), user__in=members.values("user")
    )
    for user in accesses.values_list("user", flat=True):
        yield Recipient(user, Because.ASKED)


def _households(flats: QuerySet[VoiceFlat]) -> list[int]:
    return [*flats.exclude(answering=None).values_list("answering", flat=True)]
