"""Common parts of desk forms that preview a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import ChoiceOptions, FieldOptions
from louzu.lib.time import format_day as told_day
from residents.changes.queries.closing import Ending
from residents.people.models import Membership, Office
from residents.places.models import Building, Flat, Household, Owner
from residents.roster.queries.roster import sorted_by_room, with_flats
from residents.roster_parser.phones import parse_phone
from residents.roster_parser.rooms import Unreadable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FROM_DAY = gettext_lazy("从哪天起")
MAX_DAYS_AHEAD = dt.timedelta(days=366)


class DayField(forms.DateField):
    """The day of a change: in the past, or up to a year ahead."""

    def __init__(self, *, label: StrOrPromise = FROM_DAY, help_text: StrOrPromise = "") -> None:
        super().__init__(
            label=label,
            initial=timezone.localdate,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=help_text,
        )

    def clean(self, value: object) -> object:
        day = super().clean(value)
        if day and day > timezone.localdate() + MAX_DAYS_AHEAD:
            raise ValidationError(_("日子太远了，最多写到一年以后。"))
        return day


class PhoneField(forms.CharField):
    """Parses phones like a column of a roster."""

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        super().__init__(
            help_text=gettext_lazy("几个号码用顿号隔开"),
            max_length=Household._meta.get_field("phone").max_length,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            **options,
        )

    def clean(self, value: object) -> str:
        typed: str = super().clean(value)
        try:
            return parse_phone(typed) or ""
        except Unreadable as problem:
            raise ValidationError(str(problem)) from problem


class OwnerField(forms.ModelChoiceField[Owner]):
    """An owner, shown with flats to distinguish owners of the same name."""

    def __init__(self, **options: Unpack[ChoiceOptions]) -> None:
        super().__init__(queryset=Owner.objects.none(), required=False, **options)

    def label_from_instance(self, obj: Owner) -> str:
        flats = "、".join(str(one.flat) for one in obj.held)
        return _("%(name)s（%(flats)s）") % {"name": obj.name, "flats": flats or _("现在没有房子")}

    def offer(self, building: Building, *, but: Collection[int] = ()) -> None:
        owners = Owner.objects.filter(building=building).exclude(pk__in=but)
        self.queryset = with_flats(sorted_by_room(owners))


class FlatField(forms.ModelChoiceField[Flat]):
    def __init__(self, *, required: bool = True, **options: Unpack[ChoiceOptions]) -> None:
        super().__init__(queryset=Flat.objects.none(), required=required, **options)

    def offer(self, building: Building, *, but: Flat) -> None:
        self.queryset = Flat.objects.not_closed_in(building).exclude(pk=but.pk)


class MembersField(forms.ModelMultipleChoiceField[Membership]):
    def __init__(self, *, help_text: StrOrPromise = "", **options: Unpack[FieldOptions]) -> None:
        super().__init__(
            queryset=Membership.objects.none(),
            required=False,
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def label_from_instance(self, obj: Membership) -> str:
        return str(obj.user)


def sentence_from_day(on: dt.date) -> str:
    return _("今天") if on == timezone.localdate() else told_day(on)


def ending_sentences(ending: Ending, on: dt.date) -> Iterable[str]:
    words = {"day": sentence_from_day(on)}
    if ending.members:
        names = "、".join(str(one.user) for one in ending.members)
        sentence = _("%(names)s从%(day)s起不再是这户的成员，不能再替这户答复；账号还在。")
        yield sentence % {**words, "names": names}
    if ending.offices:
        offices = "、".join(_office(one) for one in ending.offices)
        yield _("他们在楼里的职务一起结束：%(offices)s。") % {"offices": offices}
    if ending.slips:
        yield _("这户还能用的入户条有%(n)d张，马上作废。") % {"n": ending.slips}


def sentence_still_counts() -> str:
    return _("下面这些的名册在开始那天就定下了，还算着这一户。搬走的人不能再在网上答复，可以用纸。")


def sentence_past_stays() -> tuple[str, ...]:
    return (_("以前的答复、签到、会议记录和楼组日志都不变，还写着原来的室号。"),)


def _office(office: Office) -> str:
    return f"{office.get_kind_display()} {office.user}"
