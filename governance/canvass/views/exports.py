from __future__ import annotations

import json

import rules
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import looking
from governance.canvass.queries.dossier import dossier_of
from governance.canvass.queries.export import as_record, record_tables
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.record_tables import as_workbook
from louzu.lib.spreadsheet import SPREADSHEET
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.once import show_once


@in_building
@require_POST
def dossier(request: BuildingRequest, pk: int) -> HttpResponse:
    """The file for street office and housing authority, to print or as a workbook. It names
    households and what they answered, so that each look is recorded."""
    found = canvasses_for_page().prefetch_related("attachments")
    canvass = fetch(request, found, pk, to="canvass.open_file")
    looking.record_file_look(canvass, by=request.user)
    tables = dossier_of(canvass)
    if request.POST.get("do") == "xlsx":
        book = HttpResponse(as_workbook(tables), content_type=SPREADSHEET)
        book["Content-Disposition"] = f'attachment; filename="canvass-{pk}-file.xlsx"'
        return show_once(book, back=canvass.get_absolute_url())
    page = render(
        request,
        "canvass/dossier.html",
        {"canvass": canvass, "tables": tables, "now": timezone.now()},
    )
    return show_once(page, back=canvass.get_absolute_url())


@in_building
@require_safe
def record(request: BuildingRequest, pk: int, form: str) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.export")
    limits = {
        "each": rules.has_perm("canvass.see_each", request.user, canvass),
        "text": rules.has_perm("canvass.read_text", request.user, canvass),
        "result": rules.has_perm("canvass.read_result", request.user, canvass),
    }
    if form == "json":
        record_fields = as_record(canvass, **limits)
        content = json.dumps(record_fields, ensure_ascii=False, indent=2).encode()
        response = HttpResponse(content, content_type="application/json")
    elif form == "xlsx":
        book = as_workbook(record_tables(canvass, **limits))
        response = HttpResponse(book, content_type=SPREADSHEET)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="canvass-{pk}.{form}"'
    return response
