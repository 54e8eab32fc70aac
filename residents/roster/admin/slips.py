"""Print the slips of many buildings at the desk as one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from residents.access.once import once
from residents.desk.requests import staff_user
from residents.joining.actions import slips as slips_actions
from residents.joining.forms.slips import SlipsOfManyForm
from residents.joining.queries import slips as slips_queries
from residents.joining.slip_sheet import slip_sheet_page
from residents.people.queries import buildings as buildings_queries
from residents.places.models import Building, Household
from residents.roster.admin.roster import RosterMixin

URL_NAME = "residents_building_slips"
MAX_SLIPS = 1000
"""The largest number of slips in a document, about 200 pages."""


@dataclass(frozen=True, slots=True)
class BuildingChoice:
    """A building to choose."""

    building: Building
    homes: int
    without: int
    """Number of households without members and without a valid slip."""
    chosen: bool


class SlipsMixin(RosterMixin):
    actions = ("print_slips",)

    def get_urls(self) -> list[URLPattern]:
        page = path("slips/", self.admin_site.admin_view(self.slips), name=URL_NAME)
        return [page, *super().get_urls()]

    @admin.action(description=gettext_lazy("印入户条"))
    def print_slips(self, request: HttpRequest, chosen: QuerySet[Building]) -> HttpResponse:
        keys = ",".join(str(pk) for pk in chosen.values_list("pk", flat=True))
        return redirect(f"{reverse(f'admin:{URL_NAME}')}?of={keys}")

    def slips(self, request: HttpRequest) -> HttpResponseBase:
        mine = self._printable(request)
        asked = _preselected(request, mine)
        form = SlipsOfManyForm(request.POST or None, buildings=mine)
        if request.method == "POST":
            if not staff_user(request).neighbourhoods_served:
                raise PermissionDenied
            back = reverse("admin:residents_building_changelist")
            if form.is_valid():
                households = form.chosen(
                    slips_queries.households_for_slips_of_many(form.cleaned_data["buildings"])
                )
                if why := _refusal_reason(len(households)):
                    messages.error(request, why)
                else:
                    return once(
                        request, lambda: self._printed(request, households, back), otherwise=back
                    )
            asked = _parsed_keys(request.POST.getlist("buildings"))
        return TemplateResponse(
            request,
            "admin/residents/building/slips.html",
            {
                **self.admin_site.each_context(request),
                "title": _("印入户条"),
                "form": form,
                "rows": _rows(mine, asked),
                "may_print": bool(staff_user(request).neighbourhoods_served),
            },
        )

    def _printable(self, request: HttpRequest) -> QuerySet[Building]:
        """Return buildings for which ``residents.print_slips`` holds: staff may print, keepers may
        not."""
        committees = staff_user(request).neighbourhoods_served
        mine = Building.objects.current().in_neighbourhoods(committees)
        return mine.select_related("neighbourhood").order_by(*buildings_queries.BUILDING_ORDER)

    def _printed(
        self, request: HttpRequest, households: Sequence[Household], back: str
    ) -> HttpResponse:
        printed = slips_actions.print_slips(households, by=staff_user(request))
        return slip_sheet_page(request, printed, back=back, headed=True)


def _preselected(request: HttpRequest, mine: QuerySet[Building]) -> set[int]:
    if keys := request.GET.get("of"):
        return _parsed_keys(keys.split(","))
    batch = request.GET.get("batch", "")
    if batch.isdecimal():
        mine = mine.filter(batch_entries__batch=int(batch))
    return set(mine.values_list("pk", flat=True))


def _parsed_keys(typed: Iterable[str]) -> set[int]:
    return {int(key) for key in typed if key.isascii() and key.isdecimal()}


def _refusal_reason(slips: int) -> str:
    if not slips:
        return _("这几栋楼里，每户都有人加入了，或者手上有条。要重印，请选“每一户”。")
    if slips > MAX_SLIPS:
        return _("一次最多印%(most)d张，现在是%(slips)d张。请少选几栋楼，分几次印。") % {
            "most": MAX_SLIPS,
            "slips": slips,
        }
    return ""


def _rows(mine: QuerySet[Building], asked: set[int]) -> list[BuildingChoice]:
    buildings = list(mine)
    homes: dict[int, list[Household]] = {building.pk: [] for building in buildings}
    for home in slips_queries.households_for_slips_of_many(buildings):
        homes[home.building_id].append(home)
    return [
        BuildingChoice(
            one,
            len(homes[one.pk]),
            sum(map(slips_queries.needs_slip, homes[one.pk])),
            one.pk in asked,
        )
        for one in buildings
        if homes[one.pk]
    ]
