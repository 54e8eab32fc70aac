"""Pages of messages that the walk in ``test_pages`` does not find, because the demo has no objects for
them, because a token is in their address, or because a channel is off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from governance.inbox.links import arrival_path
from governance.inbox.models import ContactWay, DeliveryChannel
from governance.inbox.unsubscribing import DIGEST, unsubscribe_url
from governance.inbox.urls import of_deliveries, of_messages, of_ways, urlpatterns
from governance.notices.actions import posting, writing
from louzu.lib.sms.base import SmsTemplate, SmsTemplates
from residents.models import Building, User
from residents.rooms.messages import Topic
from tests.browser.checks import violations
from tests.factories.inbox import ContactWayFactory, DeliveryFactory, GroupRobotFactory
from tests.factories.notices import notice_input

PHONE, SMALLEST = {"width": 390, "height": 844}, {"width": 320, "height": 640}
"""The smaller one is 640 px at 200 %."""
TEXTS = ("normal", "large", "largest")
SIZE = "text => { document.documentElement.dataset.text = text; }"
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNREACHED = """() => [...document.querySelectorAll("main a[href], main button, main summary, main input:not([type=hidden], [type=radio])")]
  .filter((one) => one.checkVisibility() && !window.reached.has(one))
  .map((one) => one.outerHTML.slice(0, 120))"""
"""Arrow keys reach the other buttons of a radio group."""
WITH_PARAMETERS = {
    "ways:change", "inbox:share", "inbox:remove_robot", "unsubscribe", "arrive",
}  # fmt: skip
ACTIONS = {
    "ways:stop", "deliveries:again", "deliveries:resume", "inbox:picture", "inbox:wechat_card",
}  # fmt: skip
"""They take forms, or answer with a file."""


@pytest.fixture
def _open(house, settings, pushes, wechat_messages):
    """All channels are configured."""
    settings.ROOT_URL = house
    settings.SMS_TEMPLATES = SmsTemplates("楼组", {"urgent": SmsTemplate("SMS_9", "${text}。")})


def test_an_address_with_parameters_is_looked_at_here_or_takes_a_form():
    named = {"inbox": urlpatterns, "ways": of_ways, "deliveries": of_deliveries, "": of_messages}
    taking = {
        f"{room}:{one.name}".lstrip(":")
        for room, patterns in named.items()
        for one in patterns
        if one.pattern.converters
    }
    assert taking == WITH_PARAMETERS | ACTIONS


def make_objects() -> list[tuple[str, str]]:
    """Return personas and the addresses to look at."""
    building = Building.objects.get(slug="114")
    leader, resident = (User.objects.get(username=name) for name in ("leader", "resident"))
    leader.is_superuser = True
    leader.save()
    ways = [
        ContactWayFactory(user=resident, channel=channel, secret={"device": "苹果手机，微信"})
        for channel in DeliveryChannel.values
    ]
    text = notice_input(title="停水2小时", asks=True, urgent=True)
    notice = posting.post_notice(writing.draft_notice(building, text, by=leader), by=leader)
    for robot in ({}, {"stopped_by": "93000"}):
        GroupRobotFactory(building=building, **robot)
    for state in ("unclear", "failed"):
        DeliveryFactory(state=state, reason="lost", user=resident, message__building=building)
    return [*addresses(building, notice, ways)]


def addresses(building, notice, ways: list[ContactWay]) -> Iterator[tuple[str, str]]:
    sharing = reverse("inbox:share", args=["114", "notices.notice", notice.pk])
    landing = arrival_path(building, "notices.notice", notice.pk)
    yield from (("resident", reverse("ways:change", args=[way.pk])) for way in ways)
    yield from (("resident", path) for path in (sharing, "/me/ways/", "/b/114/inbox/"))
    yield from (("volunteer", reverse(f"ways:{way.channel}")) for way in ways)
    yield from (("leader", path) for path in ("/b/114/inbox/robots/", reverse("deliveries:list")))
    for topic in (Topic.NOTICES, DIGEST):
        yield "visitor", unsubscribe_url(ways[0], topic)
    yield "visitor", landing


def reached_by_keyboard(page) -> list[str]:
    """Press the tab key through the page. Return what it did not reach."""
    page.evaluate(
        "() => { window.reached = new Set(); addEventListener('focusin', (it) => reached.add(it.target)); }"
    )
    for _press in range(150):
        page.keyboard.press("Tab")
    return page.evaluate(UNREACHED)


def looked_at(page, path: str) -> list[str]:
    page.set_viewport_size(PHONE)
    assert page.goto(path).status == 200, path
    wrong = violations(page, path)
    page.set_viewport_size(SMALLEST)
    for text in TEXTS:
        page.evaluate(SIZE, text)
        over = page.evaluate(WIDTH)
        wrong += [f"{path} {text}: {over} px too wide"] if over > 0 else []
    return wrong


@pytest.mark.usefixtures("_open")
def test_each_page_of_messages_is_for_everybody(visit):
    wrong, pages = [], {}
    for persona, path in make_objects():
        page = pages[persona] = pages.get(persona) or visit(persona)
        wrong += looked_at(page, path)
        wrong += [f"{path} by keyboard: {one}" for one in reached_by_keyboard(page)]
    assert wrong == []
