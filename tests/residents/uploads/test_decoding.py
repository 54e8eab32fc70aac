"""Files are decoded before the transaction, counted, and refused on the form."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.lounge.models import Photo, Thread
from louzu.lib import uploads
from residents.models import KeptFile
from residents.privacy.actions.forgetting import forget_user
from residents.uploads import actions as files
from residents.uploads import decoding as ahead
from residents.uploads.actions import MAX_KEPT_FILES
from residents.uploads.rates import RATES
from tests.architecture.requests import body_of
from tests.factories.canvass import canvass_url as to
from tests.factories.canvass import make_open_canvass, voice_of
from tests.full_disk import full_disk

pytestmark = pytest.mark.usefixtures("building", "leader")

AHEAD = reverse("mine:keep_file")


@pytest.fixture(autouse=True)
def _half_past(counting, time_machine):
    """The clock stands in the middle of a minute, and behind that of the database."""
    moment = timezone.now().replace(second=30, microsecond=0) - dt.timedelta(minutes=1)
    time_machine.move_to(moment, tick=False)


def picture(name="照片.jpg"):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file


def say(client, *photos):
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    data = {"title": "四楼转角", "text": "堆了纸箱，走路要侧身", "photos": list(photos)}
    return client.post(url, data)


def costly():
    """A file that a decoder leaves after it was killed."""
    file = picture("坏的.jpg")
    file.write(b"\xff\xd8" + b"\xff\xfe\x00\x02" * 3000)
    file.seek(0)
    return file


def tokens(page):
    return re.findall(r'name="kept-photos" value="(\w+)" checked', page.text)


def say_again(client, kept, *photos, title="四楼转角"):
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    data = {"title": title, "text": "堆了纸箱", "photos": list(photos), "kept-photos": kept}
    return client.post(url, data)


@pytest.mark.django_db
def test_a_full_disk_is_told_on_the_form_which_keeps_its_text(enter, resident, settings):
    client = enter("resident")
    before = say_again(client, [], picture(), title="")
    with full_disk():
        page = say_again(client, tokens(before), picture(), title="四楼转角")
        assert (page.status_code, page.text.count("服务器的硬盘满了")) == (
            507,
            2,
        )  # above and at it
        assert "堆了纸箱" in page.text
        assert tokens(page) == tokens(before)  # it lists what is stored, and nothing else
        assert (Thread.objects.count(), KeptFile.objects.count()) == (0, 1)
        assert len(list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))) == 2  # with the small one
        assert say(client).status_code == 302


def test_a_full_disk_is_told_to_the_script_that_sends_a_file_ahead(enter, resident):
    with full_disk():
        answer = enter("resident").post(AHEAD, {"file": picture()})
    assert (answer.status_code, answer["Content-Type"]) == (507, "text/plain; charset=utf-8")
    assert answer.text.startswith("服务器的硬盘满了")


def test_photos_of_a_form_with_an_error_need_not_be_chosen_again(enter):
    client = enter("leader")
    page = say_again(client, [], picture(), picture("二.jpg"), title="")
    one, two = tokens(page)
    page = say_again(client, [one, two], picture("三.jpg"), costly(), title="")
    assert ("二.jpg" in page.text, tokens(page)[:2]) == (True, [one, two])
    assert (len(tokens(page)), "不像手机拍的照片" in page.text) == (3, True)
    taken_out = [one, tokens(page)[2]]
    assert say_again(client, taken_out).status_code == 302
    assert Photo.objects.count() == 2
    assert [kept.token for kept in KeptFile.objects.all()] == [two]


def test_kept_photos_are_the_senders_alone(enter, settings):
    page = say_again(enter("leader"), [], picture(), title="")
    (token,) = tokens(page)
    shown = reverse("mine:kept_file", args=[token])
    own = enter("leader").get(shown)
    assert body_of(own)[:2] == b"\xff\xd8"
    assert (own["Content-Type"], "no-store" in own["Cache-Control"]) == ("image/jpeg", True)
    for other in ("resident", "staff", "neighbour"):
        assert enter(other).get(shown).status_code == 404
    assert enter("visitor").get(shown).status_code == 302
    page = say_again(enter("resident"), [token])
    assert ("没有留住" in page.text, tokens(page), Photo.objects.count()) == (True, [], 0)


def test_kept_photos_go_after_a_day_and_with_their_person(enter, resident, time_machine, settings):
    media = Path(settings.MEDIA_ROOT)
    client = enter("resident")
    page = say_again(client, [], picture(), picture(), title="")
    first = tokens(page)
    assert len(list(media.rglob("kept/**/*.jpg"))) == 4
    time_machine.shift(dt.timedelta(hours=25))
    assert "没有留住" in say_again(client, first, picture(), title="").text
    call_command("tidy", stdout=io.StringIO())
    assert KeptFile.objects.count() == 1


def test_kept_photos_stay_where_forgetting_a_person_is_rolled_back(
    enter, resident, settings, django_capture_on_commit_callbacks
):
    media = Path(settings.MEDIA_ROOT)
    say_again(enter("resident"), [], picture(), title="")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        forget_user(resident, by=resident)
        transaction.set_rollback(True)
    assert (KeptFile.objects.count(), len(list(media.rglob("kept/**/*.jpg")))) == (1, 2)
    with django_capture_on_commit_callbacks(execute=True):
        forget_user(resident, by=resident)
    assert (KeptFile.objects.count(), list(media.rglob("kept/**/*.jpg"))) == (0, [])


def test_a_person_keeps_no_more_than_two_full_forms(enter, time_machine):
    client = enter("leader")
    for _turn in range(3):
        page = say_again(client, [], *[picture() for _one in range(8)], title="")
        time_machine.shift(1)
    assert KeptFile.objects.count() == MAX_KEPT_FILES
    assert KeptFile.objects.filter(pk__in=tokens(page)).count() == 8


def document(megabytes):
    file = io.BytesIO(b"%PDF-1.4\n" + b"x" * megabytes * 2**20 + b"\n%%EOF")
    file.name = "楼道图.pdf"
    return file


def test_a_person_keeps_no_more_bytes_than_a_request_may_hold(enter, time_machine, monkeypatch):
    monkeypatch.setattr(files, "MAX_KEPT_BYTES", 5 * 2**20)
    client = enter("leader")
    first = tokens(say_again(client, [], document(2), document(1), title=""))
    time_machine.shift(1)
    page = say_again(client, [], document(2), document(4), document(2), title="")
    assert sum(kept.file.size for kept in KeptFile.objects.all()) <= 5 * 2**20
    one, big, other = tokens(page)
    assert {kept.pk for kept in KeptFile.objects.all()} == {one, other}
    for gone in (*first, big):
        assert "没有留住" in say_again(client, [one, gone], title="").text
    assert "没有留住" not in say_again(client, [one, other]).text


def test_what_is_kept_is_read_for_a_field_that_takes_it_and_no_other(enter, monkeypatch):
    client = enter("leader")
    kept = tokens(say_again(client, [], document(1), title=""))
    monkeypatch.setattr(ahead, "Pdf", None)  # made from a file that is read
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    data = {"title": "", "text": "堆了纸箱", "kept-anything": kept}
    assert client.post(url, data).status_code == 200


@pytest.mark.parametrize("token", ["a\0b", "a" * 31 + "\0", "照" * 32, "", "a" * 4000])
def test_a_token_that_is_none_of_ours_brings_nothing_back(enter, token):
    client = enter("leader")
    for title in ("", "四楼转角"):
        assert say_again(client, [token, "b" * 32], title=title).status_code == 200
    assert say_again(client, [token]).status_code == 302


def test_a_form_sent_twice_is_led_where_the_first_led(enter):
    client, key = enter("leader"), "a" * 32
    page = say_again(client, [], picture(), title="")
    data = {"title": "四楼", "text": "纸箱", "once": key, "kept-photos": tokens(page)}
    url = reverse("lounge:start", args=["114"]) + "?kind=worry"
    first, second = (client.post(url, data) for _turn in range(2))
    assert (first["Location"], Thread.objects.count()) == (second["Location"], 1)


def test_a_photo_chosen_anew_stands_for_the_one_before(enter, building, leader, household):
    canvass = make_open_canvass(building, leader)
    url = to(canvass, "bring", voice_of(canvass, household).number)
    sheet = {"choice": "agree", "channel": "door", "signer": "", "relation": "self"}
    client = enter("leader")
    page = client.post(url, {**sheet, "evidence": picture("一.jpg")})
    (kept,) = re.findall(r'name="kept-evidence" value="(\w+)"', page.text)
    page = client.post(url, {**sheet, "kept-evidence": kept, "evidence": picture("二.jpg")})
    assert "一次最多放" not in page.text
    assert client.post(url, {**sheet, "signer": "王秀英", "kept-evidence": kept}).status_code == 302
    assert voice_of(canvass, household).answers.get().evidence.size


def test_pictures_are_decoded_outside_the_transaction_and_once(enter, monkeypatch):
    depth = []
    run = uploads._run_decoder

    def watched(*args):
        depth.append(len(connection.savepoint_ids))
        return run(*args)

    monkeypatch.setattr(uploads, "_run_decoder", watched)
    client = enter("leader")
    before = len(connection.savepoint_ids)
    assert say(client, picture(), picture("另一张.jpg")).status_code == 302
    assert (depth, Photo.objects.count()) == ([before] * 2, 2)


def test_while_too_many_send_photos_the_form_says_so_and_keeps_what_was_typed(enter):
    seats = [uploads.decoding_slot() for _seat in range(uploads.MAX_DECODING)]
    for one in seats:
        one.__enter__()
    page = say(enter("leader"), picture(), picture())
    for one in seats:
        one.__exit__(None, None, None)
    assert page.status_code == 200
    assert page.text.count("照片要重新选") == 2  # above the form and at the field
    assert "堆了纸箱，走路要侧身" in page.text
    assert Thread.objects.count() == 0


def test_a_phone_that_sends_what_it_kept_is_told_to_come_again(enter, building, leader, household):
    """``static/js/kept-sending.js`` treats 429 and 503 as not received, and keeps the entry."""
    canvass = make_open_canvass(building, leader)
    url = to(canvass, "bring", voice_of(canvass, household).number)
    sheet = {"choice": "agree", "channel": "door", "signer": "王秀英", "relation": "self"}
    sheet["version"] = canvass.version
    client, kept = enter("leader"), {"X-Kept-By": str(leader.pk)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RATES, "file", ((0, 60),))
        refused = client.post(url, {**sheet, "evidence": picture()}, headers=kept)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    taken = client.post(url, {**sheet, "evidence": picture()}, headers=kept)
    assert taken.status_code == 204


def test_uploads_of_photos_are_rate_limited(enter, monkeypatch):
    monkeypatch.setitem(RATES, "file", ((3, 3600),))
    client = enter("leader")
    assert say(client, picture(), picture()).status_code == 302
    page = say(client, picture(), picture())
    assert "您发的照片太多了" in page.text
    assert say(client, picture()).status_code == 302


def test_pictures_made_to_cost_much_are_soon_not_looked_at_any_more(enter, monkeypatch):
    client = enter("leader")
    most = RATES["costly_file"][0][0]
    for _turn in range(most):
        assert "不像手机拍的照片" in say(client, costly()).text
    monkeypatch.setattr(ahead, "clean_upload_early", None)
    assert "您发的照片太多了" in say(client, picture()).text


def test_a_visitors_file_is_never_decoded(enter, building, monkeypatch):
    monkeypatch.setattr(ahead, "clean_upload_early", None)
    building.public_page = True
    building.save()
    url = reverse("notices:board", args=["114"])
    assert enter("visitor").post(url, {"photos": picture()}).status_code == 405


def test_a_file_that_goes_ahead_is_named_by_its_form(enter):
    client = enter("resident")
    answer = client.post(AHEAD, {"file": picture()})
    token = answer.content.decode()
    assert (answer.status_code, KeptFile.objects.get().token) == (200, token)
    assert say_again(client, [token]).status_code == 302
    assert (Photo.objects.count(), KeptFile.objects.count()) == (1, 0)


def test_a_file_that_goes_ahead_is_refused_in_a_sentence(enter):
    broken = SimpleUploadedFile("坏的.jpg", b"GIF89a nothing")
    answer = enter("resident").post(AHEAD, {"file": broken})
    assert (answer.status_code, "“坏的.jpg”打不开" in answer.content.decode()) == (422, True)
    assert answer["Content-Type"].startswith("text/plain")
    assert enter("resident").post(AHEAD, {}).status_code == 404
    assert not KeptFile.objects.exists()


def test_while_too_many_send_photos_one_that_goes_ahead_may_come_soon(enter, monkeypatch):
    monkeypatch.setattr(uploads, "_decoding_slots", BoundedSemaphore(1))
    with uploads.decoding_slot():
        answer = enter("resident").post(AHEAD, {"file": picture()})
    assert answer.status_code == 503
    assert enter("resident").post(AHEAD, {"file": picture()}).status_code == 200


@pytest.mark.usefixtures("counting")
def test_files_that_go_ahead_are_counted_as_those_of_forms(enter, monkeypatch):
    monkeypatch.setitem(RATES, "file", ((1, 3600),))
    client = enter("resident")
    codes = [client.post(AHEAD, {"file": picture()}).status_code for _ in range(2)]
    assert codes == [200, 422]
