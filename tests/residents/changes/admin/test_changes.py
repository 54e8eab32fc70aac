"""Sales, moves and merges at the desk are previewed, then confirmed, and keep their input."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Line
from residents.changes.actions.closing import close_flat
from residents.changes.actions.moving import move_household
from residents.changes.actions.sales import sell_flats
from residents.models import Flat, Household, Membership, Owner, Ownership
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
)
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = TODAY.isoformat()
PEOPLE = {"aged_0_6": 0, "aged_7_17": 0, "aged_18_59": 2, "aged_60_up": 0}


@pytest.fixture
def flats(building):
    found = [FlatFactory(building=building, room=room) for room in ("301", "302")]
    for flat, name in zip(found, ("王建国", "陈美华"), strict=True):
        owner = OwnerFactory(building=building, name=name)
        Ownership.objects.create(flat=flat, owner=owner, since=dt.date(2020, 1, 1))
    return found


@pytest.fixture
def home(building, flats):
    return HouseholdFactory(building=building, flat=flats[0], contact="老住户")


@pytest.fixture
def desk(enter, staff):
    return enter("staff")


def page_of(record, change):
    label = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{label}_{change}", args=[record.pk])


def words(page):
    return page.content.decode()


def done(desk, record, change, **typed):
    """Preview and confirm. Return the preview."""
    url = page_of(record, change)
    shown = desk.post(url, {**typed, "do": "look"})
    assert "outcome" in shown.context, shown.context["form"].errors
    version = shown.context["outcome"].version
    answer = desk.post(url, {**typed, "do": "yes", "shown": version})
    assert answer.status_code == 302, words(answer)
    return words(shown)


def test_a_flat_is_sold_by_one_form(desk, building, flats, home):
    member = MembershipFactory(household=home)
    found = done(
        desk, flats[0], "sale", name="李新", phone="138 0000 0009", day=DAY, who_lives="leave"
    )
    assert "今天起，301室的业主是李新" in found
    assert f"{member.user}从今天起不再是这户的成员" in found
    new = Ownership.objects.current().get(flat=flats[0]).owner
    assert (new.name, new.phone) == ("李新", "13800000009")
    assert Household.objects.living_in(building).get().occupancy == "empty"


def test_a_sale_is_looked_at_before_it_is_done(desk, flats, home):
    typed = {"name": "李新", "day": DAY, "who_lives": "leave"}
    before = Line.objects.count()
    desk.post(page_of(flats[0], "sale"), {**typed, "do": "look"})
    assert not Owner.objects.filter(name="李新").exists()
    assert Line.objects.count() == before


def test_after_a_sale_the_flat_and_its_new_owner_are_shown(desk, flats, home):
    typed = {"name": "李新", "day": DAY, "who_lives": "stay"}
    url = page_of(flats[0], "sale")
    version = desk.post(url, {**typed, "do": "look"}).context["outcome"].version
    page = desk.post(url, {**typed, "do": "yes", "shown": version}, follow=True)
    owner = Owner.objects.get(name="李新")
    assert page.redirect_chain[-1][0] == reverse("admin:residents_flat_change", args=[flats[0].pk])
    assert (
        f'<a href="{reverse("admin:residents_owner_change", args=[owner.pk])}">业主李新</a>'
        in page.text
    )


@pytest.mark.parametrize("where", ["away", "here"])
def test_after_a_move_what_is_now_is_shown(desk, flats, home, where):
    typed = {
        "day": DAY,
        "where": where,
        "to": flats[1].pk if where == "here" else "",
        "after": "empty",
    }
    url = page_of(home, "move")
    version = desk.post(url, {**typed, "do": "look"}).context["outcome"].version
    page = desk.post(url, {**typed, "do": "yes", "shown": version}, follow=True)
    home.refresh_from_db()
    now = home.moved_to if where == "here" else home.flat
    kind = "household" if where == "here" else "flat"
    assert page.redirect_chain[-1][0] == reverse(f"admin:residents_{kind}_change", args=[now.pk])
    assert reverse("admin:residents_household_change", args=[home.pk]) in page.text


def test_owners_are_offered_by_room_without_the_present_one(desk, building, flats, home):
    offered = [*desk.get(page_of(flats[0], "sale")).context["form"].fields["buyer"].queryset]
    present = {one.owner_id for one in Ownership.objects.current().filter(flat=flats[0])}
    rooms = [[(one.flat.floor, one.flat.room) for one in owner.held][:1] for owner in offered]
    assert present.isdisjoint(owner.pk for owner in offered)
    assert rooms == sorted(rooms, key=lambda held: held or [(99, "")])


def test_what_changed_since_it_was_looked_at_is_shown_anew(desk, flats, home):
    typed = {"name": "李新", "day": DAY, "who_lives": "leave"}
    url = page_of(flats[0], "sale")
    version = desk.post(url, {**typed, "do": "look"}).context["outcome"].version
    MembershipFactory(household=home)
    answer = desk.post(url, {**typed, "do": "yes", "shown": version})
    assert "请把下面的再看一遍" in words(answer)
    assert not Owner.objects.filter(name="李新").exists()


def test_a_colleagues_sale_is_seen_before_another_one_is_done(desk, building, staff, flats):
    typed = {"name": "李新", "day": DAY, "who_lives": "leave"}
    url, other = page_of(flats[0], "sale"), OwnerFactory(building=building, name="赵新")
    version = desk.post(url, {**typed, "do": "look"}).context["outcome"].version
    sell_flats(flats[:1], to=other, on=TODAY, who_lives="leave", by=staff)
    answer = desk.post(url, {**typed, "do": "yes", "shown": version})
    assert "301室现在登记的业主是“赵新”" in words(answer)
    assert Ownership.objects.current().get(flat=flats[0]).owner == other


def test_a_namesake_is_pointed_out(desk, flats, home):
    typed = {"name": "陈美华", "day": DAY, "who_lives": "stay", "do": "look"}
    assert "楼里已经有一位“陈美华”" in words(desk.post(page_of(flats[0], "sale"), typed))


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({}, "name", "请写新业主的姓名，或者在上面选一位。"),
        ({"name": "李新", "day": "2199-01-01"}, "day", "日子太远了，最多写到一年以后。"),
        ({"name": "李新", "phone": "1380"}, "phone", ""),
        ({"name": "李新", "who_lives": ""}, "who_lives", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    desk, flats, home, typed, field, error
):
    sent = {"day": DAY, "who_lives": "leave", "name": "", **typed, "do": "look"}
    page = desk.post(page_of(flats[0], "sale"), sent)
    assert error in "".join(page.context["form"].errors[field])
    assert f'value="{sent["day"]}"' in words(page)


def test_an_owner_sells_all_flats_at_once(desk, building, flats):
    owner = Ownership.objects.get(flat=flats[0]).owner
    chen = Ownership.objects.get(flat=flats[1]).owner
    done(desk, owner, "sale", flats=[flats[0].pk], buyer=chen.pk, day=DAY, who_lives="stay")
    assert Ownership.objects.current().filter(owner=chen).count() == 2


def test_a_move_is_one_form_with_who_comes_after(desk, building, home):
    found = done(
        desk,
        home,
        "move",
        day=DAY,
        where="away",
        after="come",
        contact="新来的",
        phone="13800000009",
        occupancy="let",
        **PEOPLE,
    )
    assert "301室的人家从今天起不住这里了" in found
    assert "301室住的是新来的，2人，出租" in found
    new = Household.objects.living_in(building).get()
    assert (new.contact, new.phone, new.people, new.occupancy) == (
        "新来的",
        "13800000009",
        2,
        "let",
    )


def test_a_move_within_the_building_keeps_the_members(desk, building, flats, home):
    member = MembershipFactory(household=home)
    found = done(desk, flats[0], "move", day=DAY, where="here", to=flats[1].pk, after="empty")
    assert f"{member.user}还是这户的成员" in found
    assert Membership.objects.current().get().household.flat == flats[1]


def test_the_move_form_asks_what_is_missing(desk, home):
    typed = {"day": DAY, "where": "here", "to": "", "after": "empty", "do": "look"}
    errors = desk.post(page_of(home, "move"), typed).context["form"].errors
    assert errors == {"to": ["请选搬到哪一室。"]}
    typed = {"day": DAY, "where": "away", "after": "come", "contact": "新来的", "do": "look"}
    errors = desk.post(page_of(home, "move"), typed).context["form"].errors
    assert errors == {"after": ["请写来了几口人。"]}


def test_into_an_empty_flat_somebody_only_comes(desk, building, flats):
    done(desk, flats[1], "move", day=DAY, contact="新来的", occupancy="owner", **PEOPLE)
    assert Household.objects.living_in(building).get().contact == "新来的"


def test_a_leader_is_told_to_hand_over_before_the_button(desk, building, home):
    member = MembershipFactory(household=home)
    OfficeFactory(user=member.user, kind="leader", building=building)
    typed = {"day": DAY, "where": "away", "after": "empty", "do": "look"}
    page = desk.post(page_of(home, "move"), typed)
    assert "请先把楼组长的事交接给下一位" in words(page)
    assert "就这样办" not in words(page)


def test_what_ends_and_what_still_counts_is_named_before_the_button(desk, building, flats, home):
    member = MembershipFactory(household=home)
    OfficeFactory(user=member.user, kind="volunteer", building=building)
    canvass = make_open_canvass(building, member.user)
    found = words(desk.post(page_of(flats[0], "close"), {"day": DAY, "do": "look"}))
    assert "职务一起结束：志愿者" in found
    assert "还算着这一户" in found
    assert f"征询“{canvass.question}”" in found


def test_a_flat_is_closed_and_opened_again(desk, building, flats, home):
    member = MembershipFactory(household=home)
    done(desk, flats[0], "close", day=DAY)
    assert [flat.room for flat in Flat.objects.not_closed_in(building)] == ["302"]
    member.refresh_from_db()
    done(desk, flats[0], "reopen", members=[member.pk])
    assert [flat.room for flat in Flat.objects.not_closed_in(building)] == ["301", "302"]
    assert Membership.objects.current().get() == member


def test_a_household_that_stayed_is_opened_again(desk, staff, building, home):
    move_household(home, on=TODAY, by=staff)
    done(desk, home, "reopen")
    assert Household.objects.living_in(building).get() == home


def test_two_flats_are_merged_and_split_again(desk, building, flats, home):
    first, second = flats
    wang = Ownership.objects.get(flat=first).owner
    typed = {"other": second.pk, "room": "301-302"}
    page = desk.post(page_of(first, "merge"), {**typed, "do": "look"})
    assert page.context["form"].errors["owner"] == ["两室的业主不是同一位，请选合并以后是谁的。"]
    found = done(desk, first, "merge", **typed, owner=wang.pk)
    assert "301室、302室从今天起是一室：301-302室。" in found
    assert "面积140.00㎡" in found
    whole = Flat.objects.not_closed_in(building).get()
    done(desk, whole, "split", room_1="301", area_1="70", room_2="302", area_2="70", lives="first")
    rooms = [flat.room for flat in Flat.objects.not_closed_in(building)]
    assert rooms == ["301", "302"]


def test_a_split_household_shares_out_its_people(desk, building, flats, home):
    typed = {"room_1": "301", "room_2": "303", "lives": "both"}
    url = page_of(flats[0], "split")
    errors = (
        desk.post(url, {**typed, **PEOPLE, "aged_18_59": 3, "do": "look"}).context["form"].errors
    )
    assert "比现在登记的还多" in errors["lives"][0]
    done(desk, flats[0], "split", **typed, **{**PEOPLE, "aged_18_59": 1})
    assert [one.people for one in Household.objects.living_in(building)] == [1, 1]


def test_owners_are_merged_and_split_again(desk, building, flats):
    wang, chen = (Ownership.objects.get(flat=flat).owner for flat in flats)
    done(desk, wang, "merge", other=chen.pk)
    assert Ownership.objects.current().filter(owner=wang).count() == 2
    done(desk, wang, "split", flats=[flats[1].pk], buyer=chen.pk)
    assert Ownership.objects.current().get(owner=chen).flat == flats[1]


def test_what_cannot_be_done_is_not_offered(desk, staff, flats):
    page = reverse("admin:residents_flat_change", args=[flats[0].pk])
    assert page_of(flats[0], "sale") in words(desk.get(page))
    assert page_of(flats[0], "reopen") not in words(desk.get(page))
    close_flat(flats[0], on=TODAY, by=staff)
    assert page_of(flats[0], "sale") not in words(desk.get(page))
    assert page_of(flats[0], "reopen") in words(desk.get(page))
    answer = desk.get(page_of(flats[0], "sale"), follow=True)
    assert "现在办不了" in words(answer)


def test_a_flat_of_another_neighbourhood_is_not_found(desk):
    flat = FlatFactory()
    for change in ("sale", "move", "merge", "split", "close"):
        assert desk.get(page_of(flat, change)).status_code == 404


def test_what_a_colleague_did_meanwhile_is_not_done_again(desk, building, flats):
    url = page_of(flats[0], "close")
    version = desk.post(url, {"day": DAY, "do": "look"}).context["outcome"].version
    for _clerk in range(2):
        answer = desk.post(url, {"day": DAY, "do": "yes", "shown": version}, follow=True)
    assert "可能别人刚办过" in words(answer)
    assert Line.objects.filter(verb="residents.flat_closed").count() == 1
