"""Form of reading preferences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from residents.people.models.users import Language, TextSize


class PreferencesForm(forms.Form):
    text_size = forms.ChoiceField(label=_("字号"), choices=TextSize.choices, required=False)
    language = forms.ChoiceField(label=_("文字"), choices=Language.choices, required=False)
