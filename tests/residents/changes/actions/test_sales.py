"""Sales, merged and split owners: the votes counted before and after."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.models import Canvass, Electorate
from governance.canvass.queries.roster import roster_of
from louzu.lib.errors import Refused
from residents.changes.actions.sales import (
    ResidentsAfterSale,
    merge_owners,
    sell_flats,
    split_owner,
)
from residents.models import Household, Membership, Owner, Ownership
from tests.factories import FlatFactory, HouseholdFactory, MembershipFactory, OwnerFactory
from tests.factories.canvass import make_draft_canvass

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=7)


@pytest.fixture
def flats(building):
    """301 and 302 of one owner, who lives in 301; 303 of another one."""
    found = [FlatFactory(building=building, room=f"30{n}") for n in (1, 2, 3)]
    wang = OwnerFactory(building=building, name="王建国", phone="13800000001")
    chen = OwnerFactory(building=building, name="陈美华")
    for flat, owner in zip(found, (wang, wang, chen), strict=True):
        Ownership.objects.create(flat=flat, owner=owner, since=dt.date(2020, 1, 1))
    HouseholdFactory(building=building, flat=found[0])
    return found


def voices(building):
    """Return the owners' votes today: party, flats, and whether a resident may answer."""
    roster = roster_of(Canvass(building=building, electorate=Electorate.OWNERS))
    assert roster.without_owner == ()
    return {
        (line.party, line.label, any(place.answering for place in line.places))
        for line in roster.lines
    }


def area(building):
    return roster_of(Canvass(building=building, electorate=Electorate.OWNERS)).area


def test_a_sale_moves_the_voice(building, flats, clerk):
    assert voices(building) == {("王建国", "301室、302室", True), ("陈美华", "303室", False)}
    before, new = area(building), Owner(building=building, name="李新", phone="13800000009")
    sell_flats(flats[:1], to=new, on=TODAY, who_lives=ResidentsAfterSale.LEAVE, by=clerk)
    assert voices(building) == {
        ("王建国", "302室", False),
        ("李新", "301室", False),
        ("陈美华", "303室", False),
    }
    assert area(building) == before
    assert Household.objects.living_in(building).get().occupancy == "empty"


def test_a_sale_for_a_later_day_counts_from_then_on(building, flats, clerk):
    new = Owner(building=building, name="李新")
    sell_flats(flats[:1], to=new, on=LATER, who_lives=ResidentsAfterSale.LEAVE, by=clerk)
    assert ("王建国", "301室、302室", True) in voices(building)
    held = Ownership.objects.current(LATER).get(flat=flats[0])
    assert held.owner.name == "李新"
    assert Household.objects.living_in(building, on=LATER).get().occupancy == "empty"


def test_owners_who_stay_as_tenants_no_longer_answer_for_the_owner(building, flats, clerk):
    member = MembershipFactory(household=Household.objects.living_in(building).get())
    chen = Owner.objects.get(name="陈美华")
    sell_flats(flats[:1], to=chen, on=TODAY, who_lives=ResidentsAfterSale.LET, by=clerk)
    assert voices(building) == {("王建国", "302室", False), ("陈美华", "301室、303室", False)}
    assert Membership.objects.current().get() == member


def test_who_stays_on_a_later_day_stays_a_member(building, flats, clerk):
    member = MembershipFactory(household=Household.objects.living_in(building).get())
    new = Owner(building=building, name="李新")
    sell_flats(flats[:1], to=new, on=LATER, who_lives=ResidentsAfterSale.LET, by=clerk)
    assert Household.objects.living_in(building).get().occupancy == "owner"
    assert Household.objects.living_in(building, on=LATER).get().occupancy == "let"
    assert Membership.objects.current(LATER).get().user == member.user


def test_a_family_that_hands_a_flat_on_goes_on_answering(building, flats, clerk):
    new = Owner(building=building, name="王小明")
    sell_flats(flats[:1], to=new, on=TODAY, who_lives=ResidentsAfterSale.STAY, by=clerk)
    assert ("王小明", "301室", True) in voices(building)


def test_nobody_buys_their_own_flat(building, flats, clerk):
    wang = Owner.objects.get(name="王建国")
    with pytest.raises(Refused, match="301室已经是这位业主的了"):
        sell_flats(flats[:1], to=wang, on=TODAY, who_lives=ResidentsAfterSale.STAY, by=clerk)


def test_a_sale_that_was_to_come_gives_way_to_one_of_today(building, flats, clerk):
    one, other = Owner(building=building, name="李新"), Owner(building=building, name="赵新")
    sell_flats(flats[:1], to=one, on=LATER, who_lives=ResidentsAfterSale.STAY, by=clerk)
    sell_flats(flats[:1], to=other, on=TODAY, who_lives=ResidentsAfterSale.STAY, by=clerk)
    for day in (TODAY, LATER):
        assert Ownership.objects.current(day).get(flat=flats[0]).owner == other


def test_a_sale_before_the_last_one_is_refused(building, flats, clerk):
    one, other = Owner(building=building, name="李新"), Owner(building=building, name="赵新")
    sell_flats(flats[:1], to=one, on=TODAY, who_lives=ResidentsAfterSale.STAY, by=clerk)
    with pytest.raises(Refused, match="登记成“李新”的"):
        sell_flats(
            flats[:1],
            to=other,
            on=TODAY - dt.timedelta(days=1),
            who_lives=ResidentsAfterSale.STAY,
            by=clerk,
        )
    assert Ownership.objects.current().get(flat=flats[0]).owner == one


def test_two_records_that_are_one_person_are_one_voice(building, flats, clerk):
    wang, chen = Owner.objects.get(name="王建国"), Owner.objects.get(name="陈美华")
    before = area(building)
    merge_owners(chen, [wang], by=clerk)
    assert voices(building) == {("陈美华", "301室、302室、303室", True)}
    assert area(building) == before
    chen.refresh_from_db()
    assert chen.phone == "13800000001"


def test_a_sale_that_is_to_come_stands_against_one_record_or_two(building, flats, clerk):
    wang, chen = Owner.objects.get(name="王建国"), Owner.objects.get(name="陈美华")
    buyer = OwnerFactory(building=building, name="李新")
    sell_flats(flats[:1], to=buyer, on=LATER, who_lives=ResidentsAfterSale.STAY, by=clerk)
    with pytest.raises(Refused, match="301室已经登记了以后要换业主"):
        merge_owners(chen, [wang], by=clerk)
    with pytest.raises(Refused, match="301室已经登记了以后要换业主"):
        split_owner(wang, flats[:1], to=chen, by=clerk)
    assert Ownership.objects.current(LATER).get(flat=flats[0]).owner == buyer


def test_and_two_again(building, flats, clerk):
    wang, chen = Owner.objects.get(name="王建国"), Owner.objects.get(name="陈美华")
    before = voices(building)
    merge_owners(chen, [wang], by=clerk)
    split_owner(chen, flats[:2], to=wang, by=clerk)
    assert voices(building) == before


def known_as(owner):
    return Owner.objects.get(pk=owner.pk).also


@pytest.mark.parametrize("apart", ["split to the record", "split to somebody new", "sale"])
def test_merged_owners_who_are_two_again_are_not_known_under_each_others_names(
    building, flats, clerk, apart
):
    wang, chen = Owner.objects.get(name="王建国"), Owner.objects.get(name="陈美华")
    Owner.objects.filter(pk=wang.pk).update(also=["王 建国", "老王"])
    Owner.objects.filter(pk=chen.pk).update(also=["陈美花"])
    wang.refresh_from_db()
    merge_owners(chen, [wang], by=clerk)
    assert known_as(chen) == ["陈美花", "王建国", "老王"]
    if apart == "split to the record":
        split_owner(chen, flats[:2], to=wang, by=clerk)
    elif apart == "split to somebody new":
        split_owner(chen, flats[:2], to=Owner(building=building, name="王建国"), by=clerk)
    else:
        sell_flats(flats[:2], to=wang, on=TODAY, who_lives=ResidentsAfterSale.STAY, by=clerk)
    left = ["陈美花", "老王"] if apart == "split to somebody new" else ["陈美花"]
    assert known_as(chen) == left
    assert known_as(wang) == ["王 建国", "老王"]


def test_an_owner_keeps_one_flat_at_least(building, flats, clerk):
    chen = Owner.objects.get(name="陈美华")
    with pytest.raises(Refused, match="至少给这位业主留一套"):
        split_owner(chen, flats[2:], to=Owner(building=building, name="李新"), by=clerk)


def test_owners_who_were_merged_are_not_merged_again(building, flats, clerk):
    wang, chen = Owner.objects.get(name="王建国"), Owner.objects.get(name="陈美华")
    merge_owners(chen, [wang], by=clerk)
    with pytest.raises(Refused, match="现在没有房子"):
        merge_owners(chen, [wang], by=clerk)


def test_who_paid_still_has_paid(building, flats, clerk):
    wang, chen = Owner.objects.get(name="王建国"), Owner.objects.get(name="陈美华")
    canvass = make_draft_canvass(building, clerk)
    canvass.contributors.set([wang])
    merge_owners(chen, [wang], by=clerk)
    assert list(canvass.contributors.all()) == [chen]
    split_owner(chen, flats[:2], to=wang, by=clerk)
    assert set(canvass.contributors.all()) == {wang, chen}
