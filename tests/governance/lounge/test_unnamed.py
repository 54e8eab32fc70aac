"""A worry without a name stays so: on every page, in the journal, in files and at the desk."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.contrib import admin
from django.core.serializers import serialize
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.journal.models import Line
from governance.lounge.actions import posts as posts_actions
from governance.lounge.actions import unnamed
from governance.lounge.inputs import ReplyInput
from governance.lounge.models import Post, Thread, Unmasking
from governance.lounge.queries.people import starter_of
from residents.models import User
from tests.architecture.requests import body_of
from tests.architecture.site import INSIDE
from tests.conftest import holder
from tests.factories.files import photo
from tests.factories.lounge import PostFactory, ThreadFactory

NAME, LOGIN = "藏起来的人", "hidden-login"
FORM_DATA = {"title": "睡不着", "text": "夜里总醒", "unnamed": "on"}
READERS = ("leader", "core", "volunteer", "staff", "deputed")
QUERIES = ("?show=mine", "?show=followed", "?kind=worry", "?show=open")


@pytest.fixture(params=["resident", "office"])
def author(request, building, resident):
    """Somebody who shows their name, with and without an office."""
    person = resident if request.param == "resident" else holder(building, "team")
    person.shown_name, person.username = NAME, LOGIN
    person.save()
    return person


@pytest.fixture
def thread(client, author, volunteer):
    """Begun through the page, answered, answered back, changed, settled and taken up again."""
    client.force_login(author)
    client.post("/b/114/lounge/new/?kind=worry", {**FORM_DATA, "photos": photo()})
    thread = Thread.objects.get()
    posts_actions.add_reply(thread, ReplyInput(text="来三楼坐坐"), by=volunteer)
    at = f"/b/114/lounge/{thread.pk}"
    client.post(f"{at}/reply/", {"text": "谢谢，明天来", "quotes": "2"})
    client.post(f"{at}/1/edit/", {"title": "睡不好", "text": "夜里总醒，白天没力气"})
    client.post(f"{at}/settle/")
    client.post(f"{at}/reopen/")
    client.post(f"{at}/reply/", {"text": "多说了一句"})
    client.post(f"{at}/4/delete/")
    return thread


def test_no_row_that_pages_read_holds_the_author(thread, author):
    posts = Post.objects.filter(thread=thread).order_by("number")
    assert list(posts.values_list("author__shown_name", "office"))[2:] == [(None, ""), (None, "")]
    assert (Thread.objects.get().author, Thread.objects.get().office) == (None, "")
    lines = Line.objects.filter(subject_id=thread.pk).exclude(actor__isnull=False)
    assert len(lines) == 7
    assert {(line.office, line.whom) for line in lines} == {("", None)}
    rows = serialize("json", [*Thread.objects.all(), *posts, *lines])
    assert (NAME in rows, f'"author": {author.pk}' in rows) == (False, False)
    assert starter_of(thread) == author


OF_PEOPLE = (
    "people:",
    "homes:",
    "slips:",
    "offices:",
    "home:hand_over",
    "meetings:give",
    "matters:begin",
    "matters:edit",
    "matters:make_promise",
    "matters:word_promise",
)
"""Beginnings of the names of URLs that the walk leaves out. Their pages list the building's members, the
author among them, or let one of them be chosen. They show nothing that anybody wrote."""


def walk(client, thread):
    """Every address of the house that takes what this thread is made of."""
    for address in INSIDE:
        if address.name.startswith(OF_PEOPLE):
            continue
        ids = {"slug": "114", "pk": thread.pk, "number": 1, "photo": 1, "size": "small", "pause": 1}
        wanted = {name: ids[name] for name in address.parameters if name in ids}
        if set(wanted) != set(address.parameters):
            continue
        again = "number" in wanted or address.name.startswith("lounge:")
        for number in (1, 3) if again else (1,):  # a page of the lounge also after it has been seen
            more = {"number": number} if "number" in wanted else {}
            url = reverse(address.name, kwargs={**wanted, **more})
            response = client.get(url)
            yield url, body_of(response), response


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_no_page_no_file_and_no_feed_betrays_the_author(enter, thread, author, reader):
    room = author.memberships.get().household.flat.room
    client = enter(reader)
    walked = 0
    for url, body, response in walk(client, thread):
        text = body.decode(errors="ignore") + str(response.headers)
        assert NAME not in text, url
        assert LOGIN not in text, url
        if f"/lounge/{thread.pk}/" in url:
            assert f"{room}室" not in text, url
            walked += response.status_code == 200
    assert walked > 3
    page = client.get(thread.get_absolute_url()).text
    assert ("一位邻居" in client.get("/b/114/lounge/").text, page.count("发起人")) > (True, 2)


@pytest.mark.slow
def test_what_is_mine_or_followed_is_the_readers_own(enter, thread, author):
    for reader, query in product(READERS, QUERIES):
        page = enter(reader).get(f"/b/114/lounge/{query}").text
        assert NAME not in page, (reader, query)
        assert ("睡不好" in page) == (
            query not in {"?show=mine", "?show=followed"}
            or (reader == "volunteer" and query == "?show=followed")
        ), (reader, query)


def test_its_author_finds_it_under_mine_and_knows_it(client, thread, author):
    client.force_login(author)
    assert "睡不好" in client.get("/b/114/lounge/?show=mine").text
    assert "睡不好" in client.get("/b/114/lounge/?show=followed").text
    page = client.get(thread.get_absolute_url()).text
    assert ("这是您说的，没有写名字" in page, "还没有人看过" in page) == (True, True)
    assert client.get(f"/b/114/lounge/{thread.pk}/1/edit/").status_code == 200


def test_the_committees_desk_does_not_know_either(enter, thread, author):
    client = enter("staff")
    desks = [m for m in admin.site._registry if m._meta.app_label in {"lounge", "journal"}]
    assert len(desks) >= 5
    for model in desks:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls = [reverse(f"{place}_changelist"), f"{reverse(f'{place}_changelist')}?q=x"]
        for row in model.objects.all():
            urls += [reverse(f"{place}_{what}", args=[row.pk]) for what in ("change", "history")]
        for url in urls:
            page = client.get(url).text
            assert (NAME in page, LOGIN in page) == (False, False), url


def test_hidden_reported_and_appealed_it_stays_unnamed(enter, thread, author, leader, staff):
    client = enter("leader")
    third = f"/b/114/lounge/{thread.pk}/3"
    client.post(f"{third}/hide/", {"reason": "看看"})
    client.force_login(author)
    client.post(f"{third}/appeal/", {"text": "没有说错"})
    assert Line.objects.get(verb="lounge.appealed").actor is None
    for reader in ("leader", "staff"):
        page = enter(reader).get("/b/114/lounge/moderation/").text
        assert ("没有说错" in page, NAME in page) == (True, False)
    assert enter("leader").get(f"{third}/pause/").status_code == 403


def test_only_leader_and_committee_look_and_only_with_a_reason(enter, thread, author):
    address = f"/b/114/lounge/{thread.pk}/unmask/"
    for reader in ("core", "volunteer", "deputed"):
        assert enter(reader).get(address).status_code == 403
        assert enter(reader).post(address, {"reason": "想看"}).status_code == 403
    client = enter("leader")
    assert NAME not in client.get(address).text
    assert NAME not in client.post(address, {"reason": ""}).text
    shown = client.post(address, {"reason": "听着像要出事"}, follow=True).text
    assert (NAME in shown, "听着像要出事" in shown) == (True, True)
    line = Line.objects.latest("number")
    assert (line.verb, line.audience, line.whom) == ("lounge.unmasked", "leaders", None)
    assert NAME not in client.get(thread.get_absolute_url()).text
    committee = enter("staff").get(address).text
    assert ("听着像要出事" in committee, NAME in committee) == (True, False)


def test_the_author_sees_who_looked_and_why(client, thread, author, leader):
    unnamed.unmask_author(thread, reason="听着像要出事", by=leader)
    unnamed.unmask_author(thread, reason="再看一次", by=leader)
    client.force_login(author)
    page = client.get(thread.get_absolute_url()).text
    assert (f"楼组长 {leader}" in page, "听着像要出事" in page) == (True, True)
    assert Unmasking.objects.count() == 1


def test_a_named_thread_has_nothing_to_look_at(enter, building):
    thread = ThreadFactory(building=building, worry=True)
    assert enter("leader").get(f"/b/114/lounge/{thread.pk}/unmask/").status_code == 403


def test_nobody_else_is_taken_for_its_author(enter, thread, author):
    for reader in READERS:
        client = enter(reader)
        for name in ("edit", "delete", "appeal"):
            for number in (1, 3):
                at = f"/b/114/lounge/{thread.pk}/{number}/{name}/"
                assert client.get(at).status_code == 403, (reader, at)


def test_only_a_worry_can_go_without_a_name(client, building, author):
    client.force_login(author)
    client.post("/b/114/lounge/new/?kind=need", FORM_DATA)
    assert Thread.objects.get().author == author


def test_an_office_in_a_post_without_a_name_is_refused(building, thread):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(thread=thread, number=9, author=None, office="leader")


def test_numbers_of_accounts_stand_on_no_page_of_it(enter, building, thread, author):
    """The marks in a page that hold a person's number hold its reader's."""
    User.objects.filter(pk=author.pk).update(content_version=987654)
    page = enter("leader").get(thread.get_absolute_url()).text
    assert "987654" not in page
    assert not re.search(rf'data-[a-z]+="[^"]*-{author.pk}"', page)
