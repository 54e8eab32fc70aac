from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.lounge.queries.moderation import (
    Concerns,
    concerns_in,
    hiding_of,
    hidings_in,
    pause_in,
    pauses_in,
    reports_in,
    wishes_in,
)
from tests.factories.lounge import (
    HidingFactory,
    PauseFactory,
    ReportFactory,
    ThreadFactory,
)
from tests.factories.meetings import wish_for

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def thread(cast, **more):
    return ThreadFactory(**{"building": cast.building, "last_post_at": NOW, **more})


def test_only_open_reports_and_appeals_are_counted_with_one_statement(
    cast, django_assert_num_queries
):
    report = ReportFactory(post__thread=thread(cast))
    ReportFactory(post__thread=thread(cast), state="dismissed")
    ReportFactory(post__thread=thread(cast, building=cast.next_door))
    appealed = HidingFactory(post__thread=thread(cast), state="appealed", appeal="为什么")
    kept = HidingFactory(post__thread=thread(cast), state="kept", appeal="为什么")
    restored = HidingFactory(post__thread=thread(cast), state="restored")
    with django_assert_num_queries(1):
        assert concerns_in(cast.building) == Concerns(reports=1, appeals=1)
    assert reports_in(cast.building) == [report]
    assert hidings_in(cast.building) == [kept, appealed]
    assert (hiding_of(kept.post), hiding_of(restored.post)) == (kept, None)


def test_a_pause_is_in_force_until_its_day_or_until_it_is_lifted(cast):
    user, today = cast["resident"], NOW.date()
    PauseFactory(building=cast.building, user=user, until=today)
    PauseFactory(building=cast.building, user=user, until=today + 9 * DAY, lifted_at=NOW)
    PauseFactory(building=cast.next_door, user=user, until=today + DAY)
    assert pause_in(cast.building, user) is None
    sooner, later = (
        PauseFactory(building=cast.building, user=user, until=today + n * DAY) for n in (1, 5)
    )
    assert pause_in(cast.building, user) == later
    assert pauses_in(cast.building) == [sooner, later]


def test_wishes_are_listed_the_newest_first_and_not_for_hidden_threads(cast):
    rows = [wish_for(thread(cast), cast["leader"]) for _ in range(3)]
    wish_for(thread(cast, hidden=True), cast["leader"])
    wish_for(thread(cast, building=cast.next_door), cast["leader"])
    assert wishes_in(cast.building, 2) == rows[:0:-1]
