"""Photos and PDFs of a meeting, of what was resolved, and of how a task was done."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.journal.models import Line
from governance.meetings.actions import noting, planning
from governance.meetings.inputs import MeetingInput
from governance.meetings.models import Attachment, Meeting, ResolutionAttachment
from louzu.lib.uploads import File, Pdf, clean_upload
from residents.changes.actions.buildings import close_building
from tests.architecture.requests import body_of
from tests.factories.meetings import (
    MeetingAttachmentFactory,
    MeetingFactory,
    ResolutionAttachmentFactory,
    TaskFactory,
    meeting_input,
)

pytestmark = pytest.mark.usefixtures("building", "leader")

PLAN = {"kind": "ordinary", "title": "墙面怎么刷", "minutes": 60, "place": "3楼公共客厅"}
ROWS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": "选颜色"}


def picture(name="墙面.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def pdf():
    return SimpleUploadedFile("报价.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")


def url(name, *args):
    return reverse(f"meetings:{name}", args=["114", *args])


def in_days(days):
    return timezone.localtime(timezone.now() + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def planned(client, *files, days=3, **more):
    data = {**PLAN, **ROWS, "starts_at": in_days(days), "attached": list(files), **more}
    return client.post(url("post") + "?kind=ordinary", data)


def tokens(page):
    return page.text.count('name="kept-attached"')


def test_a_meeting_carries_photos_and_pdfs_to_all_who_live_there(
    enter, household, resident, neighbour
):
    assert planned(enter("leader"), picture(), pdf(), do="post").status_code == 302
    meeting = Meeting.objects.get()
    photo, paper = (meeting.attachments.get(kind=kind) for kind in ("photo", "pdf"))
    small = url("attachment", meeting.pk, photo.pk, "small")
    client = enter("resident")
    assert small in client.get(meeting.get_absolute_url()).text
    assert "附：1张照片、1份文件" in client.get(url("print", meeting.pk)).text
    assert body_of(client.get(small))[:2] == b"\xff\xd8"
    taken = client.get(url("attachment", meeting.pk, paper.pk, "whole"))
    assert taken["Content-Disposition"].startswith("attachment")
    assert body_of(taken) == b"%PDF-1.7\n%%EOF\n"
    assert enter("neighbour").get(small).status_code == 404
    assert "附：1张照片、1份文件" in meeting.invitation.body


def test_chosen_photos_survive_one_more_row_and_an_error(enter, building, leader):
    client = enter("leader")
    more = planned(client, picture(), do="more")
    assert (more.status_code, tokens(more)) == (200, 1)
    wrong = planned(client, picture(), do="post", days=-3)
    assert (tokens(wrong), Meeting.objects.count()) == (1, 0)
    token = wrong.text.split('name="kept-attached" value="')[1].split('"')[0]
    planned(client, picture("二.jpg"), do="plan", **{"kept-attached": token})
    assert Meeting.objects.get().attachments.count() == 2


def test_attachments_can_change_until_the_meeting_begins(enter, building, leader):
    meeting = MeetingFactory(building=building, host=leader)
    file = MeetingAttachmentFactory(meeting=meeting)
    client, gone = enter("leader"), url("remove_attachment", meeting.pk, file.pk)
    assert gone in client.get(url("edit", meeting.pk)).text
    assert client.post(gone).status_code == 302
    meeting.refresh_from_db()
    assert (Attachment.objects.count(), meeting.sequence) == (0, 1)
    over = MeetingFactory(building=building, host=leader, held=True)
    file = MeetingAttachmentFactory(meeting=over)
    assert client.post(url("remove_attachment", over.pk, file.pk)).status_code == 403


def test_who_invites_tells_at_the_door_what_is_new(building, leader, household):
    meeting = planning.post_meeting(
        building, MeetingInput(**PLAN, starts_at=timezone.now() + DAY), by=leader
    )
    files = [File("报价.pdf", Pdf(b"%PDF-1.7\n%%EOF"))]
    meeting = planning.edit_meeting(
        meeting,
        meeting_input(meeting, files=files),
        sequence=meeting.sequence,
        agenda=[],
        by=leader,
    )
    meeting.invitation.refresh_from_db()
    assert "1份文件" in meeting.invitation.body


DAY = dt.timedelta(days=1)


def task_of(building, leader, core, **state):
    meeting = MeetingFactory(building=building, host=leader, **state)
    return TaskFactory(resolution__item__meeting=meeting, taken_by=core)


def test_a_photo_tells_how_a_task_was_done(enter, building, leader, core, resident):
    task = task_of(building, leader, core, read=True)
    meeting = task.resolution.item.meeting
    data = {"step": "finish", "said": "刷好了", "attached": [picture()]}
    assert enter("core").post(url("settle", task.pk), data).status_code == 302
    file = ResolutionAttachment.objects.get()
    assert file.reports
    for small, page in (
        (url("resolution_attachment", meeting.pk, file.pk, "small"), meeting.get_absolute_url()),
        (url("task_file", task.pk, file.pk, "small"), url("tasks")),
    ):
        assert small in enter("resident").get(page).text
        assert body_of(enter("resident").get(small))[:2] == b"\xff\xd8"


def test_a_report_with_an_error_keeps_its_photo(enter, building, leader, core):
    task = task_of(building, leader, core, read=True)
    where = url("settle", task.pk)
    page = enter("core").post(where, {"step": "drop", "attached": [picture()]})
    assert (page.status_code, tokens(page)) == (200, 1)


@pytest.mark.parametrize(
    ("persona", "reports", "code"),
    [
        ("core", True, 302),
        ("leader", True, 302),
        ("resident", True, 403),
        ("core", False, 403),
        ("leader", False, 302),
    ],
)
def test_who_may_take_a_photo_off_a_result(
    enter, building, leader, core, resident, persona, reports, code
):
    task = task_of(building, leader, core, read=True)
    file = ResolutionAttachmentFactory(resolution=task.resolution, reports=reports)
    gone = url("remove_resolution_attachment", task.resolution.item.meeting.pk, file.pk)
    offered = url("remove_task_file", task.pk, file.pk)
    page = enter(persona).get(task.get_absolute_url()).text
    assert (offered in page) == (code == 302 and reports)
    assert enter(persona).post(offered if reports else gone).status_code == code
    found = Line.objects.filter(verb="meetings.attachment_removed").count()
    assert (ResolutionAttachment.objects.count(), found) == ((0, 1) if code == 302 else (1, 0))


def test_before_everybody_reads_the_minutes_who_took_it_on_sees_its_photo(
    enter, building, leader, core, resident
):
    task = task_of(building, leader, core, drafted=True)
    file = ResolutionAttachmentFactory(resolution=task.resolution)
    where = url("resolution_attachment", task.resolution.item.meeting.pk, file.pk, "whole")
    seen = [body_of(enter(who).get(where)) == b"jpeg" for who in ("leader", "core", "resident")]
    assert seen == [True, True, False]


def test_the_committee_still_opens_files_of_resolutions_in_a_closed_building(
    enter, building, leader, core, staff
):
    task = task_of(building, leader, core, read=True)
    file = ResolutionAttachmentFactory(resolution=task.resolution)
    close_building(building, on=timezone.localdate(), by=staff)
    where = url("resolution_attachment", task.resolution.item.meeting.pk, file.pk, "whole")
    assert body_of(enter("staff").get(where)) == b"jpeg"


def test_a_resolution_takes_photos_and_with_it_they_go(
    enter, sitting, settings, django_capture_on_commit_callbacks
):
    item = sitting.items.get()
    data = {"text": "刷白", "kind": "agreed", "way": "nowhere", "attached": [picture()]}
    client = enter("leader")
    assert client.post(url("resolve", sitting.pk, item.pk), data).status_code == 302
    resolution = item.resolutions.get()
    assert "刷白" in client.get(url("change", sitting.pk, resolution.pk)).text
    assert list(Path(settings.MEDIA_ROOT).rglob("meetings/**/*.jpg"))
    resolution.item.meeting = sitting
    with django_capture_on_commit_callbacks(execute=True):
        noting.remove_resolution(resolution, by=sitting.host)
    assert not list(Path(settings.MEDIA_ROOT).rglob("meetings/**/*.jpg"))


def test_a_resolution_can_be_given_one_later(building, leader, sitting):
    item = sitting.items.get()
    data = noting.ResolutionInput(kind="agreed", text="刷白", way="nowhere")
    resolution = noting.add_resolution(item, data, by=leader)
    files = [File("墙.jpg", clean_upload(picture()))]
    noting.change_resolution(resolution, data, files=files, by=leader)
    assert resolution.attachments.get().reports is False
