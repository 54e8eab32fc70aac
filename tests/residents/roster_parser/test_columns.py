from __future__ import annotations

import pytest

from residents.roster_parser.columns import EXPORTED, TITLES, field_of


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("室号", "room"),
        ("房 号", "room"),
        ("房间号", "room"),
        ("门牌", "door"),
        ("门牌号", "door"),
        ("楼层", "floor"),
        ("建筑面积（㎡）", "area"),
        ("面积(㎡)", "area"),
        ("面积依据", "area_source"),
        ("业主", "owner"),
        ("产权人姓名", "owner"),
        ("业主（产权人）", "owner"),
        ("业主电话", "owner_phone"),
        ("户主/联系人", "contact"),
        ("联系人", "contact"),
        ("人数", "people"),
        ("常住人口（人）", "people"),
        ("0-6岁", "aged_0_6"),
        ("０～６周岁儿童", "aged_0_6"),
        ("0—6岁人数", "aged_0_6"),
        ("7-17岁", "aged_7_17"),
        ("60岁以上", "aged_60_up"),
        ("其中：60岁及以上老人", "aged_60_up"),
        ("60岁（含）以上", "aged_60_up"),
        ("自住/出租/空置", "occupancy"),
        ("房屋性质", "occupancy"),
        ("手机", "phone"),
        ("手机/联系电话", "phone"),
        ("联系方式", "phone"),
        ("备注", "note"),
        ("身份证号码", "identity"),
        ("身份证号（本人）", "identity"),
        ("序号", "number"),
        ("籍贯", None),
        ("114号住户登记表", None),
        ("2026年11月", None),
    ],
)
def test_a_column_is_known_by_its_usual_names(header, field):
    assert field_of(header) == field


@pytest.mark.parametrize(("field", "title"), TITLES.items())
def test_every_title_is_known_again(field, title):
    assert field_of(title) == field


def test_an_exported_file_has_only_known_columns():
    assert set(EXPORTED) <= set(TITLES)
