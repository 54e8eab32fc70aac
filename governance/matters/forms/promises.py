"""Forms for what was promised."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy

from governance.matters.forms.milestones import refuse_impossible_day
from governance.matters.inputs import PromiseInput
from governance.matters.models import Promise
from governance.meetings.forms.fields import DateInput, taker_choices
from governance.meetings.queries.tasks import possible_takers_in
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of, reason_form
from louzu.lib.past import refuse_future
from residents.models import Building

WaiveForm = reason_form(gettext_lazy("为什么不用做了"))


class PromiseForm(CrispyForm):
    words = forms.CharField(
        label=gettext_lazy("答应了什么"),
        help_text=gettext_lazy("邻居们读得到，不要写是哪一家。例如：轿厢里加一道低扶手"),
        max_length=Promise._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keeper = forms.ChoiceField(
        label=gettext_lazy("谁来做"),
        help_text=gettext_lazy("先当面或者打电话问过，再写。还没定，可以不选。"),
        required=False,
    )
    due_on = forms.DateField(
        label=gettext_lazy("到哪天做到"),
        required=False,
        widget=DateInput(),
        validators=[refuse_impossible_day],
    )
    version = VersionField()

    def __init__(
        self,
        building: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        names: bool,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.people = {str(member.user_id): member for member in possible_takers_in(building)}
        field = field_of(self, "keeper", forms.ChoiceField)
        field.choices = taker_choices(self.people, names=names)

    def to_input(self) -> PromiseInput:
        data = self.cleaned_data
        keeper = self.people[data["keeper"]].user if data["keeper"] else None
        return PromiseInput(data["words"], keeper, data["due_on"])


def initial_of_promise(promise: Promise) -> dict[str, object]:
    return {
        "words": promise.words,
        "keeper": str(promise.keeper_id or ""),
        "due_on": promise.due_on,
        "version": promise.version,
    }


class PromiseKeptForm(CrispyForm):
    said = forms.CharField(
        label=gettext_lazy("做得怎么样"),
        help_text=gettext_lazy("一句话，邻居们会看到。例如：扶手装好了，从二楼到六楼"),
        max_length=Promise._meta.get_field("said").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.DateField(
        label=gettext_lazy("哪天做到的"),
        help_text=gettext_lazy("不写就是今天"),
        required=False,
        widget=DateInput(),
        validators=[refuse_future],
    )
