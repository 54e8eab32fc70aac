"""Quoting, changing, deleting, photos."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Cover, Line
from governance.lounge.actions import joining, moderation, posts
from governance.lounge.actions._shared import NEWCOMER_LIMITS
from governance.lounge.inputs import PostInput, ReplyInput
from governance.lounge.models import Photo, Post, PostVersion
from governance.lounge.queries.posts import post_of
from louzu.lib.errors import Refused
from louzu.lib.uploads import File, clean_upload
from residents.models import Membership
from tests.architecture.requests import body_of
from tests.factories.files import photo
from tests.factories.lounge import (
    HidingFactory,
    PhotoFactory,
    PostFactory,
    ThreadFactory,
    thread_input,
)


def first_of(thread):
    return post_of(thread, 1)


def test_a_quote_is_a_link_with_an_excerpt(enter, building, resident):
    thread = ThreadFactory(building=building, text="厨房的灯坏了")
    client = enter("resident")
    form = client.get(thread.get_absolute_url() + "?quote=1").text
    assert 'name="quotes" value="1"' in form
    client.post(post_url(thread, "reply"), {"text": "几点？", "quotes": "1"})
    page = client.get(thread.get_absolute_url())
    assert page.context["talk"].posts[1].quotes == Post.objects.get(thread=thread, number=1)
    assert f'href="{thread.url_of(1)}"' in page.text
    assert page.text.count("厨房的灯坏了") == 2


def test_a_quote_of_another_thread_is_none(building, resident):
    PostFactory(number=7, thread=ThreadFactory(building=building))
    post = posts.add_reply(
        ThreadFactory(building=building), ReplyInput(text="好", quotes=7), by=resident
    )
    assert post.quotes is None


def test_what_was_quoted_and_is_gone_is_not_quoted_any_more(enter, building, resident):
    thread = ThreadFactory(building=building, author=resident, text="悄悄话")
    posts.add_reply(thread, ReplyInput(text="哦", quotes=1), by=resident)
    posts.delete_post(first_of(thread), by=resident)
    page = enter("resident").get(thread.get_absolute_url()).text
    assert ("悄悄话" in page, "这段话看不到了" in page) == (False, True)


def test_a_changed_post_is_marked_and_its_earlier_text_kept(enter, building, resident):
    thread = ThreadFactory(building=building, author=resident, title="借梯子", text="周五用")
    client = enter("resident")
    client.post(post_url(thread, "edit", 1), {"title": "借长梯子", "text": "周六用"})
    thread.refresh_from_db()
    assert (thread.title, first_of(thread).text) == ("借长梯子", "周六用")
    assert "改过" in client.get(thread.get_absolute_url()).text
    earlier = enter("volunteer").get(post_url(thread, "versions", 1)).text
    assert [word in earlier for word in ("借长梯子", "周六用", "借梯子", "周五用")] == [True] * 4
    assert Line.objects.get().verb == "lounge.edited"


def test_saving_what_it_says_already_changes_nothing(building, resident):
    thread = ThreadFactory(building=building, author=resident, text="周五用")
    post = posts.edit_post(first_of(thread), PostInput(text="周五用"), by=resident)
    assert (post.edited_at, PostVersion.objects.count()) == (None, 0)


def test_an_invitation_moves_with_its_calendar(building, resident):
    thread = ThreadFactory(building=building, author=resident, invitation=True)
    joining.attend_invitation(thread, people=3, by=resident)
    later = thread.starts_at + dt.timedelta(days=1)
    data = {
        "kind": "invitation",
        "text": "改期",
        "title": "看菊花",
        "starts_at": later,
        "place": "门口",
        "minutes": 60,
    }
    with pytest.raises(Refused, match="已经有3个人"):
        posts.edit_post(first_of(thread), thread_input(room_for=2, **data), by=resident)
    with pytest.raises(Refused, match="现在以后"):
        posts.edit_post(
            first_of(thread),
            thread_input(**{**data, "starts_at": timezone.now(), "room_for": 9}),
            by=resident,
        )
    posts.edit_post(first_of(thread), thread_input(room_for=9, **data), by=resident)
    thread.refresh_from_db()
    thread.invitation.refresh_from_db()
    assert (thread.starts_at, thread.invitation.place) == (later, "门口")
    assert (thread.invitation.room_for, thread.invitation.sequence) == (9, 1)


def test_what_is_deleted_is_gone_but_for_a_trace(
    media, enter, building, resident, django_capture_on_commit_callbacks
):
    thread = ThreadFactory(building=building, posts=2)
    post = PostFactory(thread=thread, author=resident, text="说漏了", html="说漏了")
    file = PhotoFactory(post=post).file.name
    posts.edit_post(post, PostInput(text="说漏了嘴"), by=resident)
    with django_capture_on_commit_callbacks(execute=True):
        enter("resident").post(post_url(thread, "delete", 2))
    post.refresh_from_db()
    assert (post.text, post.html, Photo.objects.count(), PostVersion.objects.count()) == (
        "",
        "",
        0,
        0,
    )
    assert not default_storage.exists(file)
    page = enter("leader").get(thread.get_absolute_url()).text
    assert ("说漏" in page, f"{resident} {flat_of(resident)}室删去了这段话" in page) == (
        False,
        True,
    )
    assert enter("resident").post(post_url(thread, "delete", 2)).status_code == 403


def test_with_the_first_post_the_title_goes_from_the_journal_too(enter, building, resident):
    client = enter("resident")
    client.post(start_url(building, "need"), {"title": "不该写的标题", "text": "x"})
    line = Line.objects.get()
    thread = Post.objects.get().thread
    thread.building = building
    posts.delete_post(first_of(thread), by=resident)
    assert (line.subject_title, Cover.objects.count()) == ("不该写的标题", 1)
    for place in ("", "journal/", "lounge/", f"lounge/{thread.pk}/"):
        assert "不该写的标题" not in enter("leader").get(f"/b/114/{place}").text, place


@pytest.fixture(params=["a folder", "S3"])
def media(request):
    if request.param == "S3":
        request.getfixturevalue("s3_media")


def test_photos_come_in_clean_and_are_served_through_the_door(media, enter, building, resident):
    client = enter("resident")
    client.post(
        start_url(building, "need"), {"title": "借", "text": "x", "photos": [photo(), photo()]}
    )
    thread = Post.objects.get().thread
    one, _two = Photo.objects.order_by("pk")
    page = client.get(thread.get_absolute_url()).text
    assert page.count("<img") == 2
    for size in ("whole", "small"):
        address = post_url(thread, "photo", 1, one.pk, size)
        answer = enter("volunteer").get(address)
        body_of(answer)
        assert (answer["Content-Type"], answer["Content-Security-Policy"]) == (
            "image/jpeg",
            "default-src 'none'; sandbox",
        )
        assert answer["Cache-Control"] == "private, no-cache"
        assert enter("neighbour").get(address).status_code == 404
        assert enter("visitor").get(address).status_code == 302


def test_a_photo_that_a_browser_has_is_asked_for_again_and_cheap(enter, building, resident):
    thread = ThreadFactory(building=building)
    post = PostFactory(thread=thread, author=resident)
    address = post_url(thread, "photo", 2, PhotoFactory(post=post).pk, "small")
    first = enter("volunteer").get(address)
    body_of(first)
    has = {"If-None-Match": first["ETag"]}
    again = enter("volunteer").get(address, headers=has)
    assert (again.status_code, again.content, again["Cache-Control"]) == (
        304,
        b"",
        "private, no-cache",
    )
    Post.objects.filter(pk=post.pk).update(hidden=True)
    assert enter("volunteer").get(address, headers=has).status_code == 403


def test_nine_photos_a_post_and_no_more(building, resident):
    thread = ThreadFactory(building=building, author=resident)
    post = first_of(thread)
    PhotoFactory.create_batch(9, post=post)
    file = File("a.jpg", clean_upload(photo()))
    with pytest.raises(Refused, match="最多放9张"):
        posts.edit_post(post, PostInput(text="正文", photos=[file]), by=resident)


def test_a_pdf_is_no_photo(enter, building, resident):
    thread = ThreadFactory(building=building)
    pdf = SimpleUploadedFile("账单.pdf", b"%PDF-1.4\n...\n%%EOF\n")
    answer = enter("resident").post(post_url(thread, "reply"), {"text": "请看", "photos": pdf})
    assert ("账单.pdf”不是照片" in answer.text, "请看" in answer.text) == (True, True)
    assert Post.objects.count() == 1


def test_a_photo_is_taken_away_by_its_author(enter, building, resident):
    thread = ThreadFactory(building=building, author=resident)
    one = PhotoFactory(post=first_of(thread))
    address = post_url(thread, "remove_photo", 1, one.pk)
    assert enter("volunteer").post(address).status_code == 403
    assert enter("resident").post(address).status_code == 302
    assert enter("resident").post(address).status_code == 404


def test_a_hidden_posts_photo_is_seen_by_its_author_and_who_moderates(enter, building, resident):
    thread = ThreadFactory(building=building, posts=2)
    post = PostFactory(thread=thread, author=resident, hidden=True)
    HidingFactory(post=post)
    one = PhotoFactory(post=post)
    address = post_url(thread, "photo", 2, one.pk, "small")
    seen = {}
    for who in ("resident", "leader", "staff", "volunteer", "core"):
        answer = enter(who).get(address)
        body_of(answer)
        seen[who] = answer.status_code
    assert seen == {"resident": 200, "leader": 200, "staff": 200, "volunteer": 403, "core": 403}


def post_url(thread, name, *args):
    return reverse(f"lounge:{name}", args=[thread.building.slug, thread.pk, *args])


def start_url(building, kind):
    return f"/b/{building.slug}/lounge/new/?kind={kind}"


def flat_of(user):
    return user.memberships.get().household.flat.room


def test_what_is_hidden_or_deleted_meanwhile_refuses_in_a_sentence(building, resident, leader):
    thread = ThreadFactory(building=building, author=resident)
    first = first_of(thread)
    moderation.hide_post(first, reason="点名了", by=leader)
    with pytest.raises(Refused, match="收起了"):
        posts.add_reply(thread, ReplyInput(text="好"), by=resident)
    with pytest.raises(Refused, match="已经不在"):
        posts.delete_post(first, by=resident)
    moderation.restore_post(first, by=leader)
    with pytest.raises(Refused, match="已经恢复"):
        moderation.restore_post(first, by=leader)


def test_a_refused_change_is_told_on_the_form_and_keeps_what_was_typed(enter, building, resident):
    thread = ThreadFactory(building=building, author=resident, invitation=True, room_for=9)
    joining.attend_invitation(thread, people=4, by=resident)
    client = enter("resident")
    form = client.get(post_url(thread, "edit", 1))
    data = {**form.context["form"].initial, "text": "换个小地方", "room_for": "2"}
    data["starts_at"] = timezone.localtime(data["starts_at"]).strftime("%Y-%m-%dT%H:%M")
    page = client.post(post_url(thread, "edit", 1), data)
    assert ("已经有4个人要来" in page.text, "换个小地方" in page.text) == (True, True)


def test_a_refused_reply_is_told_on_the_form_and_keeps_what_was_typed(enter, building, resident):
    thread = ThreadFactory(building=building)
    client = enter("resident")
    for number in range(NEWCOMER_LIMITS[1] + 1):
        Membership.objects.filter(user=resident).update(since=timezone.localdate())
        page = client.post(post_url(thread, "reply"), {"text": f"第{number}句"})
    assert ("最多回应10次" in page.text, "第10句" in page.text) == (True, True)
    assert Post.objects.count() == 1 + NEWCOMER_LIMITS[1]
