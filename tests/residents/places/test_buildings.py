"""Two lanes of one neighbourhood, and two committees, may each have a 114."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.journal.models import Line
from louzu.lib.errors import Refused
from louzu.lib.paging import Keyset
from residents.joining.forms.joining import PlaceAndCodeForm
from residents.models import Building
from residents.people.queries.buildings import BUILDING_KEYSET, buildings_of, public_buildings
from residents.places.queries import free_slug
from residents.roster_parser.files import SheetPage
from residents.roster_parser.sheet import read_roster_pages
from tests.factories import BuildingFactory, OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside(building):
    """Creates buildings of the same neighbourhood, without nicknames."""

    def make(lane, number, **more):
        more.setdefault("slug", free_slug(lane, number))
        return BuildingFactory(
            neighbourhood=building.neighbourhood, lane=lane, door_number=number, nickname="", **more
        )

    return make


def names() -> list[str]:
    return [str(building) for building in Building.objects.all()]


def test_the_lane_belongs_to_the_name_where_there_are_several(building, beside):
    Building.objects.filter(pk=building.pk).update(lane="1200弄")
    one = beside("1200弄", "9")
    assert names() == ["9号", "114号 连心楼"]
    other = beside("1300弄", "114")
    assert names() == ["1200弄9号", "1200弄114号 连心楼", "1300弄114号"]
    building.refresh_from_db()
    assert building.name == "连心楼"
    assert building.content_version == 1  # invalidates pages with its name
    other.lane = "1200弄"
    other.door_number = "115"
    other.save()
    assert names() == ["9号", "114号 连心楼", "115号"]
    one.save()  # with the values that were loaded before
    assert names() == ["9号", "114号 连心楼", "115号"]


def test_a_lane_that_is_not_written_is_one_too(building, beside):
    beside("1200弄", "114")
    assert names() == ["114号 连心楼", "1200弄114号"]


def test_a_neighbourhood_elsewhere_changes_no_name(building):
    BuildingFactory(lane="1200弄", door_number="114", nickname="")
    assert names() == ["114号 连心楼", "114号"]


def test_moving_to_another_neighbourhood_settles_both(building, beside):
    moved, away = beside("1200弄", "114"), BuildingFactory(door_number="3", nickname="")
    moved.neighbourhood = away.neighbourhood
    moved.save()
    assert names() == ["114号 连心楼", "3号", "1200弄114号"]


def test_one_lane_has_each_number_once(beside):
    beside("1200弄", "3")
    with pytest.raises(IntegrityError), transaction.atomic():
        beside("1200弄", "3")


def test_buildings_stand_by_lane_and_number(building, beside, staff):
    for lane, number in (("1200弄", "20"), ("900弄", "1"), ("1200弄", "3甲"), ("1200弄", "3")):
        beside(lane, number, public_page=True)
    away = BuildingFactory(door_number="1", nickname="", public_page=True)
    OfficeFactory(user=staff, staff=True, neighbourhood=away.neighbourhood)
    theirs = ["900弄1号", "1200弄3号", "1200弄3甲号", "1200弄20号", "1号"]
    assert [str(one) for one in buildings_of(staff)] == ["114号 连心楼", *theirs]
    page = public_buildings()
    assert [str(one) for one in page.rows] == theirs


def test_pages_of_buildings_go_on_where_they_ended(beside):
    for number in ("20", "3", "100"):
        beside("1200弄", number, public_page=True)
    short = Keyset(BUILDING_KEYSET.fields, descending=False, size=2)
    shown = Building.objects.open_to_visitors()
    first = short.page(shown, None)
    second = short.page(shown, first.next_url.removeprefix("?after="))
    assert [one.door_number for one in (*first.rows, *second.rows)] == ["3", "20", "100"]


@pytest.mark.parametrize(
    ("taken", "lane", "number", "slug"),
    [
        ((), "1200弄", "114", "114"),
        (("114",), "1200弄", "114", "1200-114"),
        (("114",), "", "114", "114-2"),
        (("114", "1200-114"), "1200弄", "114", "1200-114-2"),
        (("114", "114-2", "114-4"), "", "114", "114-3"),
        ((), "", "前楼", "lou"),
        (("lou",), "", "前楼", "lou-2"),
    ],
)
def test_an_address_is_found_that_nobody_has(taken, lane, number, slug):
    for one in taken:
        BuildingFactory(slug=one)
    assert free_slug(lane, number) == slug


def change_page(building) -> str:
    return reverse("admin:residents_building_change", args=[building.pk])


def add(client, building, **typed):
    data = {"neighbourhood": building.neighbourhood_id, "floors": 6, **typed}
    return client.post(reverse("admin:residents_building_add"), data, follow=True)


def test_an_address_that_is_taken_stops_nobody(enter, building, staff):
    page = add(enter("staff"), building, lane="１２００", door_number="114 号")
    made = Building.objects.get(lane="1200弄")
    assert (made.door_number, made.slug) == ("114", "1200-114")
    assert f'<a href="{change_page(made)}">1200弄114号</a>' in page.text
    assert Line.objects.get(building=made).subject_title == "1200弄114号"
    assert "网址里的“114”已经有一栋楼在用，这栋楼的网址是 /b/1200-114/。" in page.text


def test_the_address_may_be_left_to_the_portal(enter, building, staff):
    page = add(enter("staff"), building, door_number="118")
    assert Building.objects.get(door_number="118").slug == "118"
    assert "已经有一栋楼在用" not in page.text


def test_the_same_door_twice_is_said_in_the_form(enter, building, staff):
    page = add(enter("staff"), building, door_number="114")
    assert "这个居民区的这条弄里已经有这个门牌号了。" in page.text
    assert Building.objects.count() == 1


def test_changing_a_building_keeps_its_address(enter, building, staff):
    client, url = enter("staff"), change_page(building)
    data = {
        "neighbourhood": building.neighbourhood_id,
        "floors": 6,
        "door_number": "114",
        "slug": "",
    }
    client.post(url, {**data, "lane": "1200弄"})
    building.refresh_from_db()
    assert (building.slug, building.lane) == ("114", "1200弄")


@pytest.mark.parametrize("typed", ["1200-114", "1200弄114号", "１２００弄 114", "1200路114号"])
def test_a_building_is_named_at_joining_as_people_say_it(typed):
    form = PlaceAndCodeForm({"building": typed, "code": "abcd"})
    form.is_valid()
    assert form.cleaned_data["building"] == "1200-114"


@pytest.mark.parametrize(("lane", "refused"), [("1200弄", False), ("1300弄", True), ("", False)])
def test_a_roster_of_another_lane_is_refused_by_name(building, lane, refused):
    building.lane = "1200弄"
    rows = [["室号", "户主"], ["101", "王一"]]
    page = SheetPage("名册", [[f"逸仙路{lane}114号住户名册", ""], *rows])
    if refused:
        with pytest.raises(Refused, match="写的是1300弄114号，现在要导入的是1200弄114号"):
            read_roster_pages([page], door=building.whole_number)
    else:
        assert len(read_roster_pages([page], door=building.whole_number).rows) == 1
