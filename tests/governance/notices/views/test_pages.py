"""A notice that is carried to every door, as its readers see it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions.answering import answer_on_web
from governance.canvass.actions.opening import extend_canvass
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Answer, Canvass, Visit
from governance.notices.actions import posting as posting_actions
from governance.notices.actions import writing
from governance.notices.models import Attachment, Notice
from tests.factories import HouseholdFactory
from tests.factories.canvass import photo, voice_of
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db
TEXT = {"title": "换灯", "body": "周三下午停电半小时", "audience": "residents", "do": "post"}
PERSONAS = ("leader", "deputed", "volunteer", "core", "resident", "staff", "neighbour", "visitor")


def url(name, *args):
    return reverse(f"notices:{name}", args=["114", *args])


def row(*codes):
    return dict(zip(PERSONAS, codes, strict=True))


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("acknowledge", "post", row(302, 302, 302, 302, 302, 302, 404, 302)),
        ("acknowledge", "get", row(405, 405, 405, 405, 405, 405, 404, 302)),
        ("add_paper_photo", "get", row(200, 200, 200, 200, 403, 200, 404, 302)),
    ],
)
def test_who_may_enter_what_is_carried(enter, request, asking, name, method, expected):
    seen = {p: getattr(enter(p), method)(url(name, asking.pk)).status_code for p in expected}
    assert seen == expected


def test_a_notice_that_asks_nothing_cannot_be_acknowledged(enter, building, leader, resident):
    notice = writing.draft_notice(building, notice_input(title="换灯", body="周三"), by=leader)
    notice = posting_actions.post_notice(notice, by=leader)
    assert enter("resident").post(url("acknowledge", notice.pk)).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", row(200, 200, 403, 403, 403, 200, 404, 302)),
        ("?kind=posting", row(200, 403, 403, 403, 403, 200, 404, 302)),
    ],
)
def test_every_door_is_asked_by_those_who_lead(enter, request, building, query, expected):
    for persona, status in expected.items():
        page = enter(persona).get(url("write") + query)
        assert page.status_code == status, persona
        if status == 200 and not query:
            assert ('name="asks"' in page.text) == (persona != "deputed")


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", "stairwell"), ("&period=lift", "lift"), ("&period=none", "stairwell")],
)
def test_a_posting_begins_with_the_period_that_is_proposed(enter, building, leader, query, chosen):
    page = enter("leader").get(url("write") + f"?kind=posting{query}")
    assert page.context["form"]["period"].value() == chosen


def test_a_lent_pen_cannot_ask_by_a_crafted_form(enter, building, household, deputed):
    enter("deputed").post(url("write"), TEXT | {"asks": "on", "period": "audit"})
    notice = Notice.objects.get()
    assert (notice.asks, notice.canvass, notice.kind) == (False, None, "notice")


def test_read_and_tapped_once_and_home_is_quiet(enter, building, leader, resident):
    enter("leader").post(url("write"), TEXT | {"asks": "on"})
    notice = Notice.objects.get()
    client = enter("resident")
    home = client.get("/b/114/").text
    assert ("全部，共1件" in home, "请替您家说一声“我家知道了”" in home) == (True, True)
    links = home.count(f'href="{notice.get_absolute_url()}"')
    assert links == 3  # what waits, the board, the building's life
    assert "0 / 2 户" in client.get(notice.get_absolute_url()).text
    page = client.post(url("acknowledge", notice.pk), follow=True).text
    assert ("1 / 2 户" in page, "您家知道了。" in page, "我家知道了" in page.split("<main")[1]) == (
        True,
        True,
        False,
    )
    assert "现在没有等您办的事" in client.get("/b/114/").text


def test_only_the_household_sees_who_said_so_and_may_take_it_back(enter, asking, resident):
    resident.shown_name = "小明奶奶"
    resident.save()
    client, said = enter("resident"), "您说的"
    page = client.post(url("acknowledge", asking.pk), follow=True).text
    assert (said in page, "按错了，收回" in page) == (True, True)
    for persona in ("volunteer", "leader"):
        for address in (asking.get_absolute_url(), asking.canvass.get_absolute_url()):
            theirs = enter(persona).get(address).text
            assert ("小明奶奶说的" in theirs, "按错了" in theirs) == (False, False)
    undo = reverse("canvass:unacknowledge", args=["114", asking.canvass_id])
    back = client.post(undo, follow=True)
    assert back.redirect_chain[0][0] == asking.get_absolute_url()
    assert (said in back.text, url("acknowledge", asking.pk) in back.text) == (False, True)


def test_who_has_no_home_here_is_told_why(enter, asking, staff):
    page = enter("staff").post(url("acknowledge", asking.pk), follow=True).text
    assert "要由住在楼里" in page
    assert not Visit.objects.exists()


def test_a_visitor_sees_the_public_text_and_no_household(client, building, leader, asking):
    building.public_page = True
    building.save()
    Notice.objects.filter(pk=asking.pk).update(audience="public")
    page = client.get(asking.get_absolute_url())
    assert (page.status_code, "全楼知道了多少家" in page.text) == (200, False)


def test_a_posting_begins_with_its_days_and_its_rule(enter, building, household, leader):
    enter("leader").post(url("write") + "?kind=posting", TEXT | {"period": "lift"})
    notice = Notice.objects.get()
    page = enter("leader").get(notice.get_absolute_url()).text
    assert ("宝规划资源〔2026〕1号" in page, "晚上11:59" in page) == (True, True)
    assert (timezone.localdate(notice.expires_at) - timezone.localdate()).days == 17


def test_a_posting_that_would_end_too_soon_keeps_what_was_typed(enter, building, leader):
    soon = (timezone.localtime() + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    found = TEXT | {"period": "stairwell", "expires_at": soon}
    page = enter("leader").post(url("write") + "?kind=posting", found).text
    assert ("要公示满7天" in page, TEXT["body"] in page) == (True, True)
    assert not Notice.objects.exists()


def test_an_objection_to_a_posting_is_talked_over_like_any(enter, household, resident, posting):
    client = enter("resident")
    page = client.get(posting.get_absolute_url()).text
    assert "我家有意见" in page
    to = reverse("canvass:answer", args=["114", posting.canvass.pk])
    after = client.post(to, {"choice": "object", "reason": "怕吵", "do": "answer"}, follow=True)
    assert f'<a href="{posting.get_absolute_url()}">← 回到原来那一页</a>' in after.text
    assert Answer.objects.get().reason == "怕吵"
    mine, neighbours, leaders = (
        enter(who).get(posting.get_absolute_url()).text
        for who in ("resident", "volunteer", "leader")
    )
    assert "您家的异议谈到哪里了" in mine
    assert ("怕吵" in neighbours, "怕吵" in leaders) == (True, True)  # a volunteer carries it


def test_neighbours_cannot_see_which_door_objected(
    enter, posting, household, resident, staff, building
):
    answer_on_web(
        posting.canvass,
        voice_of(posting.canvass, household),
        AnswerInput(choice="object", reason="怕吵"),
        by=resident,
    )
    from tests.factories import MembershipFactory  # noqa: PLC0415

    other = MembershipFactory(household=HouseholdFactory(building=building)).user
    client = enter("resident")
    client.force_login(other)
    page = client.get(posting.get_absolute_url()).text
    assert ("还没解决的异议" in page, "怕吵" in page) == (False, False)


def test_a_posting_taken_down_early_says_that_it_does_not_count(enter, posting, leader, resident):
    posting_actions.withdraw_notice(posting, reason="方案要重做", by=leader)
    assert "没有公示满期，这一次不算" in enter("resident").get(posting.get_absolute_url()).text


def test_prolonged_at_the_canvass_it_hangs_longer(enter, posting, leader):
    until = posting.expires_at + dt.timedelta(days=3)
    extend_canvass(posting.canvass, until=until, reason="有几家出门了", by=leader)
    page = enter("leader").get(url("edit", posting.pk)).text
    assert page.count("disabled") >= 4
    data = {"audience": "residents", "pinned": "on", "do": "save", "version": "1"}
    response = enter("leader").post(url("edit", posting.pk), data)
    posting.refresh_from_db()
    assert (response.status_code, posting.pinned, posting.expires_at) == (302, True, until)


def test_the_paper_on_the_wall_is_shown_with_its_day(enter, posting, volunteer, resident):
    jpeg = io.BytesIO(photo().content.jpeg)
    jpeg.name = "墙.jpg"
    today = timezone.localdate()
    client = enter("volunteer")
    assert (
        "放一张照片"
        in client.post(url("add_paper_photo", posting.pk), {"seen_on": str(today)}).text
    )
    late = {"photo": jpeg, "seen_on": str(today + dt.timedelta(days=2))}
    assert "这个时候还没到" in client.post(url("add_paper_photo", posting.pk), late).text
    jpeg.seek(0)
    client.post(url("add_paper_photo", posting.pk), {"photo": jpeg, "seen_on": str(today)})
    assert Attachment.objects.get().seen_on == today
    assert "贴在墙上" in enter("resident").get(posting.get_absolute_url()).text


@pytest.mark.parametrize("homes", [1, 3, 60])
@pytest.mark.parametrize("kind", [{"asks": True}, {"period": "stairwell"}])
def test_how_far_it_came_costs_the_same_for_any_house(
    enter, building, leader, resident, homes, kind, django_assert_num_queries
):
    HouseholdFactory.create_batch(homes, building=building)
    notice = writing.draft_notice(
        building, notice_input(title="换灯", body="周三", **kind), by=leader
    )
    notice = posting_actions.post_notice(notice, by=leader)
    client = enter("resident")
    with django_assert_num_queries(10):
        page = client.get(notice.get_absolute_url())
    assert f"0 / {homes + 2} 户" in page.text
    assert Canvass.objects.count() == 1
