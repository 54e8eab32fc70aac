from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions.visiting import acknowledge
from governance.inbox.models import Message, Reason
from governance.notices.actions import posting, reading, writing
from governance.notices.messages import MESSAGE_TYPES
from tests.factories.canvass import voice_of
from tests.factories.inbox import news_of
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db
TYPES = {kind.code: kind for kind in MESSAGE_TYPES}


def post(building, leader, **fields):
    notice = writing.draft_notice(building, notice_input(title="停水", **fields), by=leader)
    return posting.post_notice(notice, by=leader)


def tomorrow(hour):
    return timezone.localtime().replace(
        hour=hour, minute=0, second=0, microsecond=0
    ) + dt.timedelta(days=1)


def test_a_notice_of_an_event_says_when_it_is_and_is_useful_until_it_is_over(
    building, leader, resident
):
    post(building, leader, happens_from=tomorrow(9), happens_until=tomorrow(11), urgent=True)
    message = Message.objects.get(type="notices.posted")
    assert (message.happens_at, message.useful_until) == (tomorrow(9), tomorrow(11))
    assert message.urgent


def test_only_another_hour_of_the_event_is_news(building, leader, resident):
    notice = post(building, leader, happens_from=tomorrow(9))
    notice = writing.edit_notice(
        notice, notice_input(notice, body="改了错字"), version=notice.version, by=leader
    )
    assert news_of(resident) == ["notices.posted"]
    writing.edit_notice(
        notice,
        notice_input(notice, happens_from=tomorrow(14)),
        version=notice.version,
        by=leader,
    )
    assert news_of(resident) == ["notices.posted", "notices.corrected"]


def test_who_has_read_it_needs_no_message(building, leader, resident):
    notice = post(building, leader)
    assert TYPES["notices.posted"].why_not(notice, resident) == ""
    reading.mark_notice_read(notice, by=resident)
    assert TYPES["notices.posted"].why_not(notice, resident) == Reason.READ


def test_a_notice_that_asks_is_a_duty_until_somebody_at_home_knows(
    lived_in, asking, leader, household, resident
):
    message = Message.objects.get(type="notices.posted")
    assert (message.kind, news_of(resident)) == ("duty", [])
    assert TYPES["notices.posted"].why_not(asking, resident) == ""
    acknowledge(asking.canvass, voice_of(asking.canvass, household), by=resident)
    assert TYPES["notices.posted"].why_not(asking, resident) == Reason.ANSWERED
