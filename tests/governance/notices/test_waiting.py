from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from governance.canvass.models import Canvass
from governance.inbox.links import arrival_path
from governance.notices.waiting import duties, for_leader, unfinished
from residents.models import Standing
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, thing_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = timezone.now()
"""Not a fixed day, because the deadlines of canvasses go by the clock of the database."""
MORNING = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
POSTING = {"kind": "posting", "period": "stairwell", "basis": {"days": 7}, "announced": False}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def page(cast, *offices):
    homes = (cast.home.pk,)
    standing = Standing(offices=offices, households=homes, answering=homes)
    return PageContext(cast.building, standing, cast["resident"], root="https://example.org")


def notice(cast, hours=-1.0, **more):
    shows_from = timezone.now() + dt.timedelta(hours=hours)
    return NoticeFactory(building=cast.building, **{"shows_from": shows_from, **more})


def carried(cast, title, **more):
    canvass = make_open_canvass(cast.building, cast["leader"], purpose="tell", preset="tell")
    Canvass.objects.filter(pk=canvass.pk).update(closes_at=NOW + dt.timedelta(days=9, hours=1))
    return notice(cast, canvass=canvass, title=title, **more)


def test_a_notice_that_asks_stands_once_and_instead_of_its_canvass(cast):
    asks = carried(cast, "停水")
    notice(cast, -2, title="换灯")
    (asked,) = duties(page(cast))
    assert (asked.what, asked.note) == ("停水", "请替您家说一声“我家知道了”")
    assert asked.at == NOW + dt.timedelta(days=9, hours=1)
    assert asked.replaces == ("canvass.canvass", asks.canvass_id)


def test_a_notice_with_an_event_stands_at_its_time(cast):
    begins = NOW + dt.timedelta(hours=20)
    carried(cast, "停水", happens_from=begins)
    (asked,) = duties(page(cast))
    assert (asked.at, asked.at_is) == (begins, "at")


def test_a_posting_says_that_one_may_object(cast):
    carried(cast, "装电梯", expires_at=NOW + dt.timedelta(days=9), **POSTING)
    (item,) = duties(page(cast))
    assert (item.note, item.choices) == ("公示中，有意见可以提", ())


def test_a_canvass_without_a_notice_is_left_to_its_own_room(cast):
    make_open_canvass(cast.building, cast["leader"], purpose="tell", preset="tell")
    assert list(duties(page(cast))) == []


@pytest.mark.parametrize(("ends", "expected"), [("23:59", True), ("00:00", False)])
def test_the_leader_hears_of_a_posting_that_ends_before_midnight(
    cast, time_machine, ends, expected
):
    time_machine.move_to(MORNING, tick=False)
    hour, minute = map(int, ends.split(":"))
    day = MORNING.date() + dt.timedelta(days=not expected)
    at = dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)
    posting = notice(cast, title="审计“结果”", expires_at=at, **POSTING)
    found = list(for_leader(page(cast, "leader")))
    assert len(found) == expected
    for item in found:
        assert (item.heading, item.note) == (Heading.ENDING, "公示今天期满")
        assert item.share == (
            "公示“审计‘结果’”今天截止，有意见的邻居请今天提。\n"
            f"https://example.org{arrival_path(posting.building, *thing_of(posting))}"
        )


def test_what_does_not_hang_is_handed_over_with_the_reason(cast, time_machine):
    time_machine.move_to(MORNING, tick=False)
    notice(cast, state="draft", announced=False, title="没写完")
    notice(cast, 24, title="明天的")
    (drafts,) = unfinished(page(cast, "leader"), 5)
    assert [(item.what, item.note) for item in drafts.items] == [
        ("明天的", "11月25日（周三）上午10点贴出"),
        ("没写完", "草稿"),
    ]
    (shorter,) = unfinished(page(cast, "leader"), 1)
    assert (len(shorter.items), shorter.url) == (1, "/b/114/notices/")
