from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from governance.search.models import Passage, index_word_of
from governance.search.queries import ORDER, scored_passages, search_page_for
from governance.search.words import as_tsvector, parse_query
from residents.models import Standing
from tests.factories.search import PassageFactory

RESIDENT = Standing(households=(1,))
LEADER = Standing(offices=("leader",), households=(1,))
MIXED = st.text("楼道堆物电瓶车里后面发展台湾卫生的了ab1２Ｃ，。 <", min_size=2, max_size=40)


def titles(typed, building, standing=RESIDENT, **more):
    page = ORDER.page(scored_passages(parse_query(typed), building, standing, **more), None)
    return [str(passage) for passage in page.rows]


def said(building, title, text="正文", **more):
    return PassageFactory(building=building, title=title, text=text, **more)


@pytest.fixture(scope="module")
def to_traditional():
    return OpenCC("s2t").convert


@given(text=MIXED, at=st.integers(0, 39))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_two_characters_find_their_text_in_either_script(building, to_traditional, text, at):
    pair = text[at : at + 2]
    if not parse_query(pair):
        return
    Passage.objects.all().delete()
    said(building, "标题", text)
    said(building, to_traditional(text))
    for typed in (pair, to_traditional(pair)):
        assert len(titles(typed, building)) == 2


def test_all_the_words_must_be_there(building):
    said(building, "甲", "楼道里堆物")
    said(building, "乙", "楼道很干净")
    assert titles("楼道堆物", building) == ["甲"]
    assert titles("堆物 干净", building) == []


def test_the_title_comes_first_then_what_says_it_more_then_the_newest(building):
    now = timezone.now()
    day = dt.timedelta(days=1)
    said(building, "旧的", "说到纸箱一次，别的说了很多别的话", at=now - day)
    said(building, "新的", "说到纸箱一次，别的说了很多别的话", at=now)
    said(building, "多的", "纸箱，纸箱，还是纸箱", at=now - 2 * day)
    said(building, "纸箱的事", at=now - 3 * day)
    assert titles("纸箱", building) == ["纸箱的事", "多的", "新的", "旧的"]


def test_a_word_weighs_more_than_two_characters_that_met(building):
    said(building, "碰上", "他马上海选去了")
    said(building, "地方", "他说上海远着呢")
    assert titles("上海", building) == ["地方", "碰上"]


def test_numbers_are_found_whole_or_by_a_part_and_whole_ones_first(building):
    said(building, "长", "电话13800138000")
    said(building, "室", "去502室拿")
    said(building, "别的", "50元，02号")
    assert titles("502", building) == ["室"]
    assert titles("0013", building) == ["长"]


def test_one_character_finds_what_begins_with_it_and_what_ends_with_it(building):
    for title in ("梯子", "电梯", "梯"):
        said(building, title)
    assert sorted(titles("梯", building)) == ["梯", "梯子", "电梯"]


def test_nothing_of_another_building_is_found(building, next_door):
    said(next_door, "他们的堆物")
    assert titles("堆物", building) == []
    assert titles("堆物", next_door) == ["他们的堆物"]


@pytest.mark.parametrize("typed", ["@1", "'@1'", "1 | 堆物", "堆物' | '@", "!堆物", "a:*"])
def test_nobody_types_an_operator_or_a_place(building, next_door, typed):
    said(next_door, "他们的堆物 1 a")
    assert titles(typed, building) == []


@pytest.mark.parametrize(
    ("audience", "by_resident", "by_leader"),
    [
        ("public", 1, 1),
        ("residents", 1, 1),
        ("helpers", 0, 1),
        ("writers", 0, 1),
        ("leaders", 0, 1),
    ],
)
def test_each_finds_what_is_open_to_them(building, audience, by_resident, by_leader):
    said(building, "堆物", audience=audience)
    found = [len(titles("堆物", building, standing)) for standing in (RESIDENT, LEADER)]
    assert found == [by_resident, by_leader]


def test_what_is_for_a_later_hour_is_found_when_it_comes(building, time_machine):
    later = timezone.now() + dt.timedelta(hours=1)
    said(building, "堆物", at=later)
    assert titles("堆物", building) == []
    time_machine.move_to(later + dt.timedelta(seconds=1))
    assert titles("堆物", building) == ["堆物"]


def test_one_room_alone(building):
    said(building, "板上的堆物")
    said(building, "客厅的堆物", subject_type="lounge.thread")
    assert titles("堆物", building, room="lounge") == ["客厅的堆物"]


def test_what_no_room_answers_for_any_more_is_not_found(building):
    said(building, "堆物", subject_type="cellar.box")
    assert titles("堆物", building) == []


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_written_can_be_kept_and_asked(building, text):
    Passage.objects.all().delete()
    said(building, text[:300], text)
    if parse_query(text):
        assert len(titles(text, building)) == 1


def test_a_found_passage_tells_where_when_and_marks_what_was_asked(building):
    over = timezone.now() - dt.timedelta(hours=1)
    said(building, "", "有人<堆物>", beneath="四楼转角", at=over, until=over)
    (found,) = search_page_for(parse_query("堆物"), building, RESIDENT).rows
    assert (str(found.room), found.title, found.over) == ("公示栏", "四楼转角", True)
    assert found.excerpt == "有人&lt;<mark>堆物</mark>&gt;"


def test_pages_go_on_where_the_last_one_ended(building):
    now = timezone.now()
    for n in range(60):
        said(
            building,
            f"堆物{n:02d}" if n % 3 else f"说{n:02d}",
            "堆物" * (n % 4 + 1),
            at=now - dt.timedelta(minutes=n % 5),
        )
    whole = [
        p.pk
        for p in scored_passages(parse_query("堆物"), building, RESIDENT).order_by(
            "-score", "-at", "-pk"
        )
    ]
    read, after = [], None
    for _page in range(3):
        page = ORDER.page(scored_passages(parse_query("堆物"), building, RESIDENT), after)
        read += [passage.pk for passage in page.rows]
        after = page.next_url.removeprefix("?after=")
    assert (read, page.next_url) == (whole, "")
    next_url = search_page_for(parse_query("堆物"), building, RESIDENT, room="notices").next_url
    assert next_url.endswith("&q=%E5%A0%86%E7%89%A9&room=notices")


def test_the_planner_takes_the_index_of_words(building, next_door):
    for place in (building, next_door):
        Passage.objects.bulk_create(
            PassageFactory.build(
                building=place,
                subject_id=n,
                subject_type="lounge.thread" if place == building else "notices.notice",
                tokens=as_tsvector(
                    "",
                    f"第{n}次说到{'堆物' if n % 100 == 0 else '扫地'}的事",
                    place=index_word_of(place),
                ),
            )
            for n in range(2000)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_passage")
    plan = (
        scored_passages(parse_query("堆物"), building, RESIDENT)
        .order_by("-score", "-at", "-pk")[:26]
        .explain()
    )
    assert "Bitmap Index Scan on passage_tokens" in plan
    assert "Seq Scan" not in plan
    assert len(titles("堆物", building)) == 20
