"""Forms of a roster file and the questions about it."""

from __future__ import annotations

from typing import Unpack, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.quoting import quoted
from residents.places.models import Building, Flat
from residents.roster_parser.column_questions import NOT_READ, answer_label, question_label
from residents.roster_parser.files import MAX_FILE_BYTES
from residents.roster_parser.owners import APART, SAME, OwnerQuestion
from residents.roster_parser.plan import Plan
from residents.roster_parser.sheet import read_roster
from residents.roster_parser.sheet_data import RosterSheet


class RosterUploadForm(forms.Form):
    """Returns ``sheet``, the parsed file, and ``name``, its name."""

    file = forms.FileField(
        label=gettext_lazy("名册文件"),
        help_text=gettext_lazy("Excel 或 WPS 的表格（.xlsx、.xls、.et），或者 .csv；不超过10 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.xlsb,.xlsm,.ods"}),
        error_messages={
            "required": gettext_lazy("请先选名册文件。"),
            "empty": gettext_lazy("这个文件是空的。"),
        },
    )
    area_source = forms.ChoiceField(
        label=gettext_lazy("建筑面积的依据"),
        help_text=gettext_lazy("表里有“面积依据”一列的，以表里写的为准"),
        choices=Flat.AreaSource.choices,
        initial=Flat.AreaSource.REGISTER,
    )
    sheet: RosterSheet

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        building: Building,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.door = building.whole_number

    @property
    def name(self) -> str:
        return self.cleaned_data["file"].name or ""

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        file: UploadedFile[bytes] | None = data.get("file")
        if file and "area_source" in data:
            try:
                self.sheet = _read_upload(file, data["area_source"], self.door)
            except Refused as refusal:
                self.add_error("file", str(refusal))
        return data


def _read_upload(file: UploadedFile[bytes], area_source: str, door: str) -> RosterSheet:
    content, name = file.read(MAX_FILE_BYTES + 1), file.name or ""
    return read_roster(content, area_source=area_source, door=door, name=name)


class RosterSheetForm(forms.Form):
    """Chooses the building's sheet if neither a name nor a title tells."""

    sheet = forms.TypedChoiceField(
        label=gettext_lazy("哪一张表是这栋楼的？"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一张表。")},
    )

    def __init__(self, data: FormData | None = None, *, sheet: RosterSheet) -> None:
        super().__init__(data)
        choices = [(number, _choice_label(one)) for number, one in enumerate(sheet.choices)]
        cast("forms.TypedChoiceField", self.fields["sheet"]).choices = choices


def _choice_label(sheet: RosterSheet) -> str:
    return _("%(name)s（%(rows)d户，从%(first)s室到%(last)s室）") % {
        "name": sheet.page,
        "rows": len(sheet.rows),
        "first": sheet.rows[0].cells.get("room", "") if sheet.rows else "",
        "last": sheet.rows[-1].cells.get("room", "") if sheet.rows else "",
    }


class RosterColumnsForm(forms.Form):
    """Asks for the meaning of unknown columns. Remembered meanings are selected."""

    def __init__(self, data: FormData | None = None, *, sheet: RosterSheet) -> None:
        super().__init__(data)
        self.columns = sheet.asked
        for number, one in enumerate(sheet.asked):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=question_label(one),
                label_suffix="",
                choices=[
                    ("", _("请选")),
                    *((f, answer_label(f)) for f in (*one.offered, NOT_READ)),
                ],
                initial=one.answer,
                help_text=_("上次说过的，照样用") if one.remembered else "",
                error_messages={"required": _("请选一个；用不到的，选“不读这一列”。")},
            )

    @property
    def open(self) -> bool:
        return any(not one.answer for one in self.columns)

    @property
    def said(self) -> dict[str, str]:
        return {
            one.heading: self.cleaned_data[f"column_{number}"]
            for number, one in enumerate(self.columns)
        }


class RosterAnswersForm(forms.Form):
    """One question for each name that one or two owners may have."""

    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: FormData | None = None, *, plan: Plan) -> None:
        super().__init__(data, initial={"shown": plan.digest})
        self.questions = plan.questions
        for number, question in enumerate(plan.questions):
            self.fields[f"owner_{number}"] = forms.ChoiceField(
                label=_question_text(question),
                choices=_choices(question),
                widget=forms.RadioSelect,
                error_messages={"required": _("请选一个。")},
            )
        if plan.doubts:
            self.fields["seen"] = forms.BooleanField(
                label=_("这几处我看过了，就这样导入"),
                label_suffix="",
                error_messages={"required": _("请先看一看上面这几处，再打勾。")},
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"owner_{number}"] for number in range(len(self.questions))]

    @property
    def has_seen(self) -> bool:
        return bool(self.cleaned_data.get("seen"))

    @property
    def answers(self) -> dict[str, str]:
        return {q.key: self.cleaned_data[f"owner_{n}"] for n, q in enumerate(self.questions)}


def _choices(question: OwnerQuestion) -> list[tuple[str, str]]:
    if question.of_flat:
        return [
            (SAME, _("没有换，是同一位（几位），写法不一样")),
            (APART, _("换了业主，从导入那天起是新的")),
        ]
    if question.other:
        return [
            (SAME, _("同一位，两种写法")),
            (APART, _("两位业主，合用一个电话（例如夫妻各有一套）")),
        ]
    several = len(question.rooms) + len(question.others) > 2  # noqa: PLR2004 -- more than a pair
    return [(SAME, _("同一位业主")), (APART, _("几位同名的业主") if several else _("两位业主"))]


def _question_text(question: OwnerQuestion) -> str:
    if question.of_flat:
        return _(
            "%(others)s室的业主，表里写的是“%(other)s”，原来登记的是“%(name)s”。换了业主吗？"
        ) % {
            "others": "、".join(question.others),
            "name": quoted(question.name),
            "other": quoted(question.other),
        }
    if question.other:
        return _(
            "%(rooms)s室的业主“%(name)s”和%(others)s室的业主“%(other)s”，电话是同一个。是同一位吗？"
        ) % {
            "rooms": "、".join(question.rooms),
            "others": "、".join(question.others),
            "name": quoted(question.name),
            "other": quoted(question.other),
        }
    return _("%(rooms)s室和%(others)s室的业主都叫“%(name)s”，电话没有或不一样。") % {
        "rooms": "、".join(question.rooms),
        "others": "、".join(question.others),
        "name": quoted(question.name),
    }
