from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.ledger.inputs import AccountInput, EntryInput
from governance.ledger.models import Account
from governance.ledger.queries.accounts import version_of_account
from louzu.lib.attachments import MAX_ATTACHMENTS
from louzu.lib.file_fields import FilesField
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, VersionField, field_of, reason_form
from louzu.lib.money import YuanField
from louzu.lib.past import refuse_future
from residents.models import Building, Flat

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RECEIVED, SPENT = "in", "out"
MAX_PURPOSE = 60
"""Shorter than the column, which also holds the purpose of a reversal with its reason."""
MONTH = "%Y-%m"


class EntryDayField(forms.DateField):
    """A day that is not in the future."""

    def __init__(self, *, label: StrOrPromise, help_text: StrOrPromise = "") -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(
            label=label, help_text=help_text, widget=widget, validators=[refuse_future]
        )


class LedgerAccountForm(CrispyForm):
    name = forms.CharField(
        label=gettext_lazy("什么账"),
        help_text=gettext_lazy("例如：加装电梯的账、楼里公用的钱"),
        max_length=60,
    )
    about = forms.CharField(
        label=gettext_lazy("这笔钱从哪来，做什么用"),
        help_text=gettext_lazy(
            "动用维修资金的，写清用多少、修什么、谁定的、哪家公司做；贴出去的账上都有这几句"
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opened_on = EntryDayField(
        label=gettext_lazy("从哪天记起"),
        help_text=gettext_lazy("以前记在纸上的，先把那天的结余记成第一笔"),
    )
    version = VersionField()

    def to_input(self) -> AccountInput:
        data = self.cleaned_data
        return AccountInput(data["name"], data["about"], data["opened_on"])


def initial_of_account(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "about": account.about,
        "opened_on": account.opened_on,
        "version": version_of_account(account),
    }


class PayingFlatField(forms.ModelChoiceField[Flat]):
    """A flat of the building, shown by its room."""


class VouchersField(FilesField):
    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            most=MAX_ATTACHMENTS,
            required=required,
            label=gettext_lazy("收据、发票或转账截图"),
            help_text=gettext_lazy("照片或PDF。银行卡号、身份证号请先遮住；放上去的不能再拿掉"),
        )


class EntryForm(CrispyForm):
    direction = forms.ChoiceField(
        label=gettext_lazy("收还是付"),
        choices=[(RECEIVED, gettext_lazy("收进来的")), (SPENT, gettext_lazy("付出去的"))],
        widget=forms.RadioSelect,
    )
    yuan = YuanField(
        label=gettext_lazy("多少钱（元）"), help_text=gettext_lazy("例如：8326.40，只记人民币")
    )
    on = EntryDayField(label=gettext_lazy("哪天收付的"))
    purpose = forms.CharField(
        label=gettext_lazy("为了什么"),
        help_text=gettext_lazy("例如：首期设备款、楼道灯泡。全楼都看得到，请不要写人名和室号"),
        max_length=MAX_PURPOSE,
    )
    flat = PayingFlatField(
        label=gettext_lazy("是哪一户交的，或者退给哪一户"),
        help_text=gettext_lazy("各家的分摊款才选；只有这一户、楼组长和管账人看得到是哪户"),
        queryset=Flat.objects.none(),
        required=False,
        empty_label=gettext_lazy("不是哪一户的钱"),
    )
    vouchers = VouchersField()

    def __init__(
        self,
        building: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        self.initial.setdefault("on", timezone.localdate())
        flats = Flat.objects.not_closed_in(building)
        field_of(self, "flat", forms.ModelChoiceField).queryset = flats

    def to_input(self) -> EntryInput:
        data = self.cleaned_data
        sign = 1 if data["direction"] == RECEIVED else -1
        return EntryInput(
            on=data["on"],
            purpose=data["purpose"],
            fen=sign * data["yuan"],
            flat=data["flat"],
            files=tuple(data["vouchers"]),
        )


class AddVouchersForm(CrispyForm):
    vouchers = VouchersField(required=True)


READ_BY_KEEPERS = gettext_lazy("记账的人会看到这句话")
RefuseEntryForm = reason_form(gettext_lazy("为什么不算"), read_by=READ_BY_KEEPERS)


class ReverseForm(CrispyForm):
    reason = forms.CharField(
        label=gettext_lazy("错在哪里"),
        help_text=gettext_lazy("写进冲正的那一笔，全楼看得到，请不要写人名和室号"),
        max_length=MAX_PURPOSE,
    )


class PeriodForm(CrispyForm):
    """The months of a statement, for its address."""

    since = forms.CharField(
        label=gettext_lazy("从哪个月"), widget=forms.TextInput(attrs={"type": "month"})
    )
    until = forms.CharField(
        label=gettext_lazy("到哪个月"), widget=forms.TextInput(attrs={"type": "month"})
    )

    def __init__(
        self, data: FormData | None = None, *, account: Account, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.account = account

    def clean_since(self) -> dt.date:
        return self._month_of_account(self.cleaned_data["since"])

    def clean_until(self) -> dt.date:
        return self._month_of_account(self.cleaned_data["until"])

    def _month_of_account(self, typed: str) -> dt.date:
        month, first = _month(typed), self.account.opened_on
        if month < first.replace(day=1):
            words = {"year": first.year, "month": first.month}
            raise ValidationError(_("这本账从%(year)s年%(month)s月记起。") % words)
        if month > timezone.localdate():
            raise ValidationError(_("这个月还没到。"))
        return month

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", ValidationError(_("结束的月份要在开始的月份以后。")))
        return data


def month_from(typed: str | None) -> dt.date | None:
    """Return the first day of a month such as ``2021-05``, or None if it is none."""
    try:
        return _month(typed or "")
    except ValidationError:
        return None


def _month(typed: str) -> dt.date:
    try:
        month = dt.datetime.strptime(typed.strip(), MONTH).date()  # noqa: DTZ007 -- a day, no time
    except ValueError as error:
        raise ValidationError(_("请写成2021-05这样。")) from error
    if month.year not in range(1900, 2200):
        raise ValidationError(_("年份不对，请重新填。"))
    return month
