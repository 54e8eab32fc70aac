"""Calendar weeks, and what a weekly sheet makes of the journal."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from governance.journal.actions import append
from governance.journal.models import Audience, Line
from governance.today.queries.day import next_day, today_groups_of
from governance.today.queries.week import CalendarWeek, verbs, week_sheet_of, weeks_in
from residents.models import Building, Standing
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms
from tests.factories import AttachmentFactory, BuildingFactory, NoticeFactory
from tests.factories.lounge import ReportFactory, ThreadFactory
from tests.factories.meetings import MeetingFactory, TaskFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAYS = st.dates(dt.date(2001, 1, 1), dt.date(2998, 12, 31))


@given(MONDAYS)
def test_a_week_is_named_and_found_by_its_name(day):
    week = CalendarWeek.of(day)
    assert CalendarWeek.named(week.name) == week
    assert week.first <= day <= week.last
    assert (week.first.isoweekday(), week.last.isoweekday()) == (1, 7)


@given(MONDAYS)
def test_the_week_before_ends_where_this_one_begins(day):
    week = CalendarWeek.of(day)
    assert week.before.span[1] == week.span[0]
    assert week.before < week


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2026, 12, 28), "2026-W53"),
        (dt.date(2027, 1, 3), "2026-W53"),
        (dt.date(2027, 1, 4), "2027-W01"),
        (dt.date(2024, 12, 30), "2025-W01"),
        (dt.date(2028, 2, 29), "2028-W09"),
    ],
)
def test_the_year_of_a_week_is_that_of_its_thursday(day, name):
    assert CalendarWeek.of(day).name == name


@pytest.mark.parametrize(
    "name",
    ["2027-W53", "2026-W54", "2026-W00", "2026-W1", "1999-W01", "2026-W٠١", "2026-W01 ", "", "W01"],
)
def test_a_week_that_the_year_does_not_have_is_none(name):
    assert CalendarWeek.named(name) is None


def test_a_week_begins_at_midnight_of_shanghai():
    since, until = CalendarWeek(2026, 48).span
    assert since == dt.datetime(2026, 11, 23, tzinfo=SHANGHAI)
    assert until == dt.datetime(2026, 11, 30, tzinfo=SHANGHAI)


def test_the_leaders_page_expires_at_the_next_midnight():
    with time_machine.travel(dt.datetime(2028, 2, 28, 23, 59, tzinfo=SHANGHAI), tick=False):
        assert next_day(Building()) == dt.datetime(2028, 2, 29, tzinfo=SHANGHAI)


@pytest.fixture
def week(cast):
    """The week in which lines are entered now, by the clock of the database."""
    append(
        cast.building,
        "residents.roster",
        by=None,
        audience=Audience.LEADERS,
        subject=("residents.building", cast.building.pk, "x"),
    )
    return CalendarWeek.of(Line.objects.latest("pk").at.astimezone(SHANGHAI).date())


def enter(cast, verb, pk=1, *, title="换灯", audience=Audience.RESIDENTS, kind="notices.notice"):
    subject = (kind, pk, title)
    return append(cast.building, verb, by=cast["leader"], audience=audience, subject=subject)


def sheet(cast, week):
    return week_sheet_of(PageContext(cast.building, Standing(), cast["resident"]), week)


def test_each_subject_is_told_by_its_newest_line_the_newest_subject_first(cast, week):
    enter(cast, "notices.posted", 1)
    enter(cast, "notices.posted", 2, title="停水")
    enter(cast, "notices.withdrawn", 1)
    ((room, lines, more),) = sheet(cast, week).rooms
    leader = cast["leader"]
    assert room == "公示栏"
    assert [line.text for line in lines] == [
        f"楼组长 {leader}撤下了通知“换灯”",
        f"楼组长 {leader}张贴了通知“停水”",
    ]
    assert more == 0


@pytest.mark.parametrize(("subjects", "shown", "more"), [(1, 1, 0), (2, 2, 0), (5, 2, 3)])
def test_a_room_has_two_lines_and_the_number_of_the_others(cast, week, subjects, shown, more):
    for pk in range(subjects):
        enter(cast, "notices.posted", pk)
    ((_room, lines, left),) = sheet(cast, week).rooms
    assert (len(lines), left) == (shown, more)


def test_what_residents_may_not_read_and_what_is_not_worth_paper_is_left_out(cast, week):
    for audience in (Audience.HELPERS, Audience.WRITERS, Audience.LEADERS):
        enter(cast, "notices.posted", audience=audience)
    enter(cast, "notices.drafted")
    assert sheet(cast, week).rooms == []
    enter(cast, "notices.posted", audience=Audience.PUBLIC)
    assert len(sheet(cast, week).rooms) == 1
    assert sheet(cast, week.before).rooms == []


def test_a_line_names_the_photos_of_its_subject(cast, week):
    notice = NoticeFactory(building=cast.building)
    AttachmentFactory(notice=notice)
    enter(cast, "notices.posted", notice.pk)
    enter(cast, "notices.posted", notice.pk + 1)
    ((_room, lines, _more),) = sheet(cast, week).rooms
    assert [line.text.endswith("（附：1张照片）") for line in lines] == [False, True]


def test_only_the_sheet_of_this_week_says_what_is_coming(cast):
    now = dt.datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
    with time_machine.travel(now, tick=False):
        for days in (1, 2, 3):
            MeetingFactory(building=cast.building, starts_at=now + dt.timedelta(days=days))
        week = CalendarWeek.of(now.date())
        assert len(sheet(cast, week).coming) == 2
        assert sheet(cast, week.before).coming == []


def test_weeks_are_listed_back_to_the_first_line_and_no_further(cast, week):
    first = week
    later = CalendarWeek.of(first.first + dt.timedelta(days=21))
    with time_machine.travel(later.span[0], tick=False):
        found = weeks_in(cast.building)
        assert found == sorted(found, reverse=True)
        assert (found[0], found[-1], len(found)) == (later, first, 4)
        assert weeks_in(cast.building, count=2) == found[:2]
        assert weeks_in(cast.building, until=found[1]) == found[1:]
        assert weeks_in(cast.building, until=first.before) == []
        assert weeks_in(BuildingFactory()) == [later]


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


def test_every_verb_of_the_sheet_belongs_to_one_room():
    found = verbs()
    assert len(found) == len(set(found))
    assert {verb.partition(".")[0] for verb in found} == {
        room.name for room in rooms() if room.weekly
    }
