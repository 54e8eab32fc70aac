from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions.counting import close_canvass
from governance.canvass.actions.drafting import announce_canvass
from governance.canvass.actions.envelopes import choose_holders, hold_envelope, print_envelope
from governance.canvass.models import Canvass
from governance.charters.models import Edition
from governance.inbox.links import arrival_path
from governance.notices.models import Notice
from governance.today.queries.sheet import week_sheet_of
from governance.today.queries.week import CalendarWeek, weeks_in
from louzu.lib.time import format_hour
from residents.people.actions.content_versions import bump_building
from residents.rooms.context import PageContext
from residents.rooms.waiting import thing_of
from tests.factories import AttachmentFactory, NoticeFactory, OfficeFactory
from tests.factories.canvass import (
    PASSPHRASES,
    SECRET,
    choose_key_holders,
    make_draft_canvass,
    make_open_canvass,
    move_past_deadline,
    record_paper_answer_for,
)
from tests.factories.charters import make_draft_in_force
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import (
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
)
from tests.factories.notices import make_notice_with_canvass_and_marker

pytestmark = pytest.mark.django_db
TODAY, WEEKS = "/b/114/today/", "/b/114/weeks/"
PERSONAS = ("leader", "core", "resident", "staff", "neighbour", "visitor")


def this_week() -> str:
    return f"{WEEKS}{CalendarWeek.of(timezone.localdate()).name}/"


def test_who_may_look(enter, building):
    table = {
        TODAY: (200, 403, 403, 200, 404, 302),
        WEEKS: (200, 200, 200, 200, 404, 302),
        this_week(): (200, 200, 200, 200, 404, 302),
    }
    for url, codes in table.items():
        assert tuple(enter(p).get(url).status_code for p in PERSONAS) == codes


def test_a_quiet_day_says_what_will_come(enter, building):
    assert "今天没有要赶的事" in enter("leader").get(TODAY).content.decode()


def test_the_day_shows_what_ends_what_is_late_and_which_doors_are_left(
    enter, building, leader, core, household
):
    ending = make_open_canvass(building, leader, question="装镜子吗？")
    Canvass.objects.filter(pk=ending.pk).update(
        closes_at=dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    )
    late = move_past_deadline(make_open_canvass(building, leader, question="刷墙吗？"))
    ThreadFactory(building=building, title="谁会修收音机")
    page = enter("leader").get(TODAY).content.decode()
    for words in (
        "今天截止",
        "装镜子吗？",
        "到了截止的时间",
        "刷墙吗？",
        "还没有人回应",
        "谁会修收音机",
    ):
        assert words in page
    assert (
        f"http://testserver{arrival_path(building, *thing_of(ending))}" in page
    )  # what goes to the group
    assert f"/canvass/{late.pk}/round/" not in page


def test_a_door_that_answered_is_not_left(enter, building, leader, core, household):
    canvass = make_open_canvass(building, leader)
    n = canvass.voices.count()
    client = enter("leader")
    assert f"还有{n}家没有回音" in client.get(TODAY).content.decode()
    record_paper_answer_for(canvass, canvass.voices.first(), "agree", by=core)
    assert f"还有{n - 1}家没有回音" in client.get(TODAY).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_day_costs_the_same_whatever_waits(
    enter, django_assert_num_queries, building, leader, household, rows
):
    for _ in range(rows):
        make_open_canvass(building, leader)
        ThreadFactory(building=building)
    client = enter("leader")
    client.get("/b/114/people/")
    with django_assert_num_queries(21):
        client.get(TODAY)


def test_the_sheet_tells_when_a_question_ends_and_whom_to_call(
    enter, building, leader, household, resident
):
    leader.offices.update(contact="138 0000 0501")
    building.neighbourhood.phone = "021-5555"
    building.neighbourhood.save()
    ends = timezone.now() + dt.timedelta(days=2)
    canvass = make_open_canvass(building, leader, question="装镜子吗？", closes_at=ends)
    page = enter("resident").get(this_week()).text
    assert f"{format_hour(canvass.closes_at)}前" in page
    assert "装镜子吗？" in page
    assert [number in page for number in ("138 0000 0501", "021-5555")] == [True, True]
    assert "另有" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_sheet_costs_the_same_whatever_happened(
    enter, django_assert_num_queries, building, leader, rows
):
    """One or two statements a room for its next days, one or two for its results."""
    for _ in range(rows):
        make_open_canvass(building, leader)
        MeetingFactory(building=building)
        ThreadFactory(building=building, invitation=True)
        NoticeFactory(building=building)
    client = enter("resident")
    client.get("/b/114/people/")
    with django_assert_num_queries(20):
        client.get(this_week())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_sheet_costs_more_for_what_notices_say_and_meetings_decided(
    enter, django_assert_num_queries, building, leader, rows
):
    for _ in range(rows):
        meeting = MeetingFactory(building=building, published=True, published_at=timezone.now())
        ResolutionFactory(item__meeting=meeting, text="门口刷白")
        make_notice_with_canvass_and_marker(building, leader, "装灯")
    client = enter("resident")
    client.get("/b/114/people/")
    with django_assert_num_queries(24):
        page = client.get(this_week()).text
    assert ("门口刷白" in page, "“装灯”：装灯" in page) == (True, True)
    AttachmentFactory(notice=Notice.objects.latest("pk"))
    bump_building(building)
    assert "装灯，附：1张照片" in client.get(this_week()).text


@pytest.mark.parametrize("name", ["2026-W54", "2026-W00", "2021-W53", "2026", "x", "2026-W٠١"])
def test_a_week_that_is_none_is_not_found(enter, building, name):
    assert enter("resident").get(f"{WEEKS}{name}/").status_code == 404


def test_weeks_go_back_to_the_first_line_and_their_days_are_monday_to_sunday(building, leader):
    make_open_canvass(building, leader)
    assert weeks_in(building) == [CalendarWeek.of(timezone.localdate())]
    week = CalendarWeek.named("2026-W01")
    assert (week.first, week.last) == (dt.date(2025, 12, 29), dt.date(2026, 1, 4))
    assert week.before == CalendarWeek(2025, 52)


def test_an_empty_week_says_so(enter, building):
    assert "这一周楼里没有新的事" in enter("resident").get(f"{WEEKS}2020-W01/").content.decode()


def test_only_what_residents_may_read_is_on_the_sheet(building, leader, core, household):
    canvass = make_open_canvass(building, leader)
    record_paper_answer_for(canvass, canvass.voices.first(), "object", by=core)
    sheet = week_sheet_of(
        PageContext(building, leader.standing_in(building), leader),
        CalendarWeek.of(timezone.localdate()),
    )
    assert (sheet.results, sheet.news) == ([], [f"挨家挨户征询“{canvass}”开始了"])


def test_items_of_other_rooms_for_the_leader_are_listed(enter, building, leader, resident):
    meeting = MeetingFactory(building=building, title="楼道整洁", published=True)
    found = ResolutionFactory(item__meeting=meeting, text="擦扶手", way="task")
    TaskFactory(
        resolution=found, taken_by=resident, due_on=timezone.localdate() - dt.timedelta(days=1)
    )
    MeetingFactory(building=building, title="装镜子", drafted=True)
    edition = make_draft_in_force(building, "不堆物。").edition
    Edition.objects.filter(pk=edition.pk).update(review_on=timezone.localdate())
    page = enter("leader").get(TODAY).content.decode()
    for words in ("擦扶手", "说好", "装镜子", "记录还没写好", "该再看一看的公约", "第一版"):
        assert words in page


def test_a_posting_that_ends_today_is_said(enter, building, leader, household):
    _asks, posting = make_notice_with_canvass_and_marker(building, leader, "公示")
    now = timezone.now()
    Notice.objects.filter(pk=posting.pk).update(
        shows_from=now - dt.timedelta(days=9), expires_at=now + dt.timedelta(seconds=20)
    )
    page = enter("leader").get(TODAY).content.decode()
    assert "公示今天期满" in page


def test_the_day_names_who_has_no_key_ready_before_a_secret_vote(enter, building, leader):
    canvass = announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)
    page, holders = enter("leader").get(TODAY).text, f"/b/114/canvass/{canvass.pk}/holders/"
    assert "票箱的钥匙还没备好：第一位保管人、第二位保管人、居委" in page
    first, second = (OfficeFactory(kind="core", building=building).user for _ in range(2))
    choose_holders(canvass, first=first, second=second, by=leader)
    print_envelope(canvass, by=first, passphrase=PASSPHRASES["first"])
    hold_envelope(canvass, passphrase=PASSPHRASES["first"], by=first)
    page = enter("leader").get(TODAY).text
    assert (f"还没备好：{second}、居委" in page, f'href="{holders}"' in page) == (True, True)


def test_when_all_keys_are_ready_nothing_waits(enter, building, leader):
    canvass = announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)
    choose_key_holders(canvass, leader)
    assert "票箱的钥匙" not in enter("leader").get(TODAY).text


def test_the_day_says_that_a_closed_box_waits_for_two(enter, building, leader, household):
    canvass = close_canvass(
        move_past_deadline(make_open_canvass(building, leader, **SECRET)), by=leader
    )
    page = enter("leader").get(TODAY).text
    assert "截止了，等两位保管人一起打开票箱" in page
    assert f'href="/b/114/canvass/{canvass.pk}/count/"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_day_costs_one_more_for_all_secret_votes_to_come(
    enter, django_assert_num_queries, building, leader, household, rows
):
    for _ in range(rows):
        announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)
    client = enter("leader")
    client.get("/b/114/people/")
    with django_assert_num_queries(22):
        client.get(TODAY)
