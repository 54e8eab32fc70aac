"""Who comes, who is there, and the signed sheet."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine

from governance.meetings.actions import holding, planning
from governance.meetings.actions.holding import MAX_SHEET_PHOTOS
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import Presence
from governance.meetings.queries.minutes import rooms_present
from governance.meetings.queries.page import reach_of
from louzu.lib.errors import Refused
from tests.architecture.requests import body_of
from tests.factories import HouseholdFactory
from tests.factories.canvass import photo
from tests.factories.meetings import MeetingFactory, PresenceFactory, SheetPhotoFactory, at, soon


def test_saying_that_one_comes_is_having_been_told(building, leader, resident, household):
    meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    assert (reach_of(meeting).told, reach_of(meeting).all) == (0, 2)
    holding.reply_to_invitation(meeting, household, coming=True, by=resident)
    holding.reply_to_invitation(meeting, household, coming=False, by=resident)
    presence = Presence.objects.get(meeting=meeting)
    assert (presence.coming, presence.said_by, presence.present) == (False, resident, False)
    assert reach_of(meeting).told == 1


@pytest.mark.parametrize("state", ["planned", "over", "held", "cancelled"])
def test_there_is_a_time_to_say_so(building, household, resident, state):
    meeting = MeetingFactory(building=building, **{state: True})
    with pytest.raises(Refused, match="不用再说"):
        holding.reply_to_invitation(meeting, household, coming=True, by=resident)


def test_one_says_so_for_ones_own_home_alone(enter, building, household, leader):
    meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    other = HouseholdFactory(building=building)
    client = enter("resident")
    for home in (other.pk, "x", ""):
        client.post(at(meeting, "come"), {"household": home, "coming": "yes"})
    assert not Presence.objects.exists()
    page = client.post(
        at(meeting, "come"), {"household": household.pk, "coming": "yes"}, follow=True
    )
    assert ("记下了：您家来" in page.text, "来不了了" in page.text) == (True, True)
    assert "说了来的 1 家" in page.text


@pytest.mark.parametrize(("minutes", "may"), [(61, False), (60, True), (-600, True)])
def test_a_meeting_begins_when_all_have_come(building, leader, minutes, may):
    meeting = MeetingFactory(building=building)
    with time_machine.travel(meeting.starts_at - dt.timedelta(minutes=minutes), tick=False):
        if may:
            assert holding.hold_meeting(meeting, by=leader).state == "held"
        else:
            with pytest.raises(Refused, match="1小时"):
                holding.hold_meeting(meeting, by=leader)


def test_attendance_is_what_was_ticked_last(building, sitting, volunteer):
    homes = HouseholdFactory.create_batch(3, building=building)
    PresenceFactory(
        meeting=sitting, household=homes[2], coming=True, said_by=volunteer, present=False
    )
    holding.record_attendance(sitting, homes[:2], by=volunteer)
    holding.record_attendance(sitting, homes[1:], by=volunteer)
    assert rooms_present(sitting) == [home.flat.room for home in homes[1:]]
    kept = Presence.objects.get(household=homes[2])
    assert (kept.coming, kept.present) == (True, True)


def test_the_note_taker_ticks_on_one_phone(enter, building, sitting, household):
    other = HouseholdFactory(building=building)
    client = enter("volunteer")
    page = client.get(at(sitting, "attendance"))
    assert str(household) in page.text
    version = page.context["form"]["version"].value()
    client.post(at(sitting, "attendance"), {"present": [household.pk], "version": version})
    page = client.get(at(sitting, "attendance")).text
    assert f'value="{household.pk}" checked' in " ".join(page.split())
    assert f'value="{other.pk}" checked' not in " ".join(page.split())
    wrong = client.post(at(sitting, "attendance"), {"present": [HouseholdFactory().pk]})
    assert wrong.status_code == 200, "a household of another building"


def test_the_signed_sheet_is_for_those_who_write(enter, sitting):
    client = enter("volunteer")
    upload = photo()
    upload_file = {"photos": _file(upload.content.jpeg)}
    assert client.post(at(sitting, "keep_sheet"), upload_file).status_code == 302
    kept = sitting.photos.get()
    url = at(sitting, "photo", kept.pk, "small")
    statuses = {}
    for who in ("volunteer", "leader", "staff", "resident", "core", "neighbour"):
        response = enter(who).get(url)
        statuses[who] = response.status_code
        body_of(response)
    assert statuses == {
        "volunteer": 200,
        "leader": 200,
        "staff": 200,
        "resident": 403,
        "core": 403,
        "neighbour": 404,
    }
    assert enter("leader").get(at(sitting, "photo", kept.pk + 1, "small")).status_code == 404


def _file(content):
    file = io.BytesIO(content)
    file.name = "sheet.jpg"
    return file


def test_what_is_no_photo_is_said_on_the_page(enter, sitting):
    page = enter("volunteer").post(at(sitting, "keep_sheet"), {"photos": _file(b"no picture")})
    assert (page.status_code, "打不开" in page.text, sitting.photos.count()) == (200, True, 0)
    assert "请先拍一张" in enter("volunteer").post(at(sitting, "keep_sheet"), {"once": "k"}).text


def test_there_is_an_end_to_photos(sitting, volunteer):
    SheetPhotoFactory.create_batch(MAX_SHEET_PHOTOS, meeting=sitting, by=volunteer)
    with pytest.raises(Refused, match=str(MAX_SHEET_PHOTOS)):
        holding.save_attendance_sheet(sitting, [photo()], by=volunteer)


def test_a_meeting_that_was_not_held_has_no_sheet(building, leader):
    with pytest.raises(Refused, match="还没有开"):
        holding.save_attendance_sheet(MeetingFactory(building=building), [photo()], by=leader)


def test_the_meeting_shows_the_coverage_of_its_canvass(
    enter, building, leader, household, resident
):
    meeting = planning.post_meeting(building, MeetingInput(**soon()), by=leader)
    holding.reply_to_invitation(meeting, household, coming=True, by=resident)
    page = enter("resident").get(at(meeting, "invitation")).text
    assert ("1 / 2 户" in page, 'class="elevation"' in page, "哪几家来" in page) == (
        True,
        True,
        False,
    )
    assert "哪几家来" in enter("leader").get(at(meeting, "invitation")).text
    assert (
        enter("leader").get(at(MeetingFactory(building=building), "invitation")).status_code == 404
    )


def test_the_sheet_to_sign_has_a_line_for_each_household(enter, building, sitting, household):
    HouseholdFactory(building=building, occupancy="empty", aged_18_59=0, flat__room="904")
    page = enter("leader").get(at(sitting, "sign_in")).text
    assert (str(household) in page, "904" in page, 'class="qr"' in page) == (True, False, True)
