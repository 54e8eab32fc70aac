from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Canvass
from governance.notices.actions import circulars, posting
from governance.notices.inputs import CircularInput
from governance.notices.models import Circular, Notice
from governance.notices.queries import circulars_with_counts
from louzu.lib.errors import Refused
from louzu.lib.jobs import Queue
from residents.background.actions import cancel_long_job, run_next_chunk
from residents.models import LongJob, Office
from tests.factories import BuildingFactory, HouseholdFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db
LETTER = CircularInput("换灯", "周三停电", asks=True)


def send(neighbourhood, buildings, by, letter=LETTER):
    return circulars.send_circular(neighbourhood, buildings, letter, by=by)


def test_each_building_gets_a_notice_of_its_own_that_knows_its_origin(
    building, next_door, household, staff
):
    circular = send(building.neighbourhood, [next_door, building], staff)
    notices = Notice.objects.order_by("pk")
    assert [(n.building, n.circular, n.kind, n.state) for n in notices] == [
        (building, circular, "committee", "posted"),
        (next_door, circular, "committee", "posted"),
    ]
    assert [n.asks for n in notices] == [True, False]  # nobody lives next door
    assert Canvass.objects.get().building == building


def test_its_event_and_urgency_are_those_of_every_notice(building, next_door, staff):
    at = timezone.now() + dt.timedelta(days=1)
    event = {"happens_from": at, "happens_until": at + dt.timedelta(hours=2), "urgent": True}
    send(building.neighbourhood, [building, next_door], staff, CircularInput("停水", "x", **event))
    for notice in Notice.objects.all():
        assert {name: getattr(notice, name) for name in event} == event


@pytest.mark.parametrize("who", ["leader", "foreign_staff", "neighbour"])
def test_nobody_else_sends_it(request, building, next_door, who):
    by = request.getfixturevalue(who)
    with pytest.raises(Refused, match="本居民区"):
        send(building.neighbourhood, [building, next_door], by)
    assert (Circular.objects.count(), Notice.objects.count()) == (0, 0)


def test_one_building_of_another_neighbourhood_and_nothing_goes(building, staff):
    foreign = BuildingFactory(neighbourhood=NeighbourhoodFactory(), slug="zz")
    for neighbourhood in (building.neighbourhood, foreign.neighbourhood):
        with pytest.raises(Refused, match="本居民区"):
            send(neighbourhood, [building, foreign], staff)
    assert not Notice.objects.exists()


def test_a_circular_needs_a_recipient(building, staff):
    with pytest.raises(Refused, match="至少选一栋楼"):
        send(building.neighbourhood, [], staff)


def test_all_are_taken_back_at_once_and_what_was_down_stays(building, next_door, staff, leader):
    HouseholdFactory(building=building)
    circular = send(building.neighbourhood, [building, next_door], staff)
    earlier = Notice.objects.get(building=next_door)
    posting.withdraw_notice(earlier, reason="我们楼不停", by=staff)
    done = circulars.withdraw_circular(circular, reason="改期了", by=staff)
    assert (done.state, done.withdrawn_reason, done.withdrawn_at is not None) == (
        "withdrawn",
        "改期了",
        True,
    )
    reasons = Notice.objects.order_by("pk").values_list("withdrawn_reason", flat=True)
    assert list(reasons) == ["改期了", "我们楼不停"]
    assert Canvass.objects.get().state == "withdrawn"
    with pytest.raises(Refused):
        circulars.withdraw_circular(circular, reason="再来", by=staff)


@pytest.mark.parametrize("who", ["leader", "foreign_staff"])
def test_nobody_else_takes_it_back(request, building, staff, who):
    circular = send(building.neighbourhood, [building], staff, CircularInput("换灯", "周三"))
    with pytest.raises(Refused, match="只能撤回"):
        circulars.withdraw_circular(circular, reason="改期", by=request.getfixturevalue(who))
    assert Notice.objects.get().state == "posted"


MANY = circulars.MAX_AT_ONCE + 1


@pytest.fixture
def street(building):
    """More buildings than get a circular at once."""
    there = BuildingFactory.create_batch(MANY - 1, neighbourhood=building.neighbourhood)
    return [building, *there]


def told(circular):
    (found,) = circulars_with_counts(Circular.objects.filter(pk=circular.pk))
    return found.state, found.hanging


def test_to_many_buildings_it_goes_one_by_one(building, household, street, staff, run_jobs):
    circular = send(building.neighbourhood, street, staff)
    assert (told(circular), circular.job.total) == (("sending", 0), MANY)
    assert run_jobs(Queue.LONG) == MANY
    assert told(circular) == ("sent", MANY)
    assert set(Notice.objects.values_list("building", flat=True)) == {one.pk for one in street}
    assert Canvass.objects.get().building == building
    assert LongJob.objects.get().state == "finished"


def test_up_to_twenty_get_it_at_once(building, street, staff):
    circular = send(building.neighbourhood, street[:-1], staff)
    assert (told(circular), circular.job) == (("sent", MANY - 1), None)


def test_stopped_halfway_it_says_so_and_what_hangs_can_be_withdrawn(
    building, street, staff, run_jobs
):
    circular = send(building.neighbourhood, street, staff)
    run_next_chunk(circular.job.pk, number=0)
    cancel_long_job(circular.job)
    run_jobs(Queue.LONG)
    assert told(circular) == ("stopped", 1)
    circulars.withdraw_circular(circular, reason="写错了", by=staff)
    assert told(circular) == ("withdrawn", 0)


def test_withdrawn_while_it_is_sent_it_reaches_no_further_building(
    building, street, staff, run_jobs
):
    circular = send(building.neighbourhood, street, staff)
    run_next_chunk(circular.job.pk, number=0)
    circulars.withdraw_circular(circular, reason="写错了", by=staff)
    run_jobs(Queue.LONG)
    assert (told(circular), Notice.objects.count()) == (("withdrawn", 0), 1)
    assert LongJob.objects.get().state == "cancelled"


def test_who_loses_the_office_meanwhile_sends_no_more(building, street, staff, run_jobs):
    circular = send(building.neighbourhood, street, staff)
    run_next_chunk(circular.job.pk, number=0)
    Office.objects.filter(user=staff).update(until=Office.objects.get(user=staff).since)
    run_jobs(Queue.LONG)
    assert told(circular) == ("stopped", 1)
    assert LongJob.objects.get().error == "只能发给本居民区的楼。"


def test_with_files_and_a_last_hour_all_get_the_same(building, street, staff, run_jobs):
    until = timezone.now() + dt.timedelta(days=2)
    letter = CircularInput("换灯", "周三停电", audience="public", expires_at=until)
    send(building.neighbourhood, street, staff, letter)
    run_jobs(Queue.LONG)
    assert set(Notice.objects.values_list("audience", "expires_at")) == {("public", until)}
