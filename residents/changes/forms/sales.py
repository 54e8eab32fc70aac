"""Forms of sales, and of merging and splitting owners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import FieldOptions, FormData, FormFiles, FormOptions
from louzu.lib.forms import field_of
from louzu.lib.quoting import quoted
from louzu.lib.required_if import RequiredIf
from louzu.lib.time import format_day as told_day
from residents.changes.actions.sales import ResidentsAfterSale
from residents.changes.forms.changes import (
    DayField,
    OwnerField,
    PhoneField,
    ending_sentences,
    sentence_from_day,
    sentence_past_stays,
    sentence_still_counts,
)
from residents.changes.queries.closing import ending_of, household_on
from residents.desk.change_forms import ChangeForm, Outcome
from residents.places.models import Flat, Household, Owner, Ownership


class NewOwnerForm(ChangeForm):
    """Chooses an owner of the building or creates one."""

    buyer = OwnerField(
        label=gettext_lazy("业主是楼里已有的这一位"), empty_label=gettext_lazy("不是，是新的业主")
    )
    name = forms.CharField(
        label=gettext_lazy("新业主的姓名"),
        help_text=gettext_lazy("几位共有的写在一起，用顿号隔开"),
        max_length=100,
        required=False,
    )
    phone = PhoneField(label=gettext_lazy("新业主的电话"))
    needed = {
        "name": RequiredIf(
            "buyer",
            ["None"],
            gettext_lazy("新的业主要写"),
            gettext_lazy("请写新业主的姓名，或者在上面选一位。"),
        ),
    }

    def __init__(
        self,
        record: Flat | Owner,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        but = [record.pk]
        if isinstance(record, Flat):
            owners = Ownership.objects.current().filter(flat=record)
            but = [*owners.values_list("owner", flat=True)]
        field_of(self, "buyer", OwnerField).offer(self.building, but=but)

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        buyer, name = data.get("buyer"), data.get("name")
        if self.errors:
            return data
        if buyer and (name or data.get("phone")):
            self.add_error("name", _("选了已有的业主，又写了新的。请只留一样。"))
        return data

    @property
    def owner(self) -> Owner:
        data = self.cleaned_data
        chosen: Owner | None = data["buyer"]
        return chosen or Owner(building=self.building, name=data["name"], phone=data["phone"])

    def told_namesake(self) -> Iterator[str]:
        if self.cleaned_data["buyer"]:
            return
        name = self.cleaned_data["name"]
        if Owner.objects.filter(building=self.building, name=name).exists():
            sentence = _(
                "楼里已经有一位“%(name)s”。这里登记的是另一位，表决各算一票；是同一位，请回去在上面选。"
            )
            yield sentence % {"name": quoted(name)}


class FlatsField(forms.ModelMultipleChoiceField[Flat]):
    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        super().__init__(
            queryset=Flat.objects.none(), widget=forms.CheckboxSelectMultiple, **options
        )

    def offer_held_by(self, owner: Owner) -> QuerySet[Flat]:
        held = owner.ownerships.not_over().values("flat")
        flats = Flat.objects.not_closed_in(owner.building).filter(pk__in=held)
        self.queryset = flats
        return flats


class SaleForm(NewOwnerForm):
    """Sells a flat, or flats of one owner."""

    flats = FlatsField(label=gettext_lazy("哪几套"))
    day = DayField()
    who_lives = forms.ChoiceField(
        label=gettext_lazy("现在住着的人"),
        choices=ResidentsAfterSale.choices,
        error_messages={"required": gettext_lazy("请选现在住着的人搬不搬。")},
        widget=forms.RadioSelect,
    )
    field_order = ("flats", "buyer", "name", "phone", "day", "who_lives")

    def __init__(
        self,
        record: Flat | Owner,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        if isinstance(record, Owner):
            held = field_of(self, "flats", FlatsField).offer_held_by(record)
            self.initial["flats"] = [flat.pk for flat in held]
        else:
            del self.fields["flats"]
            home = household_on(record, timezone.localdate())
            if home is None or home.occupancy == Household.Occupancy.EMPTY:
                del self.fields["who_lives"]

    @property
    def sold(self) -> list[Flat]:
        return [self.record] if isinstance(self.record, Flat) else [*self.cleaned_data["flats"]]

    @property
    def residents_after_sale(self) -> str:
        return str(self.cleaned_data.get("who_lives") or ResidentsAfterSale.LEAVE)

    def outcome(self) -> Outcome:
        on, words = self.cleaned_data["day"], self._words()
        happens = [
            _("%(day)s起，%(flats)s的业主是%(name)s；原来的业主登记到那一天为止。") % words,
            _("那天以后开始的业主表决，按%(name)s的名下算。") % words,
            *self._told_owners(),
            *self.told_namesake(),
            *self._told_of_who_lives(),
        ]
        ending = ending_of(self.sold, on)
        leave = self.residents_after_sale == ResidentsAfterSale.LEAVE
        happens += ending_sentences(ending, on) if leave else ()
        counts = (
            sentence_still_counts() if leave else _("下面这些按开始那天的名册算，不跟着换业主。")
        )
        return Outcome(tuple(happens), ending.rolls, sentence_past_stays(), counts)

    def _told_owners(self) -> Iterator[str]:
        """Yield the current owners. The preview thus changes if another sale is entered meanwhile."""
        held = Ownership.objects.not_over(self.cleaned_data["day"]).filter(flat__in=self.sold)
        for one in held.select_related("owner", "flat").order_by(
            "flat__floor", "flat__room", "since"
        ):
            words = {
                "flat": one.flat,
                "name": quoted(one.owner.name),
                "day": told_day(one.since),
            }
            if one.since > timezone.localdate():
                yield _("%(flat)s原来登记%(day)s起是“%(name)s”的，这一次不算了。") % words
            else:
                yield _("%(flat)s现在登记的业主是“%(name)s”。") % words

    def _told_of_who_lives(self) -> Iterator[str]:
        on = self.cleaned_data["day"]
        for flat in self.sold:
            home = household_on(flat, on)
            if home is None or home.occupancy == Household.Occupancy.EMPTY:
                continue
            sentences = {
                ResidentsAfterSale.LEAVE: _("%(flat)s的人家搬走，%(flat)s记作空置。"),
                ResidentsAfterSale.LET: _(
                    "%(flat)s的人家照旧住着，算租客：户的征询还能答，业主的表决不能再在网上答。"
                ),
                ResidentsAfterSale.STAY: _(
                    "%(flat)s的人家照旧住着，算自住：业主的表决，他们可以在网上答。"
                ),
            }
            yield sentences[ResidentsAfterSale(self.residents_after_sale)] % {"flat": flat}

    def _words(self) -> dict[str, str]:
        flats = "、".join(map(str, self.sold))
        return {
            "flats": flats,
            "name": self.owner.name,
            "day": sentence_from_day(self.cleaned_data["day"]),
        }


class MergeOwnersForm(ChangeForm):
    """Chooses another record of the same owner."""

    other = OwnerField(
        label=gettext_lazy("和哪一位是同一位"), empty_label=gettext_lazy("请选一位业主")
    )

    def __init__(
        self,
        record: Owner,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        self.fields["other"].required = True
        field_of(self, "other", OwnerField).offer(self.building, but=[record.pk])

    def outcome(self) -> Outcome:
        other = self.cleaned_data["other"]
        mine, theirs = (
            [str(one.flat) for one in owner.ownerships.not_over().select_related("flat")]
            for owner in (self.record, other)
        )
        words = {
            "name": self.record.name,
            "other": quoted(other.name),
            "flats": "、".join(theirs),
            "all": "、".join(mine + theirs),
        }
        happens = (
            _("%(flats)s从今天起登记在%(name)s名下，“%(other)s”这一条不再有房子。") % words,
            _("以后的业主表决，%(all)s合起来算一票，面积相加。") % words,
            _("已经开始的表决还是两票，按开始那天的名册算。"),
            _("以后导入的名册里写“%(other)s”的，也算这位业主。") % words,
        )
        return Outcome(
            happens, stays=(*sentence_past_stays(), _("合错了，可以用“分成两位”再分开。"))
        )


class SplitOwnerForm(NewOwnerForm):
    """Gives some of the flats to another owner."""

    flats = FlatsField(label=gettext_lazy("哪几套是另一位的"))
    field_order = ("flats", "buyer", "name", "phone")

    def __init__(
        self,
        record: Owner,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        field_of(self, "flats", FlatsField).offer_held_by(record)

    def clean_flats(self) -> QuerySet[Flat]:
        chosen: QuerySet[Flat] = self.cleaned_data["flats"]
        held = field_of(self, "flats", FlatsField).queryset
        if held is not None and len(chosen) == len(held):
            raise forms.ValidationError(_("至少给这位业主留一套。全部换人，请用“换业主”。"))
        return chosen

    @property
    def separated_flats(self) -> list[Flat]:
        return [*self.cleaned_data["flats"]]

    def outcome(self) -> Outcome:
        words = {
            "name": self.record.name,
            "other": self.owner.name,
            "flats": "、".join(map(str, self.separated_flats)),
        }
        happens = (
            _("%(flats)s从今天起登记在%(other)s名下，其余的还是%(name)s的。") % words,
            _("以后的业主表决，两位各算一票。"),
            _("已经开始的表决还是一票，按开始那天的名册算。"),
            *self.told_namesake(),
        )
        return Outcome(
            happens, stays=(*sentence_past_stays(), _("分错了，可以用“和另一位合成一位”再合起来。"))
        )
