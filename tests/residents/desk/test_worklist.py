"""The committee's tasks from all rooms on one page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions.drafting import announce_canvass
from governance.canvass.models import Canvass
from governance.charters.models import Edition
from governance.notices.models import Notice
from residents.desk.worklist import ITEMS_PER_PAGE, work_page_for
from residents.models import Building
from residents.rooms.manifest import Room, rooms
from residents.rooms.waiting import Urgency, Waiting
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
)
from tests.factories.canvass import (
    SECRET,
    choose_key_holders,
    make_draft_canvass,
    make_open_canvass,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.charters import make_draft_in_force
from tests.factories.lounge import HidingFactory, PostFactory, ReportFactory, ThreadFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.notices import make_notice_with_canvass_and_marker

pytestmark = pytest.mark.django_db
NOW, SOON, LATER = Urgency


def waiting(building):
    rows = work_page_for(Building.objects.filter(pk=building.pk)).rows
    return [(stuck.urgency, stuck.note, stuck.what) for stuck in rows]


def opened_days_ago(building, by, days, *, closes_in=10):
    canvass, now = make_open_canvass(building, by), timezone.now()
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=now - dt.timedelta(days=days),
        opened_at=now - dt.timedelta(days=days),
        closes_at=now + dt.timedelta(days=closes_in),
    )
    return Canvass.objects.get(pk=canvass.pk)


def test_a_round_without_progress_is_stuck(building, leader, household):
    question = opened_days_ago(building, leader, 8).question
    assert waiting(building) == [(SOON, "一个星期没有进展，还有2户没碰到", question)]


def test_a_secret_vote_waits_for_the_committees_envelope(building, leader, household):
    canvass = announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)
    assert waiting(building) == [(SOON, "居委还没打印票箱的信封", canvass.question)]
    choose_key_holders(canvass, leader)
    assert waiting(building) == []


def test_a_knock_within_the_week_is_progress(building, leader, household):
    canvass = opened_days_ago(building, leader, 8)
    record_paper_answer_for(canvass, voice_of(canvass, household), "agree", by=leader)
    assert waiting(building) == []


def test_doors_that_nobody_reached_press_before_the_end(building, leader, household):
    canvass = opened_days_ago(building, leader, 1, closes_in=2)
    assert waiting(building) == [(NOW, "快截止了，还有2户没碰到", canvass.question)]
    for home in (household, leader.memberships.get().household):
        record_paper_answer_for(canvass, voice_of(canvass, home), "agree", by=leader)
    assert waiting(building) == []


@pytest.mark.parametrize(("days", "found"), [(2, []), (4, [(SOON, "截止了，还没公布结果")])])
def test_a_result_that_is_not_told_waits(building, leader, household, days, found):
    canvass = opened_days_ago(building, leader, 20, closes_in=-days)
    Canvass.objects.filter(pk=canvass.pk).update(state="closed", closed_at=canvass.closes_at)
    assert [row[:2] for row in waiting(building)] == found


@pytest.mark.parametrize(("days", "urgency"), [(1, SOON), (4, NOW)])
def test_a_report_becomes_pressing(building, leader, days, urgency):
    thread = ThreadFactory(building=building, title="吵")
    at = timezone.now() - dt.timedelta(days=days)
    ReportFactory(post=PostFactory(thread=thread), at=at)
    ReportFactory(post=PostFactory(thread=thread, number=3), state="dismissed")
    assert waiting(building) == [(urgency, "有人反映，还没处理", "吵")]


def test_an_appeal_is_answered_first(building, leader):
    thread = ThreadFactory(building=building, title="吵")
    ReportFactory(post=PostFactory(thread=thread))
    HidingFactory(post=PostFactory(thread=thread, number=3), appeal="冤枉", state="appealed")
    HidingFactory(post=PostFactory(thread=thread, number=4))
    assert [row[1] for row in waiting(building)] == ["申诉，请居委答复", "有人反映，还没处理"]


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ({}, []),
        ({"since": timezone.localdate() + dt.timedelta(days=9)}, []),
        ({"until": dt.date(2024, 1, 1)}, [(LATER, "没有楼组长", "请委派一位")]),
        ({"kind": "core"}, [(LATER, "没有楼组长", "请委派一位")]),
    ],
)
def test_a_building_needs_a_leader(building, held, found):
    MembershipFactory(household__building=building)
    OfficeFactory(building=building, **held)
    assert waiting(building) == found


def test_before_a_leader_come_the_roster_and_the_slips(building):
    assert waiting(building) == [(LATER, "还没有名册", "请先导入名册")]
    home = HouseholdFactory(building=building)
    assert waiting(building) == [(LATER, "还没有人加入", "请打印入户条")]
    MembershipFactory(household=home)
    assert waiting(building) == [(LATER, "没有楼组长", "请委派一位")]


def test_the_list_is_of_ones_own_neighbourhood_and_has_pages(enter, building, staff):
    BuildingFactory.create_batch(ITEMS_PER_PAGE + 1, neighbourhood=building.neighbourhood)
    OfficeFactory(building__nickname="远处楼", until="2024-01-01")
    client, seen = enter("staff"), []
    for page, more in ((1, True), (2, False), (3, False), ("x", True), ("9" * 99, True)):
        work = client.get(f"/admin/?w={page}").context["work"]
        assert work.more is more
        seen.append([stuck.building.slug for stuck in work.rows])
    assert [len(rows) for rows in seen[:3]] == [ITEMS_PER_PAGE, 2, 0]
    assert len({*seen[0], *seen[1]}) == ITEMS_PER_PAGE + 2
    assert "远处楼" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("many", [0, 3])
def test_the_list_costs_the_same_however_much_waits(
    building, leader, household, django_assert_num_queries, many
):
    for _number in range(many):
        thread = ThreadFactory(building=BuildingFactory(neighbourhood=building.neighbourhood))
        ReportFactory(post=PostFactory(thread=thread))
        place = BuildingFactory(neighbourhood=building.neighbourhood)
        HouseholdFactory(building=place)
        opened_days_ago(place, leader, 9)
    with django_assert_num_queries(11):
        work_page_for(Building.objects.all())


def test_every_room_that_waits_has_said_so():
    nothing = Room(name="", title="").blocked_items
    found = {room.name for room in rooms() if room.blocked_items is not nothing}
    assert {"canvass", "lounge", "residents"} <= found


def test_a_posting_presses_when_it_has_run_its_time(building, leader, household):
    _asks, posting = make_notice_with_canvass_and_marker(building, leader, "公示")
    now = timezone.now()
    hung = {"shows_from": now - dt.timedelta(days=9), "expires_at": now + dt.timedelta(days=1)}
    Notice.objects.filter(pk=posting.pk).update(**hung)
    assert (SOON, "公示快期满了", "公示") in waiting(building)
    Notice.objects.filter(pk=posting.pk).update(expires_at=now - dt.timedelta(minutes=1))
    assert (NOW, "公示期满，还没记下意见", "公示") in waiting(building)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("invited", ["开会的日子过了，没有记下来"]),
        ("drafted", ["开过会一个星期了，记录还没写好"]),
        ("cancelled", []),
    ],
)
def test_a_meeting_without_minutes_waits(building, leader, state, found):
    ago = timezone.now() - dt.timedelta(days=8)
    held = {"held_at": ago} if state == "drafted" else {}
    reason = {"cancelled_reason": "下雨"} if state == "cancelled" else {}
    MeetingFactory(building=building, state=state, starts_at=ago, **held, **reason)
    assert [row[1] for row in waiting(building)] == found


def test_a_charter_is_looked_at_again_when_its_day_has_come(building, leader):
    edition = make_draft_in_force(building, "不堆物。").edition
    assert waiting(building) == []
    Edition.objects.filter(pk=edition.pk).update(review_on=timezone.localdate())
    assert [row[:2] for row in waiting(building)] == [(LATER, "公约到了再看一次的日子")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "不到一天"), (1, "1天"), (59, "59天"), (60, "2个月"), (700, "22个月")],
)
def test_how_long_it_waits_is_told_in_one_unit(days, expected):
    since = timezone.now() - dt.timedelta(days=days, hours=1)
    assert Waiting("", "", "", since=since).waited == expected
