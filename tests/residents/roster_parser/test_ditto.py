"""A mark stands for the cell above, and a word for another cell of its row."""

from __future__ import annotations

import pytest

from residents.roster_parser.ditto import DITTO_MARKS, is_reference, resolve_references

ABOVE = {"owner": "张三", "phone": "65551234", "name": "王小明", "area": "80"}


@pytest.mark.parametrize("mark", sorted(DITTO_MARKS))
def test_every_mark_is_a_reference_with_or_without_blanks(mark):
    assert is_reference(mark)
    assert resolve_references({"owner": f" {mark}\u3000"}, ABOVE) == {"owner": "张三"}


@pytest.mark.parametrize(
    "typed", ["同", "同101", "同101室业主", "同楼上", "同房东电话", "如上", "←", "以上"]
)
def test_what_points_elsewhere_is_a_reference_though_nobody_can_follow_it(typed):
    assert is_reference(typed)
    assert resolve_references({"owner": typed}, ABOVE) == {"owner": typed}


@pytest.mark.parametrize(
    "typed", ["同德", "同小明", "以上海", "上同福", "", "张三", "同业主的侄子小王"]
)
def test_a_name_is_no_reference(typed):
    assert not is_reference(typed)


def test_a_person_is_not_listed_twice_and_nothing_comes_from_nowhere():
    data = {"name": "〃", "note": "〃", "area": "〃"}
    assert resolve_references(data, ABOVE) == {"name": "〃", "note": "〃", "area": "80"}
    assert resolve_references(data, {}) == data


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"contact": "业主本人", "owner": "张三"}, "contact", "张三"),
        ({"owner": "户主", "contact": "李四", "name": "王五"}, "owner", "李四"),
        ({"owner": "户主", "contact": "", "name": "王五"}, "owner", "王五"),
        ({"phone": "同业主", "owner_phone": "65551234"}, "phone", "65551234"),
        ({"contact": "本人", "owner": ""}, "contact", "本人"),
        ({"contact": "本人", "owner": "本人"}, "contact", "本人"),
        ({"contact": "房东", "owner": "〃"}, "contact", "张三"),
        ({"phone": "本人", "owner_phone": "65551234"}, "phone", "本人"),
    ],
)
def test_a_word_stands_for_another_cell_of_the_row_that_says_something(cells, field, value):
    assert resolve_references(cells, ABOVE)[field] == value
