"""What is asked and what is new stand apart, and what was done at home says who did it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering
from governance.canvass.inputs import AnswerInput
from governance.inbox.models import InboxItem
from governance.meetings.actions.holding import reply_to_invitation
from governance.meetings.actions.planning import post_meeting
from governance.meetings.inputs import MeetingInput
from governance.notices.actions.posting import post_notice
from governance.notices.actions.reading import mark_notice_read
from governance.notices.actions.writing import draft_notice
from governance.notices.inputs import NoticeInput
from tests.factories import MembershipFactory
from tests.factories.canvass import make_open_canvass, voice_of
from tests.factories.inbox import InboxItemFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
HOME = "/b/114/"
INBOX = reverse("inbox:inbox", args=["114"])


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("resident", 200),
        ("leader", 200),
        ("core", 200),
        ("staff", 200),
        ("neighbour", 404),
        ("visitor", 302),
    ],
)
def test_who_may_read(enter, building, persona, status):
    assert enter(persona).get(INBOX).status_code == status


def parts(page):
    """The headline, the duties and the news of the page."""
    duties, news = page.index('id="todo"'), page.index('id="news"')
    return page[:duties], page[duties:news], page[news:]


def test_duties_and_news_are_never_mixed(enter, building, leader, resident):
    make_open_canvass(building, leader, question="装扶手吗？")
    InboxItemFactory(user=resident, message__building=building)
    head, duties, news = parts(enter("resident").get(INBOX).text)
    assert "要办的1件，新鲜事1条" in head
    assert ["装扶手吗？" in duties, "换灯" in duties] == [True, False]
    assert ["装扶手吗？" in news, "换灯" in news] == [False, True]


def test_an_empty_inbox_says_what_will_come(enter, building):
    page = enter("resident").get(INBOX).text
    assert "现在没有等您办的事" in page
    assert "会出现在这里" in page


@pytest.fixture
def mother(household, resident):
    """Another member of the resident's household."""
    return MembershipFactory(household=household, user__shown_name="王女士").user


def answer(building, leader, household, by):
    canvass = make_open_canvass(building, leader, question="停水")
    given = AnswerInput(choice="agree")
    answering.answer_on_web(canvass, voice_of(canvass, household), given, by=by)


def reply(building, leader, household, by):
    later = timezone.now() + dt.timedelta(days=3)
    meeting = post_meeting(
        building, MeetingInput(title="停水", place="三楼", starts_at=later), by=leader
    )
    reply_to_invitation(meeting, household, coming=True, by=by)


@pytest.mark.parametrize("do", [answer, reply])
def test_what_one_member_did_is_done_for_all_and_says_who(
    enter, client, building, leader, household, resident, mother, do
):
    do(building, leader, household, mother)
    _head, duties, _news = parts(enter("resident").get(INBOX).text)
    assert "家里人替办好的，1件" in duties
    assert "王女士，今天" in duties
    assert "都办好了。" in duties
    client.force_login(mother)
    assert "家里人替办好的" not in client.get(INBOX).text


def test_acknowledging_on_the_front_page_ends_the_duty_of_the_household(
    enter, client, building, leader, household, resident, mother
):
    make_notice_that_asks(building, leader)
    client.force_login(mother)
    home = client.get(HOME).text
    assert ["请替您家说一声" in home, "我家知道了" in home] == [True, True]
    action = reverse("notices:acknowledge", args=["114", building.notice_set.get().pk])
    assert f'action="{action}"' in home
    client.post(action, {"do": "acknowledge"})
    for page in (client.get(HOME).text, enter("resident").get(HOME).text):
        assert "请替您家说一声" not in page
    _head, duties, _news = parts(enter("resident").get(INBOX).text)
    assert ["停水" in duties, "王女士，今天" in duties] == [True, True]


def make_notice_that_asks(building, leader):
    words = NoticeInput(title="停水", body="明天", asks=True)
    return post_notice(draft_notice(building, words, by=leader), by=leader)


def test_neighbours_do_not_read_what_was_done_at_home(enter, building, leader, household, mother):
    answer(building, leader, household, mother)
    assert "王女士" not in enter("core").get(INBOX).text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("persona", "statements"), [("resident", 24), ("leader", 44)])
def test_the_inbox_costs_the_same_whatever_its_length(
    enter,
    building,
    leader,
    household,
    resident,
    mother,
    rows,
    persona,
    statements,
    django_assert_num_queries,
):
    for _ in range(rows):
        answer(building, leader, household, mother)
        reply(building, leader, household, mother)
        make_open_canvass(building, leader)
    user = {"resident": resident, "leader": leader}[persona]
    InboxItemFactory.create_batch(rows, user=user, message__building=building)
    client = enter(persona)
    with django_assert_num_queries(statements):
        client.get(INBOX)


@pytest.fixture
def told(building, resident):
    """Two pieces of news for the resident about one notice, and one about another."""
    about = {"message__building": building, "message__thing_id": 7}
    return [
        InboxItemFactory(user=resident, message__version="1", **about),
        InboxItemFactory(user=resident, message__version="2", **about),
        InboxItemFactory(user=resident, message__building=building),
    ]


def unread(user):
    return InboxItem.objects.filter(user=user).unread().count()


def test_several_messages_about_a_thing_are_one_row_that_its_page_reads(
    enter, building, resident, told
):
    client = enter("resident")
    news = client.get(INBOX).text
    row = told[1].message.url
    assert (news.count('class="go"'), news.count(f'href="{row}"')) == (2, 1)
    client.post(reverse("ways:read_news"), {"page": row})
    assert unread(resident) == 1
    page = client.get(INBOX).text
    assert ("新鲜事1条" in page, page.count('class="go read"')) == (True, 1)
    assert row not in client.get(HOME).text


def test_a_row_counts_the_replies_that_are_new(enter, building, resident, time_machine):
    replied = {"message__type": "lounge.replied", "message__thing_id": 7}
    replies = []
    time_machine.move_to(timezone.now())
    for n in range(30):
        replies.append(
            InboxItemFactory(
                user=resident, message__building=building, message__version=n, **replied
            )
        )
        time_machine.shift(60)
    InboxItemFactory(message__building=building, message__version="theirs", **replied)
    InboxItem.objects.filter(pk=replies[0].pk).update(read_at=timezone.now())
    client = enter("resident")
    for page in (INBOX, HOME):
        shown = client.get(page)
        assert ("“换灯”有新的回应。" in shown.text, "有人回应" in shown.text) == (True, False)
        assert shown.text.count(replies[-1].message.url) == 1
    (row,) = client.get(INBOX).context["news"]
    assert (row.at, row.unread) == (replies[-1].message.created_at, True)
    client.post(reverse("inbox:read_all", args=["114"]))
    (row,) = client.get(INBOX).context["news"]
    assert (row.what, row.unread) == ("您关注的“换灯”有人回应了。", False)


def test_all_can_be_marked_as_read(enter, resident, told):
    client = enter("resident")
    page = client.post(reverse("inbox:read_all", args=["114"]), follow=True).text
    assert (unread(resident), "都算看过了。" in page) == (0, True)
    assert page.count('class="go read"') == 2
    assert "都看过了" not in client.get(INBOX).text


def test_what_was_withdrawn_is_not_counted(enter, building, resident):
    replied = {"message__type": "lounge.replied", "message__thing_id": 7}
    for state in ("withdrawn", "open"):
        InboxItemFactory(
            user=resident,
            message__building=building,
            message__version=state,
            message__state=state,
            **replied,
        )
    assert "“换灯”有人回应了" in enter("resident").get(INBOX).text


def test_withdrawn_news_is_not_listed(enter, building, resident):
    InboxItemFactory(user=resident, message__building=building, message__state="withdrawn")
    assert "楼里贴出了通知" not in enter("resident").get(INBOX).text


def test_older_news_stands_on_the_next_page(enter, building, resident):
    InboxItemFactory.create_batch(30, user=resident, message__building=building)
    client = enter("resident")
    page = client.get(INBOX)
    assert page.text.count('class="go"') == 25
    older = client.get(f"{INBOX}{page.context['older_url']}").text
    assert (older.count('class="go"'), "更早的新鲜事" in older) == (5, True)


def test_reading_a_notice_reads_its_news(building, leader, resident):
    notice = draft_notice(building, NoticeInput(title="换灯", body="周三"), by=leader)
    post_notice(notice, by=leader)
    assert unread(resident) == 1
    mark_notice_read(notice, by=resident)
    assert unread(resident) == 0


def test_all_that_is_new_is_counted_although_the_page_shows_twenty(enter, building, resident):
    InboxItemFactory.create_batch(25, user=resident, message__building=building)
    client = enter("resident")
    assert "新鲜事25条" in client.get(INBOX).text
    assert "全部，共25条" in client.get(HOME).text


def test_what_waits_for_the_leader_is_one_row_that_leads_to_the_day(
    enter, building, leader, resident
):
    row, day = "楼组的事有2件等您", reverse("today:today", args=["114"])
    for _ in range(2):
        ThreadFactory(building=building, author=resident, kind="worry")
    page = enter("leader").get(INBOX).text
    assert page.count(f"<b>{row}</b>") == 1
    assert f"<h1> {row}" in " ".join(page.split()), "there is nothing else"
    assert f'href="{day}"' in page
    assert f"<b>{row}</b>" in enter("leader").get(HOME).text
    assert row not in enter("resident").get(INBOX).text


@pytest.mark.parametrize("duties", [1, 4])
def test_the_front_page_and_the_inbox_tell_one_number(enter, building, resident, duties):
    ThreadFactory(building=building, author=resident, kind="worry")
    MeetingFactory.create_batch(duties, building=building, held=True)
    client = enter("leader")
    assert f"全部，共{duties}件" in client.get(HOME).text
    page = client.get(INBOX).text
    assert f"楼组的事有{duties + 1}件等您" in page, "as many as on the page of today"
    assert f"<h1> 要办的{duties}件" in " ".join(page.split())


def test_a_leader_for_whom_nothing_waits_has_no_such_row(enter, leader):
    assert "件等您" not in enter("leader").get(INBOX).text
