"""A desk's list as an Excel file: the rows and columns that it shows; on a second sheet where the
journals of their buildings stood then. The journal joins by one line, ``register_anchors(anchors_of)``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from decimal import Decimal
from itertools import islice
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

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 10_000
"""Rows of a file; whoever needs more chooses a building first."""
ADMIN_HTML_COLUMNS = ("p", "e", "all", "_popup", "_to_field")
"""What an address says about the page that is looked at, not about what is listed."""


Anchors = Callable[[Collection[int]], list[tuple[str, str]]]
"""For buildings by their keys: name, and number and digest of the journal's newest line."""


class ExportMixin(ModelAdmin[Any]):
    """What is filtered and searched, in the columns of the list, masked as there.

    That a list of people left the house is told in the journal of each building they belong to.
    """

    names_people = True
    """False where no row tells anything of a resident: then nothing is recorded."""
    anchors: Anchors

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_page)
        return [path("export/", view, name=self._export_name), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With the way to the file of just what is listed."""
        asked = request.GET.copy()
        for word in ADMIN_HTML_COLUMNS:
            asked.pop(word, None)
        way = f"{reverse(f'admin:{self._export_name}')}?{asked.urlencode()}"
        return super().changelist_view(request, {"export_url": way, **(extra_context or {})})

    def export_page(self, request: HttpRequest) -> HttpResponse:
        """First how much it is and who will know; then the file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.label}_changelist")
        if request.method != "POST":
            return self._before(request, listed)
        rows = list(listed.queryset[: MOST + 1])
        counts = self.by_building([row.pk for row in rows[:MOST]], request)
        content = self._workbook(request, rows, self.anchors(counts.keys()) if counts else [])
        if self.names_people:
            actions.record_list_export(self.model, counts, by=staff_user(request))
        response = HttpResponse(content, content_type=XLSX)
        name = f"{self.opts.verbose_name_plural}{timezone.localdate():%Y%m%d}.xlsx"
        response["Content-Disposition"] = content_disposition_header(True, name) or ""
        return response

    def by_building(self, pks: Collection[int], request: HttpRequest) -> dict[int, int]:
        """Of these rows so many belong to each building, by its key; none to the committee's own."""
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
        found = listed.queryset.order_by()[: MOST + 1].count()
        asked = {
            word for word, value in request.GET.items() if value and word not in ADMIN_HTML_COLUMNS
        }
        context = {
            **self.admin_site.each_context(request),
            "title": _("导出%(list)s") % {"list": self.opts.verbose_name_plural},
            "opts": self.opts,
            "count": min(found, MOST),
            "cut": found > MOST,
            "chosen": bool(asked),
            "columns": self.columns(request),
            "names_people": self.names_people,
            "back": f"{reverse(f'admin:{self.label}_changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "admin/export.html", context)

    def _workbook(
        self, request: HttpRequest, rows: list[Any], anchors: list[tuple[str, str]]
    ) -> bytes:
        columns = self.columns(request)
        listed = [columns, *(self.cells(request, row) for row in islice(rows, MOST))]
        if len(rows) > MOST:
            listed.append([_("只有前%(most)d条。要别的，请先筛选，再导出。") % {"most": MOST}])
        sheets: dict[str, Rows] = {str(self.opts.verbose_name_plural): listed}
        if anchors:
            sheets[_("日志记到哪里")] = [(_("楼组"), _("记到")), *anchors]
        return as_xlsx(sheets)

    def columns(self, request: HttpRequest) -> list[str]:
        """What the columns of the list are called."""
        shown = self.get_list_display(request)
        return [str(label_for_field(column, self.model, self)) for column in shown]

    def cells(self, request: HttpRequest, row: Any) -> list[Any]:
        """What stands in them for one row."""
        return [self._cell(row, column) for column in self.get_list_display(request)]

    def _cell(self, row: Any, column: Any) -> Any:
        field, _attribute, value = lookup_field(column, row, self)
        choices = getattr(field, "flatchoices", None)
        return cell_value(dict(choices).get(value, value) if choices else value)


def cell_value(value: Any) -> Any:
    """Numbers and times stay what they are, in Shanghai's time; all else is text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value).replace(microsecond=0)
    if isinstance(value, int | float | Decimal | dt.date):
        return value
    return str(value)


def register_anchors(anchors: Anchors) -> None:
    """Lists that are exported from now on tell where the journals stood, as ``anchors`` says."""
    ExportMixin.anchors = staticmethod(anchors)
