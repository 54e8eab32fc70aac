"""The activity of buildings: what it counts, its queries, and that its table is equivalent."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from governance.journal.actions import append
from governance.journal.queries import lines_by_week
from residents.desk.activity_chart import BAR, LEVELS, WEEKS, last_mondays, level_of
from residents.rooms.contributions import ReachCount
from tests.factories import (
    BuildingFactory,
    HouseholdFactory,
    MembershipFactory,
)
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
PICTURE = "/admin/picture/"


def happen(building, *, audience="residents", times=1):
    for _time in range(times):
        append(building, "x.happened", by=None, audience=audience, subject=("x", 1, "一件事"))


def table_of(client) -> list[list[str]]:
    page = client.get(PICTURE).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page[page.index("<details>") :], re.DOTALL)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def strip_of(client, number=0):
    return client.get(PICTURE).context["picture"].strips[number]


@pytest.mark.parametrize(
    ("count", "word"),
    [(0, "安静"), (1, "有点动静"), (3, "平常"), (10, "热闹"), (11, "很热闹"), (999, "很热闹")],
)
def test_how_lively_a_week_is_stands_in_words(count, word):
    assert str(level_of(count).word) == word


@given(st.integers(0, 200))
def test_more_never_looks_quieter(count):
    assert level_of(count).height <= level_of(count + 1).height


def test_each_level_looks_other_than_the_rest():
    assert len({level.height for level in LEVELS}) == len(LEVELS)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_the_weeks_end_with_this_one(today):
    mondays = last_mondays(today)
    assert len(mondays) == WEEKS
    assert {day.weekday() for day in mondays} == {0}
    assert mondays[-1] <= today < mondays[-1] + dt.timedelta(days=7)
    assert mondays[-1] - mondays[0] == dt.timedelta(weeks=WEEKS - 1)


def test_what_happened_this_week_stands_in_the_last_cell(enter, building, staff):
    happen(building, times=4)
    happen(building, audience="leaders", times=9)
    strip = strip_of(enter("staff"))
    assert [week.count for week in strip.weeks] == [0] * (WEEKS - 1) + [4]


def test_a_week_begins_on_monday_in_shanghai(building):
    """The database's clock sets the time, so weeks are counted relative to a current entry."""
    happen(building)
    at = building.journal.get().at
    day = timezone.localtime(at).date()
    monday = day - dt.timedelta(days=day.weekday())
    assert lines_by_week([building.pk], at - dt.timedelta(days=1)) == {(building.pk, monday): 1}
    assert lines_by_week([building.pk], at + dt.timedelta(seconds=1)) == {}
    assert lines_by_week([], at - dt.timedelta(days=1)) == {}


def test_doors_under_way_stand_beside_the_building(enter, building, leader, staff):
    canvass = make_open_canvass(building, leader)
    strip = strip_of(enter("staff"))
    assert strip.doors == ReachCount(informed=0, answered=0, total=canvass.voices.count())
    assert [bar.length for bar in strip.bars] == [BAR, 0, 0]
    assert (strip.joined, strip.homes) == (1, 1)


def test_the_table_says_what_is_drawn(enter, building, staff):
    MembershipFactory(household__building=building)
    HouseholdFactory(building=building)
    happen(building, times=120)
    client = enter("staff")
    titles, row = table_of(client)
    assert titles[:4] == ["楼组", "已加入户", "征询已告知", "征询已答复"]
    assert row == ["114号 连心楼", "1 / 2", "–", "–", *["0"] * (WEEKS - 1), "120"]
    drawn = client.get(PICTURE).content.decode().partition("<details>")[0]
    assert "1 / 2" in drawn
    assert ">99+<" in drawn


@pytest.mark.parametrize("more", [0, 2, 30])
def test_the_picture_costs_the_same_for_any_number_of_buildings(
    enter, building, staff, django_assert_num_queries, more
):
    for _number in range(more):
        happen(BuildingFactory(neighbourhood=building.neighbourhood), times=2)
    client = enter("staff")
    client.get(PICTURE)
    with django_assert_num_queries(6):
        client.get(PICTURE)


def test_the_picture_is_paged_by_building(enter, building, staff):
    BuildingFactory.create_batch(25, neighbourhood=building.neighbourhood)
    client = enter("staff")
    assert len(client.get(PICTURE).context["picture"].strips) == 25
    last = client.get(f"{PICTURE}?b=2")
    assert len(last.context["picture"].strips) == 1
    assert "← 前面的楼" in last.content.decode()
    assert client.get(f"{PICTURE}?b=x").context["page_of_buildings"] == 1


def test_the_picture_shows_nothing_of_another_neighbourhood(enter, building, staff):
    happen(BuildingFactory(nickname="远处楼"))
    assert [s.building for s in enter("staff").get(PICTURE).context["picture"].strips] == [building]


@pytest.mark.parametrize("persona", ["resident", "leader", "visitor"])
def test_the_picture_is_closed_to_residents(enter, building, persona):
    assert enter(persona).get(PICTURE).status_code == 302


def test_without_buildings_it_says_what_will_come(enter, foreign_staff):
    assert "还没有楼" in enter("foreign_staff").get(PICTURE).content.decode()
