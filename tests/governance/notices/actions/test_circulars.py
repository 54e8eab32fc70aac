from __future__ import annotations

import pytest

from governance.canvass.models import Canvass
from governance.notices.actions import circulars, posting
from governance.notices.inputs import CircularInput
from governance.notices.models import Circular, Notice
from louzu.lib.errors import Refused
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
