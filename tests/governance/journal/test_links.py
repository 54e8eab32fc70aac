"""Links between things: recorded once, walked both ways, shown as far as a reader may see."""

from __future__ import annotations

import itertools

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from governance.journal.actions import link, link_all
from governance.journal.links import MAX_DEPTH, origins_of
from governance.journal.models import Link, LinkKind
from residents.models import Standing
from residents.rooms.manifest import thing_types
from residents.rooms.waiting import thing_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_open_canvass
from tests.factories.lounge import ThreadFactory

pytestmark = pytest.mark.django_db
RESIDENT, LEADER, VISITOR = Standing(households=(1,)), Standing(offices=("leader",)), Standing()


@pytest.fixture
def chain(building, leader, household):
    """A need that led to a plan, a canvass and a notice."""
    need, plan = (ThreadFactory(building=building, kind=k, title=k) for k in ("need", "worry"))
    canvass = make_open_canvass(building, leader, question="装灯吗？")
    notice = NoticeFactory(building=building, title="灯装好了", author=leader)
    for cause, effect in ((need, plan), (plan, canvass), (canvass, notice)):
        link(building, cause, effect, LinkKind.CAME_FROM)
    return [need, plan, canvass, notice]


def titles(thing, standing=RESIDENT):
    found = origins_of([thing_of(thing)], standing)
    return [[view.title for view in views] for views in (found.came_from, found.led_to)]


def test_a_link_is_recorded_once_and_never_changes(building):
    cause, effect = ("lounge.thread", 1), ("canvass.canvass", 2)
    for _time in range(2):
        link(building, cause, effect, LinkKind.ASKED_IN)
    recorded = Link.objects.get()
    with pytest.raises(DatabaseError, match="only a tie made by hand"), transaction.atomic():
        recorded.save()
    with pytest.raises(DatabaseError, match="only a tie made by hand"), transaction.atomic():
        recorded.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        link(building, cause, cause, LinkKind.CAME_FROM)


def test_many_links_cost_one_statement_and_none_costs_none(building, django_assert_num_queries):
    pairs = [(("lounge.thread", n), ("meetings.agendaitem", n)) for n in range(3)]
    with django_assert_num_queries(1):
        link_all(building, pairs, LinkKind.CAME_FROM)
    with django_assert_num_queries(0):
        link_all(building, [], LinkKind.CAME_FROM)


def test_every_thing_of_a_chain_shows_what_was_before_and_after(chain):
    names = ["need", "worry", "装灯吗？", "灯装好了"]
    for at, thing in enumerate(chain):
        assert titles(thing) == [names[:at], names[at + 1 :]]


def test_a_chain_costs_one_statement_and_one_for_each_type(chain, django_assert_num_queries):
    with django_assert_num_queries(1 + 2):
        origins_of([thing_of(chain[-1])], RESIDENT)
    with django_assert_num_queries(1):
        origins_of([("lounge.thread", 0)], RESIDENT)


def test_what_a_reader_may_not_read_is_left_out(chain, building):
    _need, plan, canvass, notice = chain
    plan.hidden = True
    plan.save()
    assert titles(notice) == [["need", "装灯吗？"], []]
    assert titles(notice, VISITOR) == [[], []]
    notice.state, notice.announced = "draft", False
    notice.save()
    assert titles(canvass) == [["need"], []]
    assert titles(canvass, LEADER) == [["need"], ["灯装好了"]]


def test_a_visitor_sees_public_notices_only(chain):
    *_others, canvass, notice = chain
    assert titles(canvass, VISITOR) == [[], []]
    notice.audience = "public"
    notice.save()
    assert titles(canvass, VISITOR) == [[], ["灯装好了"]]


def test_a_circle_ends_and_a_row_that_is_gone_is_passed_over(chain, building):
    need, *_others, notice = chain
    link(building, notice, need, LinkKind.CAME_FROM)
    gone = ("meetings.agendaitem", 999)
    after = NoticeFactory(building=building, title="又一张")
    link(building, notice, gone, LinkKind.CAME_FROM)
    link(building, gone, after, LinkKind.TOLD_IN)
    assert set(titles(need)[0]) == {"worry", "装灯吗？", "灯装好了"}
    assert "又一张" in titles(notice)[1]


def test_a_canvass_that_carries_a_notice_is_a_part_of_it(building, leader, household):
    notice = NoticeFactory(building=building, title="停水")
    canvass = make_open_canvass(building, leader, question="停水", purpose="tell", preset="tell")
    link(building, notice, canvass, LinkKind.CARRIED_BY)
    assert titles(notice) == [[], []]
    assert titles(canvass) == [["停水"], []]


def test_a_long_chain_is_cut(building):
    notices = [NoticeFactory(building=building) for _count in range(MAX_DEPTH + 3)]
    link_all(building, itertools.pairwise(notices), LinkKind.TOLD_IN)
    assert len(titles(notices[0])[1]) == MAX_DEPTH


def test_every_type_of_thing_answers_for_nothing_and_for_a_visitor():
    for label, kind in thing_types().items():
        assert kind.views_of([0], RESIDENT) == {}, label
        assert kind.views_of([0], VISITOR) == {}, label
