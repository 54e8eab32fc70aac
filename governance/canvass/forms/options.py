"""The rows of a draft in which its options are written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self, Unpack, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.inputs import OptionInput
from governance.canvass.models import MAX_OPTIONS, MIN_OPTIONS, Canvass, Option
from governance.canvass.option_tally import AnswerKind
from louzu.lib.file_fields import FilesField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import LocalTimeInput, RowForm, RowSet
from louzu.lib.time import format_moment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EMPTY_ROWS = 3
MAX_FILES = 3
LABELS = {
    AnswerKind.several: gettext_lazy("名字"),
    AnswerKind.each: gettext_lazy("哪件事"),
}
UNITS = {
    AnswerKind.one: (gettext_lazy("有哪几样，一样一格"), gettext_lazy("第%(n)s样")),
    AnswerKind.several: (gettext_lazy("有哪几位，一位一格"), gettext_lazy("第%(n)s位")),
    AnswerKind.each: (gettext_lazy("有哪几件事，一件一格"), gettext_lazy("第%(n)s件")),
    AnswerKind.dates: (gettext_lazy("有哪几个日子，一个一格"), gettext_lazy("第%(n)s个日子")),
}
"""Heading of the rows, and the name of each, in the measure word of what is chosen."""
MISSING = {
    AnswerKind.several: gettext_lazy("这一位还没有写名字。不要这一位，就都清空。"),
    AnswerKind.each: gettext_lazy("这一件还没有写是什么事。不要这一件，就都清空。"),
}
TOO_FEW = {
    AnswerKind.one: gettext_lazy("至少要写两样，才有得选。"),
    AnswerKind.several: gettext_lazy("至少要写两位，才有得选。"),
    AnswerKind.each: gettext_lazy("至少要写两件。只有一件，请用普通的表决。"),
    AnswerKind.dates: gettext_lazy("至少要写两个日子，才有得选。"),
}
DETAILS = {
    AnswerKind.several: gettext_lazy("哪一室的，会做什么，两行以内"),
    AnswerKind.each: gettext_lazy("怎么办、花多少钱，两行以内"),
    AnswerKind.dates: gettext_lazy("例如：在三楼客厅"),
}


class OptionForm(RowForm):
    """A row for one option. An empty row is ignored."""

    identity = "number"
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(
        label=gettext_lazy("叫什么"),
        max_length=Option._meta.get_field("title").max_length,
        error_messages={"required": gettext_lazy("这一样还没有写叫什么。不要这一样，就都清空。")},
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("哪天几点"),
        widget=LocalTimeInput(),
        error_messages={"required": gettext_lazy("这一个还没有写哪天。不要这一个，就都清空。")},
    )
    details = forms.CharField(
        label=gettext_lazy("两行说明"),
        help_text=gettext_lazy("花多少钱、管几年，两行以内"),
        max_length=Option._meta.get_field("details").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    attached = FilesField(most=MAX_FILES, label=gettext_lazy("照片和文件"))

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        answers: AnswerKind = AnswerKind.one,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        del self.fields["title" if answers == AnswerKind.dates else "starts_at"]
        if answers in LABELS:
            self.fields["title"].label = LABELS[answers]
            self.fields["title"].error_messages["required"] = MISSING[answers]
        if answers in DETAILS:
            self.fields["details"].help_text = DETAILS[answers]

    def to_input(self) -> OptionInput:
        data = self.cleaned_data
        return OptionInput(
            title=data.get("title", ""),
            details=data["details"],
            starts_at=data.get("starts_at"),
            number=data["number"] or 0,
            files=tuple(data["attached"]),
        )


class OptionRows(RowSet[OptionForm]):
    def with_one_more(self) -> Self:
        typed = [{name: form[name].value() for name in form.fields} for form in self.forms]
        return type(self)(initial=typed, prefix=self.prefix, form_kwargs=self.form_kwargs)

    @property
    def answers(self) -> AnswerKind:
        return AnswerKind(self.form_kwargs["answers"])

    @property
    def heading(self) -> StrOrPromise:
        return UNITS[self.answers][0]

    @property
    def named(self) -> list[tuple[str, OptionForm]]:
        """The rows, each with its name."""
        name = str(UNITS[self.answers][1])
        return [(name % {"n": number}, form) for number, form in enumerate(self.forms, start=1)]

    def clean(self) -> None:
        if sum(form.has_changed() for form in self.forms) < MIN_OPTIONS:
            raise forms.ValidationError(TOO_FEW[self.answers])

    def follow(self, closes_at: dt.datetime) -> bool:
        """Return whether all dates are later than the deadline, and add errors to those that are not."""
        days = [(form, form.cleaned_data.get("starts_at")) for form in self.forms]
        early = [form for form, day in days if day and day <= closes_at]
        for form in early:
            words = {"closes": format_moment(closes_at)}
            form.add_error("starts_at", _("%(closes)s才截止，这一天要在那以后。") % words)
        return not early

    @property
    def inputs(self) -> tuple[OptionInput, ...]:
        return tuple(
            form.to_input() for form in self.forms if form.cleaned_data.get("details") is not None
        )


Rows = cast(
    "type[OptionRows]",
    forms.formset_factory(
        OptionForm, formset=OptionRows, max_num=MAX_OPTIONS, absolute_max=MAX_OPTIONS
    ),
)


def option_rows(
    answers: AnswerKind,
    data: FormData | None = None,
    files: FormFiles | None = None,
    *,
    canvass: Canvass | None = None,
) -> OptionRows | None:
    """Return the rows for this kind of answer, with the options of a draft; None for yes or no."""
    if answers == AnswerKind.yes_no:
        return None
    initial = [
        {name: getattr(option, name) for name in ("number", "title", "details", "starts_at")}
        for option in (canvass.present_options if canvass else ())
    ]
    rows = Rows(
        data, files, initial=initial or None, prefix="option", form_kwargs={"answers": answers}
    )
    rows.extra = 0 if initial else EMPTY_ROWS
    return rows
