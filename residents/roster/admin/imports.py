"""Desk list of a building's imports, with the page to undo one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from residents.desk.records import RecordAdmin
from residents.desk.requests import staff_user
from residents.places.models import Building
from residents.roster.actions import imports as imports_actions
from residents.roster.queries import imports as imports_queries

URL_NAME = "residents_building_roster"
MAX_SHOWN = 50
"""The number of imports on the page."""


class ImportsMixin(RecordAdmin):
    """Desk pages of imports into a building."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        mine = [
            path("<int:pk>/roster/imports/", wrap(self.imports), name=f"{URL_NAME}_imports"),
            path(
                "<int:pk>/roster/imports/<int:imported>/undo/",
                wrap(self.undo),
                name=f"{URL_NAME}_undo",
            ),
        ]
        return [*mine, *super().get_urls()]

    def imports(self, request: HttpRequest, pk: int) -> HttpResponse:
        building = self._building(request, pk)
        found = imports_queries.imports_in(building)[:MAX_SHOWN]
        return self._page(request, building, "imports", title=_("导入过的名册"), imports=found)

    def undo(self, request: HttpRequest, pk: int, imported: int) -> HttpResponse:
        building = self._building(request, pk)
        chosen = get_object_or_404(building.roster_imports.select_related("by"), pk=imported)
        if request.method == "POST":
            try:
                imports_actions.undo_import(chosen, by=staff_user(request))
            except Refused:
                return redirect(request.path)  # the page shows the reasons
            messages.success(request, _("已经撤回。名册和这次导入以前一样了。"))
            return redirect(f"admin:{URL_NAME}_imports", pk=pk)
        return self._page(
            request,
            building,
            "undo",
            title=_("撤回这次导入"),
            undoing=imports_queries.undo_preview_of(chosen),
        )

    def _building(self, request: HttpRequest, pk: int) -> Building:
        building: Building = get_object_or_404(self.get_queryset(request), pk=pk)
        return building

    def _page(
        self, request: HttpRequest, building: Building, name: str, **context: object
    ) -> TemplateResponse:
        site = self.admin_site.each_context(request)
        whole = {**site, "building": building, "subtitle": str(building), **context}
        return TemplateResponse(request, f"admin/residents/building/roster_{name}.html", whole)
