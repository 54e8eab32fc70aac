from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from PIL import Image

from governance.notices.lifecycle import NoticeState
from governance.notices.models import Attachment, Notice, Reading, Version
from residents.models import KeptFile
from tests.architecture.requests import body_of
from tests.factories import AttachmentFactory, NoticeFactory
from tests.factories.files import photo
from tests.factories.notices import make_circular_with_marker

pytestmark = pytest.mark.django_db

READERS = {
    "volunteer": 200,
    "core": 200,
    "resident": 200,
    "staff": 200,
    "leader": 200,
    "deputed": 200,
}
OUTSIDE = {"neighbour": 404, "foreign_staff": 404, "visitor": 302}
WRITERS = {"leader": 200, "staff": 200, "deputed": 200}
OTHERS = {"resident": 403, "volunteer": 403, "core": 403}
DONE = dict.fromkeys(WRITERS, 302)
TEXT = {"title": "换灯", "body": "周三下午停电半小时", "audience": "residents"}


def url(name, *args):
    return reverse(f"notices:{name}", args=["114", *args])


@pytest.fixture
def notice(building):
    return NoticeFactory(building=building)


@pytest.fixture
def draft(building, leader):
    return NoticeFactory(building=building, state="draft", announced=False, author=leader)


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("page", "get", READERS | OUTSIDE),
        ("poster", "get", READERS | OUTSIDE),
        ("calendar", "get", dict.fromkeys(READERS, 404) | OUTSIDE),
        ("versions", "get", READERS | OUTSIDE),
        ("edit", "get", WRITERS | OTHERS | OUTSIDE),
        ("withdraw", "get", WRITERS | OTHERS | OUTSIDE),
        ("mark_read", "post", dict.fromkeys(READERS, 302) | OUTSIDE),
        ("mark_read", "get", {"resident": 405}),
        ("page", "post", {"resident": 405}),
        ("post", "post", DONE | OTHERS | OUTSIDE),
        ("discard", "post", DONE | OTHERS | OUTSIDE),
    ],
)
def test_who_may_enter_a_notice(enter, notice, name, method, expected):
    seen = {p: getattr(enter(p), method)(url(name, notice.pk)).status_code for p in expected}
    assert seen == expected


@pytest.mark.parametrize(
    ("name", "method", "expected"),
    [
        ("page", "get", WRITERS | OTHERS | OUTSIDE),
        ("post", "post", DONE | OTHERS | OUTSIDE),
        ("discard", "post", DONE | OTHERS | OUTSIDE),
        ("mark_read", "post", dict.fromkeys(READERS, 403)),
    ],
)
def test_a_draft_is_for_those_who_hold_the_pen(enter, draft, name, method, expected):
    for persona, status in expected.items():
        Version.objects.all().delete()
        Notice.objects.filter(pk=draft.pk).update(state="draft")
        assert getattr(enter(persona), method)(url(name, draft.pk)).status_code == status, persona


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("board", READERS | OUTSIDE),
        ("past", READERS | OUTSIDE),
        ("write", WRITERS | OTHERS | OUTSIDE),
    ],
)
def test_who_may_enter_the_board(enter, building, name, expected):
    assert {p: enter(p).get(url(name)).status_code for p in expected} == expected


def test_a_visitor_sees_the_public_notices_of_a_public_building_only(client, building):
    building.public_page = True
    building.save()
    public = NoticeFactory(building=building, title="对外的", audience="public")
    inner = NoticeFactory(building=building, title="楼里的")
    later = timezone.now() + dt.timedelta(days=1)
    NoticeFactory(building=building, title="还没到的", audience="public", shows_from=later)
    board = client.get(url("board")).content.decode()
    assert [word in board for word in ("对外的", "楼里的", "还没到的")] == [True, False, False]
    assert client.get(url("page", public.pk)).status_code == 200
    assert client.get(url("page", inner.pk)).status_code == 302


EVENT = {"happens_from": "2030-11-29T09:00", "happens_until": "2030-11-29T11:00", "urgent": "on"}


def test_an_event_is_told_on_every_page_and_goes_into_a_calendar(enter, building, leader):
    enter("leader").post(url("write"), TEXT | EVENT | {"do": "post"})
    notice = Notice.objects.get()
    client, when = enter("resident"), "2030年11月29日上午9点到11点"
    for page in (url("page", notice.pk), url("poster", notice.pk), url("board")):
        text = client.get(page).content.decode()
        assert (when in text, "急事" in text) == (True, True), page
    event = Calendar.from_ical(client.get(url("calendar", notice.pk)).content).events[0]
    assert (event.start, event.duration) == (notice.happens_from, dt.timedelta(hours=2))
    assert (str(event["summary"]), event["sequence"]) == ("换灯", notice.version)
    later = EVENT | {"happens_until": "2030-11-29T14:00", "do": "save", "version": notice.version}
    enter("leader").post(url("edit", notice.pk), TEXT | later)
    text = enter("resident").get(url("versions", notice.pk)).content.decode()
    assert [words in text for words in (when, "上午9点到下午2点")] == [True, True]


def test_a_notice_without_an_event_has_no_calendar_file(enter, notice):
    assert enter("resident").get(url("calendar", notice.pk)).status_code == 404


def test_leader_posts_and_a_resident_reads(enter, building, leader, resident):
    response = enter("leader").post(url("write"), TEXT | {"do": "post"})
    notice = Notice.objects.get()
    assert (response.headers["Location"], notice.state) == (
        notice.get_absolute_url(),
        NoticeState.POSTED,
    )
    client = enter("resident")
    assert "未读" in client.get(url("board")).content.decode()
    client.post(url("mark_read", notice.pk))
    assert "未读" not in client.get(url("board")).content.decode()
    assert Reading.objects.get().user == resident


def test_a_preview_saves_nothing_and_keeps_what_was_typed(enter, building, leader):
    page = enter("leader").post(url("write"), TEXT | {"do": "preview", "body": "**要紧**"})
    assert "<strong>要紧</strong>" in page.content.decode()
    assert "**要紧**" in page.content.decode()
    assert not Notice.objects.exists()


def test_a_preview_shows_the_event_the_urgency_and_the_question(enter, building, leader):
    at = timezone.localtime() + dt.timedelta(days=3)
    more = {"urgent": "on", "asks": "on", "happens_from": at.strftime("%Y-%m-%dT09:00")}
    for chosen, shown in (({}, False), (more, True)):
        page = enter("leader").post(url("write"), TEXT | {"do": "preview"} | chosen).text
        card = page.partition('id="preview"')[2].partition("还没有保存。")[0]
        words = ("急事", "上午9点", "我家知道了")
        assert [word in card for word in words] == [shown] * 3


def test_ten_files_are_refused_by_the_form_with_its_number(enter, building, leader):
    files = [photo() for _count in range(10)]
    page = enter("leader").post(url("write"), TEXT | {"do": "post", "attached": files})
    assert "一次最多放9个文件" in page.text
    assert TEXT["body"] in page.text


def test_a_preview_keeps_chosen_photos_without_saving_and_shows_them(enter, building, leader):
    client = enter("leader")
    looked = client.post(url("write"), TEXT | {"do": "preview", "attached": photo()})
    kept = KeptFile.objects.get()
    shown = reverse("mine:kept_file", args=[kept.token])
    assert looked.text.count(shown) == 2, "in the preview and at the field"
    assert not Notice.objects.exists()
    found = TEXT | {"do": "post", "kept-attached": kept.token, "attached": photo()}
    client.post(url("write"), found)
    notice = Notice.objects.get()
    assert (notice.state, notice.attachments.count()) == ("posted", 2)
    assert not KeptFile.objects.exists()
    again = TEXT | {"do": "preview", "attached": photo(), "version": notice.version}
    client.post(url("edit", notice.pk), again)
    assert notice.attachments.count() == 2, "everybody would see it before it is saved"


def test_a_scheduled_notice_shows_when_its_hour_comes(
    enter, building, leader, resident, time_machine
):
    when = timezone.localtime() + dt.timedelta(hours=2)
    enter("leader").post(
        url("write"), TEXT | {"do": "post", "shows_from": when.strftime("%Y-%m-%dT%H:%M")}
    )
    notice = Notice.objects.get()
    assert enter("resident").get(notice.get_absolute_url()).status_code == 403
    time_machine.move_to(when + dt.timedelta(minutes=1))
    assert enter("resident").get(notice.get_absolute_url()).status_code == 200


def test_a_corrected_notice_shows_the_earlier_text(enter, building, leader, resident):
    client = enter("leader")
    client.post(url("write"), TEXT | {"do": "post"})
    notice = Notice.objects.get()
    client.post(url("edit", notice.pk), TEXT | {"do": "save", "body": "改到周四", "version": 1})
    page = enter("resident").get(url("versions", notice.pk)).content.decode()
    assert ("改到周四" in page, "周三下午停电半小时" in page) == (True, True)


def test_the_second_of_two_editors_is_told_and_keeps_the_text(enter, building, leader, notice):
    client = enter("leader")
    first = TEXT | {"do": "save", "body": "先改的", "version": 1}
    assert client.post(url("edit", notice.pk), first).status_code == 302
    page = client.post(
        url("edit", notice.pk), TEXT | {"do": "save", "body": "后改的", "version": 1}
    )
    shown = page.content.decode()
    assert ("先改的" in shown, "后改的" in shown, "别人已经改过" in shown) == (True, True, True)
    notice.refresh_from_db()
    assert notice.body == "先改的"
    again = TEXT | {
        "do": "save",
        "body": "后改的",
        "version": page.context["form"]["version"].value(),
    }
    assert client.post(url("edit", notice.pk), again).status_code == 302


def test_a_withdrawn_notice_says_why_and_hides_its_text(enter, building, leader, resident, notice):
    assert enter("leader").post(url("withdraw", notice.pk), {"reason": ""}).status_code == 200
    enter("leader").post(url("withdraw", notice.pk), {"reason": "写错了楼层"})
    page = enter("resident").get(notice.get_absolute_url()).content.decode()
    assert ("写错了楼层" in page, notice.html in page) == (True, False)


def test_a_photo_is_served_to_those_who_may_read(enter, building, leader, resident, neighbour):
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    enter("leader").post(url("write"), TEXT | {"do": "post", "attached": photo(exif=exif)})
    file = Attachment.objects.get()
    address = url("attachment", file.notice_id, file.pk, "whole")
    response = enter("resident").get(address)
    body = body_of(response)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"SECRETCAMERA" not in body
    assert enter("neighbour").get(address).status_code == 404


def test_a_pdf_is_a_download_by_its_content(enter, building, leader):
    pdf = SimpleUploadedFile("图.jpg", b"%PDF-1.4\n...\n%%EOF\n", "image/jpeg")
    enter("leader").post(url("write"), TEXT | {"do": "post", "attached": pdf})
    file = Attachment.objects.get()
    response = enter("leader").get(url("attachment", file.notice_id, file.pk, "whole"))
    body_of(response)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert (response.headers["Content-Type"], file.kind) == ("application/pdf", "pdf")


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("假.jpg", b"<script>alert(1)</script>", "image/jpeg"),
        SimpleUploadedFile("大.jpg", b"x" * (10 * 1024 * 1024 + 1), "image/jpeg"),
    ],
    ids=["fake", "oversized"],
)
def test_a_bad_file_is_refused_by_name_and_the_text_stays(enter, building, leader, upload):
    page = enter("leader").post(url("write"), TEXT | {"do": "post", "attached": upload})
    shown = page.content.decode()
    assert (page.status_code, upload.name in shown, TEXT["body"] in shown) == (200, True, True)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("title", ["很长" * 2500, "\x00\u200b", ""])
def test_a_bad_title_is_refused_and_the_text_stays(enter, building, leader, title):
    page = enter("leader").post(url("write"), TEXT | {"do": "post", "title": title})
    assert (page.status_code, TEXT["body"] in page.content.decode()) == (200, True)
    assert not Notice.objects.exists()


def test_rare_characters_and_emoji_come_back_as_they_were(enter, building, leader):
    enter("leader").post(url("write"), TEXT | {"do": "post", "title": "𠮷㛃 🎉"})
    assert "𠮷㛃 🎉" in enter("leader").get(url("board")).content.decode()


@pytest.mark.parametrize("count", [1, 3, 5000])
def test_board_query_count(enter, building, resident, count, django_assert_num_queries):
    made = Notice.objects.bulk_create(
        NoticeFactory.build(building=building, author=resident) for _ in range(count)
    )
    client = enter("resident")
    with django_assert_num_queries(5):
        response = client.get(url("board"))
    assert response.content.decode().count("未读") == min(len(made), 25)
    tag = client.get(url("board")).headers["ETag"]  # with the CSRF cookie
    with django_assert_num_queries(3):
        unchanged = client.get(url("board"), headers={"if-none-match": tag})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(enter, building, resident, notice, count, django_assert_num_queries):
    AttachmentFactory.create_batch(count, notice=notice)
    client = enter("resident")
    with django_assert_num_queries(7):
        response = client.get(url("page", notice.pk))
    assert response.content.decode().count("<img") == count


@pytest.mark.parametrize("count", [1, 3])
def test_attachments_of_a_circular_cost_one_more_query(
    enter, building, resident, staff, count, django_assert_num_queries
):
    files = [make_circular_with_marker(building.neighbourhood, staff, "换灯") for _ in range(count)]
    circular = files[0].circular
    circular.attachments.add(*files)
    notice = NoticeFactory(building=building, circular=circular)
    client = enter("resident")
    with django_assert_num_queries(8):
        page = client.get(url("page", notice.pk)).text
    assert page.count("<img") == count


def test_an_edited_draft_is_read_anew_by_those_who_write(enter, building, leader, draft):
    client = enter("leader")
    for _ in range(2):
        client.get(draft.get_absolute_url())
    client.post(url("edit", draft.pk), TEXT | {"do": "draft", "body": "新写的", "version": 1})
    client.get(draft.get_absolute_url())  # shows the pending message
    assert "新写的" in client.get(draft.get_absolute_url()).content.decode()


def test_only_a_public_notice_tells_chat_groups_what_it_is_about(client, enter, building):
    building.public_page = True
    building.save()
    public = NoticeFactory(
        building=building, title="对外的", audience="public", body="**停电**半小时"
    )
    inner = NoticeFactory(building=building, title="楼里的")
    page = client.get(url("page", public.pk)).text
    assert '<meta property="og:title" content="对外的">' in page
    assert '<meta property="og:description" content="停电半小时">' in page
    assert "og:" not in enter("resident").get(url("page", inner.pk)).text
    Notice.objects.filter(pk=public.pk).update(state="withdrawn", withdrawn_reason="写错了")
    assert "og:" not in client.get(url("page", public.pk)).text
