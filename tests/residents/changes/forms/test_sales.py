"""A buyer is chosen or new, and a preview says who owns and who stays."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.changes.forms.sales import MergeOwnersForm, SaleForm, SplitOwnerForm
from residents.models import Household, Ownership
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OwnerFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
LONG_AGO = dt.date(2020, 1, 1)


def make_floor():
    """王建国 has 301, in which people live, and 302; 陈美华 has 401; 李梅 has nothing."""
    building = BuildingFactory()
    flats = [
        FlatFactory(building=building, room=room, floor=int(room[0]))
        for room in ("301", "302", "401")
    ]
    king, chen, mei = (
        OwnerFactory(building=building, name=n) for n in ("王建国", "陈美华", "李梅")
    )
    for flat, owner in zip(flats, (king, king, chen), strict=True):
        Ownership.objects.create(flat=flat, owner=owner, since=LONG_AGO)
    home = HouseholdFactory(building=building, flat=flats[0])
    MembershipFactory(household=home, user__shown_name="王阿姨")
    return SimpleNamespace(building=building, flats=flats, king=king, chen=chen, mei=mei, home=home)


floor = made_once(make_floor)


def sale(record, **fields) -> SaleForm:
    return SaleForm(record, {"day": TODAY.isoformat(), "who_lives": "stay", **fields})


def happens(form) -> tuple[str, ...]:
    assert form.is_valid(), form.errors
    return form.outcome().happens


def test_a_buyer_is_chosen_or_named_and_not_both(floor):
    flat = floor.flats[0]
    assert sale(flat).errors == {"name": ["请写新业主的姓名，或者在上面选一位。"]}
    for more in ({"name": "李新"}, {"phone": "13800138000"}):
        assert sale(flat, buyer=floor.chen.pk, **more).errors == {
            "name": ["选了已有的业主，又写了新的。请只留一样。"]
        }
    form = sale(flat, name="李新", phone="138-0013-8000")
    assert form.is_valid()
    assert (form.owner.pk, form.owner.name, form.owner.phone) == (None, "李新", "13800138000")
    form = sale(flat, buyer=floor.chen.pk)
    assert form.is_valid()
    assert form.owner == floor.chen


def test_owners_are_offered_by_their_flats_and_not_the_one_who_sells(floor):
    offered = [label for pk, label in SaleForm(floor.flats[0]).fields["buyer"].choices if pk]
    assert offered == ["陈美华（401室）", "李梅（现在没有房子）"]
    OwnerFactory(name="别楼的")
    assert len(MergeOwnersForm(floor.mei).fields["other"].choices) == 3


def test_a_namesake_is_told_unless_that_owner_was_chosen(floor):
    found = "".join(happens(sale(floor.flats[0], name="陈美华")))
    assert "楼里已经有一位“陈美华”" in found
    assert "已经有一位" not in "".join(happens(sale(floor.flats[0], name="陈美丽")))
    assert "已经有一位" not in "".join(happens(sale(floor.flats[0], buyer=floor.chen.pk)))


@pytest.mark.parametrize(
    ("who", "words", "ends"),
    [("leave", "301室的人家搬走", True), ("let", "算租客", False), ("stay", "算自住", False)],
)
def test_the_preview_says_what_becomes_of_those_who_live_there(floor, who, words, ends):
    found = "".join(happens(sale(floor.flats[0], name="李新", who_lives=who)))
    assert words in found
    assert ("王阿姨从今天起不再是这户的成员" in found) is ends


def test_the_sale_of_an_empty_flat_does_not_ask_about_residents(floor):
    Household.objects.filter(pk=floor.home.pk).update(occupancy="empty", aged_18_59=0)
    for flat in floor.flats[:2]:
        form = SaleForm(flat, {"day": TODAY.isoformat(), "name": "李新"})
        assert "who_lives" not in form.fields
        assert "人家" not in "".join(happens(form))
    assert "who_lives" in SaleForm(floor.king).fields


def test_an_owner_sells_several_flats_at_once(floor):
    assert SaleForm(floor.king)["flats"].value() == [flat.pk for flat in floor.flats[:2]]
    assert list(sale(floor.king, name="李新").errors) == ["flats"]
    assert sale(floor.king, name="李新", flats=[floor.flats[2].pk]).errors["flats"]
    found = happens(sale(floor.king, name="李新", flats=[flat.pk for flat in floor.flats[:2]]))
    assert found[0] == "今天起，301室、302室的业主是李新；原来的业主登记到那一天为止。"
    assert found[2:4] == ("301室现在登记的业主是“王建国”。", "302室现在登记的业主是“王建国”。")


def test_a_sale_that_was_entered_for_later_is_told_to_fall_away(floor):
    Ownership.objects.filter(flat=floor.flats[1]).update(until=TODAY + 9 * DAY)
    Ownership.objects.create(flat=floor.flats[1], owner=floor.mei, since=TODAY + 9 * DAY)
    found = "".join(happens(sale(floor.flats[1], name="李新")))
    assert "302室现在登记的业主是“王建国”。" in found
    assert "是“李梅”的，这一次不算了。" in found
    later = (TODAY + 9 * DAY).isoformat()
    assert "王建国" not in "".join(happens(sale(floor.flats[1], name="李新", day=later))[2:])


def test_two_records_of_one_owner_are_told_with_all_flats(floor):
    form = MergeOwnersForm(floor.king, {"other": floor.chen.pk})
    found = happens(form)
    assert found[0] == "401室从今天起登记在王建国名下，“陈美华”这一条不再有房子。"
    assert found[1] == "以后的业主表决，301室、302室、401室合起来算一票，面积相加。"
    for other in ("", floor.king.pk, OwnerFactory().pk):
        assert list(MergeOwnersForm(floor.king, {"other": other}).errors) == ["other"]


def test_an_owner_who_is_split_keeps_a_flat(floor):
    flats = [flat.pk for flat in floor.flats[:2]]
    all_of_them = SplitOwnerForm(floor.king, {"flats": flats, "name": "王建新"})
    assert all_of_them.errors["flats"] == ["至少给这位业主留一套。全部换人，请用“换业主”。"]
    form = SplitOwnerForm(floor.king, {"flats": flats[:1], "name": "王建新"})
    assert happens(form)[0] == "301室从今天起登记在王建新名下，其余的还是王建国的。"
    assert form.separated_flats == floor.flats[:1]
    itself = SplitOwnerForm(floor.king, {"flats": flats[:1], "buyer": floor.king.pk})
    assert "buyer" in itself.errors
