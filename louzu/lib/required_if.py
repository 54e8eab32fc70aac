"""Fields that are needed for some choices only: said at the label, and asked for by the form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class RequiredIf:
    """A field has to be filled in where the field ``choice`` has one of ``values``."""

    choice: str
    values: Collection[str]
    words: StrOrPromise
    """When, for the label in place of "（可不填）": 不同意的要写."""
    error: StrOrPromise

    def lacks(self, said: Mapping[str, Any], name: str) -> bool:
        return str(said.get(self.choice)) in self.values and not said.get(name)


class RequiredIfFields(forms.BaseForm):
    """A form whose ``needed`` says which of its optional fields are asked for, and when.

    Each stands on its field as ``need``, where one form may change it, and the label reads it.
    """

    needed: ClassVar[Mapping[str, RequiredIf]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
    """None: the field is optional, or always asked for. A script that keeps entries without signal reads
    the rule from the widget (static/js/keep.js)."""
    field = form.fields[name]
    field.need = need  # type: ignore[attr-defined]  # read by the label
    for attribute in ("data-needed-by", "data-needed-for", "data-needed-error"):
        field.widget.attrs.pop(attribute, None)
    if need:
        field.widget.attrs |= {
            "data-needed-by": form.add_prefix(need.choice),
            "data-needed-for": " ".join(sorted(need.values)),
            "data-needed-error": need.error,
        }
