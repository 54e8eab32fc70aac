"""Pages of the documents of a matter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.matters.actions import documents as actions
from governance.matters.forms.documents import DocumentForm, VersionForm
from governance.matters.models import Document, DocumentVersion
from governance.matters.queries.documents import documents_of, files_of, readable_documents_of
from governance.matters.queries.lists import matters_for_page
from governance.matters.queries.named_rooms import doubt_about_words
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.files import serve_attachment
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@require_safe
@cached_page()
def documents(request: BuildingRequest, pk: int) -> HttpResponse:
    """List all documents with their versions, and those still to be collected."""
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.read")
    context = {"matter": matter, "documents": documents_of(matter, request.standing)}
    return render(request, "matters/documents.html", context)


@in_building
@rate_limit("post")
def add_document(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.collect")
    form = DocumentForm(request.POST or None, reads_all=request.standing.leads)
    doubt = _doubt_about(request, form)
    if form.is_valid() and not doubt:
        with refusals_on(form):
            added = actions.add_document(matter, form.to_input(), by=request.user)
            messages.success(request, _("列上了。手里有的，现在就放上来。"))
            return redirect("matters:add_version", request.building.slug, pk, added.pk)
    context = {"matter": matter, "form": form, "doubt": doubt}
    return render(request, "matters/document.html", context)


@in_building
@rate_limit("post")
def add_version(request: BuildingRequest, pk: int, document: int) -> HttpResponse:
    found = _document(request, pk, document)
    initial = {"dated_on": timezone.localdate()}
    form = VersionForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            actions.add_version(found, form.to_input(), by=request.user)
            messages.success(request, _("放上了。"))
            return redirect("matters:documents", request.building.slug, pk)
    context = {"matter": found.matter, "document": found, "form": form}
    return render(request, "matters/version.html", context)


@in_building
@require_POST
def rely_on_version(request: BuildingRequest, pk: int, document: int, version: int) -> HttpResponse:
    found = _version(request, pk, document, version)
    reliance = request.POST.get("reliance", "")
    if reliance not in DocumentVersion.Reliance.values:
        raise Http404
    actions.rely_on_version(found, reliance, by=request.user)
    messages.success(request, _("记下了。这一版不能再拿掉，有改动就加新的一版。"))
    return redirect("matters:documents", request.building.slug, pk)


@in_building
@require_POST
def remove_version(request: BuildingRequest, pk: int, document: int, version: int) -> HttpResponse:
    actions.remove_version(_version(request, pk, document, version), by=request.user)
    messages.success(request, _("拿掉了。"))
    return redirect("matters:documents", request.building.slug, pk)


@in_building
@require_POST
def show_document_to(request: BuildingRequest, pk: int, document: int) -> HttpResponse:
    found = _document(request, pk, document)
    audience = request.POST.get("audience", "")
    if audience not in Document.Audience.values:
        raise Http404
    actions.show_document_to(found, audience, by=request.user)
    hidden = audience == Document.Audience.LEADERS
    messages.success(request, _("收起来了。") if hidden else _("邻居们看得到了。"))
    return redirect("matters:documents", request.building.slug, pk)


@in_building
@require_POST
def give_document_up(request: BuildingRequest, pk: int, document: int) -> HttpResponse:
    actions.give_document_up(_document(request, pk, document), by=request.user)
    messages.success(request, _("划掉了，不用收。"))
    return redirect("matters:documents", request.building.slug, pk)


@in_building
@require_POST
def want_document(request: BuildingRequest, pk: int, document: int) -> HttpResponse:
    actions.want_document(_document(request, pk, document), by=request.user)
    messages.success(request, _("恢复了，还要收。"))
    return redirect("matters:documents", request.building.slug, pk)


@in_building
@require_safe
def document_file(
    request: BuildingRequest, pk: int, document: int, file: int, size: str
) -> HttpResponseBase:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.read")
    readable = readable_documents_of(matter, request.standing)
    found = get_object_or_404(readable, pk=document)
    return serve_attachment(request, files_of(found), file, size)


def _document(request: BuildingRequest, pk: int, document: int) -> Document:
    """One that the reader may not read is as one that does not exist."""
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.collect")
    return get_object_or_404(readable_documents_of(matter, request.standing), pk=document)


def _version(request: BuildingRequest, pk: int, document: int, version: int) -> DocumentVersion:
    found = _document(request, pk, document)
    return get_object_or_404(found.versions.all(), pk=version)


def _doubt_about(request: BuildingRequest, form: DocumentForm) -> str:
    """Return what is asked about a name that all neighbours will read, or ""."""
    if not form.is_valid() or request.POST.get("do") == "sure":
        return ""
    data = form.to_input()
    shown = data.audience == Document.Audience.RESIDENTS
    return doubt_about_words(request.building, data.name) if shown else ""
