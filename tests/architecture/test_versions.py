"""If two people edit a text, the first change is kept, and the second person sees both."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from governance.meetings.actions.holding import record_attendance
from tests.architecture.form_classes import as_shown
from tests.architecture.versioned_forms import lacks_version
from tests.factories import HouseholdFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass
from tests.factories.charters import make_draft_being_written, wordings_of
from tests.factories.meetings import (
    AgendaItemFactory,
    CorrectionFactory,
    MeetingFactory,
    ResolutionFactory,
)
from tests.factories.notices import NoticeFactory

FIRST, SECOND = "第一个人写的话", "第二个人写的话"
pytestmark = pytest.mark.django_db


def points(building, leader):
    meeting = MeetingFactory(building=building, host=leader, note_taker=leader, held=True)
    item = AgendaItemFactory(meeting=meeting, number=1, points="墙脏了")
    return item, "points", reverse("meetings:note", args=["114", meeting.pk, item.pk]), {}


def correction(building, leader):
    meeting = MeetingFactory(building=building, host=leader, note_taker=leader, read=True)
    item = AgendaItemFactory(meeting=meeting, number=1, points="墙脏了")
    asked = [CorrectionFactory(meeting=meeting, item=item) for _each in "ab"]
    url = reverse("meetings:correct", args=["114", meeting.pk, asked[1].pk])
    other = reverse("meetings:correct", args=["114", meeting.pk, asked[0].pk])
    return item, "points", url, {"decision": "yes", "first": other}


def resolution(building, leader):
    meeting = MeetingFactory(building=building, host=leader, note_taker=leader, held=True)
    item = AgendaItemFactory(meeting=meeting, number=1)
    found = ResolutionFactory(item=item, way="nowhere")
    return found, "text", reverse("meetings:change", args=["114", meeting.pk, found.pk]), {}


def canvass_draft(building, leader):
    found = make_draft_canvass(building, leader)
    return found, "body", reverse("canvass:edit", args=["114", found.pk]), {"threshold": "2/3"}


def canvass_text(building, leader):
    found = make_open_canvass(building, leader)
    more = {"do": "save", "reason": "写清楚", "material": "on"}
    return found, "body", reverse("canvass:reword", args=["114", found.pk]), more


def notice(building, leader):
    found = NoticeFactory(building=building, author=leader)
    return found, "body", reverse("notices:edit", args=["114", found.pk]), {"do": "save"}


@pytest.mark.parametrize(
    "begin", [points, correction, resolution, canvass_draft, canvass_text, notice]
)
def test_a_second_save_keeps_the_first_text_and_shows_both(enter, building, leader, begin):
    row, field, url, more = begin(building, leader)
    client = enter("leader")
    shown = as_shown(client.get(url).context["form"])
    first = more.pop("first", url)
    answer = client.post(first, {**shown, **more, field: FIRST})
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.post(url, {**shown, **more, field: SECOND})
    assert (page.status_code, FIRST in page.text, SECOND in page.text) == (200, True, True)
    row.refresh_from_db()
    assert getattr(row, field) == FIRST
    again = {**as_shown(page.context["form"]), **more}
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == SECOND


def test_articles_are_not_made_one_over_a_change_of_the_other(enter, building, leader):
    """The target article is checked as well."""
    draft = make_draft_being_written(building, "不堆物。", "轻声。")
    one, other = wordings_of(draft)
    merge = f"{reverse('charters:merge', args=['114', one.article_id])}?other={other.article_id}"
    client = enter("leader")
    shown = as_shown(client.get(merge).context["form"])
    edit = reverse("charters:edit", args=["114", other.article_id])
    client.post(edit, {**as_shown(client.get(edit).context["form"]), "text": FIRST})
    page = client.post(merge, {**shown, "text": SECOND})
    assert (FIRST in page.text, SECOND in page.text) == (True, True)
    assert [row.text for row in wordings_of(draft)] == ["不堆物。", FIRST]
    assert client.post(merge, as_shown(page.context["form"])).status_code == 302
    assert [row.text for row in wordings_of(draft)] == [SECOND]


def test_two_who_tick_who_is_there_are_told_of_each_other(enter, building, leader):
    meeting = MeetingFactory(building=building, host=leader, note_taker=leader, held=True)
    homes = HouseholdFactory.create_batch(3, building=building)
    url = reverse("meetings:attendance", args=["114", meeting.pk])
    client = enter("leader")
    shown = as_shown(client.get(url).context["form"])
    assert client.post(url, {**shown, "present": [homes[0].pk]}).status_code == 302
    page = client.post(url, {**shown, "present": [homes[1].pk]})
    ticked = set(re.findall(r'value="(\d+)"\s+checked', page.text))
    assert (f"<p>{homes[0]}</p>" in page.text, ticked) == (True, {str(homes[1].pk)})
    assert rooms_present(meeting) == [homes[0].flat.room]
    again = {"version": page.context["form"]["version"].value(), "present": [homes[1].pk]}
    assert client.post(url, again).status_code == 302
    assert rooms_present(meeting) == [homes[1].flat.room]


def rooms_present(meeting):
    there = meeting.presences.filter(present=True).order_by("household__flat__room")
    return list(there.values_list("household__flat__room", flat=True))


def test_a_form_of_ticks_without_its_version_is_found(client, building, leader):
    meeting = MeetingFactory(building=building, host=leader, note_taker=leader, held=True)
    record_attendance(meeting, HouseholdFactory.create_batch(2, building=building), by=leader)
    client.force_login(leader)
    page = client.get(reverse("meetings:attendance", args=["114", meeting.pk])).text
    assert not lacks_version(page)
    assert lacks_version(page.replace('name="version"', 'name="other"'))


def test_a_form_without_its_version_is_found(client, building, leader):
    """tests/conftest.py checks every page that any test requests."""
    _item, _field, url, _more = points(building, leader)
    client.force_login(leader)
    page = client.get(url).text
    assert not lacks_version(page)
    assert lacks_version(page.replace('name="version"', 'name="other"'))
