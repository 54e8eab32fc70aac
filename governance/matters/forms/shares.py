"""The forms of a share table: its head, its subsidies and the row of each flat."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.models import Electorate
from governance.canvass.presets import PRESETS
from governance.matters.apportionment import COLUMNS, Method
from governance.matters.inputs import ProposalInput, ShareInput, SubsidyInput
from governance.matters.models import ShareTable
from governance.matters.models.shares import METHOD_NAMES
from governance.matters.queries.share_words import COLUMN_NAMES
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import (
    CrispyForm,
    LocalTimeInput,
    RowForm,
    VersionField,
)
from louzu.lib.money import YuanField
from louzu.lib.time import local_datetime
from residents.models import Flat

COEFFICIENT = re.compile(r"\d{1,6}(\.\d{1,6})?")
LARGE = re.compile(r"\d{7,}(\.\d*)?")
SIGNED = re.compile(r"[-−–—]")
EXAMPLE = ("0", "0.5", "1", "1.3", "1.6", "1.9", "2.2")
"""Coefficients by floor of a worked example. The city's own interval could not be had."""
MAX_HEADS = 50
NOTICE_DAYS = PRESETS["everyone"].notice_days


def clean_coefficient(typed: str) -> str:
    """Return a coefficient as it was typed, with plain digits. Raises ValidationError."""
    bare = unicodedata.normalize("NFKC", typed).strip()
    if SIGNED.match(bare):
        raise ValidationError(_("系数不能小于0。"))
    if bare.startswith("."):
        raise ValidationError(_("小数点前面要写一个数字，例如0.5。"))
    if LARGE.fullmatch(bare):
        raise ValidationError(_("系数太大了，最多到999999。"))
    if not COEFFICIENT.fullmatch(bare):
        raise ValidationError(_("系数请写数字，例如1.3；最多6位小数。"))
    return bare


class ShareTableForm(CrispyForm):
    total = YuanField(
        label=gettext_lazy("一共要花多少元"), help_text=gettext_lazy("总价，还没有减去补贴")
    )
    method = forms.ChoiceField(
        label=gettext_lazy("怎么分"),
        widget=forms.RadioSelect,
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
        help_text=gettext_lazy("换一种，再按“算一算”，下面就换成要填的几样"),
    )
    rule = forms.CharField(
        label=gettext_lazy("用话说清怎么分"),
        max_length=ShareTable._meta.get_field("rule").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "例如：一楼不出，二楼往上一层比一层多。全楼都看得到这段话，看不到哪家出多少"
        ),
    )
    floors = forms.CharField(
        label=gettext_lazy("一层一个系数，一次填好"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("从最低一层写起，用空格隔开，再按“照这样填到各户”"),
    )
    worded = forms.CharField(widget=forms.HiddenInput, required=False)
    """Seal of the rule and of the numbers for which it was written."""
    earlier_rule = forms.CharField(widget=forms.HiddenInput, required=False)
    """The rule as it was typed, before the page wrote it from the numbers."""
    tried = forms.CharField(widget=forms.HiddenInput, required=False)
    """The shares that were shown last, as ``flat:fen``."""
    version = VersionField()


class SubsidyForm(RowForm):
    """A row for one subsidy: an amount, or a percentage with or without a cap."""

    identity = "identity"
    name = forms.CharField(
        label=gettext_lazy("谁补贴的"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写是谁补贴的。")},
    )
    fen = YuanField(label=gettext_lazy("补贴多少元"), required=False)
    percent = forms.DecimalField(
        label=gettext_lazy("或者补总价的百分之几"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
    )
    cap = YuanField(label=gettext_lazy("最多补多少元"), required=False)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        fen, percent, cap = (data.get(name) for name in ("fen", "percent", "cap"))
        if self.errors or not self.has_changed():
            return data
        if fen and percent:
            self.add_error("percent", _("元和百分之几，只写一样。"))
        elif not (fen or percent):
            self.add_error(None, _("请写补贴多少元，或者百分之几。"))
        elif cap and not percent:
            self.add_error("cap", _("写了百分之几，才写最多多少元。"))
        return data

    def to_input(self) -> SubsidyInput:
        data = self.cleaned_data
        return SubsidyInput(data["name"], data["fen"] or 0, data["percent"], data["cap"])


class ShareRowForm(CrispyForm):
    """What is typed for one flat. Columns that the method does not use are kept hidden."""

    coefficient = forms.CharField(label=COLUMN_NAMES["coefficient"], max_length=20)
    area = forms.DecimalField(
        label=COLUMN_NAMES["area"], min_value=0, max_digits=7, decimal_places=2
    )
    heads = forms.IntegerField(label=COLUMN_NAMES["heads"], min_value=0, max_value=MAX_HEADS)
    fixed = YuanField(label=COLUMN_NAMES["fixed"], least=0)

    def __init__(
        self,
        flat: Flat,
        columns: Sequence[str],
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options | {"prefix": f"flat{flat.pk}"})
        self.flat = flat
        for name, field in self.fields.items():
            if name in columns:
                field.error_messages["required"] = _("不出钱的写0，别空着。")
                field.widget.attrs["autocomplete"] = "off"
            else:
                field.required = False
                field.widget = forms.HiddenInput()
        self.fields["coefficient"].widget.attrs["inputmode"] = "decimal"

    def clean_coefficient(self) -> str:
        typed: str = self.cleaned_data["coefficient"]
        return clean_coefficient(typed) if typed else ""

    def to_input(self) -> ShareInput:
        data = self.cleaned_data
        return ShareInput(
            self.flat.pk, data["coefficient"], data["area"], data["heads"], data["fixed"]
        )


def method_of(value: object) -> Method:
    return next((one for one in Method if one == value), Method.coefficient)


def columns_of(method: Method) -> tuple[str, ...]:
    return COLUMNS[method]


def example_for(flats: Iterable[Flat]) -> str:
    """Return the worked example for as many floors as there are, as it can be typed."""
    floors = len({flat.floor for flat in flats})
    more = (f"{Decimal(EXAMPLE[-1]) + Decimal('0.3') * n}" for n in range(1, floors))
    return " ".join([*EXAMPLE, *more][:floors])


class ProposeSharesForm(CrispyForm):
    electorate = forms.ChoiceField(
        label=gettext_lazy("请谁同意"),
        widget=forms.RadioSelect,
        choices=[
            (Electorate.MEMBERS, gettext_lazy("要出钱的各家业主")),
            (Electorate.OWNERS, gettext_lazy("全体业主，不出钱的也问")),
        ],
        initial=Electorate.MEMBERS,
    )
    opens_at = forms.DateTimeField(
        label=gettext_lazy("哪天开始征询"),
        widget=LocalTimeInput(),
        help_text=gettext_lazy("问业主的事，要先公示15天"),
    )
    closes_at = forms.DateTimeField(label=gettext_lazy("什么时候截止"), widget=LocalTimeInput())
    version = VersionField()

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("截止的时间要晚于开始的时间。"))
        elif closes and closes <= timezone.now():
            self.add_error("closes_at", _("截止的时间已经过了，请改日期。"))
        return data

    def to_input(self) -> ProposalInput:
        data = self.cleaned_data
        return ProposalInput(
            electorate=data["electorate"], opens_at=data["opens_at"], closes_at=data["closes_at"]
        )


def initial_proposal(table: ShareTable) -> dict[str, object]:
    """Return days that leave the time of public notice after today is over, to be changed by the
    leader."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return {
        "electorate": Electorate.MEMBERS,
        "opens_at": local_datetime(tomorrow + dt.timedelta(days=NOTICE_DAYS), 8),
        "closes_at": local_datetime(tomorrow + dt.timedelta(days=2 * NOTICE_DAYS), 20),
        "version": table.draft_version,
    }
