"""The form with which the leader ties an existing thing to a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext_lazy

from governance.journal.causes import thing_from
from louzu.lib.form_options import FormData, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from residents.rooms.waiting import Thing

if TYPE_CHECKING:
    from governance.matters.queries.tie_candidates import Candidates


class TieForm(CrispyForm):
    thing = forms.ChoiceField(
        label=gettext_lazy("归进来的是哪一件"),
        help_text=gettext_lazy("由它而来的，会跟着一起进来。"),
    )

    def __init__(
        self,
        candidates: Candidates,
        data: FormData | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        field = field_of(self, "thing", forms.ChoiceField)
        field.choices = [("", gettext_lazy("还没选")), *candidates]

    def clean_thing(self) -> Thing:
        thing = thing_from(self.cleaned_data["thing"])
        if thing is None:
            raise forms.ValidationError(gettext_lazy("没有这一件，请再选一次。"))
        return thing
