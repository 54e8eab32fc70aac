"""Forms for what a second person reads differently on a paper."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy

from governance.canvass.choices import choices_for
from governance.canvass.forms.marks import marks_in, reading_fields
from governance.canvass.inputs import ReadingInput
from governance.canvass.models import Answer, Canvass, Choice, LineReading
from louzu.lib.form_options import FormData, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from louzu.lib.required_if import RequiredIf


class ReadingForm(CrispyForm):
    """The answer of one home as a second person reads it on the paper.

    Nothing is chosen beforehand; reason and signer are as entered. ``empty_permitted`` lets a form
    pass in which nothing was changed.
    """

    needed = {
        "reason": RequiredIf(
            "choice",
            {Choice.OBJECT},
            gettext_lazy("有意见的要写"),
            gettext_lazy("有意见的，请写上纸上的原因，登记的人才能照您的改。"),
        )
    }
    choice = forms.ChoiceField(label=gettext_lazy("您读的是"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("原因或意见"), max_length=500, required=False)
    signer = forms.CharField(
        label=gettext_lazy("签名的人"),
        max_length=Answer._meta.get_field("signer").max_length,
    )

    def __init__(
        self,
        canvass: Canvass,
        answer: Answer,
        data: FormData | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        options["initial"] = {"reason": answer.reason, "signer": answer.signer}
        options["use_required_attribute"] = False  # forbidden where nothing may be filled in
        super().__init__(data, **options)
        self.answer = answer
        if canvass.has_options:
            del self.fields["choice"], self.fields["reason"]
            self.fields = {**reading_fields(canvass, answer.version), **self.fields}
            return
        field_of(self, "choice", forms.ChoiceField).choices = choices_for(canvass)

    def to_input(self) -> ReadingInput:
        data = self.cleaned_data
        return ReadingInput(
            self.answer.pk,
            choice=data.get("choice", ""),
            reason=data.get("reason", ""),
            signer=data["signer"],
            marks=marks_in(data),
        )


class SettleReadingForm(CrispyForm):
    """The reason of an objection that the second person read, if nobody wrote it down."""

    reason = forms.CharField(label=gettext_lazy("纸上写的原因"), max_length=500)

    def __init__(self, reading: LineReading, data: FormData | None = None) -> None:
        super().__init__(data)
        objects = (reading.choice or reading.answer.choice) == Choice.OBJECT
        if not objects or reading.reason or reading.answer.reason:
            del self.fields["reason"]
