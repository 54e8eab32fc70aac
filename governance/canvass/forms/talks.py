"""Knocks and talks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from governance.canvass.models import Talk, Visit
from louzu.lib.forms import Sheet


class VisitForm(Sheet):
    outcome = forms.ChoiceField(choices=Visit.Outcome.choices)
    note = forms.CharField(max_length=300, required=False)
    visited_at = forms.DateTimeField(required=False)


class TalkForm(Sheet):
    on = forms.DateField(
        label=gettext_lazy("哪天谈的"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    who = forms.CharField(
        label=gettext_lazy("谁和谁谈的"),
        help_text=gettext_lazy("例如：骨干陈美华和602室"),
        max_length=Talk._meta.get_field("who").max_length,
    )
    said = forms.CharField(
        label=gettext_lazy("说了什么"),
        max_length=Talk._meta.get_field("said").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    offered = forms.CharField(
        label=gettext_lazy("提了什么办法"),
        help_text=gettext_lazy("没有就空着"),
        max_length=Talk._meta.get_field("offered").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    @property
    def line(self) -> dict[str, Any]:
        names = ("on", "who", "said")
        return {name: self.cleaned_data[name] for name in names}
