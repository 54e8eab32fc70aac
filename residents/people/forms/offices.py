"""Forms to ask a neighbour for help, and to give a reason for a look-up."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from residents.people.models import Membership, Office
from residents.people.models.users import PhoneLookUpReason
from residents.people.queries.offices import leader_office_from
from residents.people.queries.people import members_in
from residents.places.models import Building


class MemberField(forms.ModelChoiceField[Membership]):
    """A neighbour, shown by flat and name."""

    def label_from_instance(self, obj: Membership) -> str:
        return str(obj)


class AppointForm(CrispyForm):
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

    def __init__(
        self,
        building: Building,
        data: FormData | None = None,
        files: FormFiles | None = None,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        field_of(self, "member", forms.ModelChoiceField).queryset = members_in(building)


class OfficeForm(forms.ModelForm[Office]):
    """An appointment at the desk. Errors are shown at their fields."""

    class Meta:
        model = Office
        fields = ("user", "kind", "building", "neighbourhood", "since", "deputed", "contact")
        help_texts = {
            "user": _("住户要先用入户条加入，才能在这里选到；居委同志的账号由系统管理员开。"),
            "building": _("居委工作人员不用写楼，写居民区"),
            "neighbourhood": _("只用于居委工作人员"),
        }

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if self.errors or "kind" not in data:
            return data
        leader = leader_office_from(data["building"], since=data["since"])
        if data["kind"] == Office.Kind.LEADER and leader:
            self.add_error("kind", _hand_over_first(leader))
            return data
        try:
            Office(**data).full_clean()
        except ValidationError as problem:
            self.add_error(None, problem)
        return data


def _hand_over_first(leader: Office) -> str:
    building = leader.building
    assert building is not None  # noqa: S101 -- a constraint of the database
    message = _("%(building)s现在的楼组长是%(person)s，可以先结束这项职务，或者")
    return format_html(
        '{} <a href="{}">{}</a>',
        message % {"building": building, "person": leader.user},
        reverse("home:hand_over", args=[building.slug]),
        _("办交接"),
    )


class LookUpForm(CrispyForm):
    reason = forms.ChoiceField(
        label=_("为什么要看"),
        choices=PhoneLookUpReason.choices,
        initial=PhoneLookUpReason.CONTACT,
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"] or PhoneLookUpReason.OTHER
