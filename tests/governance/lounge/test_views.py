from __future__ import annotations

import pytest
from django.urls import reverse

from governance.lounge.models import Post, Thread
from tests.factories.lounge import PostFactory, ThreadFactory

INSIDERS = ("leader", "core", "volunteer", "resident", "staff")
ALL_IN = {**dict.fromkeys(INSIDERS, 200), "neighbour": 404, "visitor": 302}
ACCESS = [
    ("list", "get", ALL_IN),
    ("start", "get", ALL_IN),
    ("thread", "get", ALL_IN),
    ("reply", "post", {**ALL_IN, **dict.fromkeys(INSIDERS, 302)}),
    ("settle", "post", {**ALL_IN, **dict.fromkeys(INSIDERS, 403), "leader": 302, "staff": 302}),
    ("reopen", "post", {**ALL_IN, **dict.fromkeys(INSIDERS, 403), "leader": 302, "staff": 302}),
]


def url(name, building, thread=None):
    return reverse(f"lounge:{name}", args=[building.slug, *([thread.pk] if thread else [])])


@pytest.mark.parametrize(
    ("name", "method", "persona", "status"),
    [
        (name, method, who, status)
        for name, method, table in ACCESS
        for who, status in table.items()
    ],
)
def test_access(enter, building, name, method, persona, status):
    settled = {"state": "settled", "settled_at": "2026-01-01T00:00Z"} if name == "reopen" else {}
    thread = ThreadFactory(building=building, **settled)
    target = url(name, building, None if name in {"list", "start"} else thread)
    response = getattr(enter(persona), method)(target, {"text": "好的"})
    assert response.status_code == status


def test_the_author_settles_and_takes_up_again(enter, building, resident):
    thread = ThreadFactory(building=building, author=resident)
    client = enter("resident")
    assert "这件事解决了" in client.get(thread.get_absolute_url()).text
    client.post(url("settle", building, thread))
    thread.refresh_from_db()
    assert thread.state == "settled"
    assert client.post(url("settle", building, thread)).status_code == 403
    assert "重新提起" in client.get(thread.get_absolute_url()).text
    client.post(url("reopen", building, thread))
    thread.refresh_from_db()
    assert thread.state == "open"


def test_a_neighbours_thread_offers_no_settling(enter, building):
    thread = ThreadFactory(building=building)
    assert "这件事解决了" not in enter("resident").get(thread.get_absolute_url()).text


def test_which_kind_comes_first_then_its_own_words(enter, building):
    client = enter("resident")
    choice = client.get(url("start", building)).text
    assert [f"?kind={kind}" in choice for kind in Thread.Kind.values] == [True] * 4
    assert "什么事让您烦恼" in client.get(url("start", building), {"kind": "worry"}).text
    assert "您要说的是哪一种" in client.get(url("start", building), {"kind": "gossip"}).text


def test_saying_something_leads_to_its_page(enter, building, resident):
    client = enter("resident")
    response = client.post(
        url("start", building) + "?kind=need", {"title": "借梯子", "text": "一天"}, follow=True
    )
    thread = Thread.objects.get()
    assert response.redirect_chain == [(thread.get_absolute_url(), 302)]
    assert (thread.kind, thread.title, thread.author) == ("need", "借梯子", resident)
    room = resident.memberships.get().household.flat.room
    assert f"{resident} {room}室" in response.text
    listed = client.get(url("list", building)).text
    assert ("借梯子" in listed, "还没有回应" in listed) == (True, True)


def test_a_title_too_long_keeps_what_was_typed(enter, building):
    response = enter("resident").post(
        url("start", building) + "?kind=need", {"title": "长" * 61, "text": "留着的话"}
    )
    assert (response.status_code, Thread.objects.count()) == (200, 0)
    assert "留着的话" in response.text


def test_a_reply_leads_to_itself(enter, building):
    thread = ThreadFactory(building=building, posts=25)
    for number in range(2, 26):
        PostFactory(thread=thread, number=number)
    response = enter("resident").post(url("reply", building, thread), {"text": "我也是"})
    assert response.url == f"{thread.get_absolute_url()}?from=26#p26"
    assert 'id="p26"' in enter("resident").get(response.url).text


def test_a_reply_sent_twice_is_there_once(enter, building):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    sent = {"text": "好的", "once": "k" * 32}
    first, second = (client.post(url("reply", building, thread), sent) for _ in range(2))
    assert first.url == second.url == f"{thread.get_absolute_url()}#p2"
    assert Post.objects.filter(thread=thread).count() == 2


def test_an_empty_reply_shows_the_thread_again(enter, building):
    thread = ThreadFactory(building=building, title="借梯子", posts=26)
    for number in range(2, 27):
        PostFactory(thread=thread, number=number)
    long = "长" * 3001
    response = enter("resident").post(url("reply", building, thread), {"text": long})
    assert (response.status_code, Post.objects.count()) == (200, 26)
    assert ("借梯子" in response.text, long in response.text) == (True, True)
    assert 'id="p26"' in response.text


def test_only_one_kind_is_listed_when_asked_for(enter, building):
    ThreadFactory(building=building, kind="plan", title="添书架")
    ThreadFactory(building=building, kind="need", title="借梯子")
    page = enter("resident").get(url("list", building), {"kind": "plan"}).text
    assert ("添书架" in page, "借梯子" in page) == (True, False)


def test_an_empty_lounge_says_what_one_can_do(enter, building):
    client = enter("resident")
    assert "客厅里还没有人说话" in client.get(url("list", building)).text
    assert "这一种还没有人说过" in client.get(url("list", building), {"kind": "plan"}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(enter, building, rows, django_assert_num_queries):
    ThreadFactory.create_batch(rows, building=building)
    client = enter("resident")
    with django_assert_num_queries(4):
        client.get(url("list", building))


@pytest.mark.parametrize("replies", [1, 3])
def test_thread_costs_the_same_whatever_its_length(
    enter, building, replies, django_assert_num_queries
):
    thread = ThreadFactory(building=building, posts=1 + replies)
    for number in range(2, 2 + replies):
        PostFactory(thread=thread, number=number)
    client = enter("resident")
    with django_assert_num_queries(5):
        client.get(thread.get_absolute_url())


def test_a_reply_costs_few_statements(enter, building, django_assert_max_num_queries):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    with django_assert_max_num_queries(14):  # four are savepoints, two make it found
        client.post(url("reply", building, thread), {"text": "好的"})


def test_an_unchanged_page_is_not_sent_again(enter, building):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    client.get(url("list", building))  # brings the cookie of the forms
    for page in (url("list", building), thread.get_absolute_url()):
        known = {"If-None-Match": client.get(page)["ETag"]}
        assert client.get(page, headers=known).status_code == 304
        client.post(url("reply", building, thread), {"text": "好的"})
        del client.cookies["messages"]  # it was shown
        assert client.get(page, headers=known).status_code == 200
