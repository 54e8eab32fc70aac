"""Photos of a paper, the mandates on it, and changes of both before the check."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import sheet_pages
from governance.canvass.forms.sheets import MandateForm, PagesForm
from governance.canvass.queries.sheets import is_checked, line_in, page_in
from governance.canvass.views._shared import fetch_canvass, row_or_404, sheet_or_404
from governance.canvass.views.voices import serve_paper
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building
from residents.uploads.rates import rate_limit


@in_building
@require_safe
def sheet_page(request: BuildingRequest, pk: int, page: int) -> HttpResponseBase:
    """Serve a photo of a sheet to helpers only, because it shows the answers of many homes."""
    found = page_in(fetch_canvass(request, pk, to="canvass.see_each"), page)
    if found is None:
        raise Http404
    return serve_paper(request, found.file)


@in_building
@require_safe
def line_mandate(request: BuildingRequest, pk: int, line: int) -> HttpResponseBase:
    found = line_in(fetch_canvass(request, pk, to="canvass.see_each"), line)
    if found is None or not found.mandate:
        raise Http404
    return serve_paper(request, found.mandate)


@in_building
@rate_limit("answer")
def change_pages(request: BuildingRequest, pk: int, sheet: int) -> HttpResponse:
    """Take photos of a paper out and add others, before a second person has checked an answer."""
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    found = sheet_or_404(canvass, sheet)
    form = PagesForm(found.present_pages, request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            removed, added = form.cleaned_data["removed"], form.cleaned_data["added"]
            sheet_pages.change_pages(
                found, added=added, removed=[int(one) for one in removed], by=request.user
            )
            messages.success(request, _("照片改好了。拿掉的还能放回来。"))
            return redirect("canvass:change_pages", request.building.slug, pk, sheet)
    context = {
        "canvass": canvass,
        "sheet": found,
        "pages": found.present_pages,
        "removed": [page for page in found.pages.all() if page.removed_at],
        "checked": is_checked(found),
        "form": form,
    }
    return render(request, "canvass/change_pages.html", context)


@in_building
@require_POST
def put_page_back(request: BuildingRequest, pk: int, page: int) -> HttpResponse:
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    found = page_in(canvass, page)
    if found is None:
        raise Http404
    sheet_pages.put_page_back(found, by=request.user)
    messages.success(request, _("放回来了。"))
    return redirect("canvass:change_pages", request.building.slug, pk, found.sheet_id)


@in_building
@rate_limit("answer")
def add_mandate(request: BuildingRequest, pk: int, sheet: int, number: int) -> HttpResponse:
    canvass = fetch_canvass(request, pk, to="canvass.bring")
    found = sheet_or_404(canvass, sheet)
    voice = row_or_404(found, number).voice
    form = MandateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            sheet_pages.add_mandate(found, voice, form.cleaned_data["mandate"], by=request.user)
            return redirect("canvass:sheet_table", request.building.slug, pk, sheet)
    context = {"canvass": canvass, "sheet": found, "voice": voice, "form": form}
    return render(request, "canvass/add_mandate.html", context)
