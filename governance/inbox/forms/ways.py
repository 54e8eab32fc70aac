"""Forms of the ways on which a person gets messages."""

from __future__ import annotations

import datetime as dt
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.inbox.email_check import EmailCheck
from governance.inbox.inputs import Hours
from governance.inbox.models import DeliverySettings, Frequency
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from louzu.lib.time import format_clock
from residents.rooms.messages import Topic

HOURS = range(24)


class EmailForm(CrispyForm):
    email = forms.EmailField(
        label=gettext_lazy("邮箱"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class EmailCodeForm(CrispyForm):
    code = forms.CharField(
        label=gettext_lazy("信里的6位数字"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"}
        ),
    )

    def __init__(
        self,
        check: EmailCheck,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.check = check

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not self.check.is_right(typed):
            raise ValidationError(_("不对，请再看看信。输错3次，就要再发一次。"))
        return typed


class WayForm(CrispyForm):
    frequency = forms.ChoiceField(
        label=gettext_lazy("多久一次"), choices=Frequency.choices, widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("哪些事告诉我"),
        help_text=gettext_lazy("去掉勾的，网页上还看得到，只是不发给您。"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class UrgentWayForm(WayForm):
    """The form of a way that costs money for each message."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("多久一次"),
        choices=[(Frequency.URGENT_ONLY.value, Frequency.URGENT_ONLY.label)],
        widget=forms.RadioSelect,
    )


class HoursForm(CrispyForm):
    """Hours of the day. Messages that are not urgent wait until the quiet hours are over."""

    quiet_from = forms.TypedChoiceField(label=gettext_lazy("晚上几点以后不发"), coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("早上几点以后再发"),
        help_text=gettext_lazy("两个选成一样，就是整夜都可以发。急事不等，马上发。"),
        coerce=int,
    )
    digest_at = forms.TypedChoiceField(label=gettext_lazy("每天几点汇总"), coerce=int)

    def __init__(
        self,
        now: DeliverySettings,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options["initial"] = {name: getattr(now, name).hour for name in self.base_fields}
        super().__init__(data, files, **options)
        for name in self.base_fields:
            field_of(self, name, forms.TypedChoiceField).choices = [
                (hour, format_clock(dt.time(hour))) for hour in HOURS
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = {name: cleaned[name] for name in self.base_fields if name in cleaned}
        if len(chosen) == len(self.base_fields) and _digest_is_in_quiet_hours(**chosen):
            self.add_error("digest_at", _("汇总的时间落在不发的时候里，收不到。请选别的时间。"))
        return cleaned

    @property
    def hours(self) -> Hours:
        return Hours(**{name: dt.time(self.cleaned_data[name]) for name in self.base_fields})


def _digest_is_in_quiet_hours(quiet_from: int, quiet_until: int, digest_at: int) -> bool:
    after_start, before_end = digest_at >= quiet_from, digest_at < quiet_until
    passes_midnight = quiet_from > quiet_until
    return after_start or before_end if passes_midnight else after_start and before_end
