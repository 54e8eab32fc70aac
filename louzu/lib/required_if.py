"""Fields that are required only if another field has a certain value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Unpack

from django import forms

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.marks import mark

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class RequiredIf:
    """A field is required if the field ``choice`` has one of ``values``."""

    choice: str
    values: Collection[str]
    words: StrOrPromise
    """Text for the label in place of "（可不填）": 不同意的要写."""
    error: StrOrPromise

    def lacks(self, data: Mapping[str, object], name: str) -> bool:
        return str(data.get(self.choice)) in self.values and not data.get(name)


class RequiredIfFields(forms.BaseForm):
    """A form with conditions for optional fields: ``needed`` maps the name of a field to its condition.

    ``set_condition`` changes a condition for one instance of the form.
    """

    needed: ClassVar[Mapping[str, RequiredIf]] = {}

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        for name, need in self.needed.items():
            set_condition(self, name, need)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook after ``clean``
        for name in self.fields:
            need = condition_of(self, name)
            if need and not self.has_error(name) and need.lacks(self.cleaned_data, name):
                self.add_error(name, str(need.error))


def condition_of(form: forms.BaseForm, name: str) -> RequiredIf | None:
    return getattr(form.fields[name], "need", None)


def set_condition(form: forms.BaseForm, name: str, need: RequiredIf | None) -> None:
    """Set the condition of a field; None removes it.

    It is put on the widget too, for the script that keeps entries while offline (static/js/keep.js).
    """
    field = form.fields[name]
    mark(field, need=need)  # read by the template of the label
    for attribute in ("data-needed-by", "data-needed-for", "data-needed-error"):
        field.widget.attrs.pop(attribute, None)
    if need:
        field.widget.attrs |= {
            "data-needed-by": form.add_prefix(need.choice),
            "data-needed-for": " ".join(sorted(need.values)),
            "data-needed-error": need.error,
        }
