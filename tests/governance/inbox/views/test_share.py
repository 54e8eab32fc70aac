"""Text and picture that leave the portal: one link, numbers, and nobody's name or choice."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.canvass.disclosure import MIN_CANDIDATES
from governance.inbox.links import arrival_path
from governance.today.queries.week import CalendarWeek
from louzu.lib.time import format_day, format_hour
from louzu.lib.wechat.signing import share_signature
from tests.factories import HouseholdFactory, MembershipFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass, record_paper_answer_for
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import MeetingFactory, ResolutionFactory
from tests.factories.notices import make_notice_with_canvass_and_marker
from tests.wechat_stand_in import refusal

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "resident", "staff", "neighbour", "visitor")
THIS_WEEK = CalendarWeek.of(timezone.localdate()).key


def share(label, pk, name="share"):
    return reverse(f"inbox:{name}", args=["114", label, pk])


def text_of(client, label, pk):
    return client.get(share(label, pk)).context["text"]


def test_members_share_and_strangers_do_not(enter, building):
    notice = NoticeFactory(building=building)
    for name in ("share", "picture"):
        url = share("notices.notice", notice.pk, name)
        found = tuple(enter(persona).get(url).status_code for persona in PERSONAS)
        assert found == (200, 200, 200, 404, 302)


def test_what_is_not_shared_is_not_found(enter, building, leader):
    client = enter("leader")
    draft = NoticeFactory(building=building, state="draft", announced=False)
    foreign, cancelled = NoticeFactory(), MeetingFactory(building=building, cancelled=True)
    for label, pk in (
        ("notices.notice", draft.pk),
        ("notices.notice", foreign.pk),
        ("meetings.meeting", cancelled.pk),
        ("residents.user", leader.pk),
        ("today.week", 202699),
        ("x", 1),
    ):
        assert client.get(share(label, pk)).status_code == 404


def test_a_notice_is_text_with_its_event_and_one_link(enter, building, household):
    starts = timezone.now().replace(year=2031, month=1, day=2, hour=1, minute=0)
    notice = NoticeFactory(
        building=building,
        title="明天停水",
        body="检修**消防水管**，\n先接好水。",
        happens_from=starts,
        happens_until=starts + dt.timedelta(hours=2),
    )
    assert text_of(enter("resident"), "notices.notice", notice.pk).split("\n") == [
        "【连心楼】通知：明天停水",
        "2031年1月2日上午9点到11点",
        "检修消防水管， 先接好水。",
        f"http://testserver{arrival_path(building, 'notices.notice', notice.pk)}",
    ]


@pytest.mark.parametrize(
    ("households", "answered", "words"),
    [
        (8, 0, "请8户都答一声。"),
        (8, 2, "8户里2户答了，还差6户。"),
        (8, 4, "8户里4户答了，还差4户。"),
        (8, 5, "8户里只差几家了。"),
        (8, 7, "8户里只差几家了。"),
        (8, 8, "8户都答了。"),
    ],
)
def test_the_number_that_is_left_is_told_unless_it_would_point_at_somebody(
    enter, building, leader, core, households, answered, words
):
    client = enter("leader")
    while building.households.count() < households:
        MembershipFactory(household=HouseholdFactory(building=building))
    canvass = make_open_canvass(building, leader, question="装镜子吗？")
    for voice in list(canvass.voices.all())[:answered]:
        record_paper_answer_for(canvass, voice, "object", by=core, checked_by=leader)
    text = text_of(client, "canvass.canvass", canvass.pk)
    assert words in text
    assert "不同意" not in text
    assert (0 < answered < households - MIN_CANDIDATES) == ("还差" in text)


def test_a_notice_that_is_carried_counts_who_knows(enter, building, leader):
    for _ in range(5):
        HouseholdFactory(building=building)
    asking, posting = make_notice_with_canvass_and_marker(building, leader, "换灯")
    client = enter("leader")
    page = client.get(share("notices.notice", asking.pk))
    assert "户都看一看。" in page.context["text"], "nobody is told that 0 of 6 know it"
    assert page.context["card"].asks == "扫一扫，说一声“我家知道了”"
    assert "公示到" in text_of(client, "notices.notice", posting.pk)


def test_a_meeting_is_shared_with_its_place_and_later_with_what_was_decided(enter, building):
    ahead = MeetingFactory(building=building, title="墙面")
    over = MeetingFactory(building=building, title="楼道", published=True)
    ResolutionFactory(item__meeting=over, text="门口刷白")
    unread = MeetingFactory(building=building, drafted=True)
    ResolutionFactory(item__meeting=unread, text="还没定")
    client = enter("resident")
    assert "，3楼公共客厅" in text_of(client, "meetings.meeting", ahead.pk)
    assert "会议记录：楼道" in text_of(client, "meetings.meeting", over.pk)
    assert "说好了：门口刷白" in text_of(client, "meetings.meeting", over.pk)
    assert "还没定" not in text_of(client, "meetings.meeting", unread.pk)


def test_a_week_is_shared_with_its_days_and_results(enter, building):
    starts = timezone.now() + dt.timedelta(hours=2)
    MeetingFactory(building=building, title="墙面", starts_at=starts)
    ThreadFactory(building=building, title="修收音机", state="met", ended_at=timezone.now())
    client = enter("resident")
    text = text_of(client, "today.week", THIS_WEEK)
    assert f"{format_day(starts)}{format_hour(starts)}" in text
    assert ["墙面" in text, "“修收音机”解决了" in text] == [True, True]
    last = timezone.localdate() + dt.timedelta(days=6)
    assert f"{format_day(timezone.localdate())}到{format_day(last)}" in text
    assert f"/inbox/share/today.week/{THIS_WEEK}/" in client.get("/b/114/weeks/").text


@pytest.mark.parametrize("title", ["灯", "停水" * 60, "a" * 120, "😀明天停水😀"], ids=len)
def test_a_picture_fits_a_phone_whatever_the_title(enter, building, leader, title):
    leader.offices.update(contact="138 0000 0501")
    notice = NoticeFactory(building=building, title=title, body="话" * 900)
    response = enter("resident").get(share("notices.notice", notice.pk, "picture"))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert Image.open(io.BytesIO(response.content)).size == (1080, 1440)


def test_without_a_font_no_picture_is_offered(enter, building, settings, tmp_path):
    settings.CARD_FONT = tmp_path / "none.ttf"
    notice = NoticeFactory(building=building)
    client = enter("resident")
    page = client.get(share("notices.notice", notice.pk))
    assert (page.status_code, "card.png" in page.text) == (200, False)
    assert client.get(share("notices.notice", notice.pk, "picture")).status_code == 404


def test_a_page_costs_the_same_whoever_answered(
    enter, building, leader, core, django_assert_num_queries
):
    client = enter("leader")
    for _ in range(4):
        HouseholdFactory(building=building)
    canvass = make_open_canvass(building, leader)
    client.get("/b/114/people/")
    with django_assert_num_queries(5):
        client.get(share("canvass.canvass", canvass.pk))


WECHAT = {"User-Agent": "Mozilla/5.0 MicroMessenger/8.0.50"}


def test_wechat_gets_a_signature_of_the_page_and_its_card(enter, building, wechat):
    cache.clear()
    notice = NoticeFactory(building=building, title="停水")
    client = enter("resident")
    page = client.get(share("notices.notice", notice.pk), headers=WECHAT)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' https://res.wx.qq.com" in policy
    url = share("notices.notice", notice.pk, "wechat_card")
    assert url in page.text
    told = client.get(url).json()
    right = share_signature(
        "t" * 86,
        nonce=told["nonceStr"],
        timestamp=told["timestamp"],
        url=f"http://testserver{share('notices.notice', notice.pk)}",
    )
    assert (told["appId"], told["signature"]) == (wechat.account.app_id, right)
    assert told["card"]["title"].endswith("停水")
    path = arrival_path(building, "notices.notice", notice.pk)
    assert told["card"]["link"] == f"http://testserver{path}"
    wechat.failing["/cgi-bin/ticket/getticket"] = refusal(48001, "api unauthorized")
    cache.clear()
    assert client.get(url).status_code == 503


def test_elsewhere_wechats_script_is_not_loaded(enter, building, settings, wechat):
    notice = NoticeFactory(building=building)
    client = enter("resident")
    url = share("notices.notice", notice.pk)
    assert "res.wx.qq.com" not in client.get(url).text
    settings.WECHAT = None
    page = client.get(url, headers=WECHAT)
    assert "res.wx.qq.com" not in page.text + page.headers["Content-Security-Policy"]
    assert client.get(share("notices.notice", notice.pk, "wechat_card")).status_code == 404
