"""A column without a known heading is known by its values, if enough of them agree."""

from __future__ import annotations

import pytest

from residents.roster_parser.value_kinds import value_kind_of


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["张三", "李四、王五", "欧阳明"], "names"),
        (["13800138000", "65551234"], "phone"),
        (["自住", "出租", "空关"], "occupancy"),
        (["3", "2", "15"], "people"),
        (["3人", "20人"], "people"),
        (["1952-05", "19520506", "1952年"], "age"),
        (["72岁"], "age"),
        (["89.5", "90"], "area"),
        (["90", "120"], "area"),
        (["70㎡"], "area"),
        (["15平"], "area"),
        (["搬走", "已故"], "away"),
        (["16"], ""),
        (["500"], ""),
        (["19.99"], ""),
        (["20"], "area"),
        (["400"], "area"),
        (["400.5"], ""),
        (["张三（夫）", "李四（妻）"], "names"),
        (["云南", "安徽"], ""),
        (["很好", "满意"], ""),
        (["王先生", "李阿姨"], "names"),
        ([], ""),
        (["", "/", "待查"], ""),
    ],
)
def test_values_that_agree_tell_their_kind(values, kind):
    assert value_kind_of(values) == kind


def test_half_of_the_filled_cells_are_enough_and_fewer_are_not():
    assert value_kind_of(["张三", "李四", "好", "坏", "", "/"]) == "names"
    assert value_kind_of(["张三", "好", "坏"]) == ""


@pytest.mark.parametrize(
    ("one", "kind"), [("13800138000", "phone"), ("已搬走", "away"), ("自住", "")]
)
def test_a_single_number_or_a_word_about_somebody_gone_is_never_overlooked(one, kind):
    assert value_kind_of([one, "好", "坏", "中"]) == kind


def test_the_same_name_in_each_row_is_that_of_the_author():
    assert value_kind_of(["张三"] * 3) == ""
    assert value_kind_of(["张三"] * 2) == "names"
    assert value_kind_of(["张三", "张三", "李四"]) == "names"


def test_an_identity_number_is_no_value():
    assert value_kind_of(["11010519491231002X"] * 2) == ""
    assert value_kind_of(["张三11010519491231002X", "李四"]) == "names"
