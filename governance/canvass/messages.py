"""Messages about canvasses. They never say an answer, and a short text never says an objection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState, ObjectionState
from governance.canvass.models import (
    DECIDING,
    Answer,
    Canvass,
    Current,
    Talk,
    TextVersion,
    VoiceFlat,
)
from governance.canvass.queries.lists import waits_for
from governance.inbox.models import Reason
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
)
from residents.rooms.recipients import answering_members_of, everybody_in, members_of


def _content(canvass: Canvass) -> MessageContent:
    return MessageContent(
        building_id=canvass.building_id,
        values={"title": canvass.question},
        url=canvass.get_absolute_url(),
    )


def _canvass(pk: int) -> Canvass:
    return Canvass.objects.select_related("building").get(pk=pk)


def _content_while_open(canvass: Canvass) -> MessageContent | None:
    if not canvass.taking_answers:
        return None
    content = _content(canvass)
    return replace(content, happens_at=canvass.closes_at, useful_until=canvass.closes_at)


def _content_of_the_question(pk: int) -> MessageContent | None:
    """Return None if the canvass carries a notice or an invitation, which has a message of its own."""
    canvass = _canvass(pk)
    carries = canvass.about_url and canvass.purpose not in DECIDING
    return None if carries else _content_while_open(canvass)


def _content_of_the_rewording(pk: int) -> MessageContent | None:
    """Return None unless the answers to the text before no longer count."""
    canvass = _canvass(pk)
    text = TextVersion.objects.get(canvass=canvass, number=canvass.version)
    content = _content_while_open(canvass) if text.material else None
    return replace(content, version=f"{canvass.version}") if content else None


def _content_of_the_offer(pk: int) -> MessageContent | None:
    talk = Talk.objects.select_related("objection__voice__canvass__building").get(pk=pk)
    if talk.objection.state != ObjectionState.OFFERED:
        return None
    return _content_while_open(talk.objection.voice.canvass)


def _content_of_the_answer(pk: int) -> MessageContent | None:
    """Return None for a secret vote, in which nobody learns what became of a paper."""
    answer = Answer.objects.select_related("voice__canvass__building").get(pk=pk)
    canvass = answer.voice.canvass
    return None if canvass.secret else _content(canvass)


def _content_of_the_result(pk: int) -> MessageContent | None:
    canvass = _canvass(pk)
    return _content(canvass) if canvass.state == CanvassState.PUBLISHED else None


def _asked(pk: int) -> Iterator[Recipient]:
    return answering_members_of(_households(VoiceFlat.objects.filter(canvass=pk)))


def _content_of_the_reminder(pk: int) -> MessageContent | None:
    canvass = _canvass(pk)
    return _content_while_open(canvass) if canvass.reminds else None


def _asked_without_answer(pk: int) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=pk).values("voice")
    flats = VoiceFlat.objects.filter(canvass=pk).exclude(voice__in=answered)
    return answering_members_of(_households(flats))


def _asked_who_answered(pk: int) -> Iterator[Recipient]:
    answered = Current.objects.filter(voice__canvass=pk)
    flats = VoiceFlat.objects.filter(voice__in=answered.values("voice"))
    return members_of(_households(flats), Because.HOUSEHOLD)


def _objecting(pk: int) -> Iterator[Recipient]:
    talk = Talk.objects.select_related("objection").get(pk=pk)
    return answering_members_of(
        _households(VoiceFlat.objects.filter(voice=talk.objection.voice_id))
    )


def _answered_for(pk: int) -> Iterator[Recipient]:
    answer = Answer.objects.get(pk=pk)
    flats = VoiceFlat.objects.filter(voice=answer.voice_id)
    return members_of(_households(flats), Because.HOUSEHOLD)


def _everybody(pk: int) -> Iterator[Recipient]:
    return everybody_in(_canvass(pk).building_id)


def _households(flats: QuerySet[VoiceFlat]) -> list[int]:
    return [*flats.exclude(answering=None).values_list("answering", flat=True)]


def _answered(pk: int, user: int) -> str:
    """Return a reason if no household of the user has still to answer."""
    canvass = _canvass(pk)
    standing = standing_of(User.objects.get(pk=user), canvass.building)
    return "" if waits_for(canvass, standing) else Reason.ANSWERED


MESSAGE_TYPES = (
    MessageType(
        code="canvass.opened",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("请替您家答复：%(title)s"),
        long=_("挨家挨户征询“%(title)s”开始了，%(when)s截止。请替您家答复。"),
        content_of=_content_of_the_question,
        recipients_of=_asked,
        why_not=_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    MessageType(
        code="canvass.reminder",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("快截止了，请替您家答复：%(title)s"),
        long=_("“%(title)s”%(when)s截止，您家还没有答复。请替您家答复。"),
        content_of=_content_of_the_reminder,
        recipients_of=_asked_without_answer,
        why_not=_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    MessageType(
        code="canvass.offered",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("您家说过的事有了回音，请看看"),
        long=_("“%(title)s”：对您家说的意见，楼里提了一个办法，请看看行不行。"),
        content_of=_content_of_the_offer,
        recipients_of=_objecting,
        withdrawn_by=("canvass.withdrawn",),
    ),
    MessageType(
        code="canvass.answered_for_household",
        kind=MessageKind.NEWS,
        topic=Topic.HOUSEHOLD,
        short=_("有人替您家登记了一份答复"),
        long=_("“%(title)s”：骨干替您家登记了一份纸上的答复。不对的话，请告诉楼组长。"),
        content_of=_content_of_the_answer,
        recipients_of=_answered_for,
        listed=False,
    ),
    MessageType(
        code="canvass.reworded",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("征询改了文字，请您家再答复一次"),
        long=_("征询“%(title)s”的文字改了，以前的答复不算了，请替您家再答复一次。"),
        content_of=_content_of_the_rewording,
        recipients_of=_asked_who_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    *(
        MessageType(
            code=code,
            kind=MessageKind.NEWS,
            topic=Topic.QUESTIONS,
            short=_("征询结果公布了：%(title)s"),
            long=_("征询“%(title)s”的结果公布了。"),
            content_of=_content_of_the_result,
            recipients_of=_everybody,
            to_groups=True,
        )
        for code in ("canvass.published", "canvass.published_by_clock")
    ),
)
