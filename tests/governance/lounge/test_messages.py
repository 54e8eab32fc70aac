from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.inbox.models import InboxItem, Message, Reason
from governance.lounge.actions import joining, moderation, posts, threads
from governance.lounge.actions._shared import bookmark_thread
from governance.lounge.inputs import ReplyInput
from governance.lounge.messages import MESSAGE_TYPES
from governance.lounge.models import Post
from tests.conftest import holder
from tests.factories import MembershipFactory
from tests.factories.inbox import news_of
from tests.factories.lounge import thread_input

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour_here(building):
    return MembershipFactory(household__building=building).user


def start(building, by, **fields):
    return threads.start_thread(
        building, thread_input(title="灯坏了", text="三楼", **fields), by=by
    )


def test_a_reply_is_news_for_those_who_follow_and_not_for_who_wrote_it(
    building, resident, neighbour_here
):
    thread = start(building, resident, kind="need")
    posts.add_reply(thread, ReplyInput(text="我来看看"), by=neighbour_here)
    assert (news_of(resident), news_of(neighbour_here)) == (["lounge.replied"], [])
    posts.add_reply(thread, ReplyInput(text="谢谢"), by=resident)
    assert news_of(neighbour_here) == ["lounge.replied"]


def test_who_has_read_the_replies_needs_no_message(building, resident, neighbour_here):
    thread = start(building, resident, kind="need")
    posts.add_reply(thread, ReplyInput(text="我来看看"), by=neighbour_here)
    replied = next(kind for kind in MESSAGE_TYPES if kind.code == "lounge.replied")
    last = replied.load(thread.pk)
    assert replied.why_not(last, resident) == ""
    thread.refresh_from_db()
    joining.mark_thread_read(thread, up_to=2, by=resident)
    assert replied.why_not(last, resident) == Reason.READ


def test_the_unnamed_author_of_a_worry_gets_replies_as_a_follower(
    building, resident, neighbour_here
):
    worry = start(building, resident, kind="worry", unnamed=True)
    posts.add_reply(worry, ReplyInput(text="我也是"), by=neighbour_here)
    bookmark_thread(worry, holder(building, "core"))
    posts.add_reply(worry, ReplyInput(text="再说一句"), by=neighbour_here)
    items = InboxItem.objects.filter(message__thing_id=worry.pk)
    assert {*items.values_list("because", flat=True)} == {"follows"}
    assert news_of(resident) == ["lounge.replied"] * 2


def test_an_unnamed_author_gets_no_news_of_their_own_reply(building, resident):
    worry = start(building, resident, kind="worry", unnamed=True)
    posts.add_reply(worry, ReplyInput(text="再说一句"), by=resident)
    assert news_of(resident) == []


def test_an_offer_is_news_for_the_author_and_names_nobody(building, resident, neighbour_here):
    neighbour_here.shown_name = "王阿姨"
    neighbour_here.save()
    need = start(building, resident, kind="need")
    joining.offer_help(need, by=neighbour_here)
    assert news_of(resident) == ["lounge.offered"]
    assert Message.objects.get(type="lounge.offered").values == {"title": "灯坏了"}


def test_the_author_of_a_plan_learns_what_became_of_it(building, leader, resident):
    plan = start(building, resident, kind="plan")
    joining.add_wish(plan, kind="agenda", by=leader)
    threads.take_up_plan(plan, by=leader)
    assert news_of(resident) == ["lounge.wished", "lounge.taken_up"]


def test_a_plan_that_is_set_aside_is_news_once(building, leader, resident):
    plan = start(building, resident, kind="plan")
    threads.postpone_plan(plan, reason="明年再说", by=leader)
    assert news_of(resident) == ["lounge.set_aside"]


def test_those_who_come_learn_that_it_was_called_off(building, resident, neighbour_here):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    thread = start(
        building, resident, kind="invitation", starts_at=tomorrow, place="楼下", minutes=60,
        room_for=None,
    )  # fmt: skip
    joining.attend_invitation(thread, people=2, by=neighbour_here)
    threads.call_off_invitation(thread, reason="下雨", by=resident)
    assert (news_of(resident), news_of(neighbour_here)) == ([], ["lounge.called_off"])
    assert Message.objects.get(type="lounge.called_off").urgent


def test_nothing_is_told_of_a_hidden_thread(building, leader, resident, neighbour_here):
    thread = start(building, resident, kind="need")
    posts.add_reply(thread, ReplyInput(text="我来看看"), by=neighbour_here)
    assert Message.objects.valid().count() == 1
    moderation.hide_post(Post.objects.get(thread=thread, number=1), reason="写了电话", by=leader)
    assert not Message.objects.valid().exists()
