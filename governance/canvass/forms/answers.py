"""Forms for the answer of a household, on the web and on paper."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.choices import Picked, choices_for
from governance.canvass.forms.picks import pick_fields, picked_from
from governance.canvass.inputs import AnswerInput, PaperAnswer
from governance.canvass.models import Answer, Canvass, Channel, Choice
from louzu.lib.file_fields import FilesField
from louzu.lib.form_options import FieldOptions, FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, LocalTimeInput, field_of
from louzu.lib.past import refuse_future
from louzu.lib.required_if import RequiredIf, set_condition
from louzu.lib.time import format_moment
from louzu.lib.uploads import File

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def relations(proxy: str = "") -> list[tuple[str, StrOrPromise]]:
    """Return who may have signed for a home. ``proxy`` is the label of the home that may do so."""
    names: list[tuple[str, StrOrPromise]] = [
        one for one in Answer.Relation.choices if one[0] != Answer.Relation.PROXY
    ]
    if proxy:
        names.append((Answer.Relation.PROXY.value, _("受这家委托的%(home)s") % {"home": proxy}))
    return names


class AnswerForm(CrispyForm):
    """Confirmation step; a reason is required for objections."""

    needed = {
        "reason": RequiredIf(
            "choice",
            {Choice.OBJECT},
            gettext_lazy("有意见的要写"),
            gettext_lazy("请写一句为什么，好让大家一起想办法。"),
        )
    }
    choice = forms.ChoiceField(choices=Choice.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("为什么"),
        help_text=gettext_lazy("只有您家、楼组长和上门的骨干看得到"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def to_input(self) -> AnswerInput:
        data = self.cleaned_data
        return AnswerInput(
            choice=data["choice"],
            reason=data["reason"],
            seen=data["seen"] or 0,
            version=data["version"] or 0,
            compares=data["seen"] is not None,
        )


class ProofField(FilesField):
    """A single photo or PDF, cleaned; None if nothing was uploaded."""

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        super().__init__(most=1, help_text="", **options)

    def clean(self, data: object, initial: object = None) -> File | None:  # type: ignore[override]  # one file instead of several
        return next(iter(super().clean(data, initial)), None)


class PaperAnswerForm(CrispyForm):
    """An answer that a helper enters, with the signer, the channel and a photo of the sheet."""

    needed = {
        "reason": RequiredIf(
            "choice",
            {Choice.OBJECT},
            gettext_lazy("有意见的要写"),
            gettext_lazy("有意见的，请写一句为什么，好让大家一起想办法。"),
        ),
        "evidence": RequiredIf(
            "channel",
            {Channel.DOOR, Channel.SLIP},
            gettext_lazy("上门和回条要拍"),
            gettext_lazy("请拍一张签了字的纸，没有照片不能算。"),
        ),
        "mandate": RequiredIf(
            "relation",
            {Answer.Relation.AUTHORISED},
            gettext_lazy("受委托签字的要拍"),
            gettext_lazy("受委托签字的，请把委托书也拍下来。"),
        ),
    }
    choice = forms.ChoiceField(label=gettext_lazy("这家怎么答的"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("原因或意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=[c for c in Channel.choices if c[0] != Channel.WEB],
        initial=Channel.DOOR,
    )
    signer = forms.CharField(
        label=gettext_lazy("签名的人"),
        help_text=gettext_lazy("照纸上写的名字"),
        max_length=Answer._meta.get_field("signer").max_length,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("是这家的谁"), choices=relations, initial="self"
    )
    evidence = ProofField(label=gettext_lazy("签了字的纸，拍一张"))
    mandate = ProofField(label=gettext_lazy("委托书，拍一张"))
    version = forms.IntegerField(
        label=gettext_lazy("纸上印的是第几稿"),
        help_text=gettext_lazy("就是纸上“正文第几稿”的那个数；文字没有改过，就是1"),
        min_value=1,
        required=False,
    )
    said_at = forms.DateTimeField(
        label=gettext_lazy("什么时候答的"),
        help_text=gettext_lazy("不填就是现在"),
        widget=LocalTimeInput(),
        validators=[refuse_future],
        required=False,
    )
    settles = forms.BooleanField(
        label=gettext_lazy("这家知道有两份不一样的答复，说明以这份为准"), required=False
    )

    def __init__(
        self,
        canvass: Canvass,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        clash: bool = False,
        offline: bool = False,
        proxy: str = "",
        **options: Unpack[FormOptions],
    ) -> None:
        """``offline``: the text may have changed since the entry was made, so it must say which
        version was answered. When this was, the phone says. ``proxy`` is the label of the home that
        may sign for this one."""
        super().__init__(data, files, **options)
        field_of(self, "relation", forms.ChoiceField).choices = relations(proxy)
        self.fields["version"].required = offline
        self.canvass = canvass
        self.picked: Picked | None = None
        if canvass.phone_needs_photo:
            when = gettext_lazy("上门、回条和电话要拍")
            with_phone = {Channel.DOOR, Channel.SLIP, Channel.PHONE}
            need = replace(self.needed["evidence"], values=with_phone, words=when)
            set_condition(self, "evidence", need)
        if canvass.takes_late_paper:
            self._take_signed_paper_alone(canvass)
            self.fields["said_at"].required = not offline
        self._ask(canvass)
        self.fields["version"].initial = canvass.version
        if not clash:
            del self.fields["settles"]

    def _ask(self, canvass: Canvass) -> None:
        """Ask for the answer in the way in which the canvass asks for it."""
        if canvass.has_options:
            del self.fields["choice"]
            self.fields.update(pick_fields(canvass))
            self.order_fields(list(pick_fields(canvass)))
            set_condition(self, "reason", None)
            return
        field_of(self, "choice", forms.ChoiceField).choices = choices_for(canvass)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.canvass.has_options:
            self.picked = picked_from(self.canvass, data)
        return data

    @property
    def said(self) -> str:
        """The ``Choice`` that the fields come to."""
        return self.picked.choice if self.picked else self.cleaned_data["choice"]

    def _take_signed_paper_alone(self, canvass: Canvass) -> None:
        """Require a photo and the date of signature, because the deadline has passed."""
        ends = {"ends": format_moment(canvass.deadline)}
        self.fields["said_at"].required = self.fields["evidence"].required = True
        set_condition(self, "evidence", None)
        self.fields["said_at"].label = _("什么时候签的字")
        self.fields["said_at"].help_text = _("要在截止以前（%(ends)s）") % ends
        channel = field_of(self, "channel", forms.ChoiceField)
        channel.choices = [
            (c.value, c.label) for c in (Channel.DOOR, Channel.SLIP, Channel.MEETING)
        ]

    @property
    def paper(self) -> PaperAnswer:
        data = self.cleaned_data
        names = ("channel", "signer", "relation", "evidence", "mandate", "said_at")
        return PaperAnswer(
            **{name: data[name] for name in names},
            version=data["version"] or 0,
            ballot=self.picked.ballot if self.picked else None,
            settles=data.get("settles", False),
        )


class SlipForm(CrispyForm):
    code = forms.CharField(
        label=gettext_lazy("回条上的编号"),
        help_text=gettext_lazy("六个字母和数字，印在回条右上角"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """Return the letters and digits, from any character width."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"]).upper()
        return "".join(c for c in typed if c.isalnum())


class ReceiptForm(CrispyForm):
    code = forms.CharField(
        label=gettext_lazy("您的回执号"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
