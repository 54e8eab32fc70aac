"""Export a long list in chunks, and hand out the file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from louzu.lib.errors import Refused
from residents.desk import actions
from residents.desk.export import ExportMixin, xlsx_response
from residents.desk.models import ListExport
from residents.desk.requests import staff_user
from residents.people.models import User
from residents.rooms.long_jobs import RunningJob


def export_next_rows(job: RunningJob) -> str | None:
    """Read the cells of the next rows. The last chunk makes the file, and logs that people leave."""
    exports = ListExport.objects.select_for_update().defer("content")
    export = exports.filter(pk=job.arguments["export"]).first()
    if export is None:
        raise Refused(_("这份清单已经清掉了，请再导出一次。"))
    request = _request_of(job.by, export)
    desk = _desk_of(export)
    if not (export.may_be_read_by(job.by) and desk.has_view_permission(request)):
        raise Refused(_("您现在看不到这张清单了，没有导出。"))
    begin = int(job.cursor or 0)
    following = begin + actions.ROWS_PER_CHUNK
    for key, cells in desk.cells_by_key(export.keys[begin:following], request):
        export.rows.append([key, *map(_to_json, cells)])
    if following < len(export.keys):
        export.save(update_fields=["rows"])
        return str(following)
    _make_file(export, desk, request)
    return None


def end_export(job: RunningJob, finished: bool) -> None:
    if not finished:
        ListExport.objects.filter(pk=job.arguments["export"]).delete()


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file to the person who began its export, as long as they may see the list."""
    by = staff_user(request)
    export = get_object_or_404(ListExport, pk=pk, by=by, content__isnull=False)
    if not (export.may_be_read_by(by) and _desk_of(export).has_view_permission(request)):
        raise PermissionDenied
    return xlsx_response(bytes(export.content or b""), export.title, timezone.localdate(export.at))


def _make_file(export: ListExport, desk: ExportMixin, request: HttpRequest) -> None:
    cells = [[_from_json(cell) for cell in row[1:]] for row in export.rows]
    counts = desk.by_building([row[0] for row in export.rows], request)
    export.content = desk.workbook(request, cells, counts, cut=export.cut)
    export.rows = []
    export.save(update_fields=["content", "rows"])
    if desk.names_people:
        actions.record_list_export(desk.model, counts, by=export.by)


def _desk_of(export: ListExport) -> ExportMixin:
    desk = site.get_model_admin(export.model)
    assert isinstance(desk, ExportMixin)  # noqa: S101 -- only such lists are exported
    return desk


def _request_of(user: User, export: ListExport) -> HttpRequest:
    """Return a request for the whole list, as desks want one."""
    name = export.listed.replace(".", "_")
    request = RequestFactory().get(reverse(f"admin:{name}_changelist"))
    request.user = user
    return request


def _to_json(cell: object) -> object:
    if isinstance(cell, dt.datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    return {"decimal": str(cell)} if isinstance(cell, Decimal) else cell


def _from_json(cell: Any) -> object:
    if not isinstance(cell, dict):
        return cell
    [(kind, text)] = cell.items()
    if kind == "decimal":
        return Decimal(text)
    read = dt.datetime if kind == "datetime" else dt.date
    return read.fromisoformat(text)
