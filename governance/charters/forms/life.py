"""Forms for the steps of an edition: dates, thresholds and reasons."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.forms.drafts import (
    SHARES,
)
from governance.charters.actions.life import MIN_DAYS, one_year_after
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, LocalTimeInput, reason_form
from louzu.lib.time import local_datetime


def evening_in_days(days: int) -> dt.datetime:
    """Eight in the evening, so many days from now."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return local_datetime(day, 20)


class PutOutForm(CrispyForm):
    until = forms.DateTimeField(
        label=_("意见提到什么时候"),
        help_text=_("至少七天，让每一家都来得及看"),
        widget=LocalTimeInput(),
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options.setdefault("initial", {"until": evening_in_days(MIN_DAYS + 1)})
        super().__init__(data, files, **options)


class SignForm(CrispyForm):
    threshold = forms.ChoiceField(
        label=_("多少户同意才算数"),
        help_text=_("法律没有规定，本楼自己约定；争取家家同意"),
        choices=SHARES,
    )
    closes_at = forms.DateTimeField(label=_("签到什么时候"), widget=LocalTimeInput())

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options.setdefault("initial", {"closes_at": evening_in_days(14), "threshold": "2/3"})
        super().__init__(data, files, **options)


class RewordSignOffForm(CrispyForm):
    reason = forms.CharField(
        label=_("为什么改"),
        help_text=_("邻居们会看到这句话"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    material = forms.BooleanField(
        label=_("改了要紧的意思，请每一家再签一次"),
        help_text=_(
            "只改错别字就不勾，签过的照旧算：最多改六处，每处一个字，数字和“不、可以、必须、每、只”这样的字都没动"
        ),
        initial=True,
        required=False,
    )


class KeepForm(CrispyForm):
    review_on = forms.DateField(
        label=_("下一次哪天再看"),
        help_text=_("最晚一年以后"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options.setdefault("initial", {"review_on": one_year_after(timezone.localdate())})
        super().__init__(data, files, **options)


DropForm = reason_form(_("为什么先不办了？"))
LapseForm = reason_form(_("为什么不再用了？"))
