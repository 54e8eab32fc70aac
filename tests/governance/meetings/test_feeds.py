"""A personal calendar address is limited to readable meetings, ends with access, and can be
revoked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from governance.canvass.actions.drafting import withdraw_canvass
from governance.meetings.actions.feeds import close_feed, open_feed
from governance.meetings.actions.tasks import finish_task
from governance.meetings.models import Feed
from governance.notices.actions.posting import withdraw_notice
from residents.joining.actions.joining import move_out, renew_key
from residents.joining.actions.slips import print_key_slip
from residents.privacy.actions.forgetting import forget_user
from residents.rooms.occasions import event_uid
from residents.rooms.waiting import thing_of
from tests.factories import MembershipFactory, NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, TaskFactory
from tests.factories.notices import make_notice_with_canvass_and_marker

MINE, MAKE, TAKE_BACK = (reverse(f"calendar:{name}") for name in ("mine", "make", "take_back"))


def address(token):
    return reverse("calendar:feed", args=[token])


def events(client, token):
    answer = client.get(address(token))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_address_is_shown_once_and_kept_as_a_hash(enter, resident):
    client = enter("resident")
    assert "给我一个地址" in client.get(MINE).text
    made = client.post(MAKE, {"once": "k"})
    (feed,) = Feed.objects.all()
    token = made.context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    assert (made.status_code, token in made.text, len(token) >= 32) == (201, True, True)
    assert (feed.user, token in feed.digest) == (resident, False)
    assert "no-store" in made["Cache-Control"]
    again = client.post(MAKE, {"once": "k"}, follow=True)
    assert (again.redirect_chain, token in again.text) == ([(MINE, 302)], False)
    assert "换一个地址" in client.get(MINE).text


def test_nobody_signs_in_to_read_it_and_it_holds_ones_own_buildings(
    client, building, next_door, resident
):
    meeting = MeetingFactory(building=building, title="墙面怎么刷")
    AgendaItemFactory(meeting=meeting, number=1, title="扶手")
    MeetingFactory(building=next_door, title="隔壁的")
    token = open_feed(resident)
    (event,) = events(client, token)
    assert event["SUMMARY"] == "议事会：墙面怎么刷"
    assert (event["STATUS"], event["DESCRIPTION"]) == ("CONFIRMED", "1. 扶手")
    assert event["URL"] == f"http://testserver{meeting.get_absolute_url()}"
    MembershipFactory(user=resident, household__building=next_door)
    assert len(events(client, token)) == 2


def test_it_holds_events_of_notices_and_what_one_is_asked_until_a_day(
    client, building, next_door, resident, leader
):
    starts = timezone.now() + dt.timedelta(days=1)
    notice = NoticeFactory(building=building, title="停水", happens_from=starts)
    NoticeFactory(building=next_door, happens_from=starts)
    NoticeFactory(building=building, title="没有时间")
    canvass = make_open_canvass(building, leader, question="装镜子吗？")
    found = {str(event["SUMMARY"]): event for event in events(client, open_feed(resident))}
    assert sorted(found) == ["停水", "去表态：装镜子吗？"]
    event, duty = found.values() if next(iter(found)) == "停水" else reversed(found.values())
    assert str(event["UID"]) == event_uid(thing_of(notice))
    assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(hours=1)
    assert duty["DTEND"].dt == canvass.closes_at.replace(microsecond=0)
    assert duty["DESCRIPTION"] == "", "a lock screen shows no more than the question"


def test_an_event_that_moves_has_a_higher_sequence_and_one_taken_down_is_gone(
    client, building, resident
):
    starts = timezone.now() + dt.timedelta(days=1)
    notice, token = NoticeFactory(building=building, happens_from=starts), open_feed(resident)
    (before,) = events(client, token)
    notice.happens_from, notice.version = starts + dt.timedelta(hours=2), 2
    notice.save()
    (after,) = events(client, token)
    assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], True)
    notice.state, notice.withdrawn_reason = "withdrawn", "不停了"
    notice.save()
    assert events(client, token) == []


def test_what_one_is_to_know_until_a_day_and_tasks_stand_there_until_they_are_done(
    client, building, resident, leader
):
    asking, _posting = make_notice_with_canvass_and_marker(building, leader, "换灯")
    task = TaskFactory(resolution__item__meeting__building=building, taken_by=resident)
    TaskFactory(resolution__item__meeting__building=building)
    token = open_feed(resident)
    found = events(client, token)
    (known,) = [one for one in found if one["URL"].endswith(asking.get_absolute_url())]
    assert known["SUMMARY"] == "去看看：换灯"
    assert known["DTEND"].dt == asking.canvass.closes_at.replace(microsecond=0)
    (due,) = [one for one in found if one["SUMMARY"].startswith("说一声")]
    assert (due["DTSTART"].dt, due["DTEND"].dt) == (task.due_on, task.due_on + dt.timedelta(days=1))
    finish_task(task, by=resident)
    withdraw_notice(asking, reason="不换了", by=leader)
    left = {str(event["UID"]) for event in events(client, token)}
    assert left == {str(event["UID"]) for event in found} - {known["UID"], due["UID"]}


def test_a_withdrawn_question_leaves_the_calendar(client, building, resident, leader):
    canvass, token = make_open_canvass(building, leader, question="装镜子吗？"), open_feed(resident)
    assert len(events(client, token)) == 1
    withdraw_canvass(canvass, reason="问错了", by=leader)
    assert events(client, token) == []


def test_a_meeting_to_which_one_is_invited_stands_there_once(client, building, resident):
    MeetingFactory(building=building)
    assert len(events(client, open_feed(resident))) == 1


def test_what_may_move_is_tentative_and_what_was_called_off_says_so(client, building, resident):
    for state in ({"planned": True}, {"cancelled": True}, {"published": True}):
        MeetingFactory(building=building, **state)
    MeetingFactory(building=building, starts_at=timezone.now() - dt.timedelta(days=300))
    found = {str(event["STATUS"]) for event in events(client, open_feed(resident))}
    assert found == {"TENTATIVE", "CANCELLED", "CONFIRMED"}
    assert len(events(client, open_feed(resident))) == 3


def test_a_new_address_ends_the_old_one_and_taking_back_ends_both(client, building, resident):
    first, second = open_feed(resident), open_feed(resident)
    assert (client.get(address(first)).status_code, len(events(client, second))) == (404, 0)
    close_feed(resident)
    assert client.get(address(second)).status_code == 404


def test_it_ends_with_the_membership(client, building, resident, leader):
    MeetingFactory(building=building)
    token = open_feed(resident)
    assert len(events(client, token)) == 1
    move_out(resident.memberships.get(), by=leader)
    assert client.get(address(token)).status_code == 404


def test_it_ends_with_the_account(client, building, resident):
    token = open_feed(resident)
    type(resident).objects.filter(pk=resident.pk).update(is_active=False)
    assert client.get(address(token)).status_code == 404
    type(resident).objects.filter(pk=resident.pk).update(is_active=True)
    forget_user(resident, by=resident)
    assert (client.get(address(token)).status_code, Feed.objects.count()) == (404, 0)


def test_a_button_takes_it_back(enter, resident):
    open_feed(resident)
    page = enter("resident").post(TAKE_BACK, follow=True)
    assert ("以前的地址不能再用" in page.text, Feed.objects.count()) == (True, 0)


@pytest.mark.parametrize("url", [MINE, MAKE, TAKE_BACK])
def test_a_visitor_has_none(client, db, url):
    for method in (client.get, client.post):
        assert method(url).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_feed_costs_the_same_whatever_it_holds(
    client, building, resident, rows, django_assert_num_queries
):
    for _ in range(rows):
        AgendaItemFactory(meeting=MeetingFactory(building=building))
    token = open_feed(resident)
    with django_assert_num_queries(20):  # 15 more for all that else has a time, of one building
        client.get(address(token))


def new_password(client, user, leader):
    client.force_login(user)
    words = {"oldpassword": "secret-enough", "password1": "tram-23-dog", "password2": "tram-23-dog"}
    client.post(reverse("account_change_password"), words)


def renewed_key(client, user, leader):
    renew_key(print_key_slip(user.memberships.get(), by=leader).slip, password="tram-23-dog")


def set_by_the_keeper(client, user, leader):
    """Set a password as the desk and ``manage.py changepassword`` do."""
    user.set_password("tram-23-dog")
    user.save()


@pytest.mark.parametrize("change", [new_password, renewed_key, set_by_the_keeper])
def test_with_a_new_password_or_key_the_address_ends(client, resident, leader, change):
    token = open_feed(resident)
    change(client, resident, leader)
    resident.refresh_from_db()
    assert resident.check_password("tram-23-dog")
    assert client.get(address(token)).status_code == 404


def test_a_key_without_a_password_ends_it_too_and_signing_in_does_not(client, resident, leader):
    token = open_feed(resident)
    client.post(reverse("account_login"), {"login": resident.username, "password": "secret-enough"})
    assert client.get(address(token)).status_code == 200
    renew_key(print_key_slip(resident.memberships.get(), by=leader).slip)
    assert client.get(address(token)).status_code == 404
