"""Messages about canvasses. They never say an answer, and a short text never says an objection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import CanvassState, DelegationState, ObjectionState
from governance.canvass.models import (
    DECIDING,
    Answer,
    Canvass,
    Delegation,
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
    of_principal,
    of_proxy,
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


def _delegation(pk: int) -> Delegation:
    return Delegation.objects.select_related("principal__canvass__building").get(pk=pk)


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


def _content_of_the_delegation(delegation: Delegation) -> MessageContent | None:
    """Return None once the delegation is withdrawn or ended, or the question is over."""
    if delegation.ended_at and delegation.state != DelegationState.DECLINED:
        return None
    content = _content_while_open(delegation.principal.canvass)
    return replace(content, url=delegation.get_absolute_url()) if content else None


def _content_of_the_offer_to_proxy(delegation: Delegation) -> MessageContent | None:
    return _content_of_the_delegation(delegation) if delegation.waits else None


def _content_of_the_result(canvass: Canvass) -> MessageContent | None:
    return _content(canvass) if canvass.state == CanvassState.PUBLISHED else None


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
    ForSome(
        code="canvass.asked_to_answer",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("有邻居想委托您家答复：%(title)s"),
        long=_("“%(title)s”：有一家邻居自己答不了，想委托您家。请看一看，答应或者不答应。"),
        load=_delegation,
        content_of=_content_of_the_offer_to_proxy,
        recipients=of_proxy,
        withdrawn_by=("canvass.withdrawn",),
    ),
    ForSome(
        code="canvass.mandate_entered",
        topic=Topic.HOUSEHOLD,
        short=_("有人替您家登记了一份委托书"),
        long=_("“%(title)s”：楼里替您家登记了一份委托书，让邻居来答。不对的话，请打开收回。"),
        load=_delegation,
        content_of=_content_of_the_delegation,
        recipients=of_principal,
    ),
    ForSome(
        code="canvass.proxy_accepted",
        topic=Topic.QUESTIONS,
        short=_("您家的委托，邻居答应了：%(title)s"),
        long=_("“%(title)s”：您家委托的邻居答应了，会替您家答。您家自己答了，就以自己的为准。"),
        load=_delegation,
        content_of=_content_of_the_delegation,
        recipients=of_principal,
    ),
    ForSome(
        code="canvass.proxy_declined",
        topic=Topic.QUESTIONS,
        short=_("您家的委托，邻居没有受托：%(title)s"),
        long=_("“%(title)s”：您家委托的邻居答不了。请另外委托一家，或者自己答。"),
        load=_delegation,
        content_of=_content_of_the_delegation,
        recipients=of_principal,
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
