"""Changes of a home are told in words, each once, and never a whole number."""

from __future__ import annotations

import dataclasses

from residents.roster_parser.home_changes import FieldChange, changes_between
from residents.roster_parser.import_summary import changes_in_words, restored_in_words
from residents.roster_parser.plan_steps import HomeStep, HomeTotals
from residents.roster_parser.record import HomeRecord, Party
from tests.factories.roster import home

HOME = home(owner=Party("王建国", "13800138000", pk=1), phone="13800138000")


def changes(**more) -> list[tuple[str, str, str]]:
    after = dataclasses.replace(HOME, **more)
    return [(one.what, one.old, one.new) for one in changes_between(HOME, after)]


def test_what_stays_is_not_told():
    assert changes() == []
    assert changes(flat=99, household=98, room="303") == []


def test_a_namesake_and_a_number_with_the_same_ends_are_told_to_be_others():
    other = Party("王建国", "13800138000", pk=2)
    assert changes(owner=other) == [("业主", "王建国", "王建国（不是同一个）")]
    assert changes(phone="13899998000") == [
        ("联系电话", "138****8000", "138****8000（不是同一个）")
    ]


def test_a_second_spelling_of_the_owner_is_told_as_such():
    assert changes(owner=dataclasses.replace(HOME.owner, also=("王建囯", "老王"))) == [
        ("名册里也写作", "", "王建囯、老王")
    ]


def test_a_value_that_goes_is_told_with_nothing_in_its_place():
    assert changes(area=None, area_source="", owner=None) == [
        ("建筑面积（㎡）", "81.16", ""),
        ("面积依据", "产权登记", ""),
        ("业主", "王建国", ""),
        ("业主电话", "138****8000", ""),
    ]


def test_a_new_flat_is_told_by_all_that_it_has():
    step = HomeStep(2, None, home("302", owner=Party("李梅"), aged_60_up=0))
    assert step.makes
    assert {one.what for one in step.changes} >= {"楼层", "建筑面积（㎡）", "业主", "18–59岁人数"}
    assert FieldChange("60岁以上人数", "0", "0") not in step.changes


def test_a_flat_without_a_household_gets_one():
    bare = HomeRecord("302", floor=3, flat=302)
    assert [HomeStep(2, before, HOME).makes for before in (bare, HOME)] == [True, False]


def test_an_empty_building_has_totals_too():
    assert HomeTotals.of(iter(())) == HomeTotals(0, 0, 0, 0)
    assert HomeTotals.of([HOME, home("303", aged_0_6=2)]) == HomeTotals(2, 8, 4, 2)


def test_a_summary_leaves_out_what_did_not_happen():
    counts = [(2, 1), (2, 0), (0, 1), (0, 0)]
    assert [changes_in_words(*count) for count in counts] == [
        "新增2户，改动1户",
        "新增2户",
        "改动1户",
        "没有变化",
    ]
    assert [restored_in_words(*count) for count in counts] == [
        "去掉2户，恢复1户",
        "去掉2户",
        "恢复1户",
        "没有变化",
    ]
