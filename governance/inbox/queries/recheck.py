"""Whether a delivery is still needed, asked at the moment of sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from governance.inbox.channels import senders
from governance.inbox.models import (
    ContactWay,
    Delivery,
    DeliverySettings,
    Frequency,
    Message,
    Reason,
)
from governance.inbox.queries.reached import may_have_got
from governance.inbox.queries.types import message_type
from governance.inbox.quiet_hours import when_allowed
from residents.models import User
from residents.rooms.messages import Because, MessageKind
from residents.rooms.waiting import Thing

NOT_CONFIGURED_FOR = dt.timedelta(hours=1)
"""The time after which a channel without configuration is looked at again."""


@dataclass(frozen=True, slots=True)
class RecheckResult:
    """Why a delivery is not sent now."""

    step: Literal["skip", "hold"]
    """The step of its lifecycle."""
    reason: Reason
    until: dt.datetime | None = None
    """When a held one is asked again; None if the digest takes it."""


@dataclass(frozen=True, slots=True)
class _Asked:
    delivery: Delivery
    ways: Sequence[ContactWay]
    now: dt.datetime
    things: dict[Thing, object] = field(default_factory=dict)


def recheck(
    delivery: Delivery,
    ways: Sequence[ContactWay],
    now: dt.datetime,
    things: dict[Thing, object],
) -> RecheckResult | None:
    """Return None if the delivery is to be sent now. ``delivery`` comes from ``with_checks``, ``ways``
    are the usable ones of its person and channel. ``things`` keeps what rooms loaded, by type
    of message, for deliveries that are asked together."""
    asked = _Asked(delivery, ways, now, things)
    return next((found for check in CHECKS if (found := check(asked))), None)


def reason_to_skip(delivery: Delivery, now: dt.datetime) -> Reason | None:
    """Return why the person does not need the message at all, on whatever channel and at whatever
    hour. Digests ask it of each of their messages."""
    return _reason_to_skip(_Asked(delivery, (), now))


def _reason_to_skip(asked: _Asked) -> Reason | None:
    return next((found for check in REASONS if (found := check(asked))), None)


def settings_of(user: User) -> DeliverySettings:
    chosen: DeliverySettings | None = getattr(user, "delivery_settings", None)
    return chosen or DeliverySettings(user=user)


def _channel_is_stopped(asked: _Asked) -> RecheckResult | None:
    if asked.delivery.channel not in senders():
        until = asked.now + NOT_CONFIGURED_FOR
        return RecheckResult("hold", Reason.NOT_CONFIGURED, until)
    stopped = asked.delivery.stopped_until
    if stopped and stopped > asked.now:
        return RecheckResult("hold", Reason.STOPPED, stopped)
    return None


def _has_no_way(asked: _Asked) -> RecheckResult | None:
    return None if asked.ways else RecheckResult("skip", Reason.NO_WAY)


def _is_not_needed(asked: _Asked) -> RecheckResult | None:
    reason = _reason_to_skip(asked)
    return RecheckResult("skip", reason) if reason else None


def _is_muted(asked: _Asked) -> RecheckResult | None:
    delivery = asked.delivery
    kind = message_type(delivery.message.type)
    only_urgent = all(way.frequency == Frequency.URGENT_ONLY for way in asked.ways)
    muted = kind is not None and kind.topic in delivery.muted_topics
    if muted or (only_urgent and not delivery.message.urgent):
        return RecheckResult("skip", Reason.MUTED)
    return None


def _is_for_the_digest(asked: _Asked) -> RecheckResult | None:
    message = asked.delivery.message
    at_once = any(way.frequency == Frequency.AT_ONCE for way in asked.ways)
    if at_once or message.urgent or message.kind == MessageKind.DIGEST:
        return None
    return RecheckResult("hold", Reason.DIGEST)


def _is_in_quiet_hours(asked: _Asked) -> RecheckResult | None:
    if asked.delivery.message.urgent:
        return None
    allowed = when_allowed(settings_of(asked.delivery.user), asked.now)
    return RecheckResult("hold", Reason.QUIET, allowed) if allowed > asked.now else None


def lines_of(digest: Delivery, now: dt.datetime) -> list[Message]:
    """Return the messages of a digest that the person still needs: the newest about each thing."""
    inside = Delivery.objects.filter(
        digest=digest.message, channel=digest.channel, user=digest.user
    )
    newest: dict[Thing, Message] = {}
    for delivery in inside.with_checks().order_by("message"):
        delivery.user = digest.user  # one object, which keeps its standings
        message = delivery.message
        if reason_to_skip(delivery, now) is None:
            newest[message.thing_type, message.thing_id] = message
    return list(newest.values())


CHECKS: tuple[Callable[[_Asked], RecheckResult | None], ...] = (
    _is_not_needed,
    _has_no_way,
    _is_muted,
    _channel_is_stopped,
    _is_for_the_digest,
    _is_in_quiet_hours,
)


def _is_gone(asked: _Asked) -> Reason | None:
    user = asked.delivery.user
    return Reason.GONE if user.forgotten_at or not user.is_active else None


def _is_over(asked: _Asked) -> Reason | None:
    if not asked.delivery.valid:
        return Reason.WITHDRAWN
    return Reason.TOO_LATE if asked.delivery.message.useful_until <= asked.now else None


def _was_read(asked: _Asked) -> Reason | None:
    news = asked.delivery.news
    return Reason.READ if news and news["read"] else None


def _may_not_read(asked: _Asked) -> Reason | None:
    delivery, news = asked.delivery, asked.delivery.news
    building = delivery.message.building
    if building is None:
        return None
    standing = delivery.user.standing_in(building)
    because, household = (news["because"], news["household"]) if news else ("", None)
    moved = (
        bool(household) and because == Because.HOUSEHOLD and household not in standing.households
    )
    resigned = because == Because.OFFICE and not standing.offices
    return Reason.MAY_NOT_READ if not standing.member or moved or resigned else None


def _takes_back_what_never_came(asked: _Asked) -> Reason | None:
    """A message that was on its way when it was withdrawn may have failed since."""
    delivery, kind = asked.delivery, message_type(asked.delivery.message.type)
    if kind is None or not kind.retracts:
        return None
    thing = (delivery.message.thing_type, delivery.message.thing_id)
    came = may_have_got(thing).filter(user=delivery.user_id, channel=delivery.channel)
    return None if came.exists() else Reason.WITHDRAWN


def _room_objects(asked: _Asked) -> Reason | None:
    """Ask the room that declares the type."""
    message = asked.delivery.message
    if message.kind == MessageKind.DIGEST:
        return None if lines_of(asked.delivery, asked.now) else Reason.WITHDRAWN
    kind = message_type(message.type)
    about = (message.type, message.thing_id)
    if about not in asked.things:
        asked.things[about] = kind.load(message.thing_id) if kind else None
    thing = asked.things[about]
    if kind is None or thing is None:
        return Reason.WITHDRAWN
    if why := kind.why_not(thing, asked.delivery.user):
        return Reason(why)
    return None if kind.content_of(thing) else Reason.WITHDRAWN


REASONS: tuple[Callable[[_Asked], Reason | None], ...] = (
    _is_gone,
    _is_over,
    _was_read,
    _may_not_read,
    _takes_back_what_never_came,
    _room_objects,
)
