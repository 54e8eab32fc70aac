"""The letter to an owner who lives elsewhere."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from louzu.lib.forms import CrispyForm


class LetterForm(CrispyForm):
    address = forms.CharField(
        label=gettext_lazy("寄到哪里"),
        help_text=gettext_lazy("印在信上，不保存。不知道的空着，印出来有横线，可以手写"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    reply_to = forms.CharField(
        label=gettext_lazy("回条寄回哪里"),
        help_text=gettext_lazy("印在信上，写清楚谁收。空着，印出来有横线，可以手写"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
