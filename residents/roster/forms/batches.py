"""Forms of a whole neighbourhood's file."""

from __future__ import annotations

from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.form_options import FormData, FormFiles, FormOptions
from residents.places.models import Building, Neighbourhood
from residents.roster.forms.roster import RosterAnswersForm, RosterUploadForm
from residents.roster.queries.batches import BatchPart, BatchPreview, buildings_by_door
from residents.roster_parser.building_list import MAX_BUILDINGS as MAX_LISTED
from residents.roster_parser.building_list import ListedBuilding, list_text_of, parse_building_list
from residents.roster_parser.files import MAX_FILE_BYTES, pages_of
from residents.roster_parser.neighbourhood import NeighbourhoodFile, read_neighbourhood_file

MAX_FLOORS = 120


def _set_neighbourhoods(form: forms.Form, neighbourhoods: QuerySet[Neighbourhood]) -> None:
    field = form.fields["neighbourhood"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- both forms declare it
    field.queryset = neighbourhoods
    if len(neighbourhoods) == 1:
        field.initial, field.widget = neighbourhoods[0], forms.HiddenInput()


class BatchUploadForm(RosterUploadForm):
    """Returns ``whole``, the parsed file, and ``name``, its name."""

    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("居民区"), queryset=Neighbourhood.objects.none(), empty_label=None
    )
    field_order = ("neighbourhood", "file", "area_source")
    whole: NeighbourhoodFile

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        neighbourhoods: QuerySet[Neighbourhood],
        **options: Unpack[FormOptions],
    ) -> None:
        forms.Form.__init__(self, data, files, **options)
        _set_neighbourhoods(self, neighbourhoods)

    def clean(self) -> dict[str, object]:
        data = forms.Form.clean(self) or {}
        if data.get("file") and "area_source" in data:
            try:
                content = data["file"].read(MAX_FILE_BYTES + 1)
                self.whole = read_neighbourhood_file(
                    content, area_source=data["area_source"], name=data["file"].name or ""
                )
            except Refused as refusal:
                self.add_error("file", str(refusal))
        return data


class BatchForm(forms.Form):
    """For each building: whether to leave it out, and the number of floors if it is new. ``seen``
    confirms the doubts."""

    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: FormData | None = None, *, preview: BatchPreview) -> None:
        super().__init__(data, initial={"shown": preview.digest})
        self.parts = preview.parts
        for part in preview.parts:
            door = {"door": part.entry}
            self.fields[f"out_{part.entry.pk}"] = forms.BooleanField(
                label=_("不导入%(door)s") % door, required=False, initial=part.is_left_out
            )
            if part.entry.building_id is None:
                self.fields[f"floors_{part.entry.pk}"] = forms.IntegerField(
                    label=_("%(door)s有几层") % door,
                    min_value=1,
                    max_value=MAX_FLOORS,
                    initial=part.entry.floors,
                )
        if any(part.plan.doubts for part in preview.parts) or preview.doubts:
            self.fields["seen"] = forms.BooleanField(
                label=_("这几处我看过了，就这样导入"), label_suffix="", required=False
            )

    @property
    def rows(self) -> list[tuple[BatchPart, forms.BoundField, forms.BoundField | None]]:
        return [
            (
                part,
                self[f"out_{part.entry.pk}"],
                self[f"floors_{part.entry.pk}"] if part.entry.building_id is None else None,
            )
            for part in self.parts
        ]

    @property
    def left_out(self) -> set[int]:
        return {p.entry.pk for p in self.parts if self.cleaned_data.get(f"out_{p.entry.pk}")}

    @property
    def floors(self) -> dict[int, int]:
        typed = {p.entry.pk: self.cleaned_data.get(f"floors_{p.entry.pk}") for p in self.parts}
        return {pk: floors for pk, floors in typed.items() if floors}


class BatchAnswersForm(RosterAnswersForm):
    """Questions about one building of a file. Doubts are confirmed for all buildings together."""

    def __init__(self, data: FormData | None = None, *, part: BatchPart) -> None:
        super().__init__(data, plan=part.plan)
        self.fields.pop("seen", None)
        for number, question in enumerate(part.plan.questions):
            self.fields[f"owner_{number}"].initial = question.answer

    @property
    def is_stale(self) -> bool:
        return bool(self.is_bound and self.data.get("shown") not in {None, self.initial["shown"]})


class BuildingListForm(forms.Form):
    """A list of buildings as text or file. Returns ``rows``, and ``new`` for those to create."""

    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("居民区"), queryset=Neighbourhood.objects.none(), empty_label=None
    )
    text = forms.CharField(
        label=gettext_lazy("楼的清单"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "一行一栋：楼号，后面可以写弄、楼名、几层、标签，用逗号、顿号隔开，先后随便。"
            "例如：115，6层，连心楼，高层。从 Excel 里复制过来也行。"
        ),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 60}),
    )
    file = forms.FileField(
        label=gettext_lazy("或者选一个文件"),
        required=False,
        help_text=gettext_lazy("Excel 或 WPS 的表格，或者 .csv：读第一张表"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.xlsb,.xlsm,.ods"}),
    )
    floors = forms.IntegerField(
        label=gettext_lazy("没有写几层的，是几层"), min_value=1, max_value=MAX_FLOORS, initial=6
    )
    rows: tuple[ListedBuilding, ...] | list[ListedBuilding] = ()

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        neighbourhoods: QuerySet[Neighbourhood],
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, files, **options)
        _set_neighbourhoods(self, neighbourhoods)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        try:
            text = (
                list_text_of(pages_of(data["file"].read(MAX_FILE_BYTES + 1)))
                if data.get("file")
                else ""
            )
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return data
        data["text"] = text or data.get("text", "")
        self.rows = parse_building_list(data["text"])
        if not self.rows and not self.errors:
            self.add_error(None, _("请写上楼号，一行一栋；或者选一个文件。"))
        elif len(self.rows) > MAX_LISTED:
            self.add_error("text", _("一次最多%(most)d栋楼。") % {"most": MAX_LISTED})
        return data

    @property
    def wrong(self) -> list[ListedBuilding]:
        return [one for one in self.rows if one.why]

    def buildings(self) -> list[tuple[ListedBuilding, Building, bool]]:
        place = self.cleaned_data["neighbourhood"]
        there = buildings_by_door(place)
        found = []
        for one in self.rows:
            known = there(one.lane, one.number) if not one.why else []
            made = Building(
                neighbourhood=place,
                lane=one.lane,
                door_number=one.number,
                nickname=one.nickname,
                floors=one.floors or self.cleaned_data["floors"],
                tags=list(one.tags),
            )
            if not one.why:
                found.append((one, known[0] if known else made, bool(known)))
        return found
