"""Forms for papers with the answers of many homes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Unpack

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.choices import choices_for
from governance.canvass.forms.answers import ProofField, relations
from governance.canvass.forms.marks import (
    ILLEGIBLE,
    MarkGroup,
    mark_fields,
    mark_groups,
    marks_in,
)
from governance.canvass.inputs import MAX_SHEET_PAGES, LineInput, SheetInput
from governance.canvass.models import Answer, Canvass, Channel, HomeEntry, ScannedPage, Sheet
from governance.canvass.queries.sheets import row_version
from louzu.lib.file_fields import FilesField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of
from louzu.lib.past import refuse_future
from louzu.lib.time import format_day


class PapersForm(CrispyForm):
    """The photos of a paper, and what holds for all homes on it."""

    pages = FilesField(
        label=gettext_lazy("签了字的纸，拍下来"),
        help_text=gettext_lazy("一张纸拍一张，几张纸可以一起放，也可以放一个PDF"),
        most=MAX_SHEET_PAGES,
        required=True,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=[(c.value, c.label) for c in (Channel.DOOR, Channel.SLIP, Channel.MEETING)],
    )
    signed_on = forms.DateField(
        label=gettext_lazy("哪天签的"),
        help_text=gettext_lazy("各家不是同一天签的，下一页里可以一家一家改"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[refuse_future],
        required=False,
    )
    version = forms.IntegerField(
        label=gettext_lazy("纸上印的是第几稿"),
        help_text=gettext_lazy("就是纸上“正文第几稿”的那个数；文字没有改过，就是1"),
        min_value=1,
        required=False,
    )

    def __init__(
        self,
        canvass: Canvass,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.fields["version"].initial = canvass.version
        self.fields["signed_on"].required = canvass.takes_late_paper
        self.canvass = canvass

    def clean_signed_on(self) -> dt.date | None:
        """Refuse days on which one could not answer, which no row of the paper could be entered with."""
        day: dt.date | None = self.cleaned_data["signed_on"]
        first = timezone.localdate(self.canvass.opened_at)
        last = timezone.localdate(self.canvass.deadline)
        if day and not first <= day <= last:
            words = {"first": format_day(first), "last": format_day(last)}
            raise forms.ValidationError(
                _("%(first)s开始、%(last)s截止，签的日子要在这中间。") % words
            )
        return day

    def to_input(self) -> SheetInput:
        data = self.cleaned_data
        return SheetInput(
            pages=data["pages"],
            channel=data["channel"],
            version=data["version"] or 0,
            signed_on=data["signed_on"],
        )


class SheetLineForm(CrispyForm):
    """A row of the table: one home on the paper. Nothing is required before it is entered."""

    choice = forms.ChoiceField(label=gettext_lazy("怎么答的"), required=False)
    reason = forms.CharField(label=gettext_lazy("原因或意见"), max_length=500, required=False)
    signer = forms.CharField(
        label=gettext_lazy("签名的人"),
        max_length=Answer._meta.get_field("signer").max_length,
        required=False,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("是这家的谁"), choices=relations, required=False
    )
    signed_on = forms.DateField(
        label=gettext_lazy("日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )
    settles = forms.BooleanField(
        label=gettext_lazy("这家知道以前答过，说明以这张纸为准"), required=False
    )
    version = VersionField()

    def __init__(
        self,
        sheet: Sheet,
        data: FormData | None = None,
        *,
        line: HomeEntry | None = None,
        again: bool = False,
        proxy: str = "",
        **options: Unpack[FormOptions],
    ) -> None:
        """``again`` says that the home has answered before, ``proxy`` which home may sign for it."""
        super().__init__(data, **options)
        field_of(self, "relation", forms.ChoiceField).choices = relations(proxy)
        self.sheet = sheet
        self.line = line
        self.fields["version"].initial = row_version(line)
        if not again:
            del self.fields["settles"]
        if sheet.canvass.has_options:
            del self.fields["choice"], self.fields["reason"]
            self.fields.update(mark_fields(sheet))
            return
        choice: forms.ChoiceField = self.fields["choice"]  # type: ignore[assignment]
        choice.choices = [("", ""), *choices_for(sheet.canvass), (ILLEGIBLE, _("看不清"))]

    @property
    def groups(self) -> list[MarkGroup]:
        """The boxes of the stored line."""
        if self.line is None:
            return mark_groups(self.sheet, ())
        if self.line.illegible:
            return mark_groups(self.sheet, [ILLEGIBLE])
        return mark_groups(self.sheet, self.line.marks or [self.line.choice])

    def says_as_entered(self, line: HomeEntry | None) -> bool:
        """Return whether what was typed is what was entered."""
        if line is None or not self.is_valid():
            return False
        typed = self.to_input()
        names = ("choice", "reason", "signer", "relation", "signed_on")
        same = all(getattr(typed, name) == getattr(line, name) for name in names)
        return same and list(typed.marks) == (line.marks or [])

    def to_input(self) -> LineInput:
        data = self.cleaned_data
        choice, marks = data.get("choice", ""), marks_in(data)
        illegible = ILLEGIBLE in {choice, *marks}
        return LineInput(
            choice="" if illegible else choice,
            marks=() if illegible else marks,
            reason=data.get("reason", ""),
            signer=data["signer"],
            relation=data["relation"] or Answer.Relation.SELF,
            signed_on=data["signed_on"],
            illegible=illegible,
            settles=data.get("settles", False),
            read=data["version"] if self.add_prefix("version") in self.data else None,
        )


class PagesForm(CrispyForm):
    """Photos of a paper that are taken out or added after it was brought in."""

    removed = forms.MultipleChoiceField(
        label=gettext_lazy("拍坏了的、不是这张纸的，打勾拿掉"),
        help_text=gettext_lazy("拿掉的还能放回来"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    added = FilesField(
        label=gettext_lazy("重新拍的、漏拍的，放上来"), most=MAX_SHEET_PAGES, required=False
    )

    def __init__(
        self,
        pages: Sequence[ScannedPage],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        field_of(self, "removed", forms.MultipleChoiceField).choices = [
            (str(page.pk), _("第%(n)s张") % {"n": n}) for n, page in enumerate(pages, start=1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("removed") and not data.get("added"):
            raise forms.ValidationError(_("请勾要拿掉的，或者放上新拍的。"))
        return data


class MandateForm(CrispyForm):
    """The mandate of whoever signed for a home."""

    mandate = ProofField(label=gettext_lazy("委托书，拍一张"))

    def __init__(self, data: FormData | None = None, files: FormFiles | None = None) -> None:
        super().__init__(data, files)
        self.fields["mandate"].required = True
