"""Forms of documents and their versions."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy

from governance.matters.forms.milestones import refuse_impossible_day
from governance.matters.inputs import DocumentInput, VersionInput
from governance.matters.models import Document, DocumentVersion
from governance.meetings.forms.fields import DateInput
from louzu.lib.attachments import MAX_ATTACHMENTS
from louzu.lib.file_fields import FilesField
from louzu.lib.form_options import FormData, FormOptions
from louzu.lib.forms import CrispyForm
from louzu.lib.past import refuse_future


class DocumentForm(CrispyForm):
    name = forms.CharField(
        label=gettext_lazy("什么文件"),
        help_text=gettext_lazy("例如：施工合同"),
        max_length=Document._meta.get_field("name").max_length,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("给谁看"),
        choices=Document.Audience.choices,
        initial=Document.Audience.RESIDENTS,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: FormData | None = None,
        *,
        reads_all: bool = True,
        **options: Unpack[FormOptions],
    ) -> None:
        """``reads_all``: whether the person may read documents for leaders only, and make one."""
        super().__init__(data, **options)
        if not reads_all:
            del self.fields["audience"]

    def to_input(self) -> DocumentInput:
        data = self.cleaned_data
        return DocumentInput(data["name"], data.get("audience", Document.Audience.RESIDENTS))


class VersionForm(CrispyForm):
    attached = FilesField(
        most=MAX_ATTACHMENTS,
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("一页拍一张，或者选一份PDF"),
        required=True,
        error_messages={"required": gettext_lazy("请放上文件：拍一张照片，或者选一份PDF。")},
    )
    dated_on = forms.DateField(
        label=gettext_lazy("文件上的日期"),
        widget=DateInput(),
        validators=[refuse_impossible_day, refuse_future],
    )
    said = forms.CharField(
        label=gettext_lazy("说一句"),
        help_text=gettext_lazy("例如：改过一次，最后定的是这一份"),
        max_length=DocumentVersion._meta.get_field("said").max_length,
        required=False,
    )

    def to_input(self) -> VersionInput:
        data = self.cleaned_data
        return VersionInput(data["dated_on"], tuple(data["attached"]), data["said"])
