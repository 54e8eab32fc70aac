"""Amounts of money: whole fen as int everywhere, typed and shown in yuan."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from louzu.lib.form_options import FieldOptions

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEN_IN_YUAN = 100
MAX_FEN = 99_999_999_999
"""The largest amount that can be typed: 999,999,999.99 yuan."""
MINUS = "−"

OTHER_CURRENCY = re.compile(
    r"[$€£₩₽฿₫]|美元|美金|欧元|歐元|英镑|英鎊|日元|日圆|日圓|港币|港幣|港元|澳门币|台币|臺幣|澳元|加元|韩元"
    r"|USD|EUR|GBP|JPY|HKD|MOP|TWD|AUD|CAD|KRW|SGD",
    re.IGNORECASE,
)
AROUND = re.compile(
    r"^(?:人民币|人民幣|RMB|CNY|¥)?(.*?)(?:元整|元|圆|块|塊|RMB|CNY)?$", re.IGNORECASE
)
SIGN = re.compile(r"^[-+−–—(]")
IN_WORDS = re.compile(r"[万萬千百亿億角分]")
COUNTED = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,8})?)([亿億万萬千百])")
UNITS = {"亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4, "千": 1000, "百": 100}
NUMBER = re.compile(r"^([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?$")
DECIMALS = 2


def yuan_of(fen: int) -> str:
    """Format as ``8,326.40``, with a minus sign before negative amounts."""
    yuan, rest = divmod(abs(fen), FEN_IN_YUAN)
    return f"{MINUS if fen < 0 else ''}{yuan:,}.{rest:02}"


def yuan_size(fen: int) -> str:
    """Format without a sign, for sentences that say whether it was received or spent."""
    return yuan_of(abs(fen))


def in_or_out(fen: int) -> str:
    """Format as ``付出12.50元`` for a negative amount, else as ``收进12.50元``."""
    words = {"yuan": yuan_size(fen)}
    return _("付出%(yuan)s元") % words if fen < 0 else _("收进%(yuan)s元") % words


def received_words(fen: int, held_back: object = False) -> str:
    """Format what came in as ``收进12.50元``, or ``退回12.50元`` if more was given back. With
    ``held_back`` the words say that the sum leaves something out."""
    words = {"yuan": yuan_size(fen)}
    if held_back and fen < 0:
        return _("写得出来的：退回%(yuan)s元") % words
    if held_back:
        return _("写得出来的收入%(yuan)s元") % words
    return _("退回%(yuan)s元") % words if fen < 0 else _("收进%(yuan)s元") % words


def spent_words(fen: int) -> str:
    """Format what went out as ``付出12.50元``, or ``冲回12.50元`` if more was taken back."""
    words = {"yuan": yuan_size(fen)}
    return _("冲回%(yuan)s元") % words if fen < 0 else _("付出%(yuan)s元") % words


def balance_words(fen: int, held_back: object = False) -> str:
    """Format as ``结余12.50元``, or ``超支12.50元`` if more went out than came in. With ``held_back`` the
    words say that the balance leaves something out."""
    words = {"yuan": yuan_size(fen)}
    if held_back and fen < 0:
        return _("写得出来的：付出比收进多%(yuan)s元，不一定真的超支") % words
    if held_back:
        return _("写得出来的结余%(yuan)s元") % words
    return _("超支%(yuan)s元") % words if fen < 0 else _("结余%(yuan)s元") % words


def received_cell(fen: int) -> str:
    """Format for a column of yuan that came in. A word stands for the minus sign."""
    return _("退回%(yuan)s") % {"yuan": yuan_size(fen)} if fen < 0 else yuan_of(fen)


def spent_cell(fen: int) -> str:
    """Format for a column of yuan that went out. A word stands for the minus sign."""
    return _("冲回%(yuan)s") % {"yuan": yuan_size(fen)} if fen < 0 else yuan_of(fen)


def balance_cell(fen: int, held_back: object = False) -> str:
    """Format for a column of balances in yuan. A word stands for the minus sign, another one if the
    balance leaves something out."""
    if held_back and fen < 0:
        return _("付出多%(yuan)s") % {"yuan": yuan_size(fen)}
    return _("超支%(yuan)s") % {"yuan": yuan_size(fen)} if fen < 0 else yuan_of(fen)


def told_in_part(cell: str, held_back: bool) -> str:
    """Add to a sum in a column that it leaves out what one or two flats paid, if it does."""
    return _("%(yuan)s（一两家交的先不写）") % {"yuan": cell} if held_back else cell


def fen_from(typed: str) -> int:
    """Read an amount in yuan, such as ``8,326.4`` or ``￥8326.40元``.

    Raises ValidationError for other currencies, signs, parts of a fen, amounts above ``MAX_FEN`` and
    everything that is no number.
    """
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if OTHER_CURRENCY.search(bare):
        raise ValidationError(_("只记人民币。别的钱请先折成人民币，再按元填。"))
    around = AROUND.match(bare)
    amount = around[1] if around else bare
    if SIGN.match(amount):
        raise ValidationError(_("金额前面不用写正负号。"))
    if digits := _in_digits(amount):
        raise ValidationError(_("请写成%(digits)s。") % {"digits": digits})
    if IN_WORDS.search(amount):
        raise ValidationError(_("请把数字写全，例如一万两千元写12000。"))
    number = NUMBER.match(amount)
    if number is None:
        raise ValidationError(_("看不出是多少钱。请只填数字，例如8326.40。"))
    decimals = number[2] or ""
    if len(decimals) > DECIMALS:
        raise ValidationError(_("最多写到分，也就是小数点后两位。"))
    yuan = number[1].replace(",", "").lstrip("0") or "0"
    if len(yuan) > len(str(MAX_FEN)) - DECIMALS:
        raise ValidationError(_("金额太大了，最多%(most)s元。") % {"most": yuan_of(MAX_FEN)})
    return int(yuan) * FEN_IN_YUAN + int(decimals.ljust(DECIMALS, "0"))


def _in_digits(amount: str) -> str:
    """Return ``12万`` or ``1万5千`` as it can be typed, or "" if it is something else."""
    parts = COUNTED.findall(amount)
    units = [UNITS[unit] for _number, unit in parts]
    if not parts or "".join(map("".join, parts)) != amount:
        return ""
    if units != sorted(set(units), reverse=True):
        return ""
    counted = zip(parts, units, strict=True)
    yuan = sum((Decimal(number) * unit for (number, _unit), unit in counted), Decimal(0))
    return f"{yuan.normalize():f}"


class YuanField(forms.CharField):
    """An amount typed in yuan. Cleans to fen, or None if it is optional and left empty."""

    def __init__(
        self,
        *,
        least: int = 1,
        required: bool = True,
        help_text: StrOrPromise = "",
        **options: Unpack[FieldOptions],
    ) -> None:
        """``least`` is the smallest amount, in fen."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            max_length=40, required=required, help_text=help_text, widget=widget, **options
        )
        self.least = least

    def clean(self, value: object) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        fen = fen_from(typed)
        if fen < self.least:
            words = {"least": yuan_of(self.least)}
            raise ValidationError(_("金额最少%(least)s元。") % words)
        return fen

    def prepare_value(self, value: object) -> object:
        return yuan_of(value).replace(",", "") if isinstance(value, int) else value

    def has_changed(self, initial: object, data: object) -> bool:
        shown = self.prepare_value(initial)
        return str(shown or "") != str(data or "")
