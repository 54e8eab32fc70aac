"""Forms for proposals, attendance and corrections."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.meetings.models import AgendaItem, Correction, Meeting, Proposal
from governance.meetings.queries.page import attendance_version, households_at, present_at
from louzu.lib.file_fields import PhotosField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of
from louzu.lib.required_if import RequiredIf, set_condition
from residents.models import Household


class ProposeForm(CrispyForm):
    title = forms.CharField(
        label=gettext_lazy("想商量什么"),
        help_text=gettext_lazy("一句话，例如：四楼转角的纸箱"),
        max_length=Proposal._meta.get_field("title").max_length,
    )
    why = forms.CharField(
        label=gettext_lazy("为什么要商量"),
        max_length=Proposal._meta.get_field("why").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(CrispyForm):
    """Accept, or decline with a reason."""

    needed = {
        "answer": RequiredIf(
            "decision",
            {"no"},
            gettext_lazy("不列的要写"),
            gettext_lazy("请写一句为什么，让提的人明白。"),
        )
    }
    decision = forms.ChoiceField(label=gettext_lazy("列进议程吗"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("怎么答复"),
        help_text=gettext_lazy("邻居们会看到"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    choices: tuple[tuple[str, object], ...] = (
        ("yes", gettext_lazy("列进这次议程")),
        ("no", gettext_lazy("这次不列，说明原因")),
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        decision = field_of(self, "decision", forms.ChoiceField)
        decision.choices = list(self.choices)

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["decision"] == "yes")


class CorrectForm(DecisionForm):
    """Accept a correction with the new points of its item, or reject it with a reason."""

    choices = (
        ("yes", gettext_lazy("说得对，改记录")),
        ("no", gettext_lazy("记录不改，说明原因")),
    )

    def __init__(
        self,
        correction: Correction,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["decision"].label = _("改不改")
        set_condition(self, "answer", replace(self.needed["answer"], words=_("不改的要写")))
        if correction.item:
            self.fields["points"] = forms.CharField(
                label=_("这一项的记录，改成"),
                help_text=_("一行一条"),
                initial=correction.item.points,
                max_length=AgendaItem._meta.get_field("points").max_length,
                required=False,
                widget=forms.Textarea(attrs={"rows": 6}),
            )
            self.fields["version"] = VersionField()
            self.initial["version"] = correction.item.version
            self.order_fields(["decision", "points", "answer"])


class AskForm(CrispyForm):
    """Ask for a correction of the minutes."""

    item = forms.ChoiceField(label=gettext_lazy("是哪一项"), required=False)
    text = forms.CharField(
        label=gettext_lazy("哪里不对，应该怎么写"),
        max_length=Correction._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        items: list[AgendaItem],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.items = {str(item.pk): item for item in items}
        field = field_of(self, "item", forms.ChoiceField)
        named = [(pk, f"{item.number}. {item.title}") for pk, item in self.items.items()]
        field.choices = [("", _("到会的人家，或者整篇")), *named]

    @property
    def chosen(self) -> AgendaItem | None:
        return self.items.get(self.cleaned_data["item"])


class AttendanceForm(CrispyForm):
    """Attendance as check boxes. The template lays them out."""

    present = forms.MultipleChoiceField(label=gettext_lazy("到会的"), required=False)
    reason = forms.CharField(label=gettext_lazy("改了什么"), max_length=300, required=False)
    version = VersionField()

    def __init__(
        self,
        meeting: Meeting,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.initial["version"] = attendance_version(present_at(meeting))
        self.homes = {str(home.pk): home for home in households_at(meeting)}
        field = field_of(self, "present", forms.MultipleChoiceField)
        field.choices = [(pk, str(home)) for pk, home in self.homes.items()]
        if meeting.published_at is None:
            del self.fields["reason"]

    @property
    def households(self) -> list[Household]:
        return [self.homes[pk] for pk in self.cleaned_data["present"]]


class SheetForm(CrispyForm):
    photos = PhotosField(
        label=gettext_lazy("签到表的照片"),
        most=3,
        required=True,
        error_messages={"required": gettext_lazy("请先拍一张签到表。")},
    )
