"""A file of a neighbourhood at the desk: uploaded, previewed, confirmed, imported, undone."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from residents.models import Building, Household, RosterBatch
from residents.roster.actions.batches import create_batch
from residents.roster.actions.roster import import_roster
from residents.roster.admin import batches
from tests.factories import NeighbourhoodFactory
from tests.factories.roster import csv_of, sheet
from tests.factories.roster import row as sheet_row
from tests.residents.roster.words import words
from tests.residents.roster_parser.files import HEAD, read

pytestmark = pytest.mark.django_db
ROWS = [["114", "301", "张", "1"], ["115", "101", "王", "2"], ["115", "201", "李", "3"]]


def at(name, *ids):
    return reverse(f"admin:residents_building_many_{name}", args=ids)


def upload(client, building, *rows, **fields):
    file = SimpleUploadedFile("全部.csv", csv_of(HEAD, *(rows or ROWS)))
    typed = {"file": file, "area_source": "register", "neighbourhood": building.neighbourhood_id}
    return client.post(at("upload"), {**typed, **fields}, follow=True)


def send(client, page, do, **more):
    """Submit the form of the preview with some changes."""
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    typed = {name: value for name, value in {**typed, "do": do, **more}.items() if value}
    return client.post(page.request["PATH_INFO"], typed, follow=True)


def carried_on(client, page):
    while "data-goes-on" in page.content.decode():
        page = client.post(page.request["PATH_INFO"], follow=True)
    return page


def test_the_list_of_buildings_leads_there(enter, building, staff):
    page = enter("staff").get(reverse("admin:residents_building_changelist"))
    assert at("upload") in page.content.decode()


def test_uploaded_looked_at_and_carried_on_step_by_step(enter, building, staff, monkeypatch):
    monkeypatch.setattr(batches, "SECONDS_PER_STEP", 0)  # one building per request
    client = enter("staff")
    page = upload(client, building)
    assert "2 栋楼 1 栋要新建 3 户 6 人" in words(page)
    assert "115号 新增2户 新建， 层 2 5" in words(page)
    page = send(client, page, "confirm")
    assert "正在导入：2栋里办了0栋，接下来是114号。" in words(page)
    page = client.post(page.request["PATH_INFO"], follow=True)
    assert "2栋里办了1栋，接下来是115号" in words(page)
    assert Household.objects.count() == 1
    page = carried_on(client, page)
    assert "2 栋导入好了" in words(page)
    assert Household.objects.filter(building__door_number="115").count() == 2
    assert "全部.csv" in words(client.get(at("upload")))


def test_the_only_neighbourhood_is_chosen_already(enter, building, staff):
    client = enter("staff")
    for url in (at("upload"), at("list")):
        field = client.get(url).context["form"]["neighbourhood"]
        assert (field.value(), field.is_hidden) == (building.neighbourhood_id, True)
        assert f'value="{building.neighbourhood_id}"' in str(field)


def test_as_much_as_a_second_allows_is_done_in_one_step(enter, building, staff, monkeypatch):
    monkeypatch.setattr(batches, "SECONDS_PER_STEP", 3600)
    client = enter("staff")
    page = client.post(
        send(client, upload(client, building), "confirm").request["PATH_INFO"], follow=True
    )
    assert "2 栋导入好了" in words(page)


def test_floors_and_what_is_left_out_are_kept_by_looking_again(enter, building, staff):
    client = enter("staff")
    page = upload(client, building)
    old, new = RosterBatch.objects.get().entries.all()
    page = send(client, page, "look", **{f"out_{old.pk}": "on", f"floors_{new.pk}": "11"})
    assert "1 栋楼 1 栋要新建 2 户" in words(page)
    page = send(client, page, "look", **{f"floors_{new.pk}": "0"})
    assert "请看一看下面写了红字的地方" in words(page)
    page = carried_on(client, send(client, client.get(page.request["PATH_INFO"]), "confirm"))
    assert Building.objects.get(door_number="115").floors == 11
    assert Household.objects.filter(building=building).count() == 0


def test_what_cannot_be_read_is_shown_with_its_cell_and_holds_up_the_rest(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, *ROWS, ["116", "101", "孙", "几个"])
    assert "116号" in words(page)
    assert "1处看不懂" in words(page)
    page = send(client, page, "confirm")
    assert "116号还不能导入。请点进去看一看" in words(page)
    entry = RosterBatch.objects.get().entries.get(door_number="116")
    part = client.get(at("part", entry.batch_id, entry.pk))
    assert "5 人数 D5 几个 看不懂这个人数" in words(part)


def test_owners_of_one_name_are_asked_about_on_the_buildings_own_page(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, ["115", "101", "王建国", "2"], ["115", "201", "王建国", "3"])
    assert "1处业主要分清" in words(page)
    entry = RosterBatch.objects.get().entries.get()
    part = client.get(at("part", entry.batch_id, entry.pk))
    assert "101室和201室的业主都叫“王建国”" in words(part)
    assert "请选一个" in words(client.post(part.request["PATH_INFO"], {}))
    page = send(client, part, "", owner_0="same")
    assert "新增2户" in words(page)


def test_what_is_to_be_looked_at_is_ticked_once(enter, building, staff):
    client = enter("staff")
    page = upload(client, building, ["", "901", "孙", "1"], *ROWS)
    assert "里有1行没有写是几号楼" in words(page)
    assert "第2行“901 孙”：没有写是几号楼" in words(page)
    page = send(client, page, "confirm")
    assert "还有几处要您看一看" in words(page)
    assert "正在导入" in words(send(client, page, "confirm", seen="on"))


def test_a_file_that_names_no_building_is_refused_in_a_sentence(enter, building, staff):
    file = SimpleUploadedFile("a.csv", csv_of(["室号", "业主"], ["101", "王"]))
    typed = {"file": file, "area_source": "register", "neighbourhood": building.neighbourhood_id}
    assert "表里没有写是几号楼" in words(enter("staff").post(at("upload"), typed))
    assert not RosterBatch.objects.exists()


def test_a_confirmed_file_is_not_shown_to_be_confirmed_again(enter, building, staff):
    client = enter("staff")
    page = upload(client, building)
    send(client, page, "confirm")
    assert "正在导入" in words(client.get(page.request["PATH_INFO"], follow=True))
    assert "正在导入" in words(send(client, page, "confirm"))


def test_the_whole_is_taken_back(enter, building, staff):
    client = enter("staff")
    page = carried_on(client, send(client, upload(client, building), "confirm"))
    batch = RosterBatch.objects.get()
    assert at("undo", batch.pk) in page.content.decode()
    assert "导入的2栋楼都撤回" in words(client.get(at("undo", batch.pk)))
    page = carried_on(client, client.post(at("undo", batch.pk), follow=True))
    assert "2 栋撤回了" in words(page)
    assert not Household.objects.exists()


def test_nothing_of_another_neighbourhood_is_shown_or_done(enter, building, staff, foreign_staff):
    elsewhere = NeighbourhoodFactory()
    batch = create_batch(elsewhere, read(HEAD, *ROWS), name="别处", by=foreign_staff)
    client = enter("staff")
    entry = batch.entries.first()
    for url in (
        at("preview", batch.pk),
        at("progress", batch.pk),
        at("undo", batch.pk),
        at("part", batch.pk, entry.pk),
    ):
        assert client.get(url).status_code == client.post(url).status_code == 404
    page = upload(client, building, neighbourhood=elsewhere.pk)
    assert not RosterBatch.objects.exclude(pk=batch.pk).exists()
    assert "别处" not in words(client.get(at("upload")))
    assert page.status_code == 200


@pytest.mark.parametrize("name", ["upload", "preview", "progress"])
def test_a_page_costs_as_many_statements_for_ten_buildings_as_for_two(enter, building, staff, name):
    client = enter("staff")

    def cost(number):
        rows = [[str(200 + n), "101", "王", "1"] for n in range(number)]
        page = upload(client, building, *rows, ["114", "901", "李", "1"])
        batch = RosterBatch.objects.latest("pk")
        if name == "progress":
            send(client, page, "confirm")
        with CaptureQueriesContext(connection) as seen:
            client.get(at(name, *(() if name == "upload" else (batch.pk,))))
        return len(seen)

    assert cost(2) == cost(10) <= 9


def test_words_of_a_file_are_quoted_not_run(enter, building, staff):
    page = upload(enter("staff"), building, ["115", "101", "<b>王</b>", "几个"])
    assert not re.search("<b>王", page.content.decode())


def list_of(client, building, text, do="look", **more):
    typed = {"neighbourhood": building.neighbourhood_id, "text": text, "floors": 6, "do": do}
    return client.post(at("list"), {**typed, **more}, follow=True)


def test_buildings_are_made_from_a_list_after_a_look(enter, building, staff):
    client = enter("staff")
    page = list_of(client, building, "114\n115，连心二楼，高层\n116，11层")
    assert "要新建2栋，还没有写入" in words(page)
    assert "114号 连心楼 6 已经有了，不改动" in words(page)
    assert Building.objects.count() == 1
    page = list_of(client, building, page.context["form"]["text"].value(), do="make")
    assert "新建了2栋楼" in words(page)
    assert sorted(Building.objects.values_list("door_number", "floors", "nickname", "slug")) == [
        ("114", building.floors, "连心楼", "114"),
        ("115", 6, "连心二楼", "115"),
        ("116", 11, "", "116"),
    ]
    assert Building.objects.get(door_number="115").tags == ["高层"]


def test_a_list_may_be_a_file_and_is_shown_as_lines(enter, building, staff):
    file = SimpleUploadedFile("楼.csv", csv_of(["楼号", "层数"], ["115", "11"]))
    page = list_of(enter("staff"), building, "", file=file)
    assert "要新建1栋" in words(page)
    assert "115\t11" in page.context["form"]["text"].value()


def test_one_wrong_line_and_no_building_is_made(enter, building, staff):
    page = list_of(enter("staff"), building, "115\n连心楼", do="make")
    assert "第2行“连心楼”：看不出是几号楼" in words(page)
    assert Building.objects.count() == 1
    assert "请写上楼号" in words(list_of(enter("staff"), building, " "))


def test_answers_to_questions_that_moved_are_not_taken(enter, building, staff):
    rows = [
        ["114", room, name, "1"]
        for name, room in (("李", "301"), ("李", "302"), ("张", "401"), ("张", "402"))
    ]
    batch = create_batch(building.neighbourhood, read(HEAD, *rows), name="x", by=staff)
    entry = batch.entries.get()
    client = enter("staff")
    page = client.get(at("part", batch.pk, entry.pk))
    before = [sheet_row(room, 业主="李", 人数="1") for room in ("301", "302")]
    import_roster(building, sheet(*before), answers={"李": "same"}, by=staff, seen=True)
    page = send(client, page, "", owner_0="same", owner_1="apart")
    assert "名册又有了变动" in words(page)
    entry.refresh_from_db()
    assert entry.answers == {}
    send(client, page, "", owner_0="apart")
    entry.refresh_from_db()
    assert entry.answers == {"张": "apart"}
