from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.journal.models import Line
from governance.lounge.actions import joining, threads
from governance.lounge.actions import posts as posts_actions
from governance.lounge.inputs import ReplyInput
from governance.lounge.models import Attendance, Bookmark, Post, Thread, Wish
from louzu.lib.errors import Refused
from residents.models import User
from tests.factories import BuildingFactory, MembershipFactory
from tests.factories.lounge import PostFactory, ThreadFactory, thread_input

FORM_DATA = {"kind": "worry", "title": "四楼堆了纸箱", "text": "走路要侧身\n见 https://example.org"}


def soon(**more):
    starts_at = timezone.now() + dt.timedelta(days=1)
    return {
        "kind": "invitation",
        "title": "看菊花",
        "text": "同去",
        "starts_at": starts_at,
        "place": "楼下",
        "minutes": 90,
        "room_for": None,
        **more,
    }


def verbs(building):
    return list(building.journal.order_by("number").values_list("verb", "audience"))


def test_start_thread_says_it_in_a_first_post(building, leader):
    thread = threads.start_thread(building, thread_input(**FORM_DATA), by=leader)
    post = Post.objects.get(thread=thread)
    assert (thread.kind, thread.state, thread.posts, thread.office) == (
        "worry",
        "open",
        1,
        "leader",
    )
    assert (post.number, post.text, post.author) == (1, FORM_DATA["text"], leader)
    assert post.at == thread.last_post_at
    assert '<a href="https://example.org"' in post.html
    assert verbs(building) == [("lounge.started", "residents")]
    mark = Bookmark.objects.get(thread=thread)
    assert (mark.user, mark.read_up_to, mark.follows) == (leader, 1, True)


def test_what_is_said_is_no_html(building, resident):
    thread = threads.start_thread(
        building, thread_input(kind="need", title="借梯子", text="<script>x</script>"), by=resident
    )
    assert Post.objects.get(thread=thread).html == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_a_person_without_office_speaks_by_name_alone(building, resident):
    assert threads.start_thread(building, thread_input(**FORM_DATA), by=resident).office == ""


def test_the_inviter_attends(building, resident):
    thread = threads.start_thread(building, thread_input(**soon(room_for=4)), by=resident)
    assert (thread.invitation.place, thread.invitation.coming, thread.invitation.left) == (
        "楼下",
        1,
        3,
    )
    assert Attendance.objects.get(thread=thread).author == resident


def test_an_invitation_lies_ahead(building, resident):
    with pytest.raises(Refused, match="现在以后"):
        threads.start_thread(building, thread_input(**soon(starts_at=timezone.now())), by=resident)


def test_reply_takes_the_next_number_and_moves_the_thread_up(building, resident):
    thread = ThreadFactory(building=building)
    first = thread.last_post_at
    posts = [
        posts_actions.add_reply(thread, ReplyInput(text=text), by=resident)
        for text in ("我有", "谢谢")
    ]
    thread.refresh_from_db()
    assert [post.number for post in posts] == [2, 3]
    assert (thread.posts, thread.replies, thread.last_post_at) == (3, 2, posts[-1].at)
    assert thread.last_post_at > first
    assert verbs(building) == [("lounge.replied", "residents")] * 2
    assert Line.objects.latest("number").subject_url == thread.url_of(3)


def test_a_settled_thread_may_be_replied_to_and_stays_settled(building, resident):
    thread = threads.settle_thread(ThreadFactory(building=building, worry=True), by=resident)
    posts_actions.add_reply(thread, ReplyInput(text="谢谢"), by=resident)
    thread.refresh_from_db()
    assert (thread.state, thread.posts) == ("settled", 2)


def test_the_life_of_a_need(building, resident, volunteer):
    thread = ThreadFactory(building=building, author=resident)
    joining.offer_help(thread, by=volunteer)
    joining.offer_help(thread, by=volunteer)
    thread.refresh_from_db()
    assert (thread.state, thread.offers.count()) == ("offered", 1)
    thread = threads.meet_need(thread, by=resident)
    assert (thread.state, thread.ended_at is not None) == ("met", True)
    with pytest.raises(Refused):
        joining.offer_help(thread, by=volunteer)
    assert threads.reopen_need(thread, by=resident).state == "offered"
    joining.withdraw_offer(thread, by=volunteer)
    thread.refresh_from_db()
    assert (thread.state, thread.ended_at) == ("open", None)


def test_a_need_that_nobody_offered_to_help_with_is_open_again(building, resident):
    thread = threads.meet_need(ThreadFactory(building=building, author=resident), by=resident)
    assert threads.reopen_need(thread, by=resident).state == "open"


def test_an_invitation_is_called_off_with_its_reason_as_a_reply(building, resident):
    thread = threads.start_thread(building, thread_input(**soon()), by=resident)
    thread = threads.call_off_invitation(thread, reason="下雨", by=resident)
    post = Post.objects.get(thread=thread, number=2)
    assert (thread.state, thread.why, post.text) == ("called_off", 2, "下雨")
    assert thread.invitation.sequence == 1
    with pytest.raises(Refused):
        joining.attend_invitation(thread, people=1, by=resident)


def test_a_worry_is_talked_over_once_somebody_else_speaks(building, resident, volunteer):
    thread = ThreadFactory(building=building, worry=True, author=resident)
    for who, state in ((resident, "open"), (volunteer, "talking")):
        posts_actions.add_reply(thread, ReplyInput(text=f"{who}的话"), by=who)
        thread.refresh_from_db()
        assert thread.state == state
    thread = threads.settle_thread(thread, by=resident)
    assert thread.state == "settled"
    with pytest.raises(Refused):
        threads.settle_thread(thread, by=resident)
    thread = threads.reopen_thread(thread, by=resident)
    assert (thread.state, thread.ended_at) == ("talking", None)


def test_the_life_of_a_plan(building, resident, leader):
    thread = ThreadFactory(building=building, plan=True, author=resident)
    posts_actions.add_reply(thread, ReplyInput(text="好"), by=leader)
    thread = threads.postpone_plan(thread, reason="等年检", by=leader)
    found = Post.objects.get(thread=thread, number=thread.why)
    assert (thread.state, found.text, found.author) == ("set_aside", "等年检", leader)
    thread = threads.reopen_thread(thread, by=leader)
    assert (thread.state, thread.why) == ("talked", None)
    assert threads.take_up_plan(thread, by=leader).state == "taken_up"
    assert [verb for verb, _ in verbs(building)] == [
        "lounge.replied",
        "lounge.set_aside",
        "lounge.reopened",
        "lounge.taken_up",
    ]


def test_a_step_that_may_not_follow_says_so_in_the_kinds_own_words(building, leader):
    thread = ThreadFactory(building=building, settled=True)
    with pytest.raises(Refused, match="解决了"):
        threads.settle_thread(thread, by=leader)


def test_a_wish_is_recorded_once(building, leader):
    thread = ThreadFactory(building=building, plan=True)
    for _ in range(2):
        joining.add_wish(thread, kind="agenda", by=leader)
    assert Wish.objects.get(thread=thread).byline.startswith("楼组长")
    joining.drop_wish(thread, kind="agenda", by=leader)
    assert verbs(building) == [
        ("lounge.wished", "residents"),
        ("lounge.wish_dropped", "residents"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gossip"},
        {"state": "settled"},
        {"state": "talking"},
        {"state": "lost"},
        {"title": ""},
        {"posts": 0},
        {"author": None},
        {"starts_at": "2026-01-01T00:00Z"},
        {"kind": "worry", "author": None, "office": "leader"},
    ],
    ids=str,
)
def test_the_database_refuses_a_thread_that_cannot_be(building, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreadFactory(building=building, **wrong)


@pytest.mark.parametrize("wrong", [{"number": 1}, {"number": 0}, {"text": ""}], ids=str)
def test_the_database_refuses_a_post_that_cannot_be(building, wrong):
    thread = ThreadFactory(building=building)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(thread=thread, **wrong)


PEOPLE, EACH = 20, 10
SPARE = 4
"""Connections that the worker itself holds: one, and one more where a browser ran before."""


@pytest.mark.django_db(transaction=True)
def test_two_hundred_replies_from_twenty_connections_are_all_there_once_each():
    building = BuildingFactory()
    thread = ThreadFactory(building=building)
    people = [MembershipFactory(household__building=building).user for _ in range(PEOPLE)]
    connection.pool.resize(1, PEOPLE + SPARE)
    ready = Barrier(PEOPLE, timeout=20)

    def speak(user_pk):
        try:
            user = User.objects.get(pk=user_pk)
            ready.wait()
            for turn in range(EACH):
                posts_actions.add_reply(
                    Thread.objects.get(pk=thread.pk), ReplyInput(text=f"第{turn}句"), by=user
                )
        finally:
            connection.close()

    try:
        with ThreadPoolExecutor(PEOPLE) as pool:
            list(pool.map(speak, [user.pk for user in people]))
    finally:
        connection.pool.resize(1, 8)
    posts = Post.objects.filter(thread=thread).order_by("number")
    found = PEOPLE * EACH + 1
    assert list(posts.values_list("number", flat=True)) == list(range(1, found + 1))
    assert list(posts.values_list("at", flat=True)) == sorted(posts.values_list("at", flat=True))
    thread.refresh_from_db()
    assert (thread.posts, thread.last_post_at) == (found, posts.last().at)
    once_each = {(user.pk, f"第{turn}句") for user in people for turn in range(EACH)}
    assert sorted(posts.values_list("author", "text")[1:]) == sorted(once_each)
    assert building.journal.count() == found - 1


@pytest.mark.django_db(transaction=True)
def test_the_same_words_sent_twice_at_once_are_said_once():
    building = BuildingFactory()
    person = MembershipFactory(household__building=building).user
    ready = Barrier(4, timeout=20)

    def speak(_number):
        try:
            user = User.objects.get(pk=person.pk)
            ready.wait()
            thread = threads.start_thread(
                building, thread_input(unnamed=True, **FORM_DATA), by=user
            )
            return thread.pk, posts_actions.add_reply(
                thread, ReplyInput(text="大家看看"), by=user
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        led_to = set(pool.map(speak, range(4)))
    assert (len(led_to), Thread.objects.count(), Post.objects.count()) == (1, 1, 2)
