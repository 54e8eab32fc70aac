"""Forms for visits, talks, and telling several households together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from governance.canvass.models import Channel, Talk, Visit, Voice
from governance.canvass.queries.voices import VoiceStatus
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from louzu.lib.past import refuse_future


class VisitForm(CrispyForm):
    outcome = forms.ChoiceField(
        choices=[
            choice for choice in Visit.Outcome.choices if choice[0] != Visit.Outcome.TAKEN_BACK
        ]
    )
    note = forms.CharField(max_length=300, required=False)
    visited_at = forms.DateTimeField(required=False)
    version = forms.IntegerField(min_value=1, required=False)


class ToldTogetherForm(CrispyForm):
    """Record that several households were told together."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎么知道的"),
        choices=[(c.value, c.label) for c in (Channel.MEETING, Channel.SLIP, Channel.PHONE)],
        initial=Channel.MEETING,
        widget=forms.RadioSelect,
    )
    doors = forms.TypedMultipleChoiceField(
        label=gettext_lazy("哪几家"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        status: Iterable[VoiceStatus],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.by_number = {one.voice.number: one.voice for one in status}
        doors = field_of(self, "doors", forms.ChoiceField)
        doors.choices = [(number, voice.label) for number, voice in self.by_number.items()]

    @property
    def voices(self) -> list[Voice]:
        return [self.by_number[number] for number in self.cleaned_data["doors"]]


class TalkForm(CrispyForm):
    on = forms.DateField(
        label=gettext_lazy("哪天谈的"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[refuse_future],
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

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["on"].initial = timezone.localdate
