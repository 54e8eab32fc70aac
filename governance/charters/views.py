from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.charters import actions
from governance.charters.forms import ClauseRows, EditionForm, Rows, rows_after
from governance.charters.models import Edition
from governance.charters.queries import edition_at, edition_in_force, history_of
from louzu.lib.errors import Refused
from louzu.lib.forms import refuse
from residents.door import BuildingRequest, in_building, remembered, require


@in_building
@require_safe
@remembered()
def charter(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.read", request.building)
    edition = edition_in_force(request.building)
    return render(request, "charters/charter.html", {"edition": edition, "tab": "charter"})


@in_building
@require_safe
@remembered()
def edition(request: BuildingRequest, number: int) -> HttpResponse:
    edition = _edition(request, number)
    return render(request, "charters/edition.html", {"edition": edition, "tab": "charter"})


@in_building
@require_safe
@remembered()
def history(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.read", request.building)
    page = history_of(request.building, after=request.GET.get("after"))
    return render(request, "charters/history.html", {"page": page, "tab": "charter"})


@in_building
@require_safe
@remembered()
def sheet(request: BuildingRequest, number: int) -> HttpResponse:
    """An A4 sheet for the wall, with a code that leads to the charter in force."""
    edition = _edition(request, number)
    url = request.build_absolute_uri(edition.charter.get_absolute_url())
    return render(request, "charters/sheet.html", {"edition": edition, "url": url})


@in_building
def write(request: BuildingRequest) -> HttpResponse:
    """The next edition, beginning with the one in force; nothing is kept before it is posted."""
    require(request, "charters.write", request.building)
    if request.method != "POST":
        based_on = edition_in_force(request.building)
        form = EditionForm(initial=_beginning(based_on))
        return _form_page(request, form, rows_after(based_on))
    form, rows = EditionForm(request.POST), Rows(request.POST)
    do = request.POST.get("do")
    if do == "more":
        return _form_page(request, _unjudged(form), rows.with_one_more())
    if form.is_valid() & rows.is_valid() and do == "post":
        try:
            edition = actions.post_edition(
                request.building, by=request.user, articles=rows.clauses, **form.cleaned_data
            )
        except Refused as refusal:
            return _confront(request, form, rows, refusal)
        messages.success(request, _("公布了。以前的版本还能查到。"))
        return redirect(edition.charter)
    return _form_page(request, form, rows)


def _edition(request: BuildingRequest, number: int) -> Edition:
    require(request, "charters.read", request.building)
    edition = edition_at(request.building, number)
    if edition is None:
        raise Http404
    return edition


def _beginning(edition: Edition | None) -> dict[str, object]:
    return {
        "preamble": edition.preamble if edition else "",
        "based_on": edition.number if edition else 0,
    }


def _unjudged(form: EditionForm) -> EditionForm:
    return EditionForm(initial={name: form[name].value() for name in form.fields})


def _confront(
    request: BuildingRequest, form: EditionForm, rows: ClauseRows, refusal: Refused
) -> HttpResponse:
    """The same words, now against the newest edition; posting again means it."""
    refuse(form, refusal)
    theirs = edition_in_force(request.building)
    newest = request.POST.copy()
    newest["based_on"] = str(theirs.number if theirs else 0)
    form.data = newest
    return _form_page(request, form, rows, theirs=theirs)


def _form_page(
    request: BuildingRequest, form: EditionForm, rows: ClauseRows, *, theirs: Edition | None = None
) -> HttpResponse:
    preview = request.POST.get("do") == "preview" and form.is_valid() and rows.is_valid()
    context = {
        "form": form,
        "rows": rows,
        "preview": rows.preview if preview else None,
        "theirs": theirs,
        "tab": "charter",
    }
    return render(request, "charters/write.html", context)
