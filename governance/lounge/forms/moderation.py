"""Forms for the reasons of moderation."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.lounge.actions.moderation import MAX_PAUSE
from louzu.lib.forms import CrispyForm, reason_form

CallOffForm = reason_form(_("为什么取消"))
SetAsideForm = reason_form(_("为什么先放一放"))
HideForm = reason_form(_("为什么收起"))
LockForm = reason_form(_("为什么锁住"))


ReportForm = reason_form(_("哪里不合适"), read_by=_("只有楼组长和居委看到，不写您的名字"))
UnmaskForm = reason_form(_("为什么要看"), read_by=_("发起人会看到是谁看的、为什么"))


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PauseForm(CrispyForm):
    until = forms.DateField(
        label=_("到哪天可以再发言"), help_text=_("从明天起算，最多90天"), widget=DayInput()
    )
    reason = forms.CharField(
        label=_("为什么"),
        help_text=_("本人会看到这句话"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today < until <= today + MAX_PAUSE:
            raise forms.ValidationError(_("从明天起算，最多90天"))
        return until


class AppealForm(CrispyForm):
    text = forms.CharField(
        label=_("您想说什么"),
        help_text=_("居委看了以后会答复您"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AppealDecisionForm(CrispyForm):
    answer = forms.CharField(
        label=_("答复"),
        help_text=_("本人会看到这句话"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
