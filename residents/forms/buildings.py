"""A building is closed, becomes part of another one, or gives flats to a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.forms import Sheet
from residents.forms.places import cleaned_door_number, cleaned_lane
from residents.models import Building, Flat
from residents.queries import IN_ORDER


class CloseBuildingForm(Sheet):
    on = forms.DateField(
        label=gettext_lazy("从哪天起"),
        help_text=gettext_lazy("这一天起不再有这栋楼组"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class MergeBuildingForm(Sheet):
    into = forms.ModelChoiceField(
        label=gettext_lazy("并到哪栋"), queryset=Building.objects.none(), empty_label=_("请选一栋")
    )

    def __init__(self, building: Building, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Building.objects.current().filter(neighbourhood=building.neighbourhood_id)
        into: Any = self.fields["into"]
        into.queryset = others.exclude(pk=building.pk).order_by(*IN_ORDER)


class SplitBuildingForm(Sheet):
    flats = forms.ModelMultipleChoiceField(
        label=gettext_lazy("哪几室分出去"), queryset=Flat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    door_number = forms.CharField(
        label=gettext_lazy("新楼组的门牌号"),
        help_text=gettext_lazy("只写号码，例如 116"),
        max_length=20,
    )
    lane = forms.CharField(label=gettext_lazy("弄或路"), max_length=20, required=False)
    nickname = forms.CharField(label=gettext_lazy("楼名"), max_length=20, required=False)

    def __init__(self, building: Building, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building = building
        flats: Any = self.fields["flats"]
        flats.queryset = Flat.objects.standing_in(building)
        self.fields["lane"].initial = building.lane

    def clean_door_number(self) -> str:
        return cleaned_door_number(self.cleaned_data["door_number"])

    def clean_lane(self) -> str:
        return cleaned_lane(self.cleaned_data["lane"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        same = Building.objects.filter(
            neighbourhood=self.building.neighbourhood_id, lane=said["lane"],
            door_number=said["door_number"],
        )  # fmt: skip
        if same.exists():
            self.add_error("door_number", _("这个居民区的这条弄里已经有这个门牌号了。"))
        return said

    @property
    def made(self) -> Building:
        """The new building, not saved."""
        said = self.cleaned_data
        names = ("lane", "door_number", "nickname")
        return Building(**{name: said[name] for name in names})
