from __future__ import annotations

import re

import pytest

from tests.factories import HouseholdFactory
from tests.factories.canvass import SECRET, canvass_url, make_open_canvass, photo

pytestmark = pytest.mark.django_db
LONG = "\n\n".join(f"{n}. 第{n}样事：{'字' * 80}。后面一句" for n in range(1, 21))


@pytest.fixture
def homes(building, household):
    return [household, *(HouseholdFactory(building=building) for _ in range(3))]


def leaves_of(page) -> list[str]:
    return page.split('<article class="leaf large">')[1:]


def numbers_of(page) -> list[str]:
    return re.findall(r"第 (\d+) 页，共 (\d+) 页", page)


def test_a_sheet_is_a_strip_for_each_home_behind_the_text(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader, body="楼道不堆物。")
    assert canvass.voices.count() == 5
    page = enter("leader").get(canvass_url(canvass, "sheet")).text
    text, *strips = leaves_of(page)
    assert "楼道不堆物。" in text
    assert [leaf.count('class="tear strip"') for leaf in strips] == [4, 1]
    assert numbers_of(page) == [("1", "3"), ("2", "3"), ("3", "3")]
    for voice, strip in zip(
        canvass.voices.order_by("number"), page.split('class="tear strip"')[1:], strict=True
    ):
        for words in (
            voice.label,
            canvass.question,
            canvass.text_mark,
            "☐ 同意",
            "☐ 不同意",
            "☐ 弃权",
            "不同意的，为什么：",
            "签名：",
            "是这家的谁：",
            "日期：",
        ):
            assert words in strip
        assert not [v.label for v in canvass.voices.exclude(pk=voice.pk) if v.label in strip]


def test_a_long_text_is_summed_up_and_annexed_with_the_same_mark(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader, body=LONG)
    page = enter("leader").get(canvass_url(canvass, "sheet")).text
    leaves = leaves_of(page)
    assert ["后面一句" in leaf for leaf in leaves] == [False] * 3 + [True] * (len(leaves) - 3)
    assert "印在第 4 页起的附页上" in leaves[0]
    assert f"<li>20. 第20样事：{'字' * 25}" not in leaves[0]
    assert "<li>14. 第14样事：" in leaves[0]
    assert page.count("后面一句") == 20
    assert all(canvass.text_mark in leaf for leaf in leaves)
    assert numbers_of(page) == [(str(n), str(len(leaves))) for n in range(1, len(leaves) + 1)]


def test_slips_of_a_long_text_carry_its_clauses_and_one_annex(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader, body=LONG)
    page = enter("leader").get(canvass_url(canvass, "slips")).text
    annex = leaves_of(page)[5:]
    assert page.count("14. 第14样事：") == 5
    assert [page.count("后面一句"), sum(leaf.count("后面一句") for leaf in annex)] == [20, 20]
    assert numbers_of(page)[-1] == (str(5 + len(annex)), str(5 + len(annex)))


def test_one_list_is_an_option_that_says_what_it_shows(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader)
    page = enter("leader").get(canvass_url(canvass, "sheet") + "?form=list").text
    assert [page.count('<th scope="row">'), page.count('class="tear strip"')] == [5, 0]
    assert "邻居看得到彼此怎么答的" in page


def test_a_sheet_that_only_tells_asks_whether_one_knows(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader, purpose="tell", preset="tell")
    page = enter("leader").get(canvass_url(canvass, "sheet")).text
    assert [page.count("☐ 知道了"), page.count("☐ "), "为什么：" in page] == [5, 5, False]


def test_a_secret_vote_has_no_sheet(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader, **SECRET)
    client = enter("leader")
    for form in ("", "?form=list"):
        assert client.get(canvass_url(canvass, "sheet") + form).status_code == 403


def test_the_mark_on_paper_is_on_the_page_of_the_canvass(enter, building, leader, homes):
    canvass = make_open_canvass(building, leader, files=[photo()])
    client = enter("leader")
    for name in ("page", "sheet", "slips"):
        assert canvass.text_mark in client.get(canvass_url(canvass, name)).text


AGAINST = {"hear": "有意见", "consent": "不同意", "vote": "反对"}


@pytest.mark.parametrize("purpose", AGAINST)
@pytest.mark.parametrize("name", ["sheet", "sheet?form=list", "slips"])
def test_paper_asks_for_reasons_in_the_words_of_its_boxes(
    enter, building, leader, homes, purpose, name
):
    preset = {"hear": "tell", "consent": "covenant", "vote": "residents_meeting"}[purpose]
    canvass = make_open_canvass(building, leader, purpose=purpose, preset=preset)
    name, _mark, query = name.partition("?")
    page = enter("leader").get(f"{canvass_url(canvass, name)}?{query}").text
    assert f"☐ {AGAINST[purpose]}" in page
    said = [words for words in AGAINST.values() if f"{words}的，" in page]
    assert said == [AGAINST[purpose]]
