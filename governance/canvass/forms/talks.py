"""Forms for assigning doors, visits, talks, and telling several households together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.models import Channel, Talk, Visit, Voice
from governance.canvass.queries.page import VoiceRow
from governance.canvass.queries.voices import VoiceStatus
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from residents.models import Office, User


class VisitForm(CrispyForm):
    outcome = forms.ChoiceField(
        choices=[
            choice for choice in Visit.Outcome.choices if choice[0] != Visit.Outcome.TAKEN_BACK
        ]
    )
    note = forms.CharField(max_length=300, required=False)
    visited_at = forms.DateTimeField(required=False)


class AssignDoorsForm(CrispyForm):
    """Assign single doors or whole floors to a helper. Only doors without a response are offered.
    The template lays out the rows."""

    who = forms.ChoiceField(label=gettext_lazy("请谁去"), widget=forms.RadioSelect)
    numbers = forms.MultipleChoiceField(required=False)
    whole = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        helpers: list[Office],
        rows: list[VoiceRow],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.rows = rows
        self.helpers = {str(office.user_id): office for office in helpers}
        nobody = ("0", _("先不分给谁"))
        self._choose("who", [*((pk, str(o)) for pk, o in self.helpers.items()), nobody])
        self._choose("numbers", [(str(row.status.voice.number), "") for row in rows])
        self._choose("whole", [(str(row.status.floor), "") for row in rows])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = field_of(self, name, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not (data.get("numbers") or data.get("whole")):
            raise ValidationError(_("请勾选要去的几家。"))
        return data

    @property
    def person(self) -> User | None:
        office = self.helpers.get(self.cleaned_data["who"])
        return office.user if office else None

    @property
    def doors(self) -> set[int]:
        data = self.cleaned_data
        return {
            row.status.voice.number
            for row in self.rows
            if str(row.status.voice.number) in data["numbers"]
            or str(row.status.floor) in data["whole"]
        }


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
