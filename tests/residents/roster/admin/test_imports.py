from __future__ import annotations

import re

import pytest
from django.urls import reverse

from governance.journal.models import Line
from residents.models import Household, RosterImport
from residents.roster.actions.imports import undo_import
from residents.roster.actions.roster import import_roster
from tests.factories import MembershipFactory
from tests.factories.roster import ROW, row, sheet

pytestmark = pytest.mark.django_db


def at(name, building, *more):
    return reverse(f"admin:residents_building_roster_{name}", args=[building.pk, *more])


def take_in(building, *rows, by=None) -> RosterImport:
    import_roster(building, sheet(*rows), answers={}, by=by, seen=True, name="名册.xlsx")
    return RosterImport.objects.latest("pk")


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_imports_are_listed_with_who_and_how_much(enter, building, staff):
    client = enter("staff")
    assert "还没有导入过名册" in words(client.get(at("imports", building)))
    take_in(building, ROW, row("303"), by=staff)
    imported = take_in(building, row("303", 备注="新"))
    change = client.get(reverse("admin:residents_building_change", args=[building.pk]))
    assert at("imports", building) in change.content.decode()
    page = client.get(at("imports", building))
    assert f"{staff} 名册.xlsx 2 0 撤回这次导入" in words(page)
    assert "管系统的人 名册.xlsx 0 1 撤回这次导入" in words(page)
    undo_import(imported, by=staff)
    assert f"{staff}撤回了" in words(client.get(at("imports", building)))


def test_what_goes_and_what_comes_back_is_shown_and_then_done(enter, building, staff):
    take_in(building, row("302", 业主="王秀英", 人数="3", 手机="13800138000"))
    imported = take_in(building, row("302", 业主="赵敏", 手机="13900139000"), row("303"))
    client = enter("staff")
    page = client.get(at("undo", building, imported.pk))
    assert "1 户去掉 1 室去掉 1 位业主去掉 1 处恢复原样" in words(page)
    assert "去掉的户 303室" in words(page)
    assert "302室 联系电话 139****9000 138****8000 业主 赵敏 王秀英" in words(page)
    assert "13800138000" not in page.content.decode()
    assert Household.objects.count() == 2
    done = client.post(at("undo", building, imported.pk), follow=True)
    assert "已经撤回" in words(done)
    assert Household.objects.get().phone == "13800138000"
    assert Line.objects.latest("number").office == "staff"


def test_why_it_cannot_be_is_said_and_nothing_is_done(enter, building, staff):
    imported = take_in(building, ROW, row("303"))
    MembershipFactory(household=Household.objects.get(flat__room="303"))
    client = enter("staff")
    for page in (
        client.get(at("undo", building, imported.pk)),
        client.post(at("undo", building, imported.pk), follow=True),
    ):
        assert "303室：已经有人加入。" in words(page)
        assert "csrfmiddlewaretoken" not in page.content.decode().partition("content-main")[2]
    assert Household.objects.count() == 2


def test_an_import_stands_under_its_building(enter, building, next_door, staff):
    imported = take_in(building, ROW)
    client = enter("staff")
    url = at("undo", next_door, imported.pk)
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert Household.objects.count() == 1


@pytest.mark.parametrize("homes", [1, 4])
def test_the_pages_cost_the_same_whatever_was_imported(
    enter, building, staff, django_assert_num_queries, homes
):
    client = enter("staff")
    imported = take_in(building, *(row(f"{n}01", 业主=f"甲{n}") for n in range(1, homes + 1)))
    for number in range(homes):
        take_in(building, row("101", 备注=f"第{number}次"))
    client.get(at("undo", building, imported.pk))
    with django_assert_num_queries(5):
        client.get(at("imports", building))
    with django_assert_num_queries(38):
        client.get(at("undo", building, imported.pk))
