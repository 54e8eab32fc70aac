"""Messages about the ways of telling people."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.inbox.models import ContactWay
from residents.people.queries.buildings import buildings_of
from residents.rooms.messages import Because, MessageContent, Topic
from residents.rooms.recipients import ForOne


def _way(pk: int) -> ContactWay:
    return ContactWay.objects.select_related("user").get(pk=pk)


def _content(way: ContactWay) -> MessageContent | None:
    """Return None for somebody who lives nowhere any longer, or who has given a new address."""
    building = buildings_of(way.user).first()
    others = ContactWay.objects.usable().filter(user=way.user, channel=way.channel)
    if building is None or others.exists():
        return None
    return MessageContent(building_id=building.pk, values={}, url=reverse("ways:list"))


def _owner(way: ContactWay) -> int:
    return way.user_id


MESSAGE_TYPES = (
    ForOne(
        code="inbox.way_ended",
        topic=Topic.MINE,
        short=_("楼里的消息发不到您那里了，请再看一看"),
        long=_(
            "发给您的消息被退回来了，所以停了。请看看地址有没有写错、换了没有，再填一次。"
            "不填也照样用，网页上都看得到。"
        ),
        load=_way,
        content_of=_content,
        person_of=_owner,
        because=Because.HOUSEHOLD,
    ),
)
