"""Forms to close, merge, split and reopen a building."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import field_of
from louzu.lib.time import format_day as told_day
from residents.changes.actions.buildings import room_numbers_in
from residents.changes.forms.changes import DayField
from residents.changes.queries.closing import ending_of
from residents.desk.change_forms import ChangeForm, Outcome
from residents.people.queries.buildings import BUILDING_ORDER
from residents.places.forms import cleaned_door_number, cleaned_lane
from residents.places.models import Building, Flat


class CloseBuildingForm(ChangeForm):
    day = DayField(help_text=gettext_lazy("这一天起不再有这栋楼组"))

    def outcome(self) -> Outcome:
        building, on = self.record, self.cleaned_data["day"]
        flats = _flats_of(building)
        words = {"day": told_day(on), "building": building}
        happens = [_("从%(day)s起，%(building)s不再是楼组。") % words]
        if flats:
            people = len(ending_of(flats, on, stay=True).members)
            sentence = _("%(flats)d室不再在名册里，已经加入的%(people)d人不再是这栋楼的住户。")
            happens.append(sentence % {"flats": len(flats), "people": people})
        return Outcome((*happens, *_ends_with(building, on)), stays=_sentence_unchanged())


class MergeBuildingForm(ChangeForm):
    into = forms.ModelChoiceField(
        label=gettext_lazy("并到哪栋"),
        queryset=Building.objects.none(),
        empty_label=gettext_lazy("请选一栋"),
    )

    def __init__(
        self,
        record: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        others = Building.objects.current().filter(neighbourhood=record.neighbourhood_id)
        into = field_of(self, "into", forms.ModelChoiceField)
        into.queryset = others.exclude(pk=record.pk).order_by(*BUILDING_ORDER)

    def clean_into(self) -> Building:
        into: Building = self.cleaned_data["into"]
        try:
            self.called = room_numbers_in(self.record, into)
        except Refused as problem:
            raise ValidationError(str(problem)) from problem
        return into

    def outcome(self) -> Outcome:
        flats, into = _flats_of(self.record), self.cleaned_data["into"]
        words = {"n": len(flats), "into": into}
        happens = [_("%(n)d室连同住户、业主和已经加入的人，从今天起归%(into)s。") % words]
        changed = [
            f"{flat} → {room}室" for flat in flats if (room := self.called[flat.pk]) != flat.room
        ]
        if changed:
            sentence = _("两栋楼都有的室号，前面加上原来的门牌号：%(rooms)s。")
            happens.append(sentence % {"rooms": "、".join(changed)})
        ended = _ends_with(self.record, timezone.localdate())
        return Outcome((*happens, *ended), stays=_sentence_unchanged())


class SplitBuildingForm(ChangeForm):
    flats = forms.ModelMultipleChoiceField(
        label=gettext_lazy("哪几室分出去"),
        queryset=Flat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    door_number = forms.CharField(
        label=gettext_lazy("新楼组的门牌号"),
        help_text=gettext_lazy("只写号码，例如 116"),
        max_length=20,
    )
    lane = forms.CharField(label=gettext_lazy("弄或路"), max_length=20, required=False)
    nickname = forms.CharField(label=gettext_lazy("楼名"), max_length=20, required=False)

    def __init__(
        self,
        record: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(record, data, files, **options)
        flats = field_of(self, "flats", forms.ModelMultipleChoiceField)
        flats.queryset = Flat.objects.not_closed_in(record)
        self.fields["lane"].initial = record.lane

    def clean_door_number(self) -> str:
        return cleaned_door_number(self.cleaned_data["door_number"])

    def clean_lane(self) -> str:
        return cleaned_lane(self.cleaned_data["lane"])

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if self.errors:
            return data
        same = Building.objects.filter(
            neighbourhood=self.record.neighbourhood_id,
            lane=data["lane"],
            door_number=data["door_number"],
        )
        if same.exists():
            self.add_error("door_number", _("这个居民区的这条弄里已经有这个门牌号了。"))
        return data

    @property
    def made(self) -> Building:
        data = self.cleaned_data
        names = ("lane", "door_number", "nickname")
        return Building(**{name: data[name] for name in names})

    def outcome(self) -> Outcome:
        words = {"rooms": "、".join(map(str, self.cleaned_data["flats"])), "made": self.made}
        happens = (
            _("%(rooms)s连同住户、业主和已经加入的人，从今天起归新的%(made)s。") % words,
            _("他们在这栋楼里的职务到今天为止；没有用过的入户条作废，请在新楼组里重新印。"),
        )
        return Outcome(happens, stays=(_("以前的通知、征询、会议留在原来的楼组里。"),))


class ReopenBuildingForm(ChangeForm):
    """Reopens a building. It has no fields."""

    def outcome(self) -> Outcome:
        sentence = _("%(building)s重新成为楼组，和它一起撤销的室、户和住在里面的人也恢复。")
        stays = (_("职务和入户条不恢复，请重新委派、重新印。"),)
        return Outcome((sentence % {"building": self.record},), stays=stays)


def _flats_of(building: Building) -> list[Flat]:
    flats = Flat.objects.not_closed().filter(building=building).select_related("building")
    return [*flats.order_by("floor", "room")]


def _ends_with(building: Building, on: dt.date) -> Iterator[str]:
    offices = building.offices.not_over(on).count()
    if offices:
        yield _("楼里的%(n)d项职务到那天为止，楼组长也是。") % {"n": offices}
    yield _("没有用过的入户条作废。")


def _sentence_unchanged() -> tuple[str, ...]:
    return (_("以前的通知、征询、会议和日志都留着，居委看得到；不能再办新的事。"),)
