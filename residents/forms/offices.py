"""Whom a leader asks to help, and why somebody looks up a number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from louzu.lib.forms import Sheet
from residents.models import Building, Membership, Office
from residents.models.people import LookUp
from residents.queries import members_of


class MemberField(forms.ModelChoiceField[Membership]):
    """A neighbour by flat and name, as the leader knows them."""

    def label_from_instance(self, obj: Membership) -> str:
        return str(obj)


class AppointForm(Sheet):
    member = MemberField(
        label=_("请哪一位"), queryset=Membership.objects.none(), empty_label=_("请选一位邻居")
    )
    kind = forms.ChoiceField(
        label=_("担任什么"),
        choices=[(kind, kind.label) for kind in Office.HELPING],
        widget=forms.RadioSelect,
    )
    contact = forms.CharField(
        label=_("愿意让邻居拨打的电话"),
        help_text=_("本人同意了才写；不写就不显示"),
        max_length=Office._meta.get_field("contact").max_length,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, building: Building, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members_of(building)  # type: ignore[attr-defined]


class LookUpForm(Sheet):
    reason = forms.ChoiceField(
        label=_("为什么要看"),
        choices=LookUp.choices,
        initial=LookUp.CONTACT,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"] or LookUp.OTHER
