"""Ways of a person, and households that have none."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from governance.inbox.models import ContactWay, DeliveryChannel, Message, Mute
from governance.inbox.models.ways import ContactWayQuerySet
from governance.inbox.queries.types import retracting_types
from residents.models import Building, Household, Membership, User
from residents.privacy.models import Consent
from residents.rooms.messages import Topic

REFUSED = "refused"
"""Begins the reason of ways that ended because their address refuses messages."""
MAX_URGENT = 3


def ways_in_use_of(user: User) -> ContactWayQuerySet:
    return ContactWay.objects.usable().filter(user=user).order_by("channel", "pk")


def renewable_device(key: UUID) -> ContactWayQuerySet:
    """Return the device with this key if it is in use, or was ended by its push service only."""
    refused = Q(end_reason__startswith=REFUSED)
    found = ContactWay.objects.filter(Q(ended_at=None) | refused, key=key, user__is_active=True)
    consents = Consent.objects.to(Consent.Kind.PUSH)
    return found.filter(channel=DeliveryChannel.PUSH, user__in=consents.values("user"))


def topics_wanted_on(way: ContactWay) -> list[Topic]:
    off = Mute.objects.filter(user=way.user, channel=way.channel).values_list("topic", flat=True)
    return [topic for topic in Topic if topic not in set(off)]


def urgent_messages_in(building: Building) -> list[Message]:
    """Return those that are not over, the newest first. None takes back what was said."""
    urgent = Message.objects.valid().filter(building=building, urgent=True)
    urgent = urgent.exclude(type__in=retracting_types())
    return list(urgent.filter(useful_until__gt=timezone.now()).order_by("-pk")[:MAX_URGENT])


def homes_without_way_in(building: Building) -> dict[int, str]:
    """Map households of occupied flats in which no member chose a way of being told to their rooms."""
    ways = ContactWay.objects.usable()
    reached = Membership.objects.current().filter(user__in=ways.values("user"))
    others = Household.objects.living_in(building).occupied()
    left = others.exclude(pk__in=reached.values("household"))
    return dict(left.values_list("pk", "flat__room"))
