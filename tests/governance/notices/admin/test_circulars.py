"""One text to many buildings, from the committee's desk."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from governance.canvass.actions.visiting import acknowledge
from governance.notices.actions import circulars, reading
from governance.notices.inputs import CircularInput
from governance.notices.models import Circular, Notice
from louzu.lib.jobs import Queue
from residents.models import Building, KeptFile, LongJob
from tests.architecture.requests import body_of
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
)

pytestmark = pytest.mark.django_db
WRITE = reverse("admin:notices_circular_write")
TEXT = {"title": "换灯", "body": "**周三**停电", "audience": "residents"}


@pytest.fixture
def foreign():
    there = NeighbourhoodFactory(name="THEIRS区")
    return BuildingFactory(neighbourhood=there, slug="zz", nickname="THEIRS", tags=["高层"])


def said(building, **more):
    return {**TEXT, "neighbourhood": building.neighbourhood_id, "whom": "every", **more}


def shown_in(page):
    return re.search(r'name="shown" value="(\w+)"', page.text)[1]


def send(client, said, **more):
    """Looked at, then sent, as the page has it."""
    shown = shown_in(client.post(WRITE, said))
    return client.post(WRITE, {**said, "shown": shown, "do": "send", "once": "k", **more})


def names():
    return list(Notice.objects.order_by("pk").values_list("building__slug", flat=True))


def test_looking_sends_nothing_and_says_how_many(enter, building, next_door, household, staff):
    page = enter("staff").post(WRITE, said(building, asks="on"))
    assert "要发给 <b>2</b> 栋楼" in page.text
    assert ("<strong>周三</strong>" in page.text, "只张贴，不问" in page.text) == (True, True)
    assert not Notice.objects.exists()


def test_all_by_tag_or_by_list(enter, building, next_door, foreign, staff):
    third = BuildingFactory(neighbourhood=building.neighbourhood, slug="116", tags=["高层", "新"])
    client = enter("staff")
    chosen = (
        (said(building), ["114", "115", "116"]),
        (said(building, whom="tagged", tags=["高层"]), ["116"]),
        (said(building, whom="listed", buildings=[building.pk, third.pk]), ["114", "116"]),
    )
    for number, (words, expected) in enumerate(chosen):
        Notice.objects.all().delete()
        response = send(client, words, once=str(number))
        circular = Circular.objects.latest("pk")
        there = reverse("admin:notices_circular_change", args=[circular.pk])
        assert (names(), response.headers["Location"]) == (expected, there)


def test_a_double_click_sends_once(enter, building, staff):
    client = enter("staff")
    words = said(building)
    shown = shown_in(client.post(WRITE, words))
    for _ in range(2):
        client.post(WRITE, {**words, "shown": shown, "do": "send", "once": "k"})
    assert Circular.objects.count() == 1


def test_what_is_sent_is_what_was_looked_at(enter, building, staff):
    client = enter("staff")
    shown = shown_in(client.post(WRITE, said(building)))
    BuildingFactory(neighbourhood=building.neighbourhood, slug="116")
    page = client.post(WRITE, {**said(building), "shown": shown, "do": "send", "once": "k"})
    assert ("楼有了变化" in page.text, "要发给 <b>2</b> 栋楼" in page.text) == (True, True)
    assert not Notice.objects.exists()


def test_back_keeps_what_was_typed(enter, building, staff):
    page = enter("staff").post(WRITE, {**said(building), "do": "back"})
    assert ("**周三**停电" in page.text, "先看看发给谁" in page.text) == (True, True)


@pytest.mark.parametrize(
    "craft",
    [
        {"whom": "listed", "buildings": "theirs"},
        {"whom": "listed", "buildings": "both"},
        {"whom": "tagged", "tags": ["高层"]},
        {"neighbourhood": "theirs"},
        {"neighbourhood": "theirs", "whom": "listed", "buildings": "theirs"},
        {"whom": "listed"},
        {"whom": "tagged"},
        {"whom": "nobody"},
    ],
)
def test_no_crafted_form_reaches_another_neighbourhood(enter, building, foreign, staff, craft):
    pks = {"theirs": [foreign.pk], "both": [building.pk, foreign.pk]}
    words = said(building, **craft)
    if "buildings" in craft:
        words["buildings"] = pks[craft["buildings"]]
    if "neighbourhood" in craft:
        words["neighbourhood"] = foreign.neighbourhood_id
    client = enter("staff")
    for more in ({}, {"do": "send", "shown": "x", "once": "k"}):
        page = client.post(WRITE, {**words, **more})
        assert (page.status_code, "THEIRS" in page.text) == (200, False)
    assert (Circular.objects.count(), Notice.objects.count()) == (0, 0)


@pytest.mark.parametrize("persona", ["leader", "resident", "visitor"])
def test_only_the_committee_comes_to_the_desk(enter, building, leader, resident, persona):
    assert enter(persona).post(WRITE, said(building)).status_code == 302
    assert not Notice.objects.exists()


def test_the_keeper_of_the_installation_is_on_no_committee(client, building, django_user_model):
    keeper = django_user_model.objects.create(username="keeper", is_superuser=True)
    client.force_login(keeper)
    assert client.get(WRITE).status_code == 403


@pytest.fixture
def circular(building, next_door, household, staff):
    letter = CircularInput("换灯", "周三停电", asks=True)
    return circulars.send_circular(building.neighbourhood, [building, next_door], letter, by=staff)


def test_taken_back_at_once_with_a_reason(enter, circular, resident):
    url = reverse("admin:notices_circular_withdraw", args=[circular.pk])
    client = enter("staff")
    assert "还挂在 2" in re.sub(r"\s+", " ", client.get(url).text)
    assert "error" in client.post(url, {"reason": "", "once": "a"}).text
    for _ in range(2):
        client.post(url, {"reason": "改期了", "once": "k"})
    assert set(Notice.objects.values_list("state", "withdrawn_reason")) == {("withdrawn", "改期了")}
    notice = Notice.objects.earliest("pk")
    assert "改期了" in enter("resident").get(notice.get_absolute_url()).text
    again = enter("staff").post(url, {"reason": "再来", "once": "j"}, follow=True).text
    assert "这一步做不了了" in again


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_committee_neither_sees_nor_takes_back(enter, circular, foreign_staff, method):
    client = enter("foreign_staff")
    for name in ("withdraw", "change", "resend"):
        url = reverse(f"admin:notices_circular_{name}", args=[circular.pk])
        response = getattr(client, method)(url, {"reason": "x", "once": "k"})
        assert response.status_code in {302, 403, 404, 405}
        assert "换灯" not in response.text
    assert Notice.objects.filter(state="posted").count() == 2


def test_how_far_it_came_building_by_building(enter, circular, building, household, resident):
    notice = Notice.objects.get(building=building)
    voice = notice.canvass.voices.get()
    acknowledge(notice.canvass, voice, by=resident)
    reading.mark_notice_read(notice, by=resident)
    page = enter("staff").get(reverse("admin:notices_circular_change", args=[circular.pk])).text
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page.split('id="arrivals"')[1])
    assert cells == ["已张贴", "1 / 1", "1", "已张贴", "–", "0"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_desk_costs_the_same_however_many_buildings(
    enter, building, staff, count, django_assert_num_queries, run_jobs
):
    places = BuildingFactory.create_batch(count, neighbourhood=building.neighbourhood)
    for place in places:
        MembershipFactory(household__building=place)
    letter = CircularInput("换灯", "周三停电", asks=True)
    circular = circulars.send_circular(building.neighbourhood, places, letter, by=staff)
    run_jobs(Queue.LONG)
    client = enter("staff")
    change = reverse("admin:notices_circular_change", args=[circular.pk])
    client.get(change)  # what a worker asks once: the kinds of things
    with django_assert_num_queries(10):
        page = client.get(change)
    assert page.text.count("0 / 1") == min(count, 25)
    assert ("下一页" in page.text) == (count > 25)
    with django_assert_num_queries(5):
        client.get(reverse("admin:notices_circular_changelist"))
    with django_assert_num_queries(7):
        client.get(WRITE)


def test_the_second_page_has_the_rest(enter, building, staff, run_jobs):
    places = BuildingFactory.create_batch(27, neighbourhood=building.neighbourhood)
    circular = circulars.send_circular(
        building.neighbourhood, places, CircularInput("换灯", "周三"), by=staff
    )
    run_jobs(Queue.LONG)
    client = enter("staff")
    page = client.get(reverse("admin:notices_circular_change", args=[circular.pk])).text
    older = re.search(r'href="(\?after=[^"]+)"', page)[1]
    rest = client.get(reverse("admin:notices_circular_change", args=[circular.pk]) + older).text
    rows = [half.split('id="arrivals"')[1].count('scope="row"') for half in (page, rest)]
    assert rows == [25, 2]


def test_sending_to_many_leads_to_its_progress_and_back(enter, building, staff, run_jobs):
    BuildingFactory.create_batch(circulars.MAX_AT_ONCE, neighbourhood=building.neighbourhood)
    client = enter("staff")
    response = send(client, said(building))
    circular = Circular.objects.get()
    progress = reverse("mine:long_job", args=[circular.job.pk])
    change = reverse("admin:notices_circular_change", args=[circular.pk])
    assert response.headers["Location"] == progress
    assert f'href="{change}"' in client.get(progress).text
    assert "发了0栋，一共21栋" in client.get(change).text
    run_jobs(Queue.LONG)
    assert "办好了" in client.get(progress).text
    assert "正在一栋一栋地发" not in client.get(change).text
    client.post(reverse("mine:cancel_long_job", args=[circular.job.pk]))
    assert names().count("114") == 1


def test_what_was_not_sent_is_listed_and_sent_again_once(enter, building, staff, run_jobs):
    there = building.neighbourhood
    BuildingFactory.create_batch(circulars.MAX_AT_ONCE, neighbourhood=there)
    client = enter("staff")
    send(client, said(building))
    circular = Circular.objects.get()
    Building.objects.filter(pk=building.pk).update(until=timezone.localdate())
    run_jobs(Queue.LONG)
    progress = reverse("mine:long_job", args=[circular.job.pk])
    change = reverse("admin:notices_circular_change", args=[circular.pk])
    resend = reverse("admin:notices_circular_resend", args=[circular.pk])
    for address in (progress, change):
        text = client.get(address).text
        assert "没发成的1栋楼" in text
        assert ("这栋楼已经停用了" in text, f'action="{resend}"' in text) == (True, True)
    assert client.get(resend).headers["Location"] == change  # as after signing in anew
    Building.objects.filter(pk=building.pk).update(until=None)
    for _click in range(2):
        client.post(resend, {"once": "again"})
    assert LongJob.objects.count() == 2
    text = client.get(progress).text
    assert ("没发成的" in text, resend in text) == (False, False)
    run_jobs(Queue.LONG)
    assert names().count("114") == 1
    assert Notice.objects.count() == circulars.MAX_AT_ONCE + 1
    assert "没发成的" not in client.get(change).text
    refused = client.post(resend, {"once": "later"}, follow=True).text
    assert "没有要再发的楼" in refused


def test_tags_are_words_however_they_are_divided(enter, building, staff):
    url = reverse("admin:residents_building_change", args=[building.pk])
    form = enter("staff").get(url).context["adminform"].form
    words = {n: v for n in form.fields if (v := form[n].value()) not in (None, False)}
    enter("staff").post(url, {**words, "tags": "高层，有电梯、 高层 老楼"})
    assert Building.objects.get(pk=building.pk).tags == ["高层", "有电梯", "老楼"]
    assert "高层、有电梯、老楼" in enter("staff").get(url).text
    assert "有电梯" in enter("staff").get(WRITE).text


def test_who_serves_two_neighbourhoods_sends_to_one_at_a_time(enter, building, foreign, staff):
    OfficeFactory(user=staff, staff=True, neighbourhood=foreign.neighbourhood)
    HouseholdFactory(building=foreign)
    send(enter("staff"), said(foreign))
    assert names() == ["zz"]


def picture(name="灯.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


PAPER = b"%PDF-1.7\n%%EOF\n"


def pdf():
    return SimpleUploadedFile("通知.pdf", PAPER, "application/pdf")


def kept_in(page):
    return re.findall(r'name="kept-attached" value="(\w+)"', page.text)


def sent_with_files(client, building):
    looked = client.post(WRITE, said(building, attached=[picture(), pdf()]))
    more = {"kept-attached": kept_in(looked), "shown": shown_in(looked), "do": "send", "once": "k"}
    assert client.post(WRITE, said(building, **more)).status_code == 302
    return Circular.objects.get()


def test_files_are_stored_once_and_read_in_each_building(
    enter, building, next_door, household, resident, neighbour, staff, settings
):
    circular = sent_with_files(enter("staff"), building)
    photo, paper = (circular.attachments.get(kind=kind) for kind in ("photo", "pdf"))
    assert len(list(Path(settings.MEDIA_ROOT).rglob("notices/**/*.pdf"))) == 1
    assert KeptFile.objects.count() == 0
    for slug, who, other in (("114", "resident", "neighbour"), ("115", "neighbour", "resident")):
        notice = Notice.objects.get(building__slug=slug)
        at = [slug, notice.pk, paper.pk, "whole"]
        small = reverse("notices:circular_file", args=[slug, notice.pk, photo.pk, "small"])
        client = enter(who)
        assert small in client.get(notice.get_absolute_url()).text
        assert body_of(client.get(reverse("notices:circular_file", args=at))) == PAPER
        poster = client.get(reverse("notices:poster", args=[slug, notice.pk])).text
        assert "附：1张照片、1份文件，请扫码看。" in poster
        assert enter(other).get(small).status_code == 404


def test_taken_back_nobody_reads_them_but_the_committee(
    enter, building, next_door, household, resident, staff
):
    client = enter("staff")
    circular = sent_with_files(client, building)
    paper = circular.attachments.get(kind="pdf")
    circulars.withdraw_circular(circular, reason="写错了", by=staff)
    notice = Notice.objects.get(building=building)
    where = reverse("notices:circular_file", args=["114", notice.pk, paper.pk, "whole"])
    desk = reverse("admin:notices_circular_file", args=[circular.pk, paper.pk, "whole"])
    assert enter("resident").get(where).status_code == 403
    client = enter("staff")
    page = client.get(reverse("admin:notices_circular_change", args=[circular.pk])).text
    assert (desk in page, body_of(client.get(desk))) == (True, PAPER)


def test_a_committee_reads_no_files_of_another(enter, building, foreign, staff):
    circular = sent_with_files(enter("staff"), building)
    Circular.objects.update(neighbourhood=foreign.neighbourhood)
    file = circular.attachments.first()
    where = reverse("admin:notices_circular_file", args=[circular.pk, file.pk, "whole"])
    assert enter("staff").get(where).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"do": "back"}, {"title": ""}, {"whom": "tagged"}, {"do": "send", "shown": "x"}]
)
def test_chosen_files_survive_the_way_back_and_every_error(enter, building, staff, wrong):
    client = enter("staff")
    page = client.post(WRITE, said(building, **wrong, attached=[picture(), pdf()]))
    tokens = kept_in(page)
    assert len(tokens) == 2
    again = client.post(WRITE, said(building, **{"kept-attached": tokens}))
    assert (kept_in(again), "通知.pdf" in again.text) == (tokens, True)


def test_a_broken_file_is_named_and_the_others_stay(enter, building, staff):
    broken = SimpleUploadedFile("坏的.jpg", b"GIF89a nothing")
    page = enter("staff").post(WRITE, said(building, attached=[picture(), broken]))
    assert ("“坏的.jpg”打不开" in page.text, len(kept_in(page))) == (True, 1)
