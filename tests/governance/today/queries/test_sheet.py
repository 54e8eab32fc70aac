"""The weekly sheet: the next seven days, results and news."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from governance.canvass.actions.counting import close_canvass, count_canvass, publish_canvass
from governance.canvass.models import Canvass
from governance.journal.actions import append
from governance.journal.models import Audience, Line
from governance.notices.models import Notice
from governance.today.queries.sheet import (
    MAX_LINE,
    MAX_OCCASIONS,
    MAX_RESULTS,
    days_of,
    verbs,
    week_sheet_of,
)
from governance.today.queries.week import CalendarWeek
from residents.models import Household, Standing
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import thing_of
from tests.factories import (
    AttachmentFactory,
    HouseholdFactory,
    MembershipFactory,
    NoticeFactory,
    UserFactory,
)
from tests.factories.canvass import make_open_canvass, move_past_deadline, record_paper_answer_for
from tests.factories.charters import DraftFactory, EditionFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import MeetingFactory, ResolutionFactory, TaskFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
"""A Thursday."""


def at(day, hour=0, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


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


def enter(cast, verb, notice=None, *, audience=Audience.RESIDENTS):
    notice = notice or NoticeFactory(building=cast.building, title="换灯", body="三楼")
    subject = (thing_of(notice)[0], notice.pk, notice.title)
    return append(cast.building, verb, by=cast["leader"], audience=audience, subject=subject)


def sheet(cast, week):
    page = PageContext(cast.building, Standing(households=(cast.home.pk,)), cast["resident"])
    return week_sheet_of(page, week)


def this_week(cast):
    with time_machine.travel(NOW, tick=False):
        return sheet(cast, CalendarWeek.of(NOW.date()))


def printed(found):
    """Map days of the month to the lines of that day."""
    return {
        day.date.day: [f"{entry.hour} {entry.what}{entry.sentence}" for entry in day.entries]
        for day in found.days
        if day.entries
    }


def test_the_days_begin_today_and_are_seven(cast):
    days = [day.date for day in this_week(cast).days]
    assert (days[0], days[-1], len(days)) == (dt.date(2026, 11, 26), dt.date(2026, 12, 2), 7)


def test_each_day_says_hour_place_and_one_sentence(cast):
    building, leader = cast.building, cast["leader"]
    MeetingFactory(building=building, title="墙面", starts_at=at(28, 14), note="先看\n样板")
    ThreadFactory(
        building=building, author=leader, title="越剧", invitation=True, starts_at=at(29, 19, 30)
    )
    open_until(at(27, 20), make_open_canvass(building, leader, question="装镜子吗？"))
    with time_machine.travel(at(20), tick=False):
        NoticeFactory(
            building=building, kind="posting", period="stairwell", basis={"days": 7},
            title="电梯的账", expires_at=at(28),
        )  # fmt: skip
        DraftFactory(
            edition=EditionFactory(charter__building=building, under_way=True), until=at(30)
        )
    assert printed(this_week(cast)) == {
        27: [
            "晚上8点前 装镜子吗？答复的最后一天，也可以告诉上门的邻居。",
            "全天 电梯的账。公示的最后一天，有意见请今天说。",
        ],
        28: ["下午2点到3点 墙面，在3楼公共客厅。先看 样板"],
        29: [
            f"晚上7:30到9:30 越剧，在楼下。{leader.known_as}约的，都可以来。",
            f"全天 {building.name}楼组公约。草稿给大家看了，提意见的最后一天。",
        ],
    }


def test_a_notice_is_told_on_the_day_of_its_event(cast):
    times = {"happens_from": at(27, 9), "happens_until": at(27, 11)}
    with time_machine.travel(at(25), tick=False):
        NoticeFactory(building=cast.building, title="停水", body="先接好水。\n\n谢谢", **times)
        NoticeFactory(building=cast.building, state="draft", announced=False, **times)
        NoticeFactory(building=cast.building, happens_from=at(26, 9))
        NoticeFactory(building=cast.building, happens_from=at(26, 9), happens_until=at(26, 12))
    found = printed(this_week(cast))
    assert found.pop(27) == ["上午9点到11点 停水。先接好水。 谢谢"]
    assert [len(lines) for lines in found.values()] == [1], "what goes on now is told too"


def open_until(moment, canvass, **more):
    """Move an open canvass into the days of this module."""
    Canvass.objects.filter(pk=canvass.pk).update(opens_at=at(1), closes_at=moment, **more)


def test_what_is_over_cancelled_hidden_later_or_elsewhere_is_left_out(cast):
    building = cast.building
    MeetingFactory(building=building, starts_at=at(26, 9))
    MeetingFactory(building=building, starts_at=at(27, 9), cancelled=True)
    MeetingFactory(building=cast.next_door, starts_at=at(27, 9))
    ThreadFactory(building=building, invitation=True, starts_at=at(27, 9), hidden=True)
    ThreadFactory(building=building, invitation=True, starts_at=at(30, 9) + dt.timedelta(days=3))
    assert printed(this_week(cast)) == {}


def test_what_carries_a_notice_or_an_invitation_is_not_told_as_a_question_too(cast):
    tell = {"purpose": "tell", "preset": "tell", "question": "停水"}
    for url in ("/b/114/notices/1/", ""):
        canvass = make_open_canvass(cast.building, cast["leader"], **tell)
        open_until(at(27, 20), canvass, about_url=url)
    assert printed(this_week(cast)) == {27: ["晚上8点前 停水。最后一天，看过了请说一声。"]}


@pytest.mark.parametrize(
    ("occasions", "lengths"), [(7, {30}), (8, {20}), (10, {0}), (30, {0})], ids=str
)
def test_the_more_there_is_the_shorter_is_each_sentence(cast, occasions, lengths):
    for n in range(occasions):
        when = at(27, 9) + dt.timedelta(hours=n)
        MeetingFactory(building=cast.building, title="会" * 40, starts_at=when, note="说" * 200)
    entries = [entry for day in this_week(cast).days for entry in day.entries]
    assert {len(entry.sentence) for entry in entries} == lengths
    assert {entry.what for entry in entries} == {f"{'会' * 29}…，在3楼公共客厅。"}
    assert len(entries) == min(occasions, MAX_OCCASIONS)


@pytest.mark.parametrize(
    ("ends", "hour"),
    [
        (at(27, 23, 59), "全天"),
        (at(28), "全天"),
        (at(27, 23, 58), "晚上11:58前"),
        (at(27, 0, 1), "凌晨0:01前"),
    ],
    ids=str,
)
def test_a_deadline_at_midnight_is_the_day_before(cast, ends, hour):
    open_until(ends, make_open_canvass(cast.building, cast["leader"], question="装镜子吗？"))
    ((day, (line,)),) = printed(this_week(cast)).items()
    assert (day, line.partition(" ")[0]) == (27, hour)


@pytest.mark.parametrize(
    ("starts", "ends", "day", "hour"),
    [
        (at(27, 9), at(27, 11), 27, "上午9点到11点"),
        (at(27, 9), None, 27, "上午9点"),
        (at(27, 9), at(28, 11), 27, "上午9点到11月28日（周六）上午11点"),
        (at(25, 9), at(28, 11), 26, "到11月28日（周六）上午11点"),
    ],
    ids=str,
)
def test_the_hours_of_an_occasion_are_said_on_its_first_day(starts, ends, day, hour):
    what = {"what": "停水", "url": "/", "thing": ("notices.notice", 1), "changed_at": NOW}
    occasion = Occasion(starts_at=starts, ends_at=ends, **what)
    found = [day for day in days_of([occasion], NOW.date()) if day.entries]
    assert [(one.date.day, one.entries[0].hour) for one in found] == [(day, hour)]


def test_only_the_sheet_of_this_week_has_days(cast):
    MeetingFactory(building=cast.building, starts_at=at(27))
    with time_machine.travel(NOW, tick=False):
        week = CalendarWeek.of(NOW.date())
        assert sheet(cast, week).days
        assert (sheet(cast, week.before).days, sheet(cast, CalendarWeek(2026, 49)).days) == ([], [])


def test_results_say_what_was_decided_and_done(cast):
    building, leader = cast.building, cast["leader"]
    with time_machine.travel(at(24, 12), tick=False):
        now = dt.datetime.now(dt.UTC)
        meeting = MeetingFactory(
            building=building, title="墙面", state="published", starts_at=now, held_at=now,
            corrections_until=now, published_at=now,
        )  # fmt: skip
        found = ResolutionFactory(item__meeting=meeting, text="三楼转角装灯", way="task")
        ResolutionFactory(item=found.item, text="门口刷白")
        TaskFactory(resolution=found, taken_by=leader, state="done", settled_at=now)
        ThreadFactory(building=building, title="谁会修收音机", state="met", ended_at=now)
        ThreadFactory(
            building=building, title="楼下太吵", worry=True, state="settled", ended_at=now
        )
        ThreadFactory(
            building=building, title="天台种花", plan=True, state="taken_up", ended_at=now
        )
        ThreadFactory(building=building, state="met", ended_at=now, hidden=True)
        EditionFactory(charter__building=building, in_force_at=now)
    assert sorted(this_week(cast).results) == sorted(
        [
            "开会说好了：三楼转角装灯、门口刷白（“墙面”）。",
            f"“三楼转角装灯”办好了，谢谢{leader.known_as}。",
            "“谁会修收音机”解决了，谢谢帮忙的邻居。",
            "“楼下太吵”解决了。",
            "“天台种花”采纳了，要办。",
            f"{building.name}楼组公约第一版生效了。",
        ]
    )
    with time_machine.travel(NOW, tick=False):
        assert sheet(cast, CalendarWeek(2026, 47)).results == []


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ("agree agree agree agree agree", "通过了。5户全都同意。"),
        ("agree agree agree object", "没有通过。5户里4户答了：同意3户，不同意1户。"),
        ("agree object abstain", "没有通过。5户里3户答了。"),
        ("", "没有通过。5户里0户答了。"),
    ],
)
def test_a_result_tells_as_much_as_neighbours_may_know(cast, week, answers, sentence):
    """Up to three answers, the totals would show who gave which (ADR 21)."""
    building, leader = cast.building, cast["leader"]
    while Household.objects.living_in(building).count() < 5:
        MembershipFactory(household=HouseholdFactory(building=building))
    canvass = make_open_canvass(building, leader, question="装镜子吗？")
    for voice, choice in zip(canvass.voices.all(), answers.split(), strict=False):
        record_paper_answer_for(canvass, voice, choice, by=cast["core"], checked_by=leader)
    canvass = close_canvass(move_past_deadline(canvass), by=leader)
    for by in (leader, UserFactory()):
        canvass = count_canvass(canvass, by=by, anyway=True)
    publish_canvass(canvass, by=leader)
    found = sheet(cast, week)
    assert found.results == [f"“装镜子吗？”：{sentence}"]
    assert found.news == [], "nothing stands twice on the sheet"


def test_many_results_are_cut_without_counting_the_rest(cast):
    now = at(24, 12)
    for n in range(MAX_RESULTS + 3):
        ThreadFactory(building=cast.building, title=f"事{n}", state="met", ended_at=now)
    assert len(this_week(cast).results) == MAX_RESULTS


def test_news_are_the_newest_of_each_room_then_others(cast, week):
    lamp, water = (NoticeFactory(building=cast.building, title=word) for word in ("换灯", "停水"))
    enter(cast, "notices.posted", lamp)
    enter(cast, "notices.posted", water)
    Notice.objects.filter(pk=lamp.pk).update(state="withdrawn", withdrawn_reason="换好了")
    enter(cast, "notices.withdrawn", lamp)
    enter(cast, "lounge.started", ThreadFactory(building=cast.building, title="越剧"))
    leader = cast["leader"]
    assert sheet(cast, week).news == [
        f"楼组长 {leader}撤下了通知“换灯”",
        f"楼组长 {leader}在客厅说起“越剧”",
        f"楼组长 {leader}张贴了通知“停水”：正文",
    ]


def test_news_of_a_notice_say_what_it_says(cast, week):
    notice = NoticeFactory(building=cast.building, title="停水", body="周日上午**检修**" * 20)
    AttachmentFactory(notice=notice)
    enter(cast, "notices.posted", notice)
    (line,) = sheet(cast, week).news
    assert line.startswith(f"楼组长 {cast['leader']}张贴了通知“停水”：周日上午检修")
    assert len(line) == MAX_LINE


def test_there_are_three_news_at_most(cast, week):
    for _ in range(5):
        enter(cast, "notices.posted")
    assert len(sheet(cast, week).news) == 3


def test_what_residents_may_not_read_and_what_is_not_worth_paper_is_left_out(cast, week):
    for audience in (Audience.HELPERS, Audience.WRITERS, Audience.LEADERS):
        enter(cast, "notices.posted", audience=audience)
    enter(cast, "notices.drafted")
    assert sheet(cast, week).news == []
    enter(cast, "notices.posted", audience=Audience.PUBLIC)
    assert len(sheet(cast, week).news) == 1
    assert sheet(cast, week.before).news == []


def test_every_verb_of_the_sheet_belongs_to_one_room():
    found = verbs()
    assert len(found) == len(set(found))
    assert {verb.partition(".")[0] for verb in found} == {
        room.name for room in rooms() if room.weekly
    }
