from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.inbox.models import (
    CommitteeRobot,
    ContactWay,
    Delivery,
    GroupRobot,
    InboxItem,
    Message,
)
from governance.inbox.models.robots import sealed
from tests.factories.notices import NoticeFactory
from tests.factories.residents import (
    BuildingFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    UserFactory,
)


class ContactWayFactory(Factory):
    """A verified e-mail address whose owner wants everything at once."""

    class Meta:
        model = ContactWay

    user = factory.SubFactory(UserFactory)
    channel = "email"
    address = factory.Sequence(lambda n: f"neighbour{n}@example.org")
    frequency = "at_once"
    verified_at = factory.LazyFunction(timezone.now)


class MessageFactory(Factory):
    """News of a notice."""

    class Meta:
        model = Message

    building = factory.SubFactory(BuildingFactory)
    type = "notices.posted"
    kind = "news"
    thing_type = "notices.notice"
    thing_id = factory.Sequence(int)
    values = factory.LazyFunction(lambda: {"title": "换灯"})
    url = factory.LazyAttribute(lambda one: f"/b/{one.building.slug}/notices/{one.thing_id}/")
    useful_until = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))


class InboxItemFactory(Factory):
    class Meta:
        model = InboxItem

    message = factory.SubFactory(MessageFactory)
    user = factory.SubFactory(UserFactory)
    because = "everybody"


class WebhookFactory(Factory):
    """A WeCom robot that greeted its group, and posts everything from yesterday on."""

    class Meta:
        abstract = True

    class Params:
        webhook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"
        secret = ""

    kind = "wecom"
    name = factory.Sequence(lambda n: f"{n}号群")
    since = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))
    greeted_at = factory.SelfAttribute("since")
    credentials = factory.LazyAttribute(lambda robot: sealed(robot.webhook, robot.secret))


class GroupRobotFactory(WebhookFactory):
    class Meta:
        model = GroupRobot

    building = factory.SubFactory(BuildingFactory)
    topics = ["notices", "questions", "meetings"]


class CommitteeRobotFactory(WebhookFactory):
    class Meta:
        model = CommitteeRobot

    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    topics = ["circulars", "urgent", "results"]


def news_of(user):
    """Return the types of the news for a person, the oldest first."""
    found = InboxItem.objects.filter(user=user).order_by("message")
    return [*found.values_list("message__type", flat=True)]


class NoticeMessageFactory(MessageFactory):
    """News of a notice that there is."""

    thing_id = factory.LazyAttribute(lambda one: NoticeFactory(building=one.building).pk)


class DeliveryFactory(Factory):
    """A delivery that waits for somebody who lives in the message's building and has a mailbox."""

    class Meta:
        model = Delivery

    message = factory.SubFactory(NoticeMessageFactory)
    channel = "email"
    next_try_at = factory.LazyFunction(timezone.now)

    @factory.lazy_attribute
    def user(self):
        user = MembershipFactory(household__building=self.message.building).user
        ContactWayFactory(user=user, channel=self.channel)
        return user
