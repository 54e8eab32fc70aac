"""What the lounge wants of a person and of the leader."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from governance.lounge.models import Attendance
from governance.lounge.queries.reminders import invitations_attended_by
from governance.lounge.queries.threads import unanswered_in, unsettled_in
from governance.lounge.waiting import duties, for_leader, unfinished
from residents.models import Standing
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading
from tests.factories.lounge import (
    HidingFactory,
    ReportFactory,
    ThreadFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def thread(cast, **more):
    return ThreadFactory(**{"building": cast.building, "last_post_at": NOW, **more})


def page(cast, persona="resident"):
    return PageContext(cast.building, Standing(), cast[persona])


def walk(cast, *, after, people=1, **more):
    made = thread(cast, invitation=True, starts_at=NOW + after, **more)
    if people is not None:
        Attendance.objects.create(thread=made, author=cast["resident"], people=people)
    return made


def test_one_is_reminded_of_the_invitations_of_the_next_three_days(cast):
    last, first = walk(cast, after=3 * DAY), walk(cast, after=SECOND)
    walk(cast, after=3 * DAY + SECOND)
    walk(cast, after=dt.timedelta(0))
    walk(cast, after=DAY, people=0)
    walk(cast, after=DAY, people=None)
    walk(cast, after=DAY, hidden=True)
    assert invitations_attended_by(cast["resident"], cast.building) == [first, last]


def test_an_invitation_says_when_and_where(cast):
    walk(cast, after=DAY, title="看菊花")
    (asked,) = duties(page(cast))
    assert (asked.what, asked.when, asked.note) == ("看菊花", "明天上午10点", "楼下")


def test_reminders_cost_one_statement(cast, django_assert_num_queries):
    for _ in range(3):
        walk(cast, after=DAY)
    with django_assert_num_queries(1):
        assert len(list(duties(page(cast)))) == 3


def test_needs_and_worries_wait_for_a_first_word_the_oldest_first(cast):
    new, old = thread(cast), thread(cast, worry=True, last_post_at=NOW - DAY)
    thread(cast, posts=2)
    thread(cast, state="offered")
    thread(cast, plan=True)
    thread(cast, invitation=True)
    thread(cast, hidden=True)
    thread(cast, building=cast.next_door)
    assert unanswered_in(cast.building, 5) == [old, new]
    assert unanswered_in(cast.building, 1) == [old]


def test_the_leader_finds_what_nobody_answered_and_what_is_to_be_judged(cast):
    thread(cast, title="借梯子")
    for _ in range(2):
        ReportFactory(post__thread=thread(cast, posts=2))
    HidingFactory(post__thread=thread(cast, posts=2), state="appealed", appeal="为什么")
    found = list(for_leader(page(cast, "leader")))
    assert [(item.what, item.heading) for item in found] == [
        ("借梯子", Heading.UNANSWERED),
        ("2条反映等您看", Heading.CONCERNS),
        ("1条申诉等居委答复", Heading.CONCERNS),
    ]
    assert found[0].note == "需求 · 11月24日（周二）上午10点"


def test_what_is_settled_or_hidden_is_not_handed_over(cast):
    new, old = thread(cast), thread(cast, plan=True, last_post_at=NOW - HOUR)
    thread(cast, settled=True)
    thread(cast, hidden=True)
    assert unsettled_in(cast.building, 5) == [new, old]
    (handed,) = unfinished(page(cast, "leader"), 1)
    assert [item.what for item in handed.items] == [new.title]
