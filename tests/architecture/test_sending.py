"""Each type of message is sent once on every channel, and its link opens for who gets it. So does the
link of each text to forward."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from governance.charters.models import Edition
from governance.inbox.actions.deliveries import add_deliveries
from governance.inbox.actions.sending import send_deliveries
from governance.inbox.channels import senders
from governance.inbox.links import arrival_path
from governance.inbox.models import ContactWay, DeliveryChannel, Message
from governance.inbox.queries.types import message_type, message_types
from governance.today.queries.week import CalendarWeek
from louzu.lib.sms.base import SmsTemplate, SmsTemplates
from residents.models import User
from residents.rooms.manifest import shareable
from tests.channels import OPENID
from tests.factories.inbox import ContactWayFactory
from tests.factories.ledger import AccountFactory
from tests.factories.messages import CAUSES
from tests.factories.stories import StoryFactory
from tests.outbox import Outbox

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
NOT_SENT = {("inbox.way_ended", "sms"): "it tells that this way ended"}
SHARED = (
    "notices.publicised canvass.opened canvass.published meetings.invited meetings.published"
    " meetings.task_given charters.enacted lounge.replied matters.talked"
)
"""Types whose causes make something of each kind that is forwarded, as it is asked and as it came out."""
NAMES = re.compile(r"邻居\d|user\d|小王")
"""The names of the personas, and of who joins."""


@pytest.fixture(autouse=True)
def _open(settings, mailbox, pushes, wechat_messages):
    """All channels are configured."""
    settings.SMS_TEMPLATES = SmsTemplates("楼组", {"urgent": SmsTemplate("SMS_9", "${text}。")})
    Outbox.sent.clear()
    cache.clear()


def give_way(user: User, channel: str, pushes) -> ContactWay:
    subscription = pushes.subscription
    given = {
        "email": {"address": "li@example.org"},
        "wechat": {"address": OPENID},
        "sms": {"address": PHONE},
        "push": {
            "address": subscription.endpoint,
            "secret": {"p256dh": subscription.p256dh, "auth": subscription.auth},
        },
    }
    return ContactWayFactory(user=user, channel=channel, **given[channel])


def test_each_type_has_a_cause_that_is_known():
    assert CAUSES.keys() == message_types().keys()


@pytest.mark.parametrize("code", sorted(message_types()))
def test_each_type_is_sent_on_every_channel(cast, code, mailbox, pushes, wechat_messages):
    resident = cast["resident"]
    User.objects.filter(pk=resident.pk).update(phone=PHONE, phone_verified_at=timezone.now())
    CAUSES[code](cast)
    message = Message.objects.filter(type=code).latest("pk")
    kind = message_type(code)
    told = kind.recipients_of(kind.load(message.thing_id))
    assert resident.pk in {one.user_id for one in told}
    Message.objects.update(urgent=True)  # text messages are, and no hour holds it
    message.refresh_from_db()

    assert {*senders()} == {*DeliveryChannel.values}
    for channel in DeliveryChannel.values:
        if (code, channel) in NOT_SENT:
            continue
        way = give_way(resident, channel, pushes)
        (delivery,) = add_deliveries(message, {resident.pk}, [channel])
        send_deliveries([delivery.pk])
        delivery.refresh_from_db()
        assert (channel, delivery.state, delivery.reason) == (channel, "sent", "")
        way.delete()
    check_what_came(cast, mailbox, pushes, wechat_messages)


def check_what_came(cast, mailbox, pushes, wechat_messages):
    """Nobody is named where others can look, and all the links open."""
    (mail,), (pushed,), (told,) = mailbox.mails, pushes.pushed, wechat_messages.sent
    short = [mail["Subject"], *(text for _phone, text in Outbox.sent)]
    short += [pushed.content["body"], *(field["value"] for field in told["data"].values())]
    assert not [text for text in short if NAMES.search(text)]
    text = mail.get_body(["plain"]).get_content()
    links = re.findall(r"http://testserver(\S+)", text)
    page, unsubscribe, ways = links
    assert pushed.content["url"] == told["url"] == f"http://testserver{page}"
    client, visitor = cast.enter("resident"), cast.enter("visitor")
    for url in (page, ways):
        response = client.get(url)
        assert (url, response.status_code) == (url, 200)
    assert visitor.get(unsubscribe).status_code == 200


def test_each_link_to_forward_opens_for_members_and_strangers(cast):
    for code in SHARED.split():
        CAUSES[code](cast)
    made = {*Message.objects.values_list("thing_type", "thing_id")}
    made |= {("charters.edition", pk) for pk in Edition.objects.values_list("pk", flat=True)}
    made |= {(label, cast.building.pk) for label in ("residents.building", "residents.hand_over")}
    made.add(("ledger.account", AccountFactory(building=cast.building).pk))
    made.add(("stories.story", StoryFactory(matter__building=cast.building, published=True).pk))
    made.add(("today.week", CalendarWeek.of(timezone.localdate()).key))
    made = {thing for thing in made if thing[0] in shareable()}
    assert {label for label, _pk in made} == shareable().keys()
    resident, visitor = cast.enter("resident"), cast.enter("visitor")
    for label, pk in made:
        link = arrival_path(cast.building, label, pk)
        page = resident.get(reverse("inbox:share", args=["114", label, pk]))
        if page.status_code == 200:
            assert re.findall(r"http://testserver(\S+)", page.context["text"]) == [link]
        assert resident.get(link, follow=True).status_code == 200
        landing = visitor.get(link, follow=True)
        assert landing.status_code == 200
        assert "/account/login/" not in landing.request["PATH_INFO"]
