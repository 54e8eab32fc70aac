"""Handlers that turn journal lines into messages, follow WeChat, end the messages of devices that
signed out, and forget a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.dispatch import receiver
from django.utils import timezone

from governance.inbox.actions.devices import stop_device, stop_devices_of
from governance.inbox.actions.forgetting import forget_messages
from governance.inbox.actions.messages import create_message, tell_authors, withdraw_messages
from governance.inbox.actions.restoring import hold_back_deliveries
from governance.inbox.actions.sending import note_late_failure
from governance.inbox.actions.ways import add_way, delete_ways, stop_channel_of
from governance.inbox.channels import senders
from governance.inbox.models import DeliveryChannel
from governance.inbox.push_cookie import way_key_in
from governance.journal.models import Line
from governance.journal.signals import line_entered
from louzu.lib.signals import after_restore
from residents.models import Joining, User
from residents.people.signals import (
    account_changed,
    consent_withdrawn,
    joining_undone,
    password_renewed,
    person_forgotten,
    signed_in,
    signed_out,
    signed_out_elsewhere,
)
from residents.signin.signals import wechat_bound, wechat_message_failed, wechat_unbound

USEFUL_FOR = dt.timedelta(days=30)
"""A message is worth sending as long after what it tells."""
BLOCKED = "user block"
"""WeChat's word for somebody who switched the account's messages off."""


@receiver(line_entered)
def write_messages_of_the_line(line: Line, **_kwargs: object) -> None:
    """Write none of what happened long ago, when a past story is entered."""
    thing = (line.subject_type, line.subject_id)
    withdraw_messages(line.verb, thing)
    if line.happened_on and line.happened_on < timezone.localdate() - USEFUL_FOR:
        return
    create_message(line.verb, thing, by=line.actor_id)
    tell_authors(line.verb, thing, by=line.actor_id)


@receiver(person_forgotten)
def forget_messages_of_person(user: User, **_kwargs: object) -> None:
    forget_messages(user)


@receiver(consent_withdrawn)
def end_ways_without_consent(user: User, kind: str, **_kwargs: object) -> None:
    stop_channel_of(user, kind)


@receiver(signed_out)
def stop_device_of_signed_out(cookies: Mapping[str, str], **_kwargs: object) -> None:
    """End push messages in the browser in which somebody signed out."""
    if key := way_key_in(cookies):
        stop_device(key)


@receiver(signed_in)
def stop_device_of_another(user: User, cookies: Mapping[str, str], **_kwargs: object) -> None:
    """End push messages for somebody else in the browser in which a person signs in."""
    if key := way_key_in(cookies):
        stop_device(key, unless_of=user)


@receiver(signed_out_elsewhere)
def stop_other_devices(user: User, cookies: Mapping[str, str], **_kwargs: object) -> None:
    stop_devices_of(user, but=way_key_in(cookies))


@receiver(password_renewed)
def stop_devices_with_old_password(user: User, **_kwargs: object) -> None:
    stop_devices_of(user)


@receiver(joining_undone)
def stop_devices_of_undone_joining(joining: Joining, **_kwargs: object) -> None:
    """End push messages to whoever joined by mistake, as their sessions end."""
    stop_devices_of(joining.user)


@receiver(account_changed)
def stop_devices_of_closed_account(
    person: User, changed: Collection[str], **_kwargs: object
) -> None:
    if "is_active" in changed and not person.is_active:
        stop_devices_of(person)


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


@receiver(after_restore)
def hold_back_what_waits(**_kwargs: object) -> None:
    hold_back_deliveries()
