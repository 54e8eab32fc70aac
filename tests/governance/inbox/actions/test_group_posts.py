"""Messages in chat groups, posted through a server in place of WeCom."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from governance.inbox.actions.group_posts import MAX_POSTS, PAUSE, post_to_groups
from governance.inbox.links import arrival_path
from governance.inbox.models import GroupPost
from governance.notices.actions import posting, writing
from residents.rooms.waiting import thing_of
from tests.factories.inbox import GroupRobotFactory
from tests.factories.notices import notice_input
from tests.http_stand_in import http_stand_in

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 28, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def group():
    with http_stand_in(lambda _received: (200, {}, {"errcode": 0})) as group:
        yield group


@pytest.fixture
def robot(building, group):
    return GroupRobotFactory(building=building, webhook=f"{group.url}send?key=k")


def post(building, leader, title="停水", **fields):
    notice = writing.draft_notice(building, notice_input(title=title, **fields), by=leader)
    return posting.post_notice(notice, by=leader)


def texts_in(group):
    return [json.loads(received.body)["text"]["content"] for received in group.received]


def answer(group, code):
    group.answer = lambda _received: (200, {}, {"errcode": code})


def test_a_posted_notice_is_told_once_in_the_group(building, leader, robot, group, settings):
    notice = post(building, leader)
    post_to_groups()
    post_to_groups()
    (text,) = texts_in(group)
    assert text.startswith(f"【楼组 {building}】")
    assert "停水" in text
    assert text.endswith(f"\n{settings.ROOT_URL}{arrival_path(building, *thing_of(notice))}")
    assert GroupPost.objects.get().sent_at == NOON


def test_a_new_robot_greets_its_group_and_tells_nothing_older(building, leader, group):
    post(building, leader)
    later = NOON + dt.timedelta(minutes=1)
    robot = GroupRobotFactory(
        building=building, webhook=f"{group.url}x", since=later, greeted_at=None
    )
    post_to_groups()
    post_to_groups()
    (text,) = texts_in(group)
    assert "接上了" in text
    assert arrival_path(building, "residents.building", building.pk) in text
    robot.refresh_from_db()
    assert robot.greeted_at


def test_a_withdrawn_notice_is_not_told(building, leader, robot, group):
    posting.withdraw_notice(post(building, leader), reason="不停了", by=leader)
    post_to_groups()
    assert group.received == []


def test_at_night_only_urgent_things_are_told(building, leader, robot, group, time_machine):
    time_machine.move_to(NOON.replace(hour=22), tick=False)
    post(building, leader)
    post_to_groups()
    assert group.received == []
    robot.building.messages.update(urgent=True)
    post_to_groups()
    assert len(group.received) == 1


def test_what_waited_at_night_is_told_in_the_morning(building, leader, robot, group, time_machine):
    time_machine.move_to(NOON.replace(hour=22), tick=False)
    post(building, leader)
    time_machine.move_to(NOON.replace(hour=8) + dt.timedelta(days=1), tick=False)
    post_to_groups()
    assert len(group.received) == 1


def test_a_group_gets_what_was_chosen_for_it(building, leader, group):
    GroupRobotFactory(building=building, webhook=f"{group.url}x", topics=["meetings"])
    post(building, leader)
    post_to_groups()
    assert group.received == []


def test_many_messages_are_spread_over_minutes(building, leader, robot, group):
    for number in range(MAX_POSTS + 2):
        post(building, leader, title=f"第{number}件")
    post_to_groups()
    assert len(group.received) == MAX_POSTS
    post_to_groups()
    assert len(group.received) == MAX_POSTS + 2


def test_after_too_many_posts_the_robot_pauses(building, leader, robot, group, time_machine):
    post(building, leader)
    answer(group, 45009)
    post_to_groups()
    answer(group, 0)
    post_to_groups()
    assert len(group.received) == 1
    time_machine.move_to(NOON + PAUSE, tick=False)
    post_to_groups()
    assert len(group.received) == 2
    assert GroupPost.objects.get().sent_at


def test_a_refused_robot_stops_and_its_page_says_why(building, leader, robot, group, enter):
    post(building, leader)
    answer(group, 93000)
    post_to_groups()
    answer(group, 0)
    post_to_groups()
    assert len(group.received) == 1
    assert "代码93000" in enter("leader").get(robot.get_absolute_url()).text


def test_a_refused_text_is_not_repeated_and_others_go_on(building, leader, robot, group):
    post(building, leader)
    answer(group, 40008)
    post_to_groups()
    answer(group, 0)
    post(building, leader, title="停电")
    post_to_groups()
    assert len(group.received) == 2
    assert sorted(GroupPost.objects.values_list("detail", flat=True)) == ["", "40008"]


def test_what_got_no_answer_may_be_in_the_group_and_is_not_repeated(building, leader, robot, group):
    post(building, leader)
    group.answer = lambda _received: None
    post_to_groups()
    answer(group, 0)
    post_to_groups()
    assert len(group.received) == 1
    assert GroupPost.objects.get().sent_at is None


def test_a_service_that_cannot_be_reached_is_tried_again(building, leader, time_machine):
    GroupRobotFactory(building=building, webhook="http://127.0.0.1:1/x")
    post(building, leader)
    post_to_groups()
    assert not GroupPost.objects.exists()


def test_nothing_is_told_by_robots_that_were_removed_or_in_closed_buildings(
    building, leader, group
):
    GroupRobotFactory(building=building, removed_at=NOON, credentials="")
    post(building, leader)
    building.until = NOON.date()
    GroupRobotFactory(building=building, webhook=f"{group.url}x")
    building.save()
    post_to_groups()
    assert group.received == []
