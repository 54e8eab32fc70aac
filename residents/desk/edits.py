"""Admin forms that two people may edit at the same time."""

from __future__ import annotations

from copy import copy
from typing import Any, Unpack

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from louzu.lib.form_options import FormData, FormFiles, ModelFormOptions
from louzu.lib.quoting import quoted


class FieldwiseEditForm(forms.ModelForm[Model]):
    """Save only the fields that were changed in this form.

    The form sends the value that each field was shown with (Django's hidden initial values), so that a
    field which somebody else changed meanwhile and this form did not keeps their value. If both changed
    a field, it gets an error with the current value and keeps what was typed; saving again overwrites.
    """

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[ModelFormOptions[Model]],
    ) -> None:
        super().__init__(data, files, **options)
        for name in self._of_record():
            shown = self[name].html_initial_name
            self.fields[name].show_hidden_initial = not self.is_bound or shown in self.data

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        data: dict[str, object] = self.cleaned_data if cleaned is None else cleaned
        changed = set(self.changed_data)
        for name in self._of_record():
            if not self.fields[name].show_hidden_initial or name not in data:
                continue
            if name not in changed:
                data[name] = self._now(name)
            elif self._changed_meanwhile(name) and data[name] != self._now(name):
                self._confront(name)
        return data

    def _of_record(self) -> list[str]:
        of_record = {field.name for field in self._meta.model._meta.fields}
        return [n for n, field in self.fields.items() if n in of_record and not field.disabled]

    def _now(self, name: str) -> object:
        return getattr(self.instance, name)

    def _changed_meanwhile(self, name: str) -> bool:
        field = self.fields[name]
        shown = field.hidden_widget().value_from_datadict(
            self.data, self.files, self[name].html_initial_name
        )
        return field.has_changed(self.get_initial_for_field(field, name), shown)

    def _confront(self, name: str) -> None:
        now = self._in_words(name) or _("空的")
        sentence = _("您填的时候，别人改过这一格，现在是“%(now)s”。要用您写的，就再按一次保存。")
        self.add_error(name, sentence % {"now": quoted(now)})
        field = self.fields[name]
        shown = field.prepare_value(self.get_initial_for_field(field, name))
        data: Any = copy(self.data)
        data[self[name].html_initial_name] = field.hidden_widget().format_value(shown) or ""
        self.data = data

    def _in_words(self, name: str) -> str:
        shown = getattr(self.instance, f"get_{name}_display", None)
        now = shown() if shown else self._now(name)
        if isinstance(now, list):
            return "、".join(map(str, now))
        return "" if now is None else str(now)
