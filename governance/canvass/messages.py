"""Messages about canvasses. They never say an answer, and a short text never says an objection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.canvass.delegation_messages import DELEGATION_MESSAGES
from governance.canvass.lifecycle import CanvassState, ObjectionState
from governance.canvass.message_contents import content_of, content_while_open
from governance.canvass.models import (
    DECIDING,
    Answer,
    Canvass,
    Talk,
    TextVersion,
)
from governance.canvass.queries.lists import waits_for
from governance.canvass.recipients import (
    answered_for,
    asked,
    asked_who_answered,
    asked_without_answer,
    objecting,
    of_denied,
    proxies_without_answer,
)
from governance.inbox.models import Reason
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.messages import (
    MessageContent,
    MessageKind,
    MessageType,
    Topic,
)
from residents.rooms.recipients import ForEverybody, ForSome


def _canvass(pk: int) -> Canvass:
    return Canvass.objects.select_related("building").get(pk=pk)


def _talk(pk: int) -> Talk:
    return Talk.objects.select_related("objection__voice__canvass__building").get(pk=pk)


def _answer(pk: int) -> Answer:
    return Answer.objects.select_related("voice__canvass__building").get(pk=pk)


def _content_of_the_question(canvass: Canvass) -> MessageContent | None:
    """Return None if the canvass carries a notice or an invitation, which has a message of its own."""
    carries = canvass.about_url and canvass.purpose not in DECIDING
    return None if carries else content_while_open(canvass)


def _content_of_the_reminder(canvass: Canvass) -> MessageContent | None:
    return content_while_open(canvass) if canvass.reminds else None


def _content_of_the_rewording(canvass: Canvass) -> MessageContent | None:
    """Return None unless the answers to the text before no longer count."""
    text = TextVersion.objects.get(canvass=canvass, number=canvass.version)
    content = content_while_open(canvass) if text.material else None
    return replace(content, version=f"{canvass.version}") if content else None


def _content_of_the_offer(talk: Talk) -> MessageContent | None:
    if talk.objection.state != ObjectionState.OFFERED:
        return None
    return content_while_open(talk.objection.voice.canvass)


def _content_of_the_answer(answer: Answer) -> MessageContent | None:
    """Return None for a secret vote, in which nobody learns what became of a paper."""
    canvass = answer.voice.canvass
    return None if canvass.secret else content_of(canvass)


def _content_of_the_result(canvass: Canvass) -> MessageContent | None:
    return content_of(canvass) if canvass.state == CanvassState.PUBLISHED else None


def _answered(canvass: Canvass, user: User) -> str:
    """Return a reason if no household of the user has still to answer."""
    return "" if waits_for(canvass, standing_of(user, canvass), user) else Reason.ANSWERED


MESSAGE_TYPES: tuple[MessageType[Any], ...] = (
    ForSome(
        code="canvass.opened",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("请替您家答复：%(title)s"),
        long=_("挨家挨户征询“%(title)s”开始了，%(when)s截止。请替您家答复。"),
        load=_canvass,
        content_of=_content_of_the_question,
        recipients=asked,
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
        recipients=asked_without_answer,
        why_not=_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    ForSome(
        code="canvass.proxy_reminder",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("快截止了，请替委托您家的邻居答复：%(title)s"),
        long=_("“%(title)s”%(when)s截止，委托您家的邻居还没有答复。请替他们答复。"),
        load=_canvass,
        content_of=_content_of_the_reminder,
        recipients=proxies_without_answer,
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
        recipients=objecting,
        withdrawn_by=("canvass.withdrawn",),
    ),
    ForSome(
        code="canvass.answered_for_household",
        topic=Topic.HOUSEHOLD,
        short=_("有人替您家登记了一份答复"),
        long=_("“%(title)s”：骨干替您家登记了一份纸上的答复。不对的话，请告诉楼组长。"),
        load=_answer,
        content_of=_content_of_the_answer,
        recipients=answered_for,
        listed=False,
    ),
    ForSome(
        code="canvass.denied",
        topic=Topic.HOUSEHOLD,
        short=_("有一份网上的答复，那家说不是这样"),
        long=_(
            "“%(title)s”：有一份网上的答复，核对的人问过，那家说不是这样。这份不算，要请那家再答一次。"
        ),
        load=_answer,
        content_of=_content_of_the_answer,
        recipients=of_denied,
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
        recipients=asked_who_answered,
        withdrawn_by=("canvass.withdrawn",),
    ),
    *DELEGATION_MESSAGES,
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
