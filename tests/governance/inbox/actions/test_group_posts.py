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
from governance.notices.actions.circulars import send_circular, withdraw_circular
from governance.notices.inputs import CircularInput
from residents.rooms.waiting import thing_of
from tests.factories import HouseholdFactory, NoticeFactory
from tests.factories.charters import make_discussed_draft, sign_and_publish
from tests.factories.inbox import CommitteeRobotFactory, GroupRobotFactory
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


def test_a_greeting_without_answer_holds_no_other_robot_up(building, leader, group, enter):
    lost = GroupRobotFactory(building=building, webhook=f"{group.url}lost", greeted_at=None)
    GroupRobotFactory(building=building, webhook=f"{group.url}send", greeted_at=None)
    group.answer = lambda received: None if "lost" in received.path else (200, {}, {"errcode": 0})
    page = lost.get_absolute_url()
    assert enter("leader").get(page).text.count("还没试过") == 2
    post_to_groups()
    again = enter("leader").get(page).text
    assert [word in again for word in ("还没试过", "还没连上", "接上了")] == [False, True, True]
    lost.refresh_from_db()
    assert (lost.greeted_at, lost.paused_until) == (None, NOON + PAUSE)


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


# A committee's group


@pytest.fixture
def committee(building, group):
    return CommitteeRobotFactory(
        neighbourhood=building.neighbourhood, webhook=f"{group.url}send?key=c"
    )


def circulate(staff, buildings, **more):
    fields = {"title": "停水", "body": "全天", "audience": "residents", "expires_at": None}
    letter = CircularInput(**fields | more)
    return send_circular(buildings[0].neighbourhood, buildings, letter, by=staff)


def test_a_circular_is_told_once_in_the_committees_group(
    building, next_door, staff, leader, committee, group
):
    circular = circulate(staff, [building, next_door])
    post_to_groups()
    (text,) = texts_in(group)
    assert text.startswith("【楼组 逸仙二村三居各楼】")
    assert "停水" in text
    withdraw_circular(circular, reason="不停了", by=staff)
    circulate(staff, [building, next_door], title="停电")
    post_to_groups()
    post_to_groups()
    assert len(texts_in(group)) == 2


def test_the_next_building_takes_over_if_the_first_took_the_notice_down(
    building, next_door, staff, committee, group
):
    circular = circulate(staff, [building, next_door])
    first = circular.notices.order_by("pk").first()
    posting.withdraw_notice(first, reason="已经贴了", by=staff)
    post_to_groups()
    assert len(texts_in(group)) == 1
    post_to_groups()
    assert len(texts_in(group)) == 1


def test_an_urgent_circular_is_taken_back_once_and_only_as_a_whole(
    building, next_door, staff, committee, group
):
    circular = circulate(staff, [building, next_door], urgent=True)
    post_to_groups()
    first = circular.notices.order_by("pk").first()
    posting.withdraw_notice(first, reason="已经贴了", by=staff)
    post_to_groups()
    assert len(texts_in(group)) == 1, "the other building still has it"
    withdraw_circular(circular, reason="不停了", by=staff)
    post_to_groups()
    post_to_groups()
    (_told, text) = texts_in(group)
    assert "取消了" in text


def test_the_committees_group_is_not_told_of_every_notice(building, leader, committee, group):
    post(building, leader)
    post(building, leader, title="煤气漏了", urgent=True)
    post(NoticeFactory().building, leader, title="别的居民区", urgent=True)
    post_to_groups()
    (text,) = texts_in(group)
    assert "煤气漏了" in text
    assert text.startswith(f"【楼组 {building}】")


def test_results_are_told_where_the_committee_chose_them(building, leader, core, group):
    CommitteeRobotFactory(neighbourhood=building.neighbourhood, webhook=f"{group.url}x")
    CommitteeRobotFactory(
        neighbourhood=building.neighbourhood, webhook=f"{group.url}y", topics=["urgent"]
    )
    HouseholdFactory(building=building)
    sign_and_publish(make_discussed_draft(building), by=leader, others=[core])
    post_to_groups()
    assert {received.path for received in group.received} == {"/x"}


def test_at_night_the_committees_group_sleeps_too(
    building, leader, staff, committee, group, time_machine
):
    time_machine.move_to(NOON.replace(hour=22), tick=False)
    circulate(staff, [building])
    post_to_groups()
    assert group.received == []
    circulate(staff, [building], urgent=True)
    post_to_groups()
    assert len(group.received) == 1


def test_a_new_committee_robot_greets_and_a_refused_one_stops(building, staff, committee, group):
    type(committee).objects.update(greeted_at=None)
    answer(group, 93000)
    post_to_groups()
    committee.refresh_from_db()
    assert (committee.greeted_at, committee.stopped_by) == (None, "93000")
    type(committee).objects.update(stopped_by="")
    answer(group, 0)
    post_to_groups()
    assert "逸仙二村三居】接上了" in texts_in(group)[-1]


def test_many_urgent_things_are_spread_over_minutes(building, leader, committee, group):
    for number in range(MAX_POSTS + 1):
        post(building, leader, title=f"第{number}件", urgent=True)
    post_to_groups()
    assert len(group.received) == MAX_POSTS


def test_the_link_of_a_circular_leads_each_leader_to_their_own_building(
    building, next_door, staff, neighbour, committee, group, enter
):
    circular = circulate(staff, [building, next_door])
    post_to_groups()
    (text,) = texts_in(group)
    link = text.rsplit("http://testserver", 1)[1]
    answer_ = enter("neighbour").get(link, follow=True)
    theirs = circular.notices.get(building=next_door)
    assert answer_.redirect_chain[-1][0] == theirs.get_absolute_url()
    assert enter("visitor").get(link).status_code == 200
