"""Export a list as an Excel file, with its filters and columns.

A second sheet records the latest journal entry of each building, see ``Room.anchors_of``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from louzu.lib.spreadsheet import Rows, as_xlsx
from residents.desk import actions
from residents.desk.requests import staff_user
from residents.rooms.manifest import rooms

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_EXPORTED_ROWS = 10_000
"""The largest number of rows in a file. Longer lists must be filtered first."""
NON_ROW_PARAMETERS = ("p", "e", "all", "_popup", "_to_field")
"""Query parameters that do not affect the rows of a list."""


class ExportMixin(ModelAdmin[Any]):
    """A list that can be exported, with the same filters, columns and masking. An export of people
    is logged in the journals of their buildings."""

    names_people = True
    """False if the rows say nothing about residents. Their export is not logged."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_page)
        return [path("export/", view, name=self._export_name), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        asked = request.GET.copy()
        for word in NON_ROW_PARAMETERS:
            asked.pop(word, None)
        way = f"{reverse(f'admin:{self._export_name}')}?{asked.urlencode()}"
        page = super().changelist_view(request, {"export_url": way, **(extra_context or {})})
        shown = (page.context_data or {}) if isinstance(page, TemplateResponse) else {}
        if "cl" in shown:
            self.prepare(list(shown["cl"].result_list))
        return page

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            self.prepare([found])
        return found

    def prepare(self, rows: Sequence[Any]) -> None:
        """Set on the rows that are shown or exported what their columns need beside their query."""

    def export_page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.label}_changelist")
        if request.method != "POST":
            return self._before(request, listed)
        rows = list(listed.queryset[: actions.MAX_ROWS_AT_ONCE + 1])
        if len(rows) > actions.MAX_ROWS_AT_ONCE:
            return self._begin_long_export(request, listed)
        self.prepare(rows)
        counts = self.by_building([row.pk for row in rows], request)
        cells = [self.cells(request, row) for row in rows]
        content = self.workbook(request, cells, counts)
        if self.names_people:
            actions.record_list_export(self.model, counts, by=staff_user(request))
        return xlsx_response(content, str(self.opts.verbose_name_plural), timezone.localdate())

    def by_building(self, pks: Collection[int], request: HttpRequest) -> dict[int, int]:
        """Count these rows by the primary key of their building. Data of the committee is not
        counted."""
        scope: str = getattr(self, "scope", "")
        way, reached, _rest = scope.partition("__neighbourhood")
        if not reached:
            return {}
        rows = self.model._default_manager.filter(pk__in=pks, **{f"{way}__isnull": False})
        return dict(rows.order_by().values_list(way).annotate(count=Count("pk")))

    @property
    def label(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    @property
    def _export_name(self) -> str:
        return f"{self.label}_export"

    def _before(self, request: HttpRequest, listed: ChangeList) -> TemplateResponse:
        found = listed.queryset.order_by()[: MAX_EXPORTED_ROWS + 1].count()
        asked = {
            word for word, value in request.GET.items() if value and word not in NON_ROW_PARAMETERS
        }
        context = {
            **self.admin_site.each_context(request),
            "title": _("导出%(list)s") % {"list": self.opts.verbose_name_plural},
            "opts": self.opts,
            "count": min(found, MAX_EXPORTED_ROWS),
            "cut": found > MAX_EXPORTED_ROWS,
            "in_background": found > actions.MAX_ROWS_AT_ONCE,
            "chosen": bool(asked),
            "columns": self.columns(request),
            "names_people": self.names_people,
            "back": f"{reverse(f'admin:{self.label}_changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "admin/export.html", context)

    def _begin_long_export(self, request: HttpRequest, listed: ChangeList) -> HttpResponse:
        """Export by a long job, see ``residents.desk.long_export``."""
        keys = list(listed.queryset.values_list("pk", flat=True)[: MAX_EXPORTED_ROWS + 1])
        job = actions.begin_list_export(
            self.model,
            keys[:MAX_EXPORTED_ROWS],
            cut=len(keys) > MAX_EXPORTED_ROWS,
            by=staff_user(request),
        )
        return redirect("mine:long_job", job.pk)

    def cells_by_key(
        self, keys: Sequence[Any], request: HttpRequest
    ) -> list[tuple[object, list[object]]]:
        """Return the cells of these rows. Those that the user cannot see any more are left out."""
        whole = self.get_changelist_instance(request)
        rows = whole.apply_select_related(whole.root_queryset).in_bulk(keys)
        self.prepare(list(rows.values()))
        return [(key, self.cells(request, rows[key])) for key in keys if key in rows]

    def workbook(
        self,
        request: HttpRequest,
        cells: Sequence[Sequence[object]],
        buildings: Collection[int],
        *,
        cut: bool = False,
    ) -> bytes:
        """``buildings`` are those whose journal anchors are written on a second sheet."""
        listed: list[Sequence[object]] = [self.columns(request), *cells]
        if cut:
            listed.append(
                [_("只有前%(most)d条。要别的，请先筛选，再导出。") % {"most": MAX_EXPORTED_ROWS}]
            )
        sheets: dict[str, Rows] = {str(self.opts.verbose_name_plural): listed}
        anchors = _anchors_of(buildings) if buildings else []
        if anchors:
            sheets[_("日志记到哪里")] = [(_("楼组"), _("记到")), *anchors]
        return as_xlsx(sheets)

    def columns(self, request: HttpRequest) -> list[str]:
        shown = self.get_list_display(request)
        return [str(label_for_field(column, self.model, self)) for column in shown]

    def cells(self, request: HttpRequest, row: object) -> list[object]:
        return [self._cell(row, column) for column in self.get_list_display(request)]

    def _cell(self, row: Any, column: Any) -> object:
        field, _attribute, value = lookup_field(column, row, self)
        choices = getattr(field, "flatchoices", None)
        return cell_value(dict(choices).get(value, value) if choices else value)


def xlsx_response(content: bytes, title: str, day: dt.date) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    name = f"{title}{day:%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def cell_value(value: object) -> object:
    """Convert a value for a cell. Numbers and times are kept, in local time; all others become
    text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value).replace(microsecond=0)
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return str(value)


def _anchors_of(buildings: Collection[int]) -> list[tuple[str, str]]:
    return [anchor for room in rooms() for anchor in room.anchors_of(buildings)]
