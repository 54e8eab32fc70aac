from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from governance.canvass.models import Canvass
from governance.notices.actions import circulars, posting
from governance.notices.inputs import CircularInput
from governance.notices.models import Circular, Notice
from governance.notices.queries import circulars_with_counts
from louzu.lib.errors import Refused
from louzu.lib.jobs import Queue
from residents.background.actions import MAX_FAILURES, cancel_long_job, run_next_chunk
from residents.models import Building, LongJob, Office
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


BROKEN = """
CREATE FUNCTION break_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF NEW.building_id = %s THEN RAISE 'broken'; END IF; RETURN NEW; END $$;
CREATE TRIGGER break_one BEFORE INSERT ON notices_notice FOR EACH ROW EXECUTE FUNCTION break_one();
"""


@pytest.fixture
def three(building, monkeypatch):
    """Three buildings, which a circular reaches one by one."""
    monkeypatch.setattr(circulars, "MAX_AT_ONCE", 2)
    return [building, *BuildingFactory.create_batch(2, neighbourhood=building.neighbourhood)]


def close(building, until):
    Building.objects.filter(pk=building.pk).update(until=until)


def unsent_in(circular):
    return {one.building_id: one.reason for one in circular.unsent.all()}


def counted(buildings):
    return [Notice.objects.filter(building=building).count() for building in buildings]


def test_a_building_that_is_refused_holds_up_no_other_and_gets_it_later(three, staff, run_jobs):
    circular = send(three[0].neighbourhood, three, staff)
    close(three[1], timezone.localdate())
    run_jobs(Queue.LONG)
    assert (told(circular), counted(three)) == (("stopped", 2), [1, 0, 1])
    assert unsent_in(circular) == {three[1].pk: "这栋楼已经停用了。"}
    assert LongJob.objects.get().state == "finished"
    close(three[1], None)
    again = circulars.resend_circular(circular, by=staff)
    circular.refresh_from_db()
    assert (circular.state, circular.job, again.total) == ("sending", again, 1)
    with pytest.raises(Refused):
        circulars.resend_circular(circular, by=staff)
    run_jobs(Queue.LONG)
    assert (told(circular), counted(three)) == (("sent", 3), [1, 1, 1])
    assert unsent_in(circular) == {}
    with pytest.raises(Refused, match="没有要再发的楼"):
        circulars.resend_circular(circular, by=staff)


def test_an_error_in_one_building_is_tried_again_and_then_noted(three, staff, run_jobs):
    circular = send(three[0].neighbourhood, three, staff)
    with connection.cursor() as cursor:
        cursor.execute(BROKEN, [three[1].pk])
    run_next_chunk(circular.job.pk, number=0)
    for _failure in range(MAX_FAILURES + 1):
        assert unsent_in(circular) == {}
        with pytest.raises(DatabaseError, match="broken"):
            run_next_chunk(circular.job.pk, number=1)
    run_jobs(Queue.LONG)
    assert (told(circular), counted(three)) == (("stopped", 2), [1, 0, 1])
    assert "请告诉系统管理员" in unsent_in(circular)[three[1].pk]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER break_one ON notices_notice")
    circulars.resend_circular(circular, by=staff)
    run_jobs(Queue.LONG)
    assert (told(circular), counted(three)) == (("sent", 3), [1, 1, 1])


def test_what_stopped_halfway_is_sent_to_the_rest_only(three, staff, run_jobs):
    circular = send(three[0].neighbourhood, three, staff)
    run_next_chunk(circular.job.pk, number=0)
    cancel_long_job(circular.job)
    assert unsent_in(circular).keys() == {three[1].pk, three[2].pk}
    circulars.resend_circular(circular, by=staff)
    run_jobs(Queue.LONG)
    assert (told(circular), counted(three)) == (("sent", 3), [1, 1, 1])


def test_a_building_that_has_it_is_skipped(three, staff, run_jobs):
    """As if it came there after its failure was noted."""
    circular = send(three[0].neighbourhood, three, staff)
    run_jobs(Queue.LONG)
    circulars._note_unsent(circular, [three[0].pk], "没发成")
    Circular.objects.update(state="stopped")
    circulars.resend_circular(circular, by=staff)
    run_jobs(Queue.LONG)
    assert (told(circular), counted(three)) == (("sent", 3), [1, 1, 1])


@pytest.mark.parametrize("who", ["leader", "foreign_staff"])
def test_nobody_else_sends_it_again(request, three, staff, who):
    circular = send(three[0].neighbourhood, three, staff)
    cancel_long_job(circular.job)
    with pytest.raises(Refused, match="本居民区"):
        circulars.resend_circular(circular, by=request.getfixturevalue(who))


def test_what_ran_out_meanwhile_is_not_sent_again(three, staff):
    until = timezone.now() + dt.timedelta(seconds=1)
    letter = CircularInput("换灯", "周三停电", expires_at=until)
    circular = send(three[0].neighbourhood, three, staff, letter)
    cancel_long_job(circular.job)
    LongJob.objects.update(arguments={**circular.job.arguments, "expires_at": "2020-01-01T00:00Z"})
    with pytest.raises(Refused, match="撤下的时间已经到了"):
        circulars.resend_circular(circular, by=staff)
