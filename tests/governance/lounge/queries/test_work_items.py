from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.lounge.queries.work_items import blocked_items
from residents.models import Building
from residents.rooms.waiting import Urgency
from tests.factories.lounge import (
    HidingFactory,
    ReportFactory,
    ThreadFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def thread(cast, **more):
    return ThreadFactory(**{"building": cast.building, "last_post_at": NOW, **more})


def test_the_committee_answers_appeals_today_and_old_reports_too(cast):
    appeal = HidingFactory(post__thread=thread(cast), state="appealed", appeal="x", at=NOW - DAY)
    HidingFactory(post__thread=thread(cast))
    old, new = (
        ReportFactory(post__thread=thread(cast), at=NOW - age)
        for age in (3 * DAY, 3 * DAY - SECOND)
    )
    ReportFactory(post__thread=thread(cast), state="heeded")
    ReportFactory(post__thread=thread(cast, building=cast.next_door))
    found = list(blocked_items(Building.objects.filter(pk=cast.building.pk), NOW))
    assert [(item.what, item.urgency) for item in found] == [
        (appeal.post.thread.title, Urgency.NOW),
        (old.post.thread.title, Urgency.NOW),
        (new.post.thread.title, Urgency.SOON),
    ]
    assert found[0].url.endswith(f"{appeal.post.thread.pk}/#p2")
