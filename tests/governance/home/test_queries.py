from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from governance.canvass.actions import counting, drafting, envelopes
from governance.home.queries import (
    HomePage,
    buttons_for,
    greeting,
    home_page_for,
    next_hour,
    unfinished_in,
)
from governance.lounge.actions import joining
from governance.meetings.actions.agenda import propose_item
from governance.meetings.actions.holding import reply_to_invitation
from governance.meetings.actions.planning import post_meeting
from governance.meetings.inputs import MeetingInput
from residents.models import Building, Standing, User
from residents.rooms.context import PageContext
from residents.rooms.waiting import NewsItem, Waiting
from tests.factories import NoticeFactory, OfficeFactory
from tests.factories.canvass import (
    PASSPHRASES,
    SECRET,
    make_draft_canvass,
    make_open_canvass,
    move_past_deadline,
)
from tests.factories.inbox import InboxItemFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    CorrectionFactory,
    MeetingFactory,
    TaskFactory,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "夜深了"),
        (4, "夜深了"),
        (5, "上午好"),
        (10, "上午好"),
        (11, "中午好"),
        (12, "中午好"),
        (13, "下午好"),
        (17, "下午好"),
        (18, "晚上好"),
        (23, "晚上好"),
    ],
)
def test_the_house_greets_by_the_hour(time_machine, hour, words):
    time_machine.move_to(dt.datetime(2026, 11, 24, hour, 30, tzinfo=SHANGHAI), tick=False)
    assert greeting() == words
    this_hour = dt.datetime(2026, 11, 24, hour, tzinfo=SHANGHAI)
    assert next_hour(None) == this_hour + dt.timedelta(hours=1)


def test_invitations_are_duties_and_help_and_unread_notices_are_news(building, resident, volunteer):
    InboxItemFactory(user=resident, message__building=building)
    need = ThreadFactory(building=building, author=resident, title="借梯子")
    joining.offer_help(need, by=volunteer)
    walk = ThreadFactory(building=building, invitation=True, title="看菊花")
    joining.attend_invitation(walk, people=1, by=resident)
    home = home_page_for(building, resident.standing_in(building), resident)
    assert [(duty.what, duty.note) for duty in home.duties] == [("看菊花", "楼下")]
    assert [item.what for item in home.news] == [
        "有邻居愿意帮忙：“借梯子”。",
        "楼里贴出了通知“换灯”。",
    ]


@pytest.mark.parametrize(
    ("begins", "lasts", "shown"),
    [(-1, 2, True), (-3, 2, False), (1, 2, True), (24, 2, True), (49, 2, False)],
)
def test_home_tells_of_an_event_until_tomorrow_night(
    building, resident, time_machine, begins, lasts, shown
):
    now = dt.datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    time_machine.move_to(now, tick=False)
    at = now + dt.timedelta(hours=begins)
    until = at + dt.timedelta(hours=lasts)
    NoticeFactory(
        building=building, title="停水", happens_from=at, happens_until=until, shows_from=now
    )
    NoticeFactory(building=building, title="换灯", shows_from=now)
    home = home_page_for(building, resident.standing_in(building), resident)
    assert (home.next_event.what if home.next_event else None) == ("停水" if shown else None)


def test_the_soonest_event_is_told_unless_it_is_among_the_duties(building, leader, resident):
    hours = [timezone.now() + dt.timedelta(hours=n) for n in (1, 2)]
    meeting = MeetingInput(title="墙面", place="三楼", starts_at=hours[0])
    posted = post_meeting(building, meeting, by=leader)
    NoticeFactory(building=building, title="停水", happens_from=hours[1])

    def event():
        return home_page_for(building, resident.standing_in(building), resident).next_event.what

    assert event() == "停水"
    household = resident.memberships.get().household
    reply_to_invitation(posted, household, coming=True, by=resident)
    assert event() == "墙面"


def test_wishes_and_concerns_are_the_leaders(building, leader, resident):
    thread = ThreadFactory(building=building, plan=True)
    joining.add_wish(thread, kind="team", by=leader)
    for who, wishes in ((leader, [1]), (resident, [])):
        home = home_page_for(building, who.standing_in(building), who)
        asked = [part.content for part in home.aside if "leader" in part.template]
        assert [len(content.wishes) for content in asked if content.concerns] == wishes


def test_meetings_waiting_items_per_persona(building, leader, resident, household):
    """An invitation is said once; a late task to who took it and to the leader."""
    starts_at = timezone.now() + dt.timedelta(days=3)
    meeting = post_meeting(
        building, MeetingInput(title="墙面怎么刷", place="三楼", starts_at=starts_at), by=leader
    )
    propose_item(meeting, title="纸箱", by=resident)
    over = MeetingFactory(building=building, over=True, title="没记的会")
    held = AgendaItemFactory(meeting=MeetingFactory(building=building, published=True))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    TaskFactory(resolution__item=held, resolution__text="刷墙", taken_by=resident, due_on=yesterday)
    for who, expected in (
        (resident, ["刷墙", "墙面怎么刷"]),
        (leader, [over.title, "刷墙", "墙面怎么刷", "墙面怎么刷"]),
    ):
        duties = home_page_for(building, who.standing_in(building), who).duties
        assert [duty.what for duty in duties] == expected
    assert str(resident) in duties[1].note
    assert "1个议题等答复" in [duty.note for duty in duties]
    reply_to_invitation(meeting, household, coming=True, by=resident)
    duties = home_page_for(building, resident.standing_in(building), resident).duties
    assert [duty.what for duty in duties] == ["刷墙"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"held": True}, "还没写好"),
        ({"drafted": True}, "还没写好"),
        ({"read": True, "corrections_until": LONG_AGO}, "可以公布"),
    ],
)
def test_the_leader_is_told_what_the_minutes_want(building, leader, state, expected):
    meeting = MeetingFactory(building=building, **state)
    (todo,) = home_page_for(building, leader.standing_in(building), leader).duties
    assert (todo.what, expected in todo.note) == (meeting.title, True)


def test_corrections_and_tasks_with_time_are_told_too(building, leader, resident):
    meeting = MeetingFactory(building=building, read=True)
    CorrectionFactory(meeting=meeting)
    TaskFactory(resolution__item__meeting=meeting, taken_by=resident)
    (led,) = home_page_for(building, leader.standing_in(building), leader).duties
    assert led.note == "记录有1条意见等答复"
    (mine,) = home_page_for(building, resident.standing_in(building), resident).duties
    assert mine.note == "您答应办的"


def test_home_costs_the_same_whatever_is_going_on(
    enter, building, resident, leader, django_assert_num_queries
):
    for _ in range(3):
        thread = ThreadFactory(building=building, plan=True)
        joining.add_wish(thread, kind="agenda", by=leader)
        coming = timezone.now() + dt.timedelta(hours=5)
        joining.attend_invitation(
            ThreadFactory(building=building, invitation=True, starts_at=coming),
            people=1,
            by=resident,
        )
        for who, statements in (("resident", 28), ("leader", 51)):
            client = enter(who)
            with django_assert_num_queries(statements):
                client.get("/b/114/")


def test_who_keeps_a_key_prints_the_envelope_and_opens_the_box(building, leader, household):
    def actions_for(user):
        home = home_page_for(building, user.standing_in(building), user)
        return [duty.action for duty in home.duties]

    first, second = (OfficeFactory(kind="core", building=building).user for _ in range(2))
    canvass = drafting.announce_canvass(make_draft_canvass(building, leader, **SECRET), by=leader)
    envelopes.choose_holders(canvass, first=first, second=second, by=leader)
    assert ["去打印" in actions_for(user) for user in (first, second, leader)] == [
        True,
        True,
        False,
    ]
    envelopes.print_envelope(canvass, by=first, passphrase=PASSPHRASES["first"])
    envelopes.hold_envelope(canvass, passphrase=PASSPHRASES["first"], by=first)
    assert ["去打印" in actions_for(user) for user in (first, second)] == [False, True]

    vote = make_open_canvass(building, leader, **SECRET)
    keeper = vote.holders.get(seat="second").user
    assert "去清点" not in actions_for(keeper)
    counting.close_canvass(move_past_deadline(vote), by=leader)
    assert ["去清点" in actions_for(user) for user in (keeper, first)] == [True, False]


@pytest.mark.parametrize(
    ("pinned", "others", "turns", "shown"),
    [
        (0, 0, 0, "0:0"),
        (0, 3, 0, "0:3"),
        (0, 4, 0, "0:3"),
        (2, 4, 0, "0:5"),
        (1, 0, 0, "0:1"),
        (0, 4, 2, "0:3 4:6"),
    ],
)
def test_home_shows_pinned_duties_all_turns_and_three_others(pinned, others, turns, shown):
    duties = [Waiting(str(n), "", "", pinned=n < pinned) for n in range(pinned + others)]
    duties += [Waiting(f"turn{n}", "", "", turn=True) for n in range(turns)]
    moment = timezone.now()
    news = [NewsItem(str(n), "", "", moment) for n in range(5)]
    home = HomePage(
        "",
        duties=duties,
        of_leader=None,
        news=news,
        next_event=None,
        sections=[],
        aside=[],
        taken_over=[],
    )
    ends = [span.split(":") for span in shown.split()]
    assert home.first_duties == [d for begin, end in ends for d in duties[int(begin) : int(end)]]
    assert home.first_news == news[:3]


@pytest.mark.parametrize(("days", "expected"), [(0, True), (29, True), (30, False)])
def test_a_new_leader_finds_what_was_left_open_for_a_month(building, resident, days, expected):
    ThreadFactory(building=building)
    since = timezone.localdate() - dt.timedelta(days=days)
    leader = OfficeFactory(user=resident, building=building, since=since).user
    home = home_page_for(building, leader.standing_in(building), leader)
    assert [one.title for one in home.taken_over] == (["客厅里还没解决的"] if expected else [])


def test_a_new_volunteer_takes_over_nothing(building, leader, resident):
    ThreadFactory(building=building)
    OfficeFactory(user=resident, building=building, kind="volunteer", since=timezone.localdate())
    home = home_page_for(building, resident.standing_in(building), resident)
    assert home.taken_over == []


def test_what_is_open_is_listed_in_the_order_of_its_lists_and_up_to_a_number(building, leader):
    for _ in range(3):
        ThreadFactory(building=building)
        NoticeFactory(building=building, state="draft")
        MeetingFactory(building=building)
    page = PageContext(building, leader.standing_in(building), leader)
    lists = unfinished_in(page, most=2)
    assert [(one.order, len(one.items)) for one in lists] == [(10, 2), (30, 2), (50, 2)]


@pytest.mark.parametrize(
    ("standing", "labels"),
    [
        (Standing(offices=("leader",)), ["贴通知", "挨家挨户征询", "召集议事会"]),
        (Standing(offices=("core",), deputed=True), ["贴通知"]),
        (Standing(offices=("core",)), []),
        (Standing(households=(1,)), []),
    ],
)
def test_each_standing_is_offered_the_buttons_that_it_may_press(standing, labels):
    found = buttons_for(PageContext(Building(), standing, User()))
    shown = [str(button.label) for button in found or []]
    assert [label for label in shown if label in {"贴通知", "挨家挨户征询", "召集议事会"}] == labels
    assert found != []
