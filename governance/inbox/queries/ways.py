"""Ways of a person, and households that have none."""

from __future__ import annotations

from governance.inbox.models import ContactWay, Mute
from residents.models import User
from residents.rooms.messages import Topic


def ways_in_use_of(user: User) -> list[ContactWay]:
    return list(ContactWay.objects.usable().filter(user=user).order_by("channel", "pk"))


def topics_wanted_on(way: ContactWay) -> list[Topic]:
    off = Mute.objects.filter(user=way.user, channel=way.channel).values_list("topic", flat=True)
    return [topic for topic in Topic if topic not in set(off)]
