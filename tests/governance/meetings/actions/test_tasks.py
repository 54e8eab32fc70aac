"""Tasks that are given without a meeting."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.inbox.models import Message
from governance.inbox.queries.types import message_type
from governance.journal.causes import key_of
from governance.journal.models import Audience, Line, Link
from governance.journal.queries import shown_line
from governance.meetings.actions import tasks
from governance.meetings.inputs import TaskInput
from governance.meetings.models import Task, TaskAttachment
from governance.meetings.queries.tasks import open_tasks_in
from governance.search.models import Passage
from louzu.lib.errors import Refused
from louzu.lib.versions import Stale
from residents.people.actions.offices import appoint, end_office
from residents.people.queries.offices import leader_office_in
from residents.rooms.messages import Recipient
from residents.rooms.waiting import thing_of
from tests.architecture.requests import body_of
from tests.factories.inbox import news_of
from tests.factories.lounge import ThreadFactory
from tests.factories.meetings import TaskFactory
from tests.factories.notices import NoticeFactory

GIVE = reverse("meetings:give", args=["114"])
DAY = dt.timedelta(days=1)


def due():
    return timezone.localdate() + 7 * DAY


def given(building, leader, who, **more):
    return tasks.give_task(building, TaskInput("买灯", who, due()), by=leader, **more)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return SimpleUploadedFile("灯.jpg", out.getvalue(), "image/jpeg")


def verbs():
    return [*Line.objects.order_by("pk").values_list("verb", flat=True)]


@pytest.fixture
def notice(building, leader):
    return NoticeFactory(building=building, title="三楼转角装感应灯", author=leader)


def test_a_notice_leads_to_a_task_with_one_tap(enter, building, notice, core, resident):
    client = enter("leader")
    at = f"{GIVE}?from={key_of(notice)}"
    assert at in client.get(notice.get_absolute_url()).text
    form = client.get(at).context["form"]
    assert form.initial["text"] == "三楼转角装感应灯"
    sent = {**form.initial, "who": core.pk}
    page = client.post(at, sent, follow=True)
    task = Task.objects.get()
    assert page.redirect_chain[-1][0] == task.get_absolute_url()
    assert (task.text, task.taken_by, task.due_on) == (form.initial["text"], core, sent["due_on"])
    link = Link.objects.get()
    assert ((link.cause_type, link.cause_id), link.kind) == (thing_of(notice), "done_by")
    assert (link.effect_type, link.effect_id) == thing_of(task)
    reader = enter("resident")
    assert notice.title in reader.get(task.get_absolute_url()).text
    assert task.get_absolute_url() in reader.get(notice.get_absolute_url()).text
    assert at not in reader.get(notice.get_absolute_url()).text


def test_what_was_typed_stays_after_a_mistake(enter, core):
    page = enter("leader").post(
        GIVE, {"text": "买灯和电线", "who": core.pk, "due_on": "2020-01-01"}
    )
    form = page.context["form"]
    assert (page.status_code, Task.objects.count()) == (200, 0)
    assert (form["text"].value(), form["who"].value()) == ("买灯和电线", str(core.pk))
    assert "这一天已经过去了" in page.text


def test_a_double_click_gives_one_task(enter, core):
    client = enter("leader")
    page = client.get(GIVE).text
    once = page.split('name="once" value="')[1].split('"')[0]
    sent = {"text": "买灯", "who": core.pk, "due_on": due(), "once": once}
    first, second = client.post(GIVE, sent), client.post(GIVE, sent)
    assert Task.objects.count() == 1
    assert first["Location"] == second["Location"] == Task.objects.get().get_absolute_url()


WHO = {"leader": 200, "staff": 200, "core": 403, "resident": 403, "neighbour": 404, "visitor": 302}


@pytest.mark.parametrize("persona", WHO)
def test_who_leads_gives_tasks_and_hands_them_over(enter, building, leader, core, persona):
    task = given(building, leader, core)
    client = enter(persona)
    for page in (GIVE, reverse("meetings:change_task", args=["114", task.pk])):
        assert client.get(page).status_code == WHO[persona]


def test_who_is_asked_and_who_brought_it_up_are_told_of_each_step(building, leader, core, resident):
    thread = ThreadFactory(building=building, author=resident, title="三楼太暗")
    task = given(building, leader, core, cause=thing_of(thread))
    message = Message.objects.get(type="meetings.task_given")
    assert (message.values["title"], message.url) == ("买灯", task.get_absolute_url())
    assert [*message_type(message.type).recipients_of(task)] == [Recipient(core.pk, "asked")]
    tasks.finish_task(task, said="装好了", by=core)
    assert news_of(resident) == ["lounge.being_done", "lounge.done"]
    assert verbs() == ["meetings.asked_to_do", "meetings.given_task_done"]
    last = Line.objects.latest("pk")
    assert "买灯" in shown_line(last).text


def test_a_task_is_handed_to_somebody_else_and_back_who_are_told(building, leader, core, volunteer):
    task = given(building, leader, core)
    old = task.version
    for who in (volunteer, core):
        data = TaskInput("买灯", who, task.due_on)
        task = tasks.change_task(task, data, version=task.version, by=leader)
    messages = Message.objects.filter(type="meetings.task_given").order_by("pk")
    assert [one.state for one in messages] == ["withdrawn", "withdrawn", "open"]
    assert open_tasks_in(building, core.standing_in(building), core) == [task]
    data = TaskInput("买两盏灯", core, task.due_on)
    task = tasks.change_task(task, data, version=old, by=leader)
    with pytest.raises(Stale):
        tasks.change_task(task, data, version=old, by=leader)
    assert verbs()[1:] == ["meetings.task_handed_over"] * 2 + ["meetings.task_changed"]


def test_a_task_of_a_resolution_is_changed_in_the_minutes_and_a_done_one_not_at_all(
    building, leader, core
):
    data = TaskInput("买灯", core, due())
    with pytest.raises(Refused, match="会上说定的"):
        tasks.change_task(
            TaskFactory(resolution__item__meeting__building=building), data, by=leader
        )
    done = tasks.finish_task(given(building, leader, core), by=core)
    with pytest.raises(Refused):
        tasks.change_task(done, data, by=leader)


def test_the_report_has_a_photo_that_can_be_taken_off(enter, building, leader, core):
    task = given(building, leader, core)
    client = enter("core")
    settle = reverse("meetings:settle", args=["114", task.pk])
    wrong = client.post(settle, {"step": "drop", "attached": [picture()]})
    assert (wrong.status_code, wrong.text.count('name="kept-attached"')) == (200, 1)
    client.post(settle, {"step": "finish", "said": "装好了", "attached": [picture()]})
    file = TaskAttachment.objects.get()
    small = reverse("meetings:task_file", args=["114", task.pk, file.pk, "small"])
    for page in (task.get_absolute_url(), reverse("meetings:tasks", args=["114"])):
        assert small in enter("resident").get(page).text
    assert body_of(enter("resident").get(small))[:2] == b"\xff\xd8"
    gone = reverse("meetings:remove_task_file", args=["114", task.pk, file.pk])
    assert enter("resident").post(gone).status_code == 403
    assert enter("core").post(gone).status_code == 302
    assert (TaskAttachment.objects.count(), verbs()[-1]) == (0, "meetings.task_attachment_removed")


def test_a_task_is_found_by_its_words_and_its_report(building, leader, core):
    task = given(building, leader, core)
    tasks.finish_task(task, said="装在转角", by=core)
    passage = Passage.objects.about(*thing_of(task)).get()
    assert (passage.title, "装在转角" in passage.text) == ("买灯", True)


def test_what_is_done_is_told_in_a_notice(enter, building, leader, core):
    task = given(building, leader, core)
    write = f"{reverse('notices:write', args=['114'])}?from={key_of(task)}"
    client = enter("leader")
    assert write not in client.get(task.get_absolute_url()).text
    tasks.finish_task(task, said="装好了", by=core)
    assert write in client.get(task.get_absolute_url()).text
    initial = client.get(write).context["form"].initial
    assert (initial["title"], initial["body"]) == ("办好了：买灯", "装好了")


def test_who_asked_and_who_leads_now_are_told_that_a_task_was_given_back(
    building, leader, staff, core, volunteer
):
    task = given(building, staff, core)
    tasks.drop_task(task, said="没空", by=core)
    assert news_of(leader) == news_of(staff) == ["meetings.task_given_back"]
    assert news_of(core) == news_of(volunteer) == []
    kind = message_type("meetings.task_given_back")
    task = tasks.change_task(task, TaskInput("买灯", volunteer, due()), by=leader)
    assert {one.user_id for one in kind.recipients_of(task)} == {leader.pk}
    end_office(leader_office_in(building), by=staff)
    assert [*kind.recipients_of(task)] == []
    appoint(volunteer, kind="leader", place=building, by=staff)
    assert [*kind.recipients_of(task)] == [Recipient(volunteer.pk, "office")]


def test_a_task_that_was_given_back_is_handed_over_from_the_page_the_news_leads_to(
    enter, building, leader, core, volunteer
):
    task = given(building, leader, core)
    change = reverse("meetings:change_task", args=["114", task.pk])
    reason = {"step": "drop", "said": "腰疼，爬不动"}
    enter("core").post(reverse("meetings:settle", args=["114", task.pk]), reason)
    client, news = enter("leader"), reverse("inbox:inbox", args=["114"])
    assert f'href="{task.get_absolute_url()}"' in client.get(news).text
    page = client.get(task.get_absolute_url()).text
    assert ("请别人办" in page, change in page, "爬不动" in page) == (True, True, True)
    assert "请别人办" not in enter("core").get(task.get_absolute_url()).text
    client = enter("leader")
    form = client.get(change).context["form"]
    client.post(change, {**form.initial, "who": volunteer.pk}, follow=True)
    task.refresh_from_db()
    assert (task.state, task.taken_by, task.said, task.settled_at) == ("open", volunteer, "", None)
    assert verbs()[1:] == ["meetings.given_task_dropped", "meetings.task_handed_over"]
    asked = Message.objects.filter(type="meetings.task_given").latest("pk")
    assert [*message_type(asked.type).recipients_of(task)] == [Recipient(volunteer.pk, "asked")]
    assert not Message.objects.valid().filter(type="meetings.task_given_back").exists()


def test_the_same_person_can_be_asked_again(building, leader, core):
    task = given(building, leader, core)
    before = task.version
    tasks.drop_task(task, said="没空", by=core)
    again = TaskInput("买灯", core, due())
    with pytest.raises(Stale):
        tasks.change_task(task, again, version=before, by=leader)
    task = tasks.change_task(task, again, by=leader)
    assert (task.state, verbs()[-1]) == ("open", "meetings.asked_to_do")
    assert Message.objects.valid().filter(type="meetings.task_given").count() == 1


@pytest.mark.parametrize("named", [True, False])
def test_what_is_done_is_said_of_who_did_it_whoever_reports_it(building, leader, core, named):
    core.shows_name = named
    core.save()
    who = str(core) if named else "一位邻居"
    tasks.finish_task(given(building, leader, core), by=leader)
    assert shown_line(Line.objects.latest("pk")).text == f"{who}办好了“买灯”"
    of_a_meeting = TaskFactory(
        resolution__item__meeting__building=building, taken_by=core, building=building
    )
    tasks.finish_task(of_a_meeting, by=leader)
    line = Line.objects.latest("pk")
    assert shown_line(line).text == f"{who}办好了“{of_a_meeting}”"
    assert (line.subject_id, line.audience) == (of_a_meeting.pk, Audience.LEADERS)


def test_who_cannot_do_it_says_so_from_the_page(enter, building, leader, core):
    task = given(building, leader, core)
    cannot = f"{reverse('meetings:settle', args=['114', task.pk])}?step=drop"
    assert cannot not in enter("leader").get(task.get_absolute_url()).text
    client = enter("core")
    page = client.get(task.get_absolute_url()).text
    assert (cannot in page, "办不了" in page) == (True, True)
    page = client.get(cannot)
    assert page.context["form"]["step"].value() == "drop"
    assert "写一句为什么，可以再请别人" in page.text


def test_what_precedes_an_event_is_due_before_it(enter, notice):
    notice.happens_from = timezone.now() + 3 * DAY
    notice.save()
    form = enter("leader").get(f"{GIVE}?from={key_of(notice)}").context["form"]
    assert form.initial["due_on"] == timezone.localdate() + 2 * DAY
