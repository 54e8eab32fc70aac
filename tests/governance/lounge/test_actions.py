from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from governance.journal.models import Line
from governance.lounge import actions
from governance.lounge.models import Post, Thread
from louzu.lib.errors import Refused
from residents.models import User
from tests.factories import BuildingFactory, MembershipFactory
from tests.factories.lounge import ThreadFactory

SAID = {"kind": "worry", "title": "四楼堆了纸箱", "text": "走路要侧身\n见 https://example.org"}


def verbs(building):
    return list(Line.objects.of(building).order_by("number").values_list("verb", "audience"))


def test_start_thread_says_it_in_a_first_post(building, leader):
    thread = actions.start_thread(building, by=leader, **SAID)
    post = Post.objects.get(thread=thread)
    assert (thread.kind, thread.state, thread.posts, thread.office) == (
        "worry", "open", 1, "leader",
    )  # fmt: skip
    assert (post.number, post.text, post.author) == (1, SAID["text"], leader)
    assert post.at == thread.last_post_at
    assert '<a href="https://example.org"' in post.html
    assert verbs(building) == [("lounge.started", "residents")]


def test_what_is_said_is_no_html(building, resident):
    thread = actions.start_thread(
        building, kind="need", title="借梯子", text="<script>x</script>", by=resident
    )
    assert Post.objects.get(thread=thread).html == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_reply_takes_the_next_number_and_moves_the_thread_up(building, resident):
    thread = ThreadFactory(building=building)
    first = thread.last_post_at
    posts = [actions.reply(thread, text=text, by=resident) for text in ("我有", "谢谢")]
    thread.refresh_from_db()
    assert [post.number for post in posts] == [2, 3]
    assert (thread.posts, thread.replies, thread.last_post_at) == (3, 2, posts[-1].at)
    assert thread.last_post_at > first
    assert verbs(building) == [("lounge.replied", "residents")] * 2


def test_a_settled_thread_may_be_replied_to_and_stays_settled(building, resident):
    thread = actions.settle_thread(ThreadFactory(building=building), by=resident)
    actions.reply(thread, text="谢谢", by=resident)
    thread.refresh_from_db()
    assert (thread.state, thread.posts) == ("settled", 2)


def test_settle_and_reopen(building, resident):
    thread = actions.settle_thread(ThreadFactory(building=building), by=resident)
    assert (thread.state, thread.settled_at is not None) == ("settled", True)
    with pytest.raises(Refused):
        actions.settle_thread(thread, by=resident)
    thread = actions.reopen_thread(thread, by=resident)
    assert (thread.state, thread.settled_at) == ("open", None)
    with pytest.raises(Refused):
        actions.reopen_thread(thread, by=resident)
    assert [verb for verb, _audience in verbs(building)] == ["lounge.settled", "lounge.reopened"]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "gossip"}, {"state": "settled"}, {"state": "lost"}, {"title": ""}, {"posts": 0}],
    ids=str,
)
def test_the_database_refuses_a_thread_that_cannot_be(building, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreadFactory(building=building, **wrong)


@pytest.mark.parametrize("wrong", [{"number": 1}, {"number": 0}, {"text": ""}], ids=str)
def test_the_database_refuses_a_post_that_cannot_be(building, wrong):
    thread = ThreadFactory(building=building)
    said = {"number": 2, "text": "好", "html": "", "author": thread.author, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(thread=thread, at=thread.last_post_at, **said)


@pytest.mark.django_db(transaction=True)
def test_replies_at_the_same_moment_are_all_there_once_each():
    building = BuildingFactory()
    thread = ThreadFactory(building=building)
    people = [MembershipFactory(household__building=building).user for _ in range(8)]

    def speak(user_pk):
        try:
            user = User.objects.get(pk=user_pk)
            for turn in range(5):
                actions.reply(Thread.objects.get(pk=thread.pk), text=f"第{turn}句", by=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(speak, [user.pk for user in people]))
    posts = Post.objects.filter(thread=thread).order_by("number")
    assert list(posts.values_list("number", flat=True)) == list(range(1, 42))
    assert list(posts.values_list("at", flat=True)) == sorted(posts.values_list("at", flat=True))
    thread.refresh_from_db()
    assert (thread.posts, thread.last_post_at) == (41, posts.last().at)
    assert set(posts.values_list("author", flat=True)[1:]) == {u.pk for u in people}
    assert Line.objects.of(building).count() == 40


def test_a_person_without_office_speaks_by_name_alone(building, resident):
    assert actions.start_thread(building, by=resident, **SAID).office == ""
