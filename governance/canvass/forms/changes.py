"""Forms for changing a canvass that was announced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy

from governance.canvass.inputs import RewordInput
from louzu.lib.file_fields import AttachmentsField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import (
    CrispyForm,
    LocalTimeInput,
    MarkdownTextarea,
    VersionField,
    field_of,
    reason_form,
)


class SeenRecordForm(CrispyForm):
    """Carries ``record_version_of`` what the page shows to the action that rests on it."""

    version = VersionField()


class ExtendForm(CrispyForm):
    until = forms.DateTimeField(label=gettext_lazy("延到什么时候"), widget=LocalTimeInput())
    reason = forms.CharField(
        label=gettext_lazy("为什么延期"),
        help_text=gettext_lazy("邻居们会看到这句话"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RescheduleForm(CrispyForm):
    opens_at = forms.DateTimeField(label=gettext_lazy("哪天开始征询"), widget=LocalTimeInput())
    closes_at = forms.DateTimeField(label=gettext_lazy("什么时候截止"), widget=LocalTimeInput())


class RewordCanvassForm(CrispyForm):
    body = forms.CharField(
        label=gettext_lazy("新的全文"),
        max_length=20_000,
        widget=MarkdownTextarea(attrs={"rows": 8}),
    )
    material = forms.BooleanField(
        label=gettext_lazy("意思变了，请大家再答一次"),
        help_text=gettext_lazy(
            "只改错字的不用勾：最多改六处，每处一个字，数字、日期、钱和“不、可以、每、开、关”这样的字都没动。"
            "别的都要勾，以前的答复请大家重新确认。"
        ),
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("改了什么、为什么"), max_length=300)
    dropped = forms.MultipleChoiceField(
        label=gettext_lazy("不要了的附件，打勾"),
        help_text=gettext_lazy("以前那一稿里还留着"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    attached = AttachmentsField()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        present: Sequence[tuple[str, str]] = (),
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.present = present
        field_of(self, "dropped", forms.MultipleChoiceField).choices = list(present)
        if not present:
            del self.fields["dropped"]

    def unvalidated(self) -> RewordCanvassForm:
        """Return the form with the typed values, without errors."""
        typed = {name: self[name].value() for name in self.fields}
        return RewordCanvassForm(present=self.present, initial=typed)

    def to_input(self) -> RewordInput:
        data = self.cleaned_data
        return RewordInput(
            version=data["version"],
            body=data["body"],
            material=data["material"],
            reason=data["reason"],
            files=tuple(data["attached"]),
            dropped=frozenset(map(int, data.get("dropped", ()))),
        )


WithdrawCanvassForm = reason_form(gettext_lazy("为什么撤回"))
ShortNoticeForm = reason_form(
    gettext_lazy("为什么等不到公示期满"),
    read_by=gettext_lazy("这句话会写在记录里，也印在公布的结果上"),
)
