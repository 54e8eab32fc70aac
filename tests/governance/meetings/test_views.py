from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from governance.meetings.models import Meeting
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

INSIDERS = ("leader", "core", "volunteer", "resident", "staff")
ALL_IN = {**dict.fromkeys(INSIDERS, 200), "neighbour": 404, "visitor": 302}
CALLERS = {**ALL_IN, **dict.fromkeys(INSIDERS, 403), "leader": 200, "staff": 200}
CALLED = {**CALLERS, "leader": 302, "staff": 302}
ACCESS = [
    ("list", "get", ALL_IN),
    ("page", "get", ALL_IN),
    ("print", "get", ALL_IN),
    ("calendar", "get", ALL_IN),
    ("post", "get", CALLERS),
    ("post", "post", CALLED),
    ("edit", "get", CALLERS),
    ("edit", "post", CALLED),
    ("cancel", "get", CALLERS),
    ("cancel", "post", CALLED),
]


def url(name, building, meeting=None):
    pk = [] if name in {"list", "post"} else [meeting.pk]
    return reverse(f"meetings:{name}", args=[building.slug, *pk])


def sent(*titles, do="post", **more):
    """Return the POST data of a form with one agenda row per title."""
    starts_at = timezone.localtime() + dt.timedelta(days=3)
    rows = {"form-TOTAL_FORMS": len(titles), "form-INITIAL_FORMS": 0}
    for n, title in enumerate(titles):
        rows |= {f"form-{n}-title": title, f"form-{n}-minutes": "", f"form-{n}-brought_by": ""}
    return {
        "do": do,
        "kind": "ordinary",
        "title": "墙面怎么刷",
        "minutes": 60,
        "place": "三楼",
        "starts_at": f"{starts_at:%Y-%m-%dT%H:%M}",
        "sequence": 0,
        **rows,
        **more,
    }


@pytest.mark.parametrize(
    ("name", "method", "persona", "status"),
    [
        (name, method, who, status)
        for name, method, table in ACCESS
        for who, status in table.items()
    ],
)
def test_access(enter, building, name, method, persona, status):
    meeting = MeetingFactory(building=building)
    data = {**sent(), "reason": "下雨"} if method == "post" else None
    response = getattr(enter(persona), method)(url(name, building, meeting), data)
    assert response.status_code == status


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("edit", "over"),
        ("edit", "held"),
        ("edit", "cancelled"),
        ("cancel", "cancelled"),
        ("cancel", "held"),
    ],
)
def test_what_is_over_or_cancelled_is_not_changed(enter, building, name, state):
    meeting = MeetingFactory(building=building, **{state: True})
    client = enter("leader")
    assert client.get(url(name, building, meeting)).status_code == 403
    page = client.get(meeting.get_absolute_url()).text
    assert url(name, building, meeting) not in page


def test_a_meeting_is_posted_in_the_lounge_unless_said_otherwise(enter, building):
    client = enter("leader")
    empty = client.get(url("post", building) + "?kind=ordinary").text
    assert ('value="3楼公共客厅"' in empty, 'name="form-TOTAL_FORMS" value="3"' in empty) == (
        True,
        True,
    )
    assert "还有什么要说的" in empty
    page = client.post(url("post", building), sent("墙面", "", "扶手"), follow=True)
    meeting = Meeting.objects.get()
    assert page.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert list(meeting.items.values_list("number", "title")) == [(1, "墙面"), (2, "扶手")]
    assert ("墙面怎么刷" in page.text, "还有3天" in page.text) == (True, True)


def test_one_more_row_keeps_everything_typed_without_judging_it(enter, building):
    meeting = MeetingFactory(building=building)
    for target in (url("post", building), url("edit", building, meeting)):
        data = sent("墙面", do="more", starts_at="", **{"form-0-minutes": "许多"})
        page = enter("leader").post(target, data).text
        assert 'name="form-TOTAL_FORMS" value="2"' in page
        for typed in ('value="墙面"', 'value="许多"', 'value="墙面怎么刷"'):
            assert typed in page
        assert "error" not in page


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"starts_at": "2020-01-01T10:00"}, "开会的时间要在现在以后。"),
        ({"form-0-title": "", "form-0-brought_by": "302室"}, "这一项还没有议题。"),
        ({"form-0-minutes": "0"}, "大约几分钟"),
        ({"kind": "party"}, "party"),
    ],
    ids=["yesterday", "no topic", "no time", "no kind"],
)
def test_what_cannot_be_posted_is_said_on_the_form(enter, building, more, expected):
    response = enter("leader").post(url("post", building), {**sent("墙面"), **more})
    assert (response.status_code, Meeting.objects.count()) == (200, 0)
    assert expected in response.text
    assert 'class="error' in response.text


def test_editing_begins_with_the_meeting_as_it_stands(enter, building):
    meeting = MeetingFactory(building=building, note="带老花镜", sequence=2)
    item = AgendaItemFactory(meeting=meeting, title="墙面", minutes=20)
    page = enter("leader").get(url("edit", building, meeting)).text
    local = timezone.localtime(meeting.starts_at)
    for part in (
        meeting.title,
        "带老花镜",
        f'value="{local:%Y-%m-%dT%H:%M}"',
        'value="墙面"',
        'value="20"',
        f'name="form-0-item" value="{item.pk}"',
        'name="sequence" value="2"',
    ):
        assert part in page


def test_the_second_of_two_who_edit_is_told_and_keeps_the_text(enter, building):
    meeting = MeetingFactory(building=building, title="别人改的", sequence=1)
    client = enter("leader")
    page = client.post(url("edit", building, meeting), sent("我的议题", sequence=0))
    assert page.status_code == 200
    for text in ("别人已经改过这次会议", "别人改的", "我的议题", 'name="sequence" value="1"'):
        assert text in page.text
    assert client.post(url("edit", building, meeting), sent(sequence=1)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.sequence) == ("墙面怎么刷", 2)


def test_an_edit_that_cannot_be_saved_keeps_what_was_typed(enter, building):
    meeting = MeetingFactory(building=building)
    data = sent("我的议题", starts_at="2020-01-01T10:00")
    page = enter("leader").post(url("edit", building, meeting), data)
    meeting.refresh_from_db()
    assert (page.status_code, meeting.sequence) == (200, 0)
    assert "我的议题" in page.text


def test_cancelling_is_asked_first_and_says_why(enter, building):
    meeting = MeetingFactory(building=building)
    client = enter("leader")
    assert "取消以后不能再恢复" in client.get(url("cancel", building, meeting)).text
    assert client.post(url("cancel", building, meeting), {"reason": " "}).status_code == 200
    page = client.post(url("cancel", building, meeting), {"reason": "下雨"}, follow=True)
    assert ("已取消" in page.text, "下雨" in page.text) == (True, True)


def test_coming_meetings_are_listed_above_past_ones(enter, building):
    MeetingFactory(building=building, over=True, title="开过的那次")
    MeetingFactory(building=building, title="要开的那次")
    MeetingFactory(building=building, cancelled=True, title="取消的那次")
    page = enter("resident").get(url("list", building)).text
    order = [page.index(title) for title in ("要开的那次", "取消的那次", "开过的那次")]
    assert order == sorted(order)
    assert "召集开会" not in page


def test_an_empty_list_says_what_will_come(enter, building):
    assert "现在没有要开的会" in enter("resident").get(url("list", building)).text


def test_the_calendar_file_is_a_download(enter, building):
    meeting = MeetingFactory(building=building)
    response = enter("resident").get(url("calendar", building, meeting))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="meeting-{meeting.pk}.ics"'
    assert f"URL:http://testserver{meeting.get_absolute_url()}" in response.text


def test_the_sheet_for_the_wall_has_the_agenda_and_a_code(enter, building):
    meeting = AgendaItemFactory(meeting__building=building, title="墙面").meeting
    sheet = enter("resident").get(url("print", building, meeting)).text
    assert ("墙面" in sheet, 'class="qr"' in sheet) == (True, True)


def test_the_list_is_fresh_when_the_hour_has_come(enter, building):
    meeting = MeetingFactory(building=building)
    client = enter("resident")
    client.get(url("list", building))
    known = {"If-None-Match": client.get(url("list", building))["ETag"]}
    assert client.get(url("list", building), headers=known).status_code == 304
    with time_machine.travel(meeting.starts_at, tick=False):
        assert client.get(url("list", building), headers=known).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(enter, building, rows, django_assert_num_queries):
    for state in ({}, {"over": True}, {"cancelled": True}):
        MeetingFactory.create_batch(rows, building=building, **state)
    client = enter("resident")
    with django_assert_num_queries(6):
        client.get(url("list", building))
