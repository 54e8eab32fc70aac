"""Forms to merge flats and to split a flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

from collections.abc import Iterator
from decimal import Decimal
from typing import Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import field_of
from residents.changes.actions.merging import FlatPart, people_left_over
from residents.changes.forms.changes import FlatField, MembersField, OwnerField, sentence_past_stays
from residents.changes.forms.homes import people_field
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import ending_of, household_on
from residents.desk.change_forms import ChangeForm, Outcome
from residents.people.models import Membership
from residents.places.models import Flat, Household, Owner, Ownership

BANDS = ("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
AREA_SOURCES_BY_WEIGHT = [source.value for source in Flat.AreaSource]


def area_field(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, max_digits=7, decimal_places=2,
        min_value=Decimal("0.01"), required=False,
    )  # fmt: skip


def room_field(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=20, help_text=gettext_lazy("只写室号，例如 301 或 301-302")
    )


def owner_of(flat: Flat) -> Owner | None:
    held = Ownership.objects.current().filter(flat=flat).select_related("owner").first()
    return held.owner if held else None


class MergeFlatsForm(ChangeForm):
    other = FlatField(label=gettext_lazy("和哪一室合并"), empty_label=gettext_lazy("请选一室"))
    room = room_field(gettext_lazy("合并以后的室号"))
    area = area_field(gettext_lazy("合并以后的面积（㎡）"), gettext_lazy("空着就是两室的面积相加"))
    owner = OwnerField(
        label=gettext_lazy("合并以后的业主"), empty_label=gettext_lazy("和原来一样"),
        help_text=gettext_lazy("两室的业主不是同一位的，要选"),
    )  # fmt: skip

    def __init__(
        self,
        record: Flat,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        field_of(self, "other", FlatField).offer(self.building, but=record)
        field_of(self, "owner", OwnerField).offer(self.building)

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        owners = {owner for flat in self.flats if (owner := owner_of(flat))}
        if data["owner"] is None and len(owners) > 1:
            self.add_error("owner", _("两室的业主不是同一位，请选合并以后是谁的。"))
        else:
            data["owner"] = data["owner"] or next(iter(owners), None)
        return data

    @property
    def flats(self) -> list[Flat]:
        return [self.record, self.cleaned_data["other"]]

    @property
    def whole(self) -> FlatPart:
        data, flats = self.cleaned_data, self.flats
        areas = [flat.area for flat in flats if flat.area is not None]
        area = data["area"] or (sum(areas) if len(areas) == len(flats) else None)
        sources = [flat.area_source for flat in flats if flat.area_source]
        source = max(
            sources, key=AREA_SOURCES_BY_WEIGHT.index, default=Flat.AreaSource.REGISTER.value
        )
        return FlatPart(
            data["room"], min(flat.floor for flat in flats), Decimal(area) if area else None,
            source if area else "", data["owner"],
        )  # fmt: skip

    def outcome(self) -> Outcome:
        whole, ending = self.whole, ending_of(self.flats, timezone.localdate(), stay=True)
        words = {
            "old": "、".join(map(str, self.flats)), "room": whole.room, "area": whole.area,
            "owner": whole.owner.name if whole.owner else "",
        }  # fmt: skip
        happens = [
            _("%(old)s从今天起是一室：%(room)s室。") % words,
            _("面积%(area)s㎡。") % words
            if whole.area
            else _("面积没有登记，业主表决以前要补上。"),
            _("业主是%(owner)s，算一票。") % words
            if whole.owner
            else _("没有登记业主，业主表决以前要补上。"),
            *self._told_of_homes(),
        ]
        if ending.slips:
            happens.append(_("还能用的入户条有%(n)d张，马上作废。") % {"n": ending.slips})
        stays = (*sentence_past_stays(), _("合错了，可以用“拆成两室”再分开。"))
        counts = _("下面这些按开始那天的名册算，还是两室，各算各的。")
        return Outcome(tuple(happens), ending.rolls, stays, counts)

    def _told_of_homes(self) -> Iterator[str]:
        homes = [household_on(flat, timezone.localdate()) for flat in self.flats]
        there = [h for h in homes if h and h.occupancy != Household.Occupancy.EMPTY]
        words = {"n": sum(home.people for home in there)}
        if len(there) > 1:
            yield _("两室的人家合成一户，共%(n)d人；户的征询以后算一户。") % words
        if there and ending_of(self.flats, timezone.localdate()).members:
            yield _("已经加入的人都还是成员，职务不变。")


class SplitFlatForm(ChangeForm):
    room_1 = room_field(gettext_lazy("第一套的室号"))
    area_1 = area_field(gettext_lazy("第一套的面积（㎡）"))
    room_2 = room_field(gettext_lazy("第二套的室号"))
    area_2 = area_field(gettext_lazy("第二套的面积（㎡）"))
    owner_2 = OwnerField(
        label=gettext_lazy("第二套的业主"), empty_label=gettext_lazy("和第一套同一位")
    )
    lives = forms.ChoiceField(
        label=gettext_lazy("现在的人住在哪一套"),
        choices=[
            ("first", gettext_lazy("第一套，第二套空着")),
            ("second", gettext_lazy("第二套，第一套空着")),
            ("both", gettext_lazy("两套都有人住，分成两户")),
        ],
        initial="first",
        widget=forms.RadioSelect,
    )
    members_2 = MembersField(label=gettext_lazy("已经加入的人里，谁住第二套"))
    contact_2 = forms.CharField(
        label=gettext_lazy("第二套的户主或联系人"), max_length=100, required=False
    )
    aged_0_6 = people_field("aged_0_6")
    aged_7_17 = people_field("aged_7_17")
    aged_18_59 = people_field("aged_18_59")
    aged_60_up = people_field("aged_60_up")
    OF_BOTH = ("members_2", "contact_2", *BANDS)

    def __init__(
        self,
        record: Flat,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        field_of(self, "owner_2", OwnerField).offer(self.building)
        home = household_on(record, timezone.localdate())
        self.home = home if home and home.occupancy != Household.Occupancy.EMPTY else None
        for name in BANDS:
            words = {"band": self.fields[name].label}
            self.fields[name].label = _("其中住第二套的%(band)s") % words
        if self.home is None:
            for name in ("lives", *self.OF_BOTH):
                del self.fields[name]
            return
        there = Membership.objects.not_over().filter(household=self.home).select_related("user")
        field_of(self, "members_2", MembersField).queryset = there.order_by("pk")

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data["room_1"] == data["room_2"]:
            self.add_error("room_2", _("两套的室号要不一样。"))
        if data.get("lives") == "both":
            self._clean_both()
        return data

    def _clean_both(self) -> None:
        assert self.home  # noqa: S101 -- the field exists only if somebody lives there
        second = self._second_household(self.home)
        if not second.people:
            self.add_error("lives", _("请写住第二套的有几口人。"))
            return
        try:
            left = people_left_over(self.home, second)
        except Refused as problem:
            self.add_error("lives", str(problem))
            return
        if not left.people:
            self.add_error("lives", _("人都在第二套了，请选“第二套，第一套空着”。"))

    @property
    def parts(self) -> list[FlatPart]:
        data, flat = self.cleaned_data, self.record
        owner = owner_of(flat)
        people = self._people()
        return [
            FlatPart(
                data[f"room_{n}"], flat.floor, data[f"area_{n}"],
                (flat.area_source or Flat.AreaSource.REGISTER.value) if data[f"area_{n}"] else "",
                (data["owner_2"] or owner) if n == 2 else owner,  # noqa: PLR2004 -- the second part
                people[n - 1],
                list(data.get("members_2") or ()) if n == 2 and people[1] else (),  # noqa: PLR2004
            )
            for n in (1, 2)
        ]  # fmt: skip

    def _people(self) -> tuple[HouseholdInput | None, HouseholdInput | None]:
        if self.home is None:
            return None, None
        data = self.cleaned_data
        own = HouseholdInput.of(self.home)
        if data["lives"] != "both":
            return (own, None) if data["lives"] == "first" else (None, own)
        second = self._second_household(self.home)
        return people_left_over(self.home, second), second

    def _second_household(self, home: Household) -> HouseholdInput:
        data = self.cleaned_data
        return HouseholdInput(
            occupancy=home.occupancy,
            aged_0_6=data["aged_0_6"] or 0,
            aged_7_17=data["aged_7_17"] or 0,
            aged_18_59=data["aged_18_59"] or 0,
            aged_60_up=data["aged_60_up"] or 0,
            contact=data.get("contact_2", ""),
        )

    def outcome(self) -> Outcome:
        first, second = self.parts
        ending = ending_of([self.record], timezone.localdate(), stay=True)
        words = {"old": self.record, "first": first.room, "second": second.room}
        happens = [_("%(old)s从今天起是两室：%(first)s室、%(second)s室。") % words]
        happens += [self._told_of(part) for part in (first, second)]
        if ending.slips:
            happens.append(_("还能用的入户条有%(n)d张，马上作废。") % {"n": ending.slips})
        stays = (*sentence_past_stays(), _("拆错了，可以用“和另一室合并”再合起来。"))
        counts = _("下面这些按开始那天的名册算，还是一室。")
        return Outcome(tuple(happens), ending.rolls, stays, counts)

    @staticmethod
    def _told_of(part: FlatPart) -> str:
        people = part.people.people if part.people else 0
        words = {
            "room": part.room, "area": part.area or _("没有登记"), "n": people,
            "owner": part.owner.name if part.owner else _("没有登记"),
        }  # fmt: skip
        if not part.people:
            return _("%(room)s室：面积%(area)s，业主%(owner)s，空着。") % words
        return _("%(room)s室：面积%(area)s，业主%(owner)s，住%(n)d人。") % words
