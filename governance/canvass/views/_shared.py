"""Find the canvass, the sheet and the row that an address names, and the form of a step."""

from __future__ import annotations

from django.http import Http404

from governance.canvass.forms.changes import SeenRecordForm
from governance.canvass.models import Canvass, Sheet
from governance.canvass.queries.options import load_options
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.record_version import record_version_of
from governance.canvass.queries.sheets import SheetHome, row_numbered, sheet_in
from residents.access.building import BuildingRequest, fetch


def fetch_canvass(request: BuildingRequest, pk: int, *, to: str) -> Canvass:
    canvass = fetch(request, canvasses_for_page(), pk, to=to)
    load_options(canvass)
    return canvass


def sheet_or_404(canvass: Canvass, pk: int) -> Sheet:
    sheet = sheet_in(canvass, pk)
    if sheet is None:
        raise Http404
    return sheet


def row_or_404(sheet: Sheet, number: int) -> SheetHome:
    row = row_numbered(sheet, number)
    if row is None or row.entered or row.left_out:
        raise Http404
    return row


def seen_record_form(request: BuildingRequest, canvass: Canvass) -> SeenRecordForm:
    """Return the form of a step that rests on what its page shows."""
    if request.method == "POST":
        return SeenRecordForm(request.POST)
    return SeenRecordForm(initial={"version": record_version_of(canvass)})
