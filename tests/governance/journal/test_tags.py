"""Every printed and exported page shows the journal's latest entry, as evidence."""

from __future__ import annotations

import io
import json

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from governance.canvass.actions import counting
from governance.journal.queries import anchor_of
from governance.meetings.actions.minutes import publish_minutes
from governance.meetings.models import Meeting
from governance.today.queries.week import CalendarWeek
from residents.models import Building
from tests.conftest import holder
from tests.factories.canvass import make_open_canvass, move_past_deadline, record_paper_answer_for
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(building, leader, staff):
    """Map names to all printed and exported pages of one building."""
    counter = holder(building, "volunteer")
    canvass = make_open_canvass(building, leader)
    for voice in canvass.voices.all():
        record_paper_answer_for(canvass, voice, "agree", by=leader, checked_by=counter)
    canvass = counting.close_canvass(move_past_deadline(canvass), by=leader)
    for by in (leader, counter):
        counting.count_canvass(canvass, by=by, anyway=True)
    counting.publish_canvass(canvass, by=leader)
    meeting = MeetingFactory(building=building, host=leader, note_taker=counter, read=True)
    Meeting.objects.filter(pk=meeting.pk).update(corrections_until=timezone.now())
    meeting.refresh_from_db()
    publish_minutes(meeting, by=leader)
    of_canvass, of_meeting = canvass.get_absolute_url(), meeting.get_absolute_url()
    return {
        "the journal": "/b/114/journal/",
        "the weekly sheet": f"/b/114/weeks/{CalendarWeek.of(timezone.localdate()).name}/",
        "the result": of_canvass,
        "the printed result": f"{of_canvass}result/",
        "the minutes": f"{of_meeting}minutes/",
        "an edition": f"{of_meeting}minutes/1/",
        "the printed minutes": f"{of_meeting}minutes/print/",
        "the record as JSON": f"{of_canvass}record.json",
        "the record as a spreadsheet": f"{of_canvass}record.xlsx",
    }


def words_of(answer) -> str:
    if "spreadsheet" not in answer["Content-Type"]:
        return answer.getvalue().decode() if answer.streaming else answer.text
    book = load_workbook(io.BytesIO(answer.content))
    return json.dumps([[[str(cell) for cell in row] for row in page.values] for page in book])


def test_everything_printed_and_exported_tells_where_the_journal_stood(enter, papers):
    client = enter("leader")
    anchor = anchor_of(Building.objects.get(slug="114"))
    number, _colon, digest = anchor.partition(":")
    assert (number, len(digest)) == (str(Building.objects.get(slug="114").journal_version), 8)
    answers = {name: client.get(url) for name, url in papers.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        papers, 200
    )
    assert [name for name, answer in answers.items() if anchor not in words_of(answer)] == []


def test_a_list_of_the_desk_tells_it_for_each_building_in_it(
    enter, building, next_door, leader, neighbour, staff
):
    make_open_canvass(building, leader)
    make_open_canvass(next_door, neighbour)
    anchors = [anchor_of(place) for place in (building, next_door)]
    words = words_of(enter("staff").post("/admin/residents/household/export/"))
    assert [anchor for anchor in anchors if anchor not in words] == []


def test_an_empty_journal_tells_nothing(building):
    assert anchor_of(building) == ""
