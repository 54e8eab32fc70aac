"""Promises wait for who keeps them, for the leader and for the committee."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.matters.models import Promise
from governance.matters.queries.work_items import blocked_items
from governance.matters.waiting import duties, for_leader, unfinished
from louzu.lib.time import format_day
from residents.models import Building
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading
from tests.factories import HouseholdFactory
from tests.factories.matters import MatterFactory, PromiseFactory
from tests.factories.shares import draft_table, proposed_table, table_to_pay

pytestmark = pytest.mark.django_db
TODAY, NOW = timezone.localdate(), timezone.now()


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="装电梯")


def page_of(building, user):
    return PageContext(building, user.standing_in(building), user)


def test_a_promise_waits_for_who_keeps_it(building, matter, resident, leader, next_door):
    PromiseFactory(matter=matter, keeper=resident, due_on=TODAY)
    PromiseFactory(matter=matter)
    PromiseFactory(matter__building=next_door, keeper=resident)
    (found,) = duties(page_of(building, resident))
    assert (found.what, "装电梯" in found.note, found.at is not None) == (
        "轿厢里加一道低扶手",
        True,
        True,
    )
    assert list(duties(page_of(building, leader))) == []


def test_words_to_write_and_late_ones_wait_for_the_leader(building, matter, leader):
    unworded = PromiseFactory(matter=matter, state="unworded", words="")
    PromiseFactory(matter=matter, due_on=TODAY - dt.timedelta(days=1))
    PromiseFactory(matter=matter, due_on=TODAY)
    second, first = for_leader(page_of(building, leader))
    assert (first.heading, first.url.endswith(f"promises/{unworded.pk}/words/")) == (
        Heading.REPLY,
        True,
    )
    assert second.heading == Heading.OVERDUE


def test_what_is_under_way_is_handed_over(building, matter, leader):
    MatterFactory(building=building, stage="done")
    found, promised = unfinished(page_of(building, leader), 5)
    assert ([item.what for item in found.items], promised.items) == (["装电梯"], [])


def test_open_promises_are_handed_over(
    building, matter, leader, enter, django_assert_max_num_queries
):
    PromiseFactory(matter=matter, words="加扶手", due_on=TODAY)
    PromiseFactory(matter=matter, words="铺地垫")
    PromiseFactory(matter=matter, state="unworded", words="")
    PromiseFactory(matter=matter, words="刷墙", state="kept", said="好了", settled_on=TODAY)
    handed_over = page_of(building, leader)
    with django_assert_max_num_queries(2):
        _matters, promised = unfinished(handed_over, 5)
    assert [(item.what, item.note) for item in promised.items] == [
        ("加扶手", f"“装电梯”里答应过的，到{format_day(TODAY)}"),
        ("铺地垫", "“装电梯”里答应过的"),
        ("有一家的异议谈成了，答应的办法要写给邻居看", "“装电梯”里答应过的"),
    ]
    for view in ("hand_over", "hand_over_paper"):
        page = enter("leader").get(reverse(f"home:{view}", args=["114"])).text
        assert ("加扶手" in page, "刷墙" in page) == (True, False)


def test_a_share_table_that_is_not_decided_is_handed_over(building, matter, leader):
    home = HouseholdFactory(building=building, flat__floor=3)
    draft_table(matter, leader)
    proposed_table(MatterFactory(building=building, title="修屋顶"), leader)
    both = MatterFactory(building=building, title="刷墙")
    proposed_table(both, leader)
    draft_table(both, leader)
    table_to_pay(MatterFactory(building=building, title="换门"), home)
    found, _promised = unfinished(page_of(building, leader), 5)
    notes = {item.what: item.note for item in found.items}
    assert notes == {
        "装电梯": "提出，有一份分摊的草稿还没有提出来",
        "修屋顶": "提出，分摊提出来了，还没有定",
        "刷墙": "提出，分摊提出来了，还没有定；另有一份草稿还没有提出来",
        "换门": "提出",
    }


@pytest.mark.parametrize(("days", "listed"), [(6, False), (8, True)])
def test_the_committee_sees_what_is_late_and_what_has_no_words_for_a_week(
    building, matter, next_door, days, listed, django_assert_num_queries
):
    PromiseFactory(matter=matter, due_on=TODAY)
    PromiseFactory(matter=matter, state="unworded", words="", made_at=NOW - dt.timedelta(days=days))
    late = PromiseFactory(matter=matter, due_on=TODAY - dt.timedelta(days=1))
    here = Building.objects.filter(pk=building.pk)
    with django_assert_num_queries(1):
        notes = [item.note for item in blocked_items(here, NOW)]
    assert len(notes) == 1 + listed
    assert f"答应过的“{late.words}”，过了日子还没做到" in notes
    assert list(blocked_items(Building.objects.filter(pk=next_door.pk), NOW)) == []


def test_the_lists_cost_the_same_for_many(building, matter, leader, django_assert_num_queries):
    for number in (1, 3):
        for _ in range(number):
            PromiseFactory(matter=matter, keeper=leader, due_on=TODAY - dt.timedelta(days=1))
        page = page_of(building, leader)
        with django_assert_num_queries(2):  # the promises, and the matters under way
            assert list(duties(page))
        with django_assert_num_queries(3):  # where these matters stand
            assert list(for_leader(page))
    assert Promise.objects.count() == 4
