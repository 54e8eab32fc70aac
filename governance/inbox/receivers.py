"""Handlers that turn journal lines into messages, follow WeChat, and forget a person."""

from __future__ import annotations

from django.dispatch import receiver

from governance.inbox.actions.forgetting import forget_messages
from governance.inbox.actions.messages import create_message, tell_authors, withdraw_messages
from governance.inbox.actions.sending import note_late_failure
from governance.inbox.actions.ways import add_way, delete_ways, stop_channel_of
from governance.inbox.channels import senders
from governance.inbox.models import DeliveryChannel
from governance.journal.models import Line
from governance.journal.signals import line_entered
from residents.models import User
from residents.people.signals import consent_withdrawn, person_forgotten
from residents.signin.signals import wechat_bound, wechat_message_failed, wechat_unbound

BLOCKED = "user block"
"""WeChat's word for somebody who switched the account's messages off."""


@receiver(line_entered)
def write_messages_of_the_line(line: Line, **_kwargs: object) -> None:
    thing = (line.subject_type, line.subject_id)
    withdraw_messages(line.verb, thing)
    create_message(line.verb, thing, by=line.actor_id)
    tell_authors(line.verb, thing, by=line.actor_id)


@receiver(person_forgotten)
def forget_messages_of_person(user: User, **_kwargs: object) -> None:
    forget_messages(user)


@receiver(consent_withdrawn)
def end_ways_without_consent(user: User, kind: str, **_kwargs: object) -> None:
    stop_channel_of(user, kind)


@receiver(wechat_bound)
def add_way_of_wechat(user: User, openid: str, **_kwargs: object) -> None:
    """The page on which somebody binds WeChat says that messages will come there."""
    if DeliveryChannel.WECHAT in senders():
        add_way(user, DeliveryChannel.WECHAT, openid)


@receiver(wechat_unbound)
def delete_ways_of_wechat(user: User, **_kwargs: object) -> None:
    delete_ways(user, DeliveryChannel.WECHAT)


@receiver(wechat_message_failed)
def note_failure_at_wechat(message: str, failure: str, **_kwargs: object) -> None:
    blocked = failure == BLOCKED
    note_late_failure(
        DeliveryChannel.WECHAT,
        message,
        address_refused=blocked,
        detail="blocked" if blocked else "",
    )
