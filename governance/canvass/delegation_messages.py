"""Messages about delegations, to the home that gives one and the home that is to answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.canvass.lifecycle import DelegationState
from governance.canvass.message_contents import content_of, content_while_open
from governance.canvass.models import Delegation
from governance.canvass.recipients import leader_of_delegation, of_principal, of_proxy
from residents.rooms.messages import MessageContent, MessageKind, MessageType, Topic
from residents.rooms.recipients import ForSome


def _delegation(pk: int) -> Delegation:
    return Delegation.objects.select_related("principal__canvass__building").get(pk=pk)


def _content_of_the_delegation(delegation: Delegation) -> MessageContent | None:
    """Return None once the delegation is withdrawn or ended, or the question is over."""
    if delegation.ended_at and delegation.state != DelegationState.DECLINED:
        return None
    content = content_while_open(delegation.principal.canvass)
    return replace(content, url=delegation.get_absolute_url()) if content else None


def _content_of_the_ended_delegation(delegation: Delegation) -> MessageContent | None:
    return replace(content_of(delegation.principal.canvass), url=delegation.get_absolute_url())


def _content_of_the_offer_to_proxy(delegation: Delegation) -> MessageContent | None:
    return _content_of_the_delegation(delegation) if delegation.waits else None


DELEGATION_MESSAGES: tuple[MessageType[Any], ...] = (
    ForSome(
        code="canvass.asked_to_answer",
        kind=MessageKind.DUTY,
        topic=Topic.QUESTIONS,
        short=_("有邻居想委托您家答复：%(title)s"),
        long=_("“%(title)s”：有一家邻居自己答不了，想委托您家。请看一看，答应或者不答应。"),
        load=_delegation,
        content_of=_content_of_the_offer_to_proxy,
        recipients=of_proxy,
        withdrawn_by=("canvass.delegation_ended",),
    ),
    ForSome(
        code="canvass.mandate_entered",
        topic=Topic.HOUSEHOLD,
        short=_("有人替您家登记了一份委托书"),
        long=_("“%(title)s”：楼里替您家登记了一份委托书，让邻居来答。不对的话，请打开收回。"),
        load=_delegation,
        content_of=_content_of_the_delegation,
        recipients=of_principal,
        withdrawn_by=("canvass.delegation_ended",),
    ),
    ForSome(
        code="canvass.proxy_accepted",
        topic=Topic.QUESTIONS,
        short=_("您家的委托，邻居答应了：%(title)s"),
        long=_("“%(title)s”：您家委托的邻居答应了，会替您家答。您家自己答了，就以自己的为准。"),
        load=_delegation,
        content_of=_content_of_the_delegation,
        recipients=of_principal,
        withdrawn_by=("canvass.delegation_ended",),
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
    ForSome(
        code="canvass.delegation_removed",
        topic=Topic.HOUSEHOLD,
        short=_("替您家登记的委托书去掉了"),
        long=_(
            "“%(title)s”：楼里替您家登记的那份委托书是登记错的，去掉了。请您家自己答，或者再委托。"
        ),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=of_principal,
    ),
    ForSome(
        code="canvass.delegation_reworded",
        topic=Topic.QUESTIONS,
        short=_("文字改了，您家的委托不算了：%(title)s"),
        long=_("“%(title)s”的文字改了，您家的委托不算了。请看看新的文字，再委托一次，或者自己答。"),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=of_principal,
    ),
    ForSome(
        code="canvass.delegation_lapsed",
        topic=Topic.QUESTIONS,
        short=_("您家的委托不算了：%(title)s"),
        long=_(
            "“%(title)s”：您家委托的那家，现在没有人能答了，委托不算了。请另外委托一家，或者自己答。"
        ),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=of_principal,
    ),
    ForSome(
        code="canvass.delegation_over",
        topic=Topic.QUESTIONS,
        short=_("您家的委托没有人答应：%(title)s"),
        long=_("“%(title)s”截止或者撤回了，您家的委托还没有答应，不算了。"),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=of_principal,
    ),
    ForSome(
        code="canvass.mandate_lapsed",
        topic=Topic.HELPING,
        short=_("有一户的委托不算了：%(title)s"),
        long=_(
            "“%(title)s”：有一户委托了邻居，那家现在没有人能答了，委托不算了。委托的那家要再问一次。"
        ),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=leader_of_delegation,
    ),
    ForSome(
        code="canvass.mandate_reworded",
        topic=Topic.QUESTIONS,
        short=_("文字改了，邻居的委托不算了：%(title)s"),
        long=_("“%(title)s”的文字改了，邻居委托您家的不算了。要替他们答，请他们再委托一次。"),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=of_proxy,
    ),
    ForSome(
        code="canvass.mandate_ended",
        topic=Topic.QUESTIONS,
        short=_("邻居的委托不算了：%(title)s"),
        long=_("“%(title)s”：委托您家的邻居收回了，或者自己答了，您家不用替他们答了。"),
        load=_delegation,
        content_of=_content_of_the_ended_delegation,
        recipients=of_proxy,
    ),
)
