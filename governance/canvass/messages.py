"""Messages about canvasses. They never say an answer, and a short text never says an objection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState, ObjectionState
from governance.canvass.models import (
    DECIDING,
    Answer,
    Canvass,
    Current,
    Electorate,
    Talk,
    TextVersion,
    Voice,
    VoiceFlat,
)
from governance.canvass.queries.lists import waits_for
from governance.inbox.models import Reason
from residents.models import Membership, OwnerAccess, User
from residents.people.rules import standing_of
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
)
from residents.rooms.recipients import ForEverybody, ForSome, answering_members_of, members_of


def _content(canvass: Canvass) -> MessageContent:
    return MessageContent(
        building_id=canvass.building_id,
        values={"title": canvass.question},
        url=canvass.get_absolute_url(),
    )


def _canvass(pk: int) -> Canvass:
    return Canvass.objects.select_related("building").get(pk=pk)


def _talk(pk: int) -> Talk:
    return Talk.objects.select_related("objection__voice__canvass__building").get(pk=pk)


def _answer(pk: int) -> Answer:
    return Answer.objects.select_related("voice__canvass__building").get(pk=pk)


def _content_while_open(canvass: Canvass) -> MessageContent | None:
    if not canvass.taking_answers:
        return None
    content = _content(canvass)
    return replace(content, happens_at=canvass.closes_at, useful_until=canvass.closes_at)


def _content_of_the_question(canvass: Canvass) -> MessageContent | None:
    """Return None if the canvass carries a notice or an invitation, which has a message of its own."""
    carries = canvass.about_url and canvass.purpose not in DECIDING
    return None if carries else _content_while_open(canvass)


def _content_of_the_reminder(canvass: Canvass) -> MessageContent | None:
    return _content_while_open(canvass) if canvass.reminds else None


def _content_of_the_rewording(canvass: Canvass) -> MessageContent | None:
    """Return None unless the answers to the text before no longer count."""
    text = TextVersion.objects.get(canvass=canvass, number=canvass.version)
    content = _content_while_open(canvass) if text.material else None
    return replace(content, version=f"{canvass.version}") if content else None


def _content_of_the_offer(talk: Talk) -> MessageContent | None:
    if talk.objection.state != ObjectionState.OFFERED:
        return None
    return _content_while_open(talk.objection.voice.canvass)


def _content_of_the_answer(answer: Answer) -> MessageContent | None:
    """Return None for a secret vote, in which nobody learns what became of a paper."""
    canvass = answer.voice.canvass
    return None if canvass.secret else _content(canvass)


def _content_of_the_result(canvass: Canvass) -> MessageContent | None:
    return _content(canvass) if canvass.state == CanvassState.PUBLISHED else None


def _asked(canvass: Canvass) -> Iterator[Recipient]:
    yield from answering_members_of(_households(VoiceFlat.objects.filter(canvass=canvass)))
    yield from _owners_asked(canvass, Voice.objects.filter(canvass=canvass))


def _asked_without_answer(canvass: Canvass) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=canvass).values("voice")
    flats = VoiceFlat.objects.filter(canvass=canvass).exclude(voice__in=answered)
    yield from answering_members_of(_households(flats))
    silent = Voice.objects.filter(canvass=canvass).exclude(pk__in=answered)
    yield from _owners_asked(canvass, silent)


def _asked_who_answered(canvass: Canvass) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=canvass)
    flats = VoiceFlat.objects.filter(voice__in=answered.values("voice"))
    return members_of(_households(flats), Because.HOUSEHOLD)


def _objecting(talk: Talk) -> Iterator[Recipient]:
    voice = talk.objection.voice
    yield from answering_members_of(_households(VoiceFlat.objects.filter(voice=voice)))
    yield from _owners_asked(voice.canvass, Voice.objects.filter(pk=voice.pk))


def _answered_for(answer: Answer) -> Iterator[Recipient]:
    flats = VoiceFlat.objects.filter(voice=answer.voice_id)
    return members_of(_households(flats), Because.HOUSEHOLD)


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


def _answered(canvass: Canvass, user: User) -> str:
    """Return a reason if no household of the user has still to answer."""
    return "" if waits_for(canvass, standing_of(user, canvass)) else Reason.ANSWERED


MESSAGE_TYPES: tuple[MessageType[Any], ...] = (
    ForSome(
        code="canvass.opened",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("请替您家答复：%(title)s"),
        long=_("挨家挨户征询“%(title)s”开始了，%(when)s截止。请替您家答复。"),
        load=_canvass,
        content_of=_content_of_the_question,
        recipients=_asked,
        why_not=_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    ForSome(
        code="canvass.reminder",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("快截止了，请替您家答复：%(title)s"),
        long=_("“%(title)s”%(when)s截止，您家还没有答复。请替您家答复。"),
        load=_canvass,
        content_of=_content_of_the_reminder,
        recipients=_asked_without_answer,
        why_not=_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    ForSome(
        code="canvass.offered",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("您家说过的事有了回音，请看看"),
        long=_("“%(title)s”：对您家说的意见，楼里提了一个办法，请看看行不行。"),
        load=_talk,
        content_of=_content_of_the_offer,
        recipients=_objecting,
        withdrawn_by=("canvass.withdrawn",),
    ),
    ForSome(
        code="canvass.answered_for_household",
        topic=Topic.HOUSEHOLD,
        short=_("有人替您家登记了一份答复"),
        long=_("“%(title)s”：骨干替您家登记了一份纸上的答复。不对的话，请告诉楼组长。"),
        load=_answer,
        content_of=_content_of_the_answer,
        recipients=_answered_for,
        listed=False,
    ),
    ForSome(
        code="canvass.reworded",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("征询改了文字，请您家再答复一次"),
        long=_("征询“%(title)s”的文字改了，以前的答复不算了，请替您家再答复一次。"),
        load=_canvass,
        content_of=_content_of_the_rewording,
        recipients=_asked_who_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    *(
        ForEverybody(
            code=code,
            topic=Topic.QUESTIONS,
            short=_("征询结果公布了：%(title)s"),
            long=_("征询“%(title)s”的结果公布了。"),
            load=_canvass,
            content_of=_content_of_the_result,
        )
        for code in ("canvass.published", "canvass.published_by_clock")
    ),
)
