"""Forms that begin with the words of another thing, and record that something came of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.canvass.actions import answering
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Canvass
from governance.charters.actions import life
from governance.charters.models import Edition
from governance.journal.causes import key_of
from governance.journal.models import Link
from governance.lounge.models import Post, Thread
from governance.meetings.models import Meeting
from governance.notices.models import Notice
from residents.rooms.waiting import thing_of
from tests.conftest import holder
from tests.factories import BuildingFactory, OfficeFactory
from tests.factories.canvass import make_open_canvass, move_past_deadline
from tests.factories.charters import (
    count_and_publish,
    make_draft_being_written,
    make_draft_in_force,
)
from tests.factories.lounge import PhotoFactory, ThreadFactory
from tests.factories.meetings import MeetingFactory, ResolutionFactory, TaskFactory

pytestmark = pytest.mark.django_db
QUESTION = "同意装感应灯吗？"


@pytest.fixture
def need(building):
    thread = ThreadFactory(building=building, title="楼道太暗了")
    PhotoFactory(post=Post.objects.get(thread=thread))
    return thread


@pytest.fixture
def result(building, leader, household, resident):
    """A canvass with a published result: both households agree."""
    canvass = make_open_canvass(building, leader, question=QUESTION, body="装**八盏**。")
    for voice in canvass.voices.all():
        by = voice.household.memberships.first().user
        answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=by)
    counter = holder(building, "volunteer")
    return count_and_publish(move_past_deadline(canvass), by=leader, other=counter)


def address(name, cause, **more):
    query = "&".join([f"from={key_of(cause)}", *(f"{key}={value}" for key, value in more.items())])
    return f"{reverse(name, args=['114'])}?{query}"


def links():
    return {
        ((one.cause_type, one.cause_id), (one.effect_type, one.effect_id), one.kind)
        for one in Link.objects.all()
    }


def initial(client, url):
    return {name: words for name, words in client.get(url).context["form"].initial.items() if words}


def test_a_need_becomes_a_plan(enter, building, need):
    client = enter("resident")
    at = f"{reverse('lounge:start', args=['114'])}?kind=plan&from={key_of(need)}"
    assert at.replace("&", "&amp;") in client.get(need.get_absolute_url()).text
    text = Post.objects.get(thread=need).text
    assert initial(client, at) == {"title": "楼道太暗了", "text": text}
    client.post(at, {"title": "装感应灯", "text": "每层一盏"})
    plan = Thread.objects.get(kind="plan")
    assert links() == {(thing_of(need), thing_of(plan), "came_from")}
    assert "楼道太暗了" in client.get(plan.get_absolute_url()).text
    assert "装感应灯" in client.get(need.get_absolute_url()).text


def test_a_canvass_takes_text_and_photos_of_its_thread(enter, building, leader, need):
    client = enter("leader")
    at = f"{reverse('canvass:draft', args=['114'])}?kind=residents&thread={need.pk}"
    form = client.get(at).context["form"]
    assert (form.initial["question"], form.initial["body"]) == (
        "楼道太暗了",
        Post.objects.get(thread=need).text,
    )
    closes = timezone.localtime() + dt.timedelta(days=5)
    sent = {"question": QUESTION, "body": "装灯", "electorate": "households", "threshold": "2/3"}
    sent |= {"closes_at": f"{closes:%Y-%m-%dT%H:%M}", "thread": need.pk, "thread_photos": "on"}
    client.post(at, sent)
    canvass = Canvass.objects.get()
    copied = canvass.attachments.get()
    stored = [Path(file.path).read_bytes() for file in (copied.file, copied.thumbnail)]
    assert (copied.kind, stored) == ("photo", [b"jpeg", b"small"])
    assert links() == set()  # a draft may still name another thread
    edit = reverse("canvass:edit", args=["114", canvass.pk])
    assert "thread_photos" not in client.get(edit).context["form"].fields
    client.post(edit, {**sent, "version": canvass.draft_version})
    assert canvass.attachments.count() == 1
    client.post(reverse("canvass:announce", args=["114", canvass.pk]))
    assert links() == {(thing_of(need), thing_of(canvass), "asked_in")}


def test_a_question_is_begun_from_a_task_that_is_not_done(enter, building, leader):
    task = TaskFactory(building=building, resolution=None, text="量井道，问*各家*")
    client = enter("leader")
    choice = client.get(address("canvass:draft", task)).text
    assert f"?kind=residents&amp;from={key_of(task)}" in choice
    at = address("canvass:draft", task, kind="residents")
    assert initial(client, at)["question"] == "量井道，问*各家*"
    closes = timezone.localtime() + dt.timedelta(days=5)
    sent = {"question": QUESTION, "body": "装灯", "electorate": "households", "threshold": "2/3"}
    client.post(at, sent | {"closes_at": f"{closes:%Y-%m-%dT%H:%M}"})
    assert links() == {(thing_of(task), thing_of(Canvass.objects.get()), "asked_in")}
    assert client.get(address("notices:write", task)).context["form"].initial.get("title") is None


def test_a_result_is_told_in_a_notice_with_its_numbers(enter, result):
    client = enter("leader")
    at = address("notices:write", result)
    assert at in client.get(result.get_absolute_url()).text
    words = initial(client, at)
    assert words["title"] == f"结果：{QUESTION}"
    assert words["body"] == "通过了。2户里2户答了。"  # so few that numbers would name them
    client.post(at, {**words, "audience": "residents", "do": "post"})
    notice = Notice.objects.get()
    assert (thing_of(result), thing_of(notice), "told_in") in links()
    resident = enter("resident")
    assert notice.title in resident.get(result.get_absolute_url()).text
    assert QUESTION in resident.get(notice.get_absolute_url()).text


def test_a_result_becomes_an_item_of_a_meeting(enter, result):
    client = enter("leader")
    at = address("meetings:post", result, kind="ordinary")
    first = client.get(at).context["rows"].initial[0]
    assert first["title"] == QUESTION
    starts = timezone.localtime() + dt.timedelta(days=3)
    sent = {"kind": "ordinary", "title": "怎么装", "minutes": 60, "place": "3楼", "do": "plan"}
    sent |= {
        "starts_at": f"{starts:%Y-%m-%dT%H:%M}",
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 0,
    }
    client.post(at, {**sent, "form-0-title": first["title"]})
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.items.all()] == [QUESTION]
    assert (thing_of(result), thing_of(meeting.items.get()), "came_from") in links()
    client.post(at, {**sent, "form-0-title": "另外的事"})
    other = Meeting.objects.latest("pk")
    assert (thing_of(result), thing_of(other), "came_from") in links()


def test_a_result_becomes_an_article(enter, building, leader, result):
    client = enter("leader")
    at = address("charters:begin", result)
    assert QUESTION in client.get(at).text
    client.post(at)
    edition = Edition.objects.get()
    assert (thing_of(result), thing_of(edition), "became_article") in links()
    life.begin_draft(edition, by=leader)
    found = client.get(at)
    assert found.status_code == 302
    words = initial(client, found["Location"])
    assert words == {"heading": QUESTION, "text": "装八盏。"}
    client.post(found["Location"], {**words, "reason": ""})
    assert links() == {(thing_of(result), thing_of(edition), "became_article")}


def test_a_resolution_becomes_an_edition_of_the_charter(enter, building, leader):
    meeting = MeetingFactory(building=building, published=True)
    agreed = ResolutionFactory(item__meeting=meeting, text="楼道不堆物", way="charter")
    client = enter("leader")
    at = address("charters:begin", agreed)
    assert at in client.get(meeting.get_absolute_url()).text
    client.post(at)
    edition = Edition.objects.get()
    assert links() == {(thing_of(agreed), thing_of(edition), "became_article")}
    assert "楼道不堆物" in enter("resident").get(edition.get_absolute_url()).text


def test_published_minutes_are_told_in_a_notice(enter, building, leader):
    meeting = MeetingFactory(building=building, published=True, title="楼道会")
    ResolutionFactory(item__meeting=meeting, text="每层装一盏灯")
    words = initial(enter("leader"), address("notices:write", meeting))
    assert words == {"title": "“楼道会”说定的事", "body": "每层装一盏灯"}


@pytest.mark.parametrize(
    "key", ["", "x", "notices.notice", "canvass.canvass:x", f"canvass.canvass:{'9' * 30}", "a.b:1"]
)
def test_a_name_that_means_nothing_is_passed_over(enter, building, leader, key):
    page = enter("leader").get(f"{reverse('notices:write', args=['114'])}?from={key}")
    assert (page.status_code, page.context["cause"]) == (200, None)


def test_nothing_comes_from_another_building_or_from_what_one_may_not_read(enter, building, leader):
    elsewhere = ThreadFactory(building=BuildingFactory(), title="别家的")
    hidden = ThreadFactory(building=building, title="收起的", hidden=True)
    running = make_open_canvass(building, leader, question="还在问")
    for cause in (elsewhere, hidden, running):
        page = enter("leader").get(address("notices:write", cause))
        assert page.context["cause"] is None


def test_an_edition_is_told_in_a_notice_once_it_is_in_force(enter, building, leader):
    written = make_draft_being_written(building, "不堆物")
    client = enter("leader")
    page = client.get(address("notices:write", written.edition))
    assert page.context["cause"] is None
    in_force = make_draft_in_force(BuildingFactory(), "不堆物")
    assert client.get(address("notices:write", in_force.edition)).context["cause"] is None
    life.drop_edition(written.edition, reason="不写了", by=leader)
    edition = make_draft_in_force(building, "不堆物").edition
    words = initial(client, address("notices:write", edition))
    assert words["title"].endswith("第一版生效了")


def test_an_appointment_is_told_in_a_notice(enter, building, leader):
    office = OfficeFactory(kind="volunteer", building=building, user__shown_name="周强")
    client = enter("leader")
    at = address("notices:write", office)
    assert at in client.get(reverse("people:appoint", args=["114"])).text
    words = initial(client, at)
    assert words["title"] == "周强担任志愿者"
    client.post(at, {**words, "audience": "residents", "do": "post"})
    notice = Notice.objects.get()
    assert (thing_of(office), thing_of(notice), "told_in") in links()
    assert "周强" in enter("resident").get(notice.get_absolute_url()).text


def test_results_editions_and_threads_offer_a_task_with_their_words(enter, building, result, need):
    edition = make_draft_in_force(building, "不堆物").edition
    client = enter("leader")
    for cause, page, words in (
        (result, result.get_absolute_url(), QUESTION),
        (need, need.get_absolute_url(), "楼道太暗了"),
        (edition, edition.get_absolute_url(), "第一版生效了"),
    ):
        at = address("meetings:give", cause)
        assert at in client.get(page).text
        assert words in initial(client, at)["text"]
        assert at not in enter("resident").get(page).text
        client = enter("leader")
