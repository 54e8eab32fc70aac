from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.lounge.models import Bookmark, Invitation, Post, Thread, Wish
from residents.models import User
from tests.factories.lounge import HidingFactory, PhotoFactory, PostFactory, ThreadFactory

INSIDERS = ("leader", "core", "volunteer", "resident", "staff")
OUTSIDE = {"neighbour": 404, "foreign_staff": 404, "visitor": 302}


def all_of(status, **more):
    return {**dict.fromkeys(INSIDERS, status), **OUTSIDE, **more}


ALL_SEE, ALL_DO = all_of(200), all_of(302)
LEADERS_SEE = all_of(403, leader=200, staff=200)
LEADERS_DO = all_of(403, leader=302, staff=302)
NOBODY = all_of(403)

NEED, MET = {}, {"state": "met", "ended_at": "2026-01-01T00:00Z"}
OFFERED = {"state": "offered"}
COMING, SETTLED = {"invitation": True}, {"settled": True}
OVER = {"invitation": True, "starts_at": "2026-01-01T00:00Z"}
WORRY, PLAN = {"worry": True}, {"plan": True}
UNNAMED = {"worry": True, "author": None}
LOCKED, HIDDEN = {"locked": "够了"}, {"hidden": True}
ACCESS = [
    ("thread", "get", NEED, ALL_SEE),
    ("thread", "get", HIDDEN, ALL_SEE),
    ("reply", "post", NEED, ALL_DO),
    ("reply", "post", LOCKED, NOBODY),
    ("reply", "post", HIDDEN, NOBODY),
    ("mark_read", "post", NEED, ALL_DO),
    ("mark_read", "post", HIDDEN, LEADERS_DO),
    ("follow", "post", NEED, ALL_DO),
    ("unfollow", "post", NEED, ALL_DO),
    ("support", "post", WORRY, ALL_DO),
    ("unsupport", "post", WORRY, ALL_DO),
    ("offer", "post", NEED, ALL_DO),
    ("offer", "post", MET, NOBODY),
    ("offer", "post", WORRY, NOBODY),
    ("withdraw_offer", "post", OFFERED, ALL_DO),
    ("withdraw_offer", "post", NEED, NOBODY),
    ("attend", "post", COMING, ALL_DO),
    ("attend", "post", OVER, NOBODY),
    ("attend", "post", NEED, NOBODY),
    ("calendar", "get", COMING, ALL_SEE),
    ("calendar", "get", NEED, all_of(404)),
    ("meet", "post", NEED, LEADERS_DO),
    ("meet", "post", MET, NOBODY),
    ("meet", "post", PLAN, NOBODY),
    ("ask_again", "post", MET, LEADERS_DO),
    ("call_off", "get", COMING, LEADERS_SEE),
    ("call_off", "get", OVER, NOBODY),
    ("settle", "post", WORRY, LEADERS_DO),
    ("settle", "post", UNNAMED, LEADERS_DO),
    ("settle", "post", NEED, NOBODY),
    ("reopen", "post", SETTLED, LEADERS_DO),
    ("take_up", "post", PLAN, LEADERS_DO),
    ("postpone", "get", PLAN, LEADERS_SEE),
    ("wish", "post", PLAN, LEADERS_DO),
    ("drop_wish", "post", PLAN, LEADERS_DO),
    ("lock", "get", NEED, LEADERS_SEE),
    ("lock", "get", LOCKED, NOBODY),
    ("unlock", "post", LOCKED, LEADERS_DO),
    ("unmask", "get", UNNAMED, LEADERS_SEE),
    ("unmask", "get", WORRY, NOBODY),
]
OF_POSTS = [
    ("versions", "get", {}, ALL_SEE),
    ("edit", "get", {}, NOBODY),
    ("delete", "get", {}, NOBODY),
    ("report", "get", {}, ALL_SEE),
    ("report", "get", {"hidden": True}, NOBODY),
    ("dismiss", "post", {}, LEADERS_DO),
    ("hide", "get", {}, LEADERS_SEE),
    ("restore", "post", {"hidden": True}, LEADERS_DO),
    ("restore", "post", {}, NOBODY),
    ("appeal", "get", {"hidden": True}, NOBODY),
    ("decide", "get", {"hidden": True}, all_of(403, staff=200)),
    ("pause", "get", {}, LEADERS_SEE),
    ("pause", "get", {"author": None}, NOBODY),
]
LISTS = [
    ("list", ALL_SEE),
    ("start", ALL_SEE),
    ("rules", ALL_SEE),
    ("moderation", LEADERS_SEE),
]
FILLED = {"text": "好的", "people": "1", "kind": "agenda", "up_to": "1", "reason": "有人病了"}


def url(name, building, *args):
    pks = [arg.pk if isinstance(arg, Thread) else arg for arg in args]
    return reverse(f"lounge:{name}", args=[building.slug, *pks])


def rows(table):
    return [(*row, who, status) for *row, seen in table for who, status in seen.items()]


@pytest.mark.parametrize(("name", "persona", "status"), rows(LISTS))
def test_access_to_lists(enter, building, name, persona, status):
    assert enter(persona).get(url(name, building)).status_code == status


@pytest.mark.parametrize(("name", "method", "is_like", "persona", "status"), rows(ACCESS))
def test_access(enter, building, name, method, is_like, persona, status):
    thread = ThreadFactory(building=building, **is_like)
    response = getattr(enter(persona), method)(url(name, building, thread), FILLED)
    assert response.status_code == status


@pytest.mark.parametrize(("name", "method", "is_like", "persona", "status"), rows(OF_POSTS))
def test_access_to_posts(enter, building, name, method, is_like, persona, status):
    thread = ThreadFactory(building=building, worry=True, posts=2)
    post = PostFactory(thread=thread, **is_like)
    if post.hidden:
        HidingFactory(post=post)
    response = getattr(enter(persona), method)(url(name, building, thread, 2), FILLED)
    assert response.status_code == status
    assert enter(persona).get(url("versions", building, thread, 9)).status_code in {404, 302}


@pytest.mark.parametrize(
    ("name", "is_like", "state"),
    [
        ("meet", NEED, "met"),
        ("ask_again", MET, "open"),
        ("call_off", COMING, "called_off"),
        ("settle", WORRY, "settled"),
        ("reopen", SETTLED, "talking"),
    ],
)
def test_its_author_takes_the_steps_of_its_life(enter, building, resident, name, is_like, state):
    thread = ThreadFactory(building=building, author=resident, **is_like)
    client = enter("resident")
    assert url(name, building, thread) in client.get(thread.get_absolute_url()).text
    client.post(url(name, building, thread), {"reason": "下雨"})
    thread.refresh_from_db()
    assert thread.state == state
    assert client.post(url(name, building, thread)).status_code == 403


def test_a_neighbours_thread_offers_no_settling(enter, building):
    thread = ThreadFactory(building=building, worry=True)
    assert "这件事解决了" not in enter("resident").get(thread.get_absolute_url()).text


def test_which_kind_comes_first_then_its_own_words(enter, building):
    client = enter("resident")
    choice = client.get(url("start", building)).text
    assert [f"?kind={kind}" in choice for kind in Thread.Kind.values] == [True] * 4
    worry = client.get(url("start", building), {"kind": "worry"}).text
    assert ("什么事让您烦恼" in worry, "不写我的名字" in worry) == (True, True)
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
    assert ("借梯子" in listed, "还没有回应" in listed, "我说的" in listed) == (True, True, True)


def test_inviting_says_when_where_and_for_how_many(enter, building, resident):
    when = timezone.localtime() + dt.timedelta(days=3)
    data = {
        "title": "看菊花",
        "text": "同去",
        "starts_at": when.strftime("%Y-%m-%dT14:00"),
        "place": "楼下",
        "minutes": "90",
        "room_for": "6",
    }
    client = enter("resident")
    wrong = client.post(
        url("start", building) + "?kind=invitation", {**data, "starts_at": "2020-01-01T10:00"}
    )
    assert ("现在以后" in wrong.text, 'value="楼下"' in wrong.text) == (True, True)
    page = client.post(url("start", building) + "?kind=invitation", data, follow=True).text
    assert ("下午2点 · 楼下" in page, "最多 6 人，还能来 5 人" in page) == (True, True)
    assert Invitation.objects.get().minutes == 90


def test_a_title_too_long_keeps_what_was_typed(enter, building):
    response = enter("resident").post(
        url("start", building) + "?kind=need", {"title": "长" * 61, "text": "留着的话"}
    )
    assert (response.status_code, Thread.objects.count()) == (200, 0)
    assert "留着的话" in response.text


def long_thread(building, posts, **more):
    """Create a thread with all posts in one query."""
    thread = ThreadFactory(building=building, posts=posts, **more)
    author = thread.author or User.objects.first()
    Post.objects.bulk_create(
        PostFactory.build(thread=thread, number=number, author=author)
        for number in range(2, posts + 1)
    )
    return thread


def test_a_reply_leads_to_itself(enter, building):
    thread = long_thread(building, 25)
    response = enter("resident").post(url("reply", building, thread), {"text": "我也是"})
    assert response.url == f"{thread.get_absolute_url()}?from=26#p26"
    assert 'id="p26"' in enter("resident").get(response.url).text


def test_a_reply_sent_twice_is_there_once_and_says_that_it_was_taken(enter, building):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    sent = {"text": "好的", "once": "k" * 32}
    first, second = (client.post(url("reply", building, thread), sent) for _ in range(2))
    assert first.url == second.url == f"{thread.get_absolute_url()}#p2"
    assert first.cookies["sent"].value == second.cookies["sent"].value == "k" * 32
    assert Post.objects.filter(thread=thread).count() == 2


def test_a_reply_too_long_shows_the_thread_again(enter, building):
    thread = long_thread(building, 26, title="借梯子")
    long = "长" * 3001
    response = enter("resident").post(url("reply", building, thread), {"text": long, "once": "k"})
    assert (response.status_code, Post.objects.count(), "sent" in response.cookies) == (
        200,
        26,
        False,
    )
    assert ("借梯子" in response.text, long in response.text) == (True, True)
    assert 'id="p26"' in response.text


def test_unread_marks_lead_to_the_first_unread_reply(enter, building):
    thread = long_thread(building, 30)
    client = enter("resident")
    assert "未读" in client.get(url("list", building)).text
    page = client.get(thread.get_absolute_url()).text
    assert ("data-mark-read" in page, 'name="up_to" value="25"' in page) == (True, True)
    client.post(url("mark_read", building, thread), {"up_to": "25"})
    assert (
        f'href="{thread.get_absolute_url()}?from=26#p26">5 条新回应'
        in client.get(url("list", building)).text
    )
    client.post(url("mark_read", building, thread), {"up_to": "30"})
    listed = client.get(url("list", building)).text
    assert ("新回应" in listed, "未读" in listed) == (False, False)
    assert "data-mark-read" not in client.get(thread.get_absolute_url()).text


def test_reading_writes_nothing(enter, building):
    thread = ThreadFactory(building=building)
    enter("resident").get(thread.get_absolute_url())
    assert Bookmark.objects.count() == 0


def test_the_leaders_wish_stands_on_their_home_page(enter, building):
    thread = ThreadFactory(building=building, plan=True, title="添书架")
    enter("leader").post(url("wish", building, thread), {"kind": "canvass"})
    assert Wish.objects.get().kind == "canvass"
    page = enter("leader").get(thread.get_absolute_url()).text
    assert f'href="/b/114/canvass/new/?thread={thread.pk}"' in page
    home = enter("leader").get("/b/114/").text
    assert ("要办的事" in home, "问每一户" in home) == (True, True)
    assert "要办的事" not in enter("resident").get("/b/114/").text.partition("楼里近况")[0]
    enter("leader").post(url("drop_wish", building, thread), {"kind": "canvass"})
    enter("leader").post(url("wish", building, thread), {"kind": "nonsense"})
    assert Wish.objects.count() == 0


def test_an_empty_lounge_says_what_one_can_do(enter, building):
    client = enter("resident")
    assert "客厅里还没有人说话" in client.get(url("list", building)).text
    assert "这一种还没有人说过" in client.get(url("list", building), {"kind": "plan"}).text
    assert "换一种看法试试" in client.get(url("list", building), {"show": "mine"}).text


def test_the_house_rules_point_to_the_charter(enter, building):
    page = enter("resident").get(url("rules", building)).text
    assert reverse("charters:charter", args=[building.slug]) in page


def test_a_link_tells_a_stranger_nothing_but_to_sign_in(client, building):
    building.public_page = True
    building.save()
    thread = ThreadFactory(building=building, title="看菊花")
    answer = client.get(thread.get_absolute_url(), follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("account_login"))
    assert ("看菊花" in answer.text, "登录" in answer.text, "og:" in answer.text) == (
        False,
        True,
        False,
    )


def test_lounge_pages_tell_chat_groups_nothing(enter, building):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    for page in (url("list", building), thread.get_absolute_url()):
        assert "og:" not in client.get(page).text


@pytest.mark.parametrize("count", [1, 3, 5000])
def test_list_costs_the_same_whatever_its_length(
    enter, building, resident, count, django_assert_num_queries
):
    Thread.objects.bulk_create(
        ThreadFactory.build(building=building, author=resident, worry=True) for _ in range(count)
    )
    client = enter("resident")
    for query in ("", "?kind=worry", "?show=open", "?show=mine"):
        with django_assert_num_queries(5):
            page = client.get(url("list", building) + query)
        assert len(page.context["page"].rows) == min(count, 25)
    for query in ("?show=followed", "?show=past", "?show=ended"):
        with django_assert_num_queries(5):
            client.get(url("list", building) + query)
    client.get(url("list", building))  # sets the CSRF cookie
    tag = client.get(url("list", building))["ETag"]
    with django_assert_num_queries(3):
        assert client.get(url("list", building), headers={"if-none-match": tag}).status_code == 304
    client = enter("leader")
    with django_assert_num_queries(6):  # includes reports
        client.get(url("list", building))


@pytest.mark.parametrize("replies", [1, 3, 2000])
@pytest.mark.parametrize("is_like", [WORRY, COMING], ids=["worry", "invitation"])
def test_thread_costs_the_same_whatever_its_length(
    enter, building, replies, is_like, django_assert_num_queries
):
    thread = long_thread(building, 1 + replies, **is_like)
    PhotoFactory(post=Post.objects.get(thread=thread, number=1))
    client = enter("resident")
    joined = 1 if is_like == COMING else 0
    last = thread.url_of(thread.posts).partition("#")[0]
    for page in (thread.get_absolute_url(), last):
        with django_assert_num_queries(8 + joined):
            client.get(page)


def test_a_reply_costs_few_statements(enter, building, django_assert_max_num_queries):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    with django_assert_max_num_queries(23):  # four for savepoints, two for the index, five to tell
        client.post(url("reply", building, thread), {"text": "好的"})


def test_an_unchanged_page_is_not_sent_again(enter, building):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    client.get(url("list", building))  # sets the CSRF cookie
    for page in (url("list", building), thread.get_absolute_url()):
        known = {"If-None-Match": client.get(page)["ETag"]}
        assert client.get(page, headers=known).status_code == 304
        client.post(url("reply", building, thread), {"text": f"好的 {page}"})
        del client.cookies["messages"]  # it was already shown
        assert client.get(page, headers=known).status_code == 200


def test_a_number_of_people_that_is_none_is_refused_in_a_sentence(enter, building):
    thread = ThreadFactory(building=building, invitation=True)
    answer = enter("resident").post(
        url("attend", building, thread),
        {"people": "99"},
        follow=True,
        headers={"referer": f"http://testserver{thread.get_absolute_url()}"},
    )
    assert "最多10个" in answer.text


def test_a_plan_is_set_aside_with_a_reason_that_its_author_finds_unread(enter, building, resident):
    thread = ThreadFactory(building=building, plan=True, author=resident)
    address = url("postpone", building, thread)
    assert enter("leader").post(address, {"reason": ""}).status_code == 200
    assert enter("leader").post(address, {"reason": "等年检"}).status_code == 302
    client = enter("resident")
    assert "等年检" in client.get(thread.get_absolute_url()).text
    Bookmark.objects.create(thread=thread, user=resident, read_up_to=1)
    User.objects.filter(pk=resident.pk).update(content_version=9)
    assert "1 条新回应" in client.get(url("list", building)).text
