from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from governance.canvass.actions import drafting, opening
from governance.canvass.actions.advancing import advance_canvasses
from governance.canvass.models import Canvass, Voice
from governance.canvass.queries.work_items import blocked_items
from governance.canvass.signals import canvass_opened
from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.models import Building, Flat, Household, Ownership
from residents.rooms.waiting import Urgency
from tests.factories import HouseholdFactory, UserFactory
from tests.factories.canvass import (
    canvass_input,
    make_draft_canvass,
    make_open_canvass,
    make_owner,
    move_past_deadline,
)

pytestmark = pytest.mark.django_db
OWNERS = {"preset": "owners_major", "electorate": "owners"}


def test_a_roster_of_households_leaves_out_the_empty(building, leader):
    HouseholdFactory(building=building, occupancy="empty", aged_18_59=0)
    let = HouseholdFactory(building=building, occupancy="let")
    canvass = make_open_canvass(building, leader)
    voices = Voice.objects.filter(canvass=canvass)
    assert {v.household for v in voices} == {leader.memberships.get().household, let}
    assert voices.filter(flats__answering=let).exists()  # tenants are residents too


def test_an_owner_of_two_flats_is_one_voice_with_both_areas(building, leader):
    leader.memberships.all().delete()
    Household.objects.all().delete()
    Flat.objects.all().delete()
    make_owner(building, rooms=("201", "404"), area="62.35")
    make_owner(building, rooms=("302",), area="81.16", lived_in=False)
    canvass = make_open_canvass(building, leader, **OWNERS)
    texts = [(v.label, v.area, v.flats.count()) for v in Voice.objects.filter(canvass=canvass)]
    assert texts == [("201室、404室", Decimal("124.70"), 2), ("302室", Decimal("81.16"), 1)]
    assert not Voice.objects.get(label="302室").flats.get().answering  # nobody on the web


def test_the_roster_moves_no_more(building, leader, household):
    canvass = make_open_canvass(building, leader)
    HouseholdFactory(building=building)
    assert canvass.voices.count() == 2


def test_members_are_the_owners_who_paid(building, leader):
    paid = make_owner(building, rooms=("201",))
    make_owner(building, rooms=("302",))
    canvass = make_open_canvass(
        building, leader, preset="everyone", electorate="members", contributors=[paid]
    )
    assert [v.owner for v in canvass.voices.all()] == [paid]


def test_flats_without_an_area_are_listed_and_keep_it_from_being_announced(building, leader):
    leader.memberships.all().delete()
    Household.objects.all().delete()
    Flat.objects.all().delete()
    make_owner(building, rooms=("201",), area=None)
    with pytest.raises(Refused, match="建筑面积：201室"):
        drafting.announce_canvass(make_draft_canvass(building, leader, **OWNERS), by=leader)


def test_flats_without_an_owner_are_listed(building, leader):
    with pytest.raises(Refused, match="还没有登记业主"):
        drafting.announce_canvass(make_draft_canvass(building, leader, **OWNERS), by=leader)


def test_an_empty_roster_asks_nobody(next_door, leader):
    with pytest.raises(Refused, match="名册是空的"):
        drafting.announce_canvass(make_draft_canvass(next_door, leader), by=leader)


def test_it_opens_not_before_its_day(building, leader, household):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    canvass = drafting.announce_canvass(
        make_draft_canvass(building, leader, opens_at=tomorrow), by=leader
    )
    with pytest.raises(Refused, match="还没到"):
        opening.open_canvass(canvass, by=leader)


def test_opening_is_heard_and_on_record(building, leader, household):
    heard = []
    hear = lambda canvass, **_: heard.append(canvass)  # noqa: E731
    canvass_opened.connect(hear)
    try:
        canvass = make_open_canvass(building, leader)
    finally:
        canvass_opened.disconnect(hear)
    assert heard == [canvass]
    assert Line.objects.filter(verb="canvass.opened", subject_id=canvass.pk).count() == 1
    assert (canvass.opened_by, canvass.state) == (leader, "open")


def test_the_law_is_frozen_with_it(canvass):
    assert canvass.rule["law_date"] == "2020-05-14"
    assert canvass.rule["tests"][1]["threshold"] == "2/3"


def test_the_charter_may_choose_its_share(building, leader):
    canvass = make_open_canvass(building, leader, threshold="4/5")
    assert canvass.rule["tests"][1]["threshold"] == "4/5"
    with pytest.raises(Refused, match="法律定的"):
        make_draft_canvass(building, leader, preset="residents_meeting", threshold="4/5")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ({"preset": "residents_meeting", "electorate": "owners"}, "不能问这些人"),
        ({"secret": True}, "只有表决"),
        ({"purpose": "vote", "secret": True, **OWNERS}, "面积会透露"),
        ({"closes_at": timezone.now() - dt.timedelta(days=9)}, "要晚于"),
    ],
)
def test_what_does_not_fit_together_is_refused(building, leader, text, sentence):
    with pytest.raises(Refused, match=sentence):
        make_draft_canvass(building, leader, **text)


def test_it_is_extended_once_with_a_reason(canvass, leader):
    later = canvass.closes_at + dt.timedelta(days=3)
    extended = opening.extend_canvass(canvass, until=later, reason="两户出差", by=leader)
    assert (extended.closes_at, extended.extended_from) == (later, canvass.closes_at)
    with pytest.raises(Refused, match="不能再延"):
        opening.extend_canvass(
            canvass, until=later + dt.timedelta(days=1), reason="再等等", by=leader
        )


def test_after_the_deadline_it_is_not_extended(canvass, leader):
    with pytest.raises(Refused, match="已经截止"):
        opening.extend_canvass(
            move_past_deadline(canvass),
            until=timezone.now() + dt.timedelta(days=1),
            reason="x",
            by=leader,
        )


@pytest.mark.parametrize("until", ["draft", "open"])
def test_it_is_withdrawn_with_a_reason(building, leader, until):
    canvass = (make_draft_canvass if until == "draft" else make_open_canvass)(building, leader)
    drafting.withdraw_canvass(canvass, reason="先不办", by=leader)
    canvass = Canvass.objects.get(pk=canvass.pk)
    assert (canvass.state, canvass.withdrawn_reason) == ("withdrawn", "先不办")
    audience = "leaders" if until == "draft" else "residents"
    assert Line.objects.get(verb="canvass.withdrawn").audience == audience


def test_flats_of_the_roster_are_the_owners_today(building, leader):
    owner = make_owner(building, rooms=("201",))
    Ownership.objects.update(until=timezone.localdate(), since="2020-01-01")
    with pytest.raises(Refused, match="名册是空的"):
        make_open_canvass(
            building, leader, preset="everyone", electorate="members", contributors=[owner]
        )


def test_canvasses_of_other_rooms_open_at_once_with_one_line(building, leader, household):
    until = timezone.now() + dt.timedelta(days=7)
    text = {
        "purpose": "tell",
        "preset": "tell",
        "electorate": "households",
        "question": "换灯",
        "body": "**周三**",
    }
    canvass = opening.open_attached_canvass(
        building, canvass_input(closes_at=until, **text), by=leader
    )
    assert (canvass.state, canvass.taking_answers, canvass.voices.count()) == ("open", True, 2)
    assert canvass.versions.get().html == "<p><strong>周三</strong></p>\n"
    verbs = Line.objects.filter(verb__startswith="canvass.").values_list("verb", flat=True)
    assert list(verbs) == ["canvass.opened"]


def test_nothing_is_carried_to_an_empty_house(building):
    until = timezone.now() + dt.timedelta(days=7)
    with pytest.raises(Refused, match="名册是空的"):
        opening.open_attached_canvass(
            building,
            canvass_input(
                closes_at=until,
                purpose="tell",
                preset="tell",
                electorate="households",
                question="换灯",
                body="周三",
            ),
            by=UserFactory(),
        )
    assert not Canvass.objects.exists()


@pytest.fixture
def missed(building, leader):
    """Announced for three days of asking, and not opened before they were over."""
    canvass = drafting.announce_canvass(make_draft_canvass(building, leader), by=leader)
    begun = timezone.now() - dt.timedelta(days=4)
    Canvass.objects.filter(pk=canvass.pk).update(
        opens_at=begun, closes_at=begun + dt.timedelta(days=3)
    )
    canvass.refresh_from_db()
    return canvass


def test_one_that_was_missed_does_not_open_and_stands_on_the_work_lists(missed, leader):
    assert advance_canvasses() == []
    missed.refresh_from_db()
    assert (missed.state, missed.missed, missed.due_to_open) == ("announced", True, False)
    (item,) = blocked_items(Building.objects.all(), timezone.now())
    assert (item.what, item.urgency) == (missed.question, Urgency.NOW)
    assert "过了截止时间" in item.note


def test_one_that_was_missed_gets_new_dates_for_as_many_days(missed, leader):
    start = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="不能少"):
        opening.reschedule_canvass(
            missed, opens_at=start, closes_at=start + dt.timedelta(days=2), by=leader
        )
    closes = start + dt.timedelta(days=3)
    again = opening.reschedule_canvass(missed, opens_at=start, closes_at=closes, by=leader)
    assert (again.opens_at, again.closes_at, again.missed) == (start, closes, False)
    with pytest.raises(Refused, match="还没有错过"):
        opening.reschedule_canvass(missed, opens_at=start, closes_at=closes, by=leader)
