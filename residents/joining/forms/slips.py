"""Forms to choose households for slips, and to open accounts for neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from louzu.lib.form_options import FormData, FormFiles, FormOptions
from louzu.lib.forms import CrispyForm, field_of
from residents.joining.queries.slips import needs_slip
from residents.people.models import User
from residents.places.models import Building, Household


class HouseholdsForm(forms.Form):
    """Choice of households. Those without an account are selected initially."""

    households = forms.ModelMultipleChoiceField(
        queryset=Household.objects.none(),
        error_messages={"required": gettext_lazy("请至少选一户。")},
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        households: QuerySet[Household],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        field = field_of(self, "households", forms.ModelMultipleChoiceField)
        field.queryset = households
        self.rows = list(households)

    @property
    def chosen(self) -> set[int]:
        if self.is_bound:
            typed = self.data.getlist("households") if hasattr(self.data, "getlist") else []
            return {int(pk) for pk in typed if str(pk).isdecimal()}
        return {home.pk for home in self.rows if needs_slip(home)}


class SlipsOfManyForm(forms.Form):
    """Choice of buildings, and of households in them."""

    buildings = forms.ModelMultipleChoiceField(
        queryset=Building.objects.none(),
        error_messages={"required": gettext_lazy("请至少选一栋楼。")},
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("给哪几户印"),
        choices=[
            ("without", gettext_lazy("还没有人加入、手上也没有条的")),
            ("all", gettext_lazy("每一户（有旧条的，旧条作废）")),
        ],
        widget=forms.RadioSelect,
        initial="without",
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        buildings: QuerySet[Building],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        field = field_of(self, "buildings", forms.ModelMultipleChoiceField)
        field.queryset = buildings

    def chosen(self, households: Iterable[Household]) -> list[Household]:
        everybody = self.cleaned_data["whom"] == "all"
        return [home for home in households if everybody or needs_slip(home)]


class EnrollForm(CrispyForm):
    household = forms.ModelChoiceField(
        label=gettext_lazy("住在哪一户"), queryset=Household.objects.none(), empty_label=None
    )
    shown_name = forms.CharField(
        label=gettext_lazy("邻居怎么称呼"),
        help_text=gettext_lazy("例如：张阿婆"),
        max_length=User._meta.get_field("shown_name").max_length,
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("本人在场并同意，也已满14周岁"),
        error_messages={"required": gettext_lazy("要本人在场、自己同意，才能开户。")},
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        households: QuerySet[Household],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        field = field_of(self, "household", forms.ModelChoiceField)
        field.queryset = households
