from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from governance.home.queries import greeting, home_of, next_hour
from governance.lounge import actions
from tests.factories import NoticeFactory
from tests.factories.lounge import ThreadFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "夜深了"), (8, "上午好"), (12, "中午好"), (15, "下午好"), (20, "晚上好")],
)
def test_the_house_greets_by_the_hour(time_machine, hour, words):
    time_machine.move_to(dt.datetime(2026, 11, 24, hour, 30, tzinfo=SHANGHAI), tick=False)
    assert greeting() == words
    assert next_hour(None) == dt.datetime(2026, 11, 24, hour + 1, tzinfo=SHANGHAI)


def test_where_one_is_expected_comes_before_help_and_unread_notices(building, resident, volunteer):
    NoticeFactory(building=building, title="换灯")
    need = ThreadFactory(building=building, author=resident, title="借梯子")
    actions.offer_help(need, by=volunteer)
    walk = ThreadFactory(building=building, invitation=True, title="看菊花")
    actions.attend(walk, people=1, by=resident)
    home = home_of(building, resident.standing_in(building), resident)
    assert [todo.text for todo in home.todos] == ["看菊花", "借梯子", "换灯"]
    assert home.todos[0].note.endswith("· 楼下")


def test_wishes_and_concerns_are_the_leaders(building, leader, resident):
    thread = ThreadFactory(building=building, plan=True)
    actions.wish(thread, kind="team", by=leader)
    for who, wishes in ((leader, 1), (resident, 0)):
        home = home_of(building, who.standing_in(building), who)
        assert (len(home.wishes), home.concerns is None) == (wishes, not wishes)


def test_home_costs_the_same_whatever_is_going_on(
    enter, building, resident, leader, django_assert_num_queries
):
    for _ in range(3):
        thread = ThreadFactory(building=building, plan=True)
        actions.wish(thread, kind="agenda", by=leader)
        coming = timezone.now() + dt.timedelta(hours=5)
        actions.attend(
            ThreadFactory(building=building, invitation=True, starts_at=coming),
            people=1,
            by=resident,
        )
        for who, statements in (("resident", 19), ("leader", 22)):
            client = enter(who)
            with django_assert_num_queries(statements):
                client.get("/b/114/")
