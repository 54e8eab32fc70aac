"""An author is told before posting whom a message would not reach in time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from governance.canvass.models import Canvass
from governance.inbox.jobs import send_due_deliveries, write_digests
from governance.inbox.models import Delivery, DeliverySettings, Message, Mute
from governance.inbox.queries.arrivals import count_missed_households, late_arrivals_in
from governance.inbox.queries.types import message_types
from governance.meetings.models import Meeting
from governance.notices.models import Circular, Notice
from louzu.lib.jobs import Queue
from residents.rooms.messages import Topic
from residents.rooms.waiting import thing_of
from tests.factories import HouseholdFactory, MembershipFactory, NoticeFactory, UserFactory
from tests.factories.canvass import make_draft_canvass
from tests.factories.inbox import ContactWayFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = 2030
"""Later than the clock of the database, which opens canvasses."""


def at(day, clock):
    return dt.datetime.combine(dt.date(YEAR, 11, day), dt.time.fromisoformat(clock), SHANGHAI)


NIGHT, EVENT, MORNING = at(28, "22:00"), at(29, "07:00"), at(29, "08:00")
TEXT = {
    "title": "停水",
    "body": "修水管",
    "audience": "residents",
    "happens_from": "2030-11-29T07:00",
}
LATE = "有1户夜里不收消息，要到明天上午8点以后才收到，那时已经开始了。"
WRITE = reverse("notices:write", args=["114"])


@pytest.fixture(autouse=True)
def _night(time_machine):
    time_machine.move_to(NIGHT, tick=False)


@pytest.fixture
def way(resident):
    return ContactWayFactory(user=resident)


def late(building, happens_at=EVENT, **more):
    by = more.pop("by", None) or UserFactory()
    return late_arrivals_in([building], happens_at, by=by, topic=Topic.NOTICES, **more)


def test_quiet_hours_make_it_late(building, way):
    assert late(building).sentences == [LATE]
    assert late(building, urgent=True) is None
    assert late(building, MORNING).sentences == [LATE], "it comes when the thing begins"
    assert late(building, MORNING + dt.timedelta(minutes=1)) is None
    assert late(building, written_at=at(28, "20:00")) == late(building), "no time before now counts"


def test_a_notice_that_is_posted_later_is_counted_from_then(building, way, time_machine):
    time_machine.move_to(at(28, "12:00"), tick=False)
    assert late(building) is None
    assert late(building, written_at=at(28, "20:59")) is None
    assert late(building, written_at=NIGHT).sentences == [LATE]
    assert late(building, written_at=at(29, "07:30")) is None, "then it has begun"


def test_a_household_is_late_if_all_of_it_are(building, resident, household, way):
    other = MembershipFactory(household=household).user
    assert late(building).sentences == [LATE]
    ContactWayFactory(user=other)
    DeliverySettings.objects.create(user=other, quiet_from=dt.time(0), quiet_until=dt.time(0))
    assert late(building) is None


def test_the_author_is_not_counted_because_no_message_goes_to_them(building, household, way):
    assert late(building, by=way.user) is None
    assert late(building).sentences == [LATE]
    ContactWayFactory(user=MembershipFactory(household=household).user)
    assert late(building, by=way.user).sentences == [LATE], "the other gets one"


def test_the_daily_digest_makes_it_late(building, way):
    way.frequency = "daily"
    way.save()
    (sentence,) = late(building, at(29, "14:00")).sentences
    assert sentence.startswith("有1户一天只收一次，要到明天晚上7点以后才收到")


def test_who_gets_none_by_choice_is_not_counted(building, resident, way):
    ContactWayFactory(user=MembershipFactory(household__building=building).user, frequency="urgent")
    Mute.objects.create(user=resident, channel="email", topic="notices")
    HouseholdFactory(building=building)
    assert late(building) is None


@pytest.mark.parametrize("rows", [1, 8])
def test_the_queries_do_not_depend_on_the_households(
    building, leader, rows, django_assert_num_queries
):
    for _ in range(rows):
        ContactWayFactory(user=MembershipFactory(household__building=building).user)
    with django_assert_num_queries(2):
        assert len(late(building, by=leader).quiet) == rows


def test_the_form_asks_before_it_posts_and_loses_nothing(building, enter, way):
    """Right value 2."""
    client = enter("leader")
    page = client.post(WRITE, TEXT | {"do": "post", "pinned": "on"})
    assert page.status_code == 200
    assert LATE in page.text
    assert not Notice.objects.exists()
    form = page.context["form"]
    assert {name: form[name].value() for name in TEXT} == TEXT
    assert form["pinned"].value()
    assert client.post(WRITE, TEXT | {"do": "post-urgent", "pinned": "on"}).status_code == 302
    notice = Notice.objects.get()
    assert (notice.urgent, notice.pinned, notice.title) == (True, True, "停水")


def test_what_is_posted_as_it_is_comes_too_late_and_the_author_sees_it(
    building, enter, way, run_jobs, time_machine
):
    """Right value 2."""
    client = enter("leader")
    assert client.post(WRITE, TEXT | {"do": "post-as-it-is"}).status_code == 302
    notice = Notice.objects.get()
    assert not notice.urgent
    run_jobs(Queue.ONCE)
    page = client.get(notice.get_absolute_url()).text
    assert "没有收到消息" not in page
    time_machine.move_to(EVENT, tick=False)
    assert "有1户没有收到消息" in client.get(notice.get_absolute_url()).text
    time_machine.move_to(MORNING, tick=False)
    send_due_deliveries()
    write_digests()
    run_jobs(Queue.ONCE)
    assert mail.outbox == []
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == ("not_needed", "too_late")
    assert "有1户没有收到消息" in client.get(notice.get_absolute_url()).text
    assert "没有收到消息" not in enter("resident").get(notice.get_absolute_url()).text


def test_an_urgent_one_arrives_at_night(building, enter, way, run_jobs):
    enter("leader").post(WRITE, TEXT | {"do": "post-urgent"})
    run_jobs(Queue.ONCE)
    assert len(mail.outbox) == 1
    assert count_missed_households(thing_of(Notice.objects.get())) == 0


def write_notice(_building, _leader):
    return WRITE, TEXT | {"do": "post"}, Notice


def schedule_notice(_building, _leader):
    return WRITE, TEXT | {"do": "post", "shows_from": "2030-11-28T23:00"}, Notice


def post_draft(building, leader):
    draft = NoticeFactory(
        building=building, author=leader, state="draft", announced=False, happens_from=EVENT
    )
    return reverse("notices:post", args=["114", draft.pk]), {}, Notice


def move_event(building, leader):
    notice = NoticeFactory(building=building, author=leader, happens_from=at(30, "07:00"))
    url = reverse("notices:edit", args=["114", notice.pk])
    return url, TEXT | {"do": "save", "version": notice.version}, Notice


def post_meeting(_building, _leader):
    rows = {f"form-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data = {"title": "修水管", "starts_at": "2030-11-29T07:00", "minutes": 60, "place": "楼下"}
    url = f"{reverse('meetings:post', args=['114'])}?kind=ordinary"
    return url, data | rows | {"kind": "ordinary", "do": "post"}, Meeting


def invite_to_meeting(building, leader):
    meeting = MeetingFactory(building=building, host=leader, state="planned", starts_at=EVENT)
    return reverse("meetings:invite", args=["114", meeting.pk]), None, Meeting


def announce_canvass(building, leader):
    canvass = make_draft_canvass(building, leader, opens_at=NIGHT, closes_at=EVENT)
    return reverse("canvass:preview", args=["114", canvass.pk]), None, Canvass


def send_circular(building, _leader):
    data = TEXT | {"neighbourhood": building.neighbourhood_id, "whom": "every"}
    return reverse("admin:notices_circular_write"), data, Circular


FORMS = {
    "notices.posted": (write_notice, schedule_notice, post_draft, send_circular),
    "notices.corrected": (move_event,),
    "meetings.invited": (post_meeting, invite_to_meeting),
    "canvass.opened": (announce_canvass,),
}
"""Forms that cause messages about something with an hour."""
NOT_ASKED = {
    "lounge.called_off": "its author can only take it back",
    "meetings.moved": "it is urgent if the meeting is within two days",
    "meetings.cancelled": "it is urgent if the meeting is within two days",
    "meetings.reminder": "the clock causes it",
    "notices.reminder": "the clock causes it",
    "canvass.reminder": "the clock causes it",
    "canvass.proxy_reminder": "the clock causes it",
}


def test_every_message_with_an_hour_comes_from_a_form_that_asks():
    texts = {
        kind.code: f"{kind.short}{kind.long}{kind.short_with_time}{kind.long_with_time}"
        for kind in message_types().values()
    }
    timed = {code for code, text in texts.items() if "%(when)s" in text}
    assert timed == FORMS.keys() | NOT_ASKED.keys()


@pytest.mark.parametrize(
    "prepare", [form for forms in FORMS.values() for form in forms], ids=lambda form: form.__name__
)
def test_each_form_says_who_would_learn_of_it_too_late(building, enter, leader, way, prepare):
    url, data, model = prepare(building, leader)
    Message.objects.all().delete()
    before = [*model.objects.values()]
    client = enter("staff" if model is Circular else "leader")
    page = client.get(url) if data is None else client.post(url, data)
    assert (page.status_code, LATE in page.text) == (200, True)
    assert [*model.objects.values()] == before
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "prepare", [form for forms in FORMS.values() for form in forms], ids=lambda form: form.__name__
)
def test_no_form_counts_its_own_author(building, enter, leader, staff, prepare):
    url, data, model = prepare(building, leader)
    author = staff if model is Circular else leader
    ContactWayFactory(user=MembershipFactory(household__building=building, user=author).user)
    client = enter("staff" if model is Circular else "leader")
    page = client.get(url) if data is None else client.post(url, data)
    assert "夜里不收消息" not in page.text
