"""Forms for giving a task without a meeting, and for reporting on a task."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.inbox.reminders import A_DAY
from governance.meetings.forms.fields import DateInput, taker_choices
from governance.meetings.inputs import TaskInput
from governance.meetings.models import Task
from governance.meetings.queries.tasks import possible_takers_in
from louzu.lib.file_fields import AttachmentsField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of
from louzu.lib.required_if import RequiredIf
from louzu.lib.text import truncated
from residents.models import Building

DEFAULT_DAYS = dt.timedelta(days=14)
MAX_TEXT = 500


class TaskForm(CrispyForm):
    text = forms.CharField(
        label=gettext_lazy("办什么"),
        help_text=gettext_lazy("例如：买一盏感应灯，装在三楼转角"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("请谁去办"), help_text=gettext_lazy("先当面或者打电话问过，再写")
    )
    due_on = forms.DateField(label=gettext_lazy("到哪天办好"), widget=DateInput())
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
        field = field_of(self, "who", forms.ChoiceField)
        field.choices = taker_choices(self.people, names=names)

    def clean_due_on(self) -> dt.date:
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise ValidationError(_("这一天已经过去了，请写今天或以后的日子。"))
        return due_on

    def to_input(self) -> TaskInput:
        data = self.cleaned_data
        return TaskInput(data["text"], self.people[data["who"]].user, data["due_on"])


def initial_for_task(about: str, happens_on: dt.date | None = None) -> dict[str, object]:
    """``about`` is the title of the thing of which the task comes, or empty. What precedes an event
    is due the day before it, or today."""
    today = timezone.localdate()
    due_on = today + DEFAULT_DAYS
    if happens_on and happens_on >= today:
        due_on = max(today, happens_on - A_DAY)
    return {"text": truncated(about, MAX_TEXT), "due_on": due_on}


def initial_of_task(task: Task) -> dict[str, object]:
    return {
        "text": task.text,
        "who": str(task.taken_by_id),
        "due_on": task.due_on,
        "version": task.version,
    }


class SettleForm(CrispyForm):
    """Finish a task, or drop it with a reason."""

    needed = {
        "said": RequiredIf(
            "step",
            {"drop"},
            gettext_lazy("不办的要写"),
            gettext_lazy("不办的，请写一句为什么。"),
        )
    }
    step = forms.ChoiceField(
        label=gettext_lazy("办得怎么样"),
        choices=[
            ("finish", gettext_lazy("办好了")),
            ("drop", gettext_lazy("办不了，或者不办了，说明原因")),
        ],
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=gettext_lazy("说一句"),
        help_text=gettext_lazy("邻居们会看到"),
        max_length=Task._meta.get_field("said").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attached = AttachmentsField(help_text=gettext_lazy("办好的样子拍一张，邻居们会看到"))
