"""Each page that news leads to marks it as read when it is opened, by a form that it sends."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.charters.actions.talking import Contributor, suggest_words
from residents.rooms.manifest import rooms
from residents.rooms.messages import MessageKind
from residents.rooms.waiting import thing_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.charters import make_discussed_draft, make_draft_in_force, wordings_of
from tests.factories.inbox import InboxItemFactory
from tests.factories.ledger import EntryFactory
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory
from tests.factories.meetings import MeetingFactory, TaskFactory
from tests.factories.stories import ShownPersonFactory, StoryFactory
from tests.news import forms_to_read

pytestmark = pytest.mark.django_db


def way(_building, _user):
    return reverse("ways:list")


def neighbours(building, _user):
    return reverse("people:neighbours", args=[building.slug])


def suggestion(building, user):
    (wording,) = wordings_of(make_discussed_draft(building, "轻声。"))
    return suggest_words(wording, text="夜里轻声。", contributor=Contributor(user))


def refused_entry(building, user):
    return EntryFactory(account__building=building, entered_by=user, refused=True)


def recorded_answer(building, user):
    """A story in which the person is said to have agreed."""
    story = StoryFactory(matter__building=building, state="asking")
    ShownPersonFactory(story=story, user=user, agreed=True)
    return story


PAGES = {
    "notices": [lambda building, _user: NoticeFactory(building=building)],
    "lounge": [lambda building, _user: ThreadFactory(building=building)],
    "canvass": [make_open_canvass],
    "meetings": [
        lambda building, _user: MeetingFactory(building=building),
        lambda building, _user: TaskFactory(building=building, resolution=None, text="买灯"),
    ],
    "matters": [lambda building, _user: MatterFactory(building=building)],
    "charters": [
        lambda building, _user: make_draft_in_force(building, "轻声。").edition,
        lambda building, _user: make_discussed_draft(building, "轻声。").edition,
        suggestion,
    ],
    "ledger": [refused_entry],
    "stories": [recorded_answer],
    "inbox": [way],
    "residents": [neighbours],
}
"""Room → the pages that its news lead to: things, or addresses."""


def test_every_room_with_news_is_walked():
    with_news = {
        room.name
        for room in rooms()
        for kind in room.message_types
        if kind.kind == MessageKind.NEWS and kind.listed
    }
    assert PAGES.keys() == with_news


@pytest.mark.parametrize("make", [make for pages in PAGES.values() for make in pages])
def test_opening_the_page_of_a_thing_marks_its_news_as_read(
    enter, building, household, resident, make
):
    thing = make(building, resident)
    about, url = {}, thing
    if not isinstance(thing, str):
        url = thing.get_absolute_url()
        about = dict(
            zip(("message__thing_type", "message__thing_id"), thing_of(thing), strict=True)
        )
    unread, elsewhere = (
        InboxItemFactory(user=resident, message__building=building, message__url=to, **more)
        for to, more in ((f"{url}#p1", about), (f"{url}more/", {"message__thing_id": 0}))
    )
    client = enter("resident")
    ((action, fields),) = forms_to_read(client.get(url))
    unread.refresh_from_db()
    assert unread.read_at is None, "a GET changes nothing"
    client.post(action, fields)
    for one in (unread, elsewhere):
        one.refresh_from_db()
    assert (unread.read_at is None, elsewhere.read_at) == (False, None)
    assert forms_to_read(client.get(url)) == []


@pytest.mark.parametrize("page", ["", "https://example.org/", "//example.org", "x"])
def test_no_other_site_is_led_to(enter, page):
    answer = enter("resident").post(reverse("ways:read_news"), {"page": page})
    assert answer.url == "/"


def test_visitors_have_no_news(enter, building):
    building.public_page = True
    building.save()
    notice = NoticeFactory(building=building, audience="public")
    page = enter("visitor").get(notice.get_absolute_url())
    assert (page.status_code, forms_to_read(page)) == (200, [])
