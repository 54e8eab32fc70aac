"""Minutes: read, corrected by participants, published and fixed."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance.meetings.actions import minutes, tasks
from governance.meetings.models import Meeting, Minutes
from governance.meetings.queries.minutes import minutes_content_of, minutes_page_of
from louzu.lib.errors import Refused
from residents.models import Building
from tests.factories.meetings import (
    AgendaItemFactory,
    CorrectionFactory,
    MeetingFactory,
    PresenceFactory,
    ResolutionFactory,
    TaskFactory,
    at,
)


def over(meeting):
    """End the days for corrections."""
    Meeting.objects.filter(pk=meeting.pk).update(corrections_until=timezone.now())
    meeting.refresh_from_db()
    return meeting


def test_minutes_live_from_the_table_to_the_wall(building, sitting, leader, volunteer):
    meeting = minutes.close_meeting(sitting, by=volunteer)
    meeting = minutes.open_minutes(meeting, days=3, by=volunteer)
    last = timezone.localtime(meeting.corrections_until)
    assert (last.date() - timezone.localdate(), last.hour) == (dt.timedelta(days=4), 0)
    with pytest.raises(Refused, match="还没过完"):
        minutes.publish_minutes(meeting, by=volunteer)
    meeting = minutes.publish_minutes(over(meeting), by=volunteer)
    assert (meeting.state, meeting.editions.get().number) == ("published", 1)


def test_no_correction_is_left_unanswered(read, leader, resident):
    correction = minutes.ask_correction(read, text="少了一家", by=resident)
    with pytest.raises(Refused, match="没有答复"):
        minutes.publish_minutes(over(read), by=leader)
    minutes.answer_correction(correction, answer="那天是第二次会", by=leader)
    assert minutes.publish_minutes(read, by=leader).state == "published"


def test_an_accepted_correction_changes_the_words(read, leader, resident):
    item = read.items.get()
    correction = minutes.ask_correction(read, item=item, text="是阿姨来刷", by=resident)
    minutes.accept_correction(correction, points="墙脏了\n阿姨来刷", by=leader)
    item.refresh_from_db()
    assert (item.point_lines, Minutes.objects.count()) == (["墙脏了", "阿姨来刷"], 0)
    with pytest.raises(Refused):
        minutes.answer_correction(correction, answer="不改", by=leader)


def test_later_corrections_are_new_editions_and_the_old_ones_stay(read, leader, resident):
    meeting = minutes.publish_minutes(over(read), by=leader)
    correction = minutes.ask_correction(
        meeting, item=meeting.items.get(), text="是阿姨来刷", by=resident
    )
    minutes.accept_correction(correction, points="阿姨来刷", answer="说得对", by=leader)
    first, second = meeting.editions.order_by("number")
    assert first.content["items"][0]["points"] == ["墙脏了", "爷叔来刷"]
    assert (second.content["items"][0]["points"], second.reason) == (["阿姨来刷"], "说得对")
    assert minutes_page_of(meeting).edition == second
    assert minutes_page_of(meeting, 1).paragraphs[0].points == ["墙脏了", "爷叔来刷"]
    assert minutes_page_of(meeting, 3) is None


@pytest.mark.parametrize(
    "sql", ["UPDATE meetings_minutes SET reason = 'x'", "DELETE FROM meetings_minutes"]
)
def test_the_database_keeps_an_edition_as_it_is(read, leader, sql):
    minutes.publish_minutes(over(read), by=leader)
    with pytest.raises(IntegrityError, match="appended"), transaction.atomic():
        connection.cursor().execute(sql)


def test_an_edition_holds_households_and_no_name(read, leader, household):
    ResolutionFactory(
        item=read.items.get(), text="刷墙", hands_for=9, hands_against=0, hands_abstain=1
    )
    content = minutes_content_of(read)
    assert content["present"] == [household.flat.room]
    (item,) = content["items"]
    assert item["resolutions"][0]["hands"] == {"for": 9, "against": 0, "abstain": 1}
    assert str(leader) not in str(content)


def test_what_became_of_it_is_told_as_of_now(read, leader, resident):
    task = TaskFactory(resolution__item=read.items.get(), taken_by=resident)
    meeting = minutes.publish_minutes(over(read), by=leader)
    tasks.finish_task(task, said="刷好了", by=resident)
    ((_words, resolution),) = minutes_page_of(meeting).paragraphs[0].resolutions
    assert (resolution.task.state, resolution.task.said) == ("done", "刷好了")


@pytest.mark.parametrize("state", ["held", "drafted"])
def test_nobody_corrects_what_nobody_has_read(building, resident, state):
    with pytest.raises(Refused, match="不用核对"):
        minutes.ask_correction(
            MeetingFactory(building=building, **{state: True}), text="?", by=resident
        )


def test_before_they_are_open_only_those_who_write_read_them(enter, building, sitting):
    AgendaItemFactory(meeting=sitting, number=2, points="只有记录人知道")
    statuses = {
        who: enter(who).get(at(sitting, "minutes")).status_code
        for who in ("leader", "staff", "volunteer", "resident", "core")
    }
    assert statuses == {"leader": 200, "staff": 200, "volunteer": 200, "resident": 403, "core": 403}
    assert "只有记录人知道" not in enter("resident").get(sitting.get_absolute_url()).text
    assert "只有记录人知道" in enter("volunteer").get(sitting.get_absolute_url()).text


def test_those_who_were_there_ask_and_the_others_read(enter, read, household):
    client = enter("resident")
    assert "有不对的，我来说" in client.get(at(read, "minutes")).text
    data = {"text": "是阿姨来刷", "item": read.items.get().pk}
    page = client.post(at(read, "ask"), data, follow=True).text
    assert ("是阿姨来刷" in page, "等答复" in page) == (True, True)
    assert enter("core").get(at(read, "ask")).status_code == 403
    assert "有不对的，我来说" not in enter("core").get(at(read, "minutes")).text


def test_the_answer_stands_beside_the_question(enter, read):
    correction = CorrectionFactory(meeting=read, item=read.items.get(), text="是阿姨来刷")
    client, url = enter("volunteer"), at(read, "correct", correction.pk)
    assert "爷叔来刷" in client.get(url).text
    assert "请写一句为什么" in client.post(url, {"decision": "no", "answer": ""}).text
    version = read.items.get().version
    data = {"decision": "yes", "points": "阿姨来刷", "answer": "谢谢", "version": version}
    page = client.post(url, data, follow=True).text
    assert ("阿姨来刷" in page, "谢谢" in page, "爷叔来刷" in page) == (True, True, False)
    whole = CorrectionFactory(meeting=read, text="少了一家")
    assert "改到会名单" in client.get(at(read, "correct", whole.pk)).text
    client.post(at(read, "correct", whole.pk), {"decision": "no", "answer": "那家后来走了"})
    assert "那家后来走了" in enter("resident").get(at(read, "minutes")).text
    assert enter("volunteer").get(at(read, "correct", 10**6)).status_code == 404


def test_the_way_to_the_wall_by_buttons(enter, building, sitting, household):
    PresenceFactory(meeting=sitting, household=household)
    client = enter("volunteer")
    assert "散会了" in client.post(at(sitting, "close"), follow=True).text
    client.post(at(sitting, "open"), {"days": "3"})
    assert "公布记录" not in client.get(at(sitting, "minutes")).text
    meeting = Meeting.objects.get(pk=sitting.pk)
    with time_machine.travel(meeting.corrections_until + dt.timedelta(minutes=1), tick=False):
        assert "公布记录" in client.get(at(sitting, "minutes")).text
        page = client.post(at(sitting, "publish"), follow=True).text
    assert "第 1 版" in page
    version = sitting.items.get().version
    data = {"points": "添一句", "reason": "漏了", "version": version}
    note = at(sitting, "note", sitting.items.get().pk)
    assert client.post(note, {"points": "添一句"}).status_code == 200, "published: say what changed"
    client.post(note, data)
    page = client.get(at(sitting, "edition", 1)).text
    assert ("这是以前的一版" in page, "添一句" in page) == (True, False)
    assert "添一句" in client.get(at(sitting, "minutes")).text
    ticks = client.get(at(sitting, "attendance")).context["form"]
    present = {
        "present": [household.pk],
        "reason": "少记了一家",
        "version": ticks["version"].value(),
    }
    assert client.post(at(sitting, "attendance"), present).status_code == 302
    assert client.get(at(sitting, "edition", 9)).status_code == 404
    sheet = enter("resident").get(at(sitting, "print_minutes")).text
    assert ("第 3 版" in sheet, 'class="qr"' in sheet, f"{household.flat.room}室" in sheet) == (
        True,
        True,
        True,
    )


def test_a_quiet_note_reaches_remembered_pages(enter, building, sitting):
    """Expire cached pages without a journal entry."""
    before = Building.objects.get(pk=building.pk)
    client = enter("volunteer")
    item = sitting.items.get()
    client.post(at(sitting, "note", item.pk), {"points": "墙脏了", "version": item.version})
    building.refresh_from_db()
    assert (building.journal_version, building.content_version) == (
        before.journal_version,
        before.content_version + 1,
    )
