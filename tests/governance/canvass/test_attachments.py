"""Files of a canvass are readable with its text and fixed with it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image

from governance.canvass.actions import drafting, opening
from governance.canvass.models import Attachment, Canvass
from governance.canvass.queries.paper import signed_text
from governance.canvass.queries.paper_sizes import slips_per_page
from louzu.lib.attachments import attach
from louzu.lib.uploads import File, Pdf
from tests.architecture.requests import body_of
from tests.factories.canvass import canvass_url, make_draft_canvass, make_open_canvass, photo

pytestmark = pytest.mark.usefixtures("building", "leader")


def picture(name="方案.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def pdf():
    return SimpleUploadedFile("报价.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")


FORM_DATA = {
    "question": "换大门吗",
    "body": "换成铁的",
    "electorate": "households",
    "closes_at": "2099-01-01T20:00",
    "late_days": "3",
}


def draft(client, *files, **more):
    url = reverse("canvass:draft", args=["114"]) + "?kind=hear"
    return client.post(url, {**FORM_DATA, "attached": list(files), **more})


def file_of(canvass, kind, size="whole"):
    found = canvass.attachments.get(kind=kind)
    return reverse("canvass:attachment", args=["114", canvass.pk, found.pk, size])


def test_photos_and_pdfs_hang_on_a_question_and_are_read_with_its_text(enter, resident, neighbour):
    assert draft(enter("leader"), picture(), pdf()).status_code == 302
    canvass = Canvass.objects.get()
    photo, paper = file_of(canvass, "photo"), file_of(canvass, "pdf")
    assert photo in enter("leader").get(canvass_url(canvass, "preview")).text
    assert enter("resident").get(photo).status_code == 403
    drafting.announce_canvass(canvass, by=canvass.author)
    assert photo in enter("resident").get(canvass_url(canvass, "page")).text
    shown, taken = enter("resident").get(photo), enter("resident").get(paper)
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-cache")
    assert (body_of(shown)[:2], body_of(taken)) == (b"\xff\xd8", b"%PDF-1.7\n%%EOF\n")
    assert taken["Content-Disposition"].startswith("attachment")
    assert enter("neighbour").get(photo).status_code == 404


def test_they_can_be_taken_down_while_it_is_a_draft(enter, building, leader):
    client = enter("leader")
    draft(client, picture())
    canvass = Canvass.objects.get()
    found = canvass.attachments.get()
    url = reverse("canvass:remove_attachment", args=["114", canvass.pk, found.pk])
    assert url in client.get(canvass_url(canvass, "edit")).text
    client.post(url)
    assert not Attachment.objects.exists()


def held(media):
    return len(list(Path(media).rglob("canvass/**/*.jpg")))


def test_their_files_go_once_it_is_committed(
    enter, leader, settings, django_capture_on_commit_callbacks
):
    draft(enter("leader"), picture())
    canvass, media = Canvass.objects.get(), settings.MEDIA_ROOT
    before = transaction.savepoint()
    drafting.remove_attachment(canvass, canvass.attachments.get(), by=leader)
    transaction.savepoint_rollback(before)
    assert (canvass.attachments.count(), held(media)) == (1, 2)
    with django_capture_on_commit_callbacks(execute=True):
        drafting.remove_attachment(canvass, canvass.attachments.get(), by=leader)
        assert held(media) == 2
    assert (canvass.attachments.count(), held(media)) == (0, 0)


def test_when_it_is_announced_they_stand(enter, building, leader):
    client = enter("leader")
    draft(client, picture())
    canvass = Canvass.objects.get()
    drafting.announce_canvass(canvass, by=leader)
    url = reverse(
        "canvass:remove_attachment", args=["114", canvass.pk, canvass.attachments.get().pk]
    )
    response = client.post(url)
    assert (response.status_code, response.headers["Location"]) == (302, canvass_url(canvass))
    assert canvass.attachments.count() == 1


def test_ten_do_not_fit(enter, building, leader):
    client = enter("leader")
    draft(client, *[picture() for _one in range(9)])
    canvass = Canvass.objects.get()
    version = canvass.draft_version
    page = client.post(
        canvass_url(canvass, "edit"), {**FORM_DATA, "version": version, "attached": picture()}
    )
    assert ("最多放9个附件" in page.text, canvass.attachments.count()) == (True, 9)
    assert 'name="kept-attached"' in page.text


def test_a_question_without_any_shows_none(enter, building, leader):
    assert (
        'class="photos"'
        not in enter("leader").get(canvass_url(make_draft_canvass(building, leader), "page")).text
    )


def test_paper_tells_of_what_hangs_on_it(enter, building, leader, household):
    client = enter("leader")
    draft(client, picture(), picture(), pdf(), body="一\n二\n三")
    canvass = Canvass.objects.get()
    opening.open_canvass(drafting.announce_canvass(canvass, by=leader), by=leader)
    text = "附：2张照片、1份文件，请扫码看。"
    sheet, slips = (client.get(canvass_url(canvass, name)).text for name in ("sheet", "slips"))
    assert (sheet.count(text), sheet.count("/small")) == (1, 2)
    assert (slips.count(text), slips.count("/small")) == (canvass.voices.count(), 0)


def test_a_line_more_leaves_room_for_a_slip_less(building, leader):
    canvass = make_draft_canvass(building, leader, body="一\n二\n三\n四")
    assert slips_per_page(canvass, signed_text(canvass)) == 2
    attach(canvass.attachments.all(), [File("报价.pdf", Pdf(b"%PDF"))], canvass=canvass)
    assert slips_per_page(canvass, signed_text(canvass)) == 1


def test_files_change_with_the_text_and_the_former_text_keeps_its_own(
    enter, building, leader, household
):
    canvass = make_open_canvass(building, leader, files=(photo("旧报价.jpg"), photo("图纸.jpg")))
    old = canvass.attachments.get(name="旧报价.jpg")
    client, url = enter("leader"), canvass_url(canvass, "reword")
    assert "旧报价.jpg" in client.get(url).text
    sent = {"body": canvass.body, "reason": "换了一家", "version": "1", "do": "save"}
    changed = {**sent, "dropped": [str(old.pk)], "attached": picture("新报价.jpg")}
    assert "附件变了" in client.post(url, changed).text
    changed["attached"] = picture("新报价.jpg")
    assert client.post(url, {**changed, "material": "on"}).status_code == 302
    canvass = Canvass.objects.get(pk=canvass.pk)
    assert [file.name for file in canvass.documents] == ["图纸.jpg", "新报价.jpg"]
    record = client.get(canvass_url(canvass, "record", "json")).json()
    assert [text["files"] for text in record["texts"]] == [
        ["旧报价.jpg", "图纸.jpg"],
        ["图纸.jpg", "新报价.jpg"],
    ]
    page = client.get(canvass_url(canvass, "versions")).text
    newer, older = page.split('id="v1"')
    for file in canvass.attachments.all():
        url = canvass_url(canvass, "attachment", file.pk, "small")
        assert (url in newer, url in older) == (file.until is None, file.since == 1)
