"""The leader's page of today."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from governance.today.queries.day import next_day, today_groups_of
from residents.models import Building, Standing
from residents.rooms.context import PageContext
from tests.factories.lounge import ReportFactory, ThreadFactory
from tests.factories.meetings import TaskFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_leaders_page_expires_at_the_next_midnight():
    with time_machine.travel(dt.datetime(2028, 2, 28, 23, 59, tzinfo=SHANGHAI), tick=False):
        assert next_day(Building()) == dt.datetime(2028, 2, 29, tzinfo=SHANGHAI)


def test_the_day_is_grouped_by_headings_and_leaves_out_those_without_anything(cast):
    page = PageContext(cast.building, Standing(offices=("leader",)), cast["leader"])
    assert today_groups_of(page) == []
    ReportFactory(post__thread=ThreadFactory(building=cast.building))
    TaskFactory(resolution__item__meeting__building=cast.building, due_on=dt.date(2026, 1, 1))
    groups = today_groups_of(page)
    assert [(group.title, len(group.items)) for group in groups] == [
        ("过了日子，还没办", 1),
        ("还没有人回应", 1),
        ("反映和申诉", 1),
    ]
