from __future__ import annotations

import json

import rules
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from governance.canvass.queries.export import as_record, as_workbook
from governance.canvass.queries.page import canvasses_for_page
from residents.access.building import BuildingRequest, fetch, in_building

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@in_building
@require_safe
def record(request: BuildingRequest, pk: int, form: str) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.export")
    each = rules.has_perm("canvass.see_each", request.user, canvass)
    record_fields = as_record(
        canvass,
        each=each,
        text=rules.has_perm("canvass.read_text", request.user, canvass),
        result=rules.has_perm("canvass.read_result", request.user, canvass),
    )
    if form == "json":
        content = json.dumps(record_fields, ensure_ascii=False, indent=2).encode()
        response = HttpResponse(content, content_type="application/json")
    elif form == "xlsx":
        response = HttpResponse(as_workbook(record_fields), content_type=SPREADSHEET)
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="canvass-{pk}.{form}"'
    return response
