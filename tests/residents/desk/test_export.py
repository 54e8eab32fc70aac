"""A list of the desk as a file: the same contents, without formulas, and logged if it contains
people."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from governance.journal.models import Line
from louzu.lib.spreadsheet import escape_cell
from residents.desk import export
from residents.desk.export import cell_value
from residents.models import Flat
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HOUSEHOLDS = reverse("admin:residents_household_export")
FLATS = reverse("admin:residents_flat_export")

TOLD = "会记入每栋楼的日志"


def opened(response) -> list[tuple]:
    return list(load_workbook(BytesIO(response.content)).active.iter_rows())


def words(response) -> list[list]:
    return [[cell.value for cell in row] for row in opened(response)]


def test_a_file_holds_what_the_list_shows(enter, building, next_door, staff):
    HouseholdFactory(building=building, contact="王阿姨", phone="13812345678", aged_60_up=2)
    HouseholdFactory(building=next_door, contact="隔壁的")
    answer = enter("staff").post(f"{HOUSEHOLDS}?building__id__exact={building.pk}")
    titles, only = words(answer)
    assert titles[1:4] == ["楼组", "户主/联系人", "联系电话"]
    assert only[1:4] == ["114号 连心楼", "王阿姨", "138****5678"]
    assert 2 in only
    assert ".xlsx" in answer.headers["Content-Disposition"]


def test_a_search_narrows_the_file_too(enter, building, staff):
    for contact in ("王阿姨", "李阿姨"):
        HouseholdFactory(building=building, contact=contact)
    _titles, only = words(enter("staff").post(f"{HOUSEHOLDS}?q=李阿姨"))
    assert "李阿姨" in only


def test_the_list_leads_to_its_file_with_the_same_question(enter, building, staff):
    listing = reverse("admin:residents_household_changelist")
    page = enter("staff").get(f"{listing}?occupancy__exact=owner&p=1").content.decode()
    assert f'href="{HOUSEHOLDS}?occupancy__exact=owner"' in page
    assert HOUSEHOLDS not in enter("staff").get(f"{listing}?_popup=1").content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "'=1", "\t=1", "\r=1"])
def test_nothing_is_worked_out(enter, building, staff, text):
    HouseholdFactory(building=building, contact=text)
    _titles, only = opened(enter("staff").post(HOUSEHOLDS))
    assert only[2].data_type == "s"
    assert only[2].value.startswith("'")


@given(st.text(max_size=8))
def test_no_text_whatever_begins_a_formula(text):
    assert escape_cell(str(cell_value(text)))[:1] not in set("=+-@")


def test_numbers_and_times_stay_what_they_are():
    noon = dt.datetime(2026, 3, 1, 4, 0, tzinfo=dt.UTC)
    assert cell_value(noon) == dt.datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 -- spreadsheets have naive times
    assert [cell_value(v) for v in (3, True, False, None)] == [3, "是", "否", ""]


def test_that_people_left_is_told_where_they_live(enter, building, next_door, staff):
    HouseholdFactory.create_batch(2, building=building)
    HouseholdFactory(building=next_door)
    enter("staff").post(HOUSEHOLDS)
    found = Line.objects.filter(verb="residents.list_exported").order_by("building")
    assert [(line.building, line.subject_title, line.actor, line.audience) for line in found] == [
        (building, "户，2条", staff, "leaders"),
        (next_door, "户，1条", staff, "leaders"),
    ]


def test_looking_before_it_is_no_export(enter, building, staff):
    HouseholdFactory(building=building)
    page = enter("staff").get(HOUSEHOLDS).content.decode()
    assert "共1条" in page
    assert TOLD in page
    assert not Line.objects.filter(verb="residents.list_exported").exists()


def test_a_list_without_people_is_nobodys_news(enter, building, staff):
    FlatFactory(building=building)
    client = enter("staff")
    assert TOLD not in client.get(FLATS).content.decode()
    assert len(words(client.post(FLATS))) == 2
    assert not building.journal.exists()


def test_people_are_told_where_they_live_in_ones_own_neighbourhood_alone(enter, building, staff):
    somebody = MembershipFactory(household__building=building).user
    elsewhere = MembershipFactory(user=somebody, household__building=BuildingFactory())
    enter("staff").post(reverse("admin:residents_user_export"))
    assert building.journal.filter(verb="residents.list_exported").count() == 1
    assert not elsewhere.household.building.journal.exists()


def test_offices_of_the_committee_itself_are_in_no_buildings_journal(enter, building, staff):
    OfficeFactory(user=UserFactory(), building=building)
    enter("staff").post(reverse("admin:residents_office_export"))
    assert building.journal.get().subject_title == "职务，1条"


def test_the_page_before_says_that_a_long_list_is_cut(enter, building, staff, monkeypatch):
    monkeypatch.setattr(export, "MAX_EXPORTED_ROWS", 3)
    FlatFactory.create_batch(4, building=building)
    client = enter("staff")
    page = client.get(FLATS).content.decode()
    assert "共3条" in page
    assert "一次只给前3条" in page
    Flat.objects.first().delete()
    assert "一次只给前" not in client.get(FLATS).content.decode()
    assert len(words(client.post(FLATS))) == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_a_file_costs_the_same_for_any_number_of_rows(
    enter, building, staff, django_assert_num_queries, rows
):
    FlatFactory.create_batch(rows, building=building)
    client = enter("staff")
    client.get(FLATS)
    with django_assert_num_queries(8):
        client.post(FLATS)


def test_a_question_without_sense_leads_back_to_the_list(enter, building, staff):
    assert enter("staff").post(f"{FLATS}?floor=x").status_code == 302
