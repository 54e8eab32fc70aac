"""Whether messages reach households before the thing happens that they tell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import ngettext

from governance.inbox.channels import senders
from governance.inbox.lifecycle import TO_SEND, DeliveryState
from governance.inbox.models import (
    ContactWay,
    Delivery,
    DeliverySettings,
    Frequency,
    Message,
    Mute,
    Reason,
)
from governance.inbox.quiet_hours import arrival_time
from louzu.lib.time import format_when
from residents.models import Building, Membership, User
from residents.rooms.messages import Topic
from residents.rooms.waiting import Thing

HOURS = ("quiet_from", "quiet_until", "digest_at")
KNOWN = (Reason.READ, Reason.ANSWERED, Reason.IN_DIGEST)


@dataclass(frozen=True, slots=True)
class _Arrival:
    at: dt.datetime
    in_digest: bool


@dataclass(frozen=True, slots=True)
class LateArrivals:
    """Households that would get a message only when the thing has begun."""

    quiet: Collection[dt.datetime]
    """When those get it that want nothing at night. One time for each household."""
    digest: Collection[dt.datetime]
    """When those get it that want one mail a day."""

    @property
    def sentences(self) -> list[str]:
        found = []
        if self.quiet:
            found.append(
                ngettext(
                    "有%(n)s户夜里不收消息，要到%(when)s以后才收到，那时已经开始了。",
                    "有%(n)s户夜里不收消息，要到%(when)s以后才收到，那时已经开始了。",
                    len(self.quiet),
                )
                % self._words(self.quiet)
            )
        if self.digest:
            found.append(
                ngettext(
                    "有%(n)s户一天只收一次，要到%(when)s以后才收到，那时已经开始了。",
                    "有%(n)s户一天只收一次，要到%(when)s以后才收到，那时已经开始了。",
                    len(self.digest),
                )
                % self._words(self.digest)
            )
        return found

    @staticmethod
    def _words(times: Collection[dt.datetime]) -> dict[str, object]:
        return {"n": len(times), "when": format_when(min(times), until=False)}


def late_arrivals_in(
    buildings: Collection[Building],
    happens_at: dt.datetime | None,
    *,
    by: User,
    topic: Topic,
    urgent: bool = False,
    written_at: dt.datetime | None = None,
) -> LateArrivals | None:
    """Return whom a message about something that happens then would not reach in time, or None if
    there is nobody. Needs two queries.

    ``written_at`` is when it will be written, if not now. Households that no channel reaches, and
    people who want only what is urgent, are not counted, nor is its author, ``by``, who gets none.
    """
    at = max(written_at or timezone.now(), timezone.now())
    if urgent or happens_at is None or happens_at <= at:
        return None
    late = [one for one in _arrivals(buildings, by, topic, at) if one.at >= happens_at]
    if not late:
        return None
    return LateArrivals(
        quiet=[one.at for one in late if not one.in_digest],
        digest=[one.at for one in late if one.in_digest],
    )


def _arrivals(
    buildings: Collection[Building], by: User, topic: Topic, at: dt.datetime
) -> Iterator[_Arrival]:
    """Yield for each household the first arrival at one of its members that get the message."""
    living = Membership.objects.current().filter(household__building__in=buildings)
    living = living.exclude(user=by)
    muted = Mute.objects.filter(user=OuterRef("user"), channel=OuterRef("channel"), topic=topic)
    ways = ContactWay.objects.usable().filter(
        ~Exists(muted), user__in=living.values("user"), channel__in=senders()
    )
    hours = [f"user__delivery_settings__{name}" for name in HOURS]
    first: dict[int, _Arrival] = {}
    for user, frequency, *chosen in ways.values_list("user", "frequency", *hours):
        settings = DeliverySettings(**dict(zip(HOURS, chosen, strict=True)) if chosen[0] else {})
        arrives = arrival_time(settings, frequency, at)
        if arrives and (user not in first or arrives < first[user].at):
            first[user] = _Arrival(arrives, in_digest=frequency == Frequency.DAILY)
    homes: dict[int, _Arrival] = {}
    for household, user in living.values_list("household", "user"):
        mine = first.get(user)
        if mine and (household not in homes or mine.at < homes[household].at):
            homes[household] = mine
    yield from homes.values()


def count_missed_households(thing: Thing) -> int:
    """Return in how many households nobody got a message about the thing while it was of use, though
    one was meant for them."""
    about = Delivery.objects.filter(message__in=Message.objects.about(thing))
    over = Q(state__in=TO_SEND, message__useful_until__lte=timezone.now())
    missed = about.filter(over | Q(reason=Reason.TOO_LATE) | Q(state=DeliveryState.FAILED))
    came = about.filter(Q(state=DeliveryState.SENT) | Q(reason__in=KNOWN))
    living = Membership.objects.current().filter(
        household__building__in=Message.objects.about(thing).values("building")
    )
    homes = living.filter(user__in=missed.values("user")).values("household").distinct()
    told = living.filter(user__in=came.values("user")).values("household")
    return homes.exclude(household__in=told).count()
