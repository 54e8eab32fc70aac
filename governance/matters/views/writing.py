"""Begin and change a matter, and tie things to it."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.journal.causes import cause_from, thing_from
from governance.matters.actions import beginning
from governance.matters.actions import ties as tying
from governance.matters.forms.matters import (
    MatterForm,
    initial_for_matter,
    initial_of_matter,
)
from governance.matters.forms.ties import TieForm
from governance.matters.models import Matter
from governance.matters.queries.kinds import kinds_in
from governance.matters.queries.lists import matters_for_page
from governance.matters.queries.named_rooms import doubt_about_words
from governance.matters.queries.tie_candidates import tie_candidates_for
from governance.matters.queries.ties import (
    leads_to_matter,
    matter_begun_from,
    tied_views_of,
    ties_of,
    untied_views_of,
)
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import get_attachment
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def begin(request: BuildingRequest) -> HttpResponse:
    """Begin a matter. ``?from=`` names the thing of which it comes and from which it takes its words;
    the page of a matter that was begun from it already is shown instead."""
    require(request, "matters.begin", request.building)
    cause = cause_from(request, needs_words=False)
    if cause and not leads_to_matter(cause.thing):
        raise Http404
    if cause and request.method != "POST" and (begun := matter_begun_from(cause.thing)):
        messages.info(request, _("这里已经立过一件事了，就是这一页。"))
        return redirect(begun)
    form = MatterForm(
        request.building,
        request.POST or None,
        request.FILES or None,
        names=knows_names(request),
        kinds=kinds_in(request.building),
        initial=initial_for_matter(cause.words if cause else None),
    )
    doubt = _doubt_about(request, form)
    if form.is_valid() and not doubt:
        with refusals_on(form):
            matter = beginning.begin_matter(
                request.building,
                form.to_input(),
                by=request.user,
                cause=cause.thing if cause else None,
            )
            messages.success(request, _("立好了。有了下文，都会归到这一页上。"))
            return redirect(matter)
    return render(request, "matters/form.html", {"form": form, "cause": cause, "doubt": doubt})


@in_building
@rate_limit("post")
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, matters_for_page(request.user), pk, to="matters.edit")
    form = MatterForm(
        request.building,
        request.POST or None,
        request.FILES or None,
        names=knows_names(request),
        initial=initial_of_matter(matter),
    )
    doubt = _doubt_about(request, form)
    if form.is_valid() and not doubt:
        version = form.cleaned_data["version"]
        with refusals_on(form):
            beginning.edit_matter(matter, form.to_input(), version=version, by=request.user)
            messages.success(request, _("改好了。"))
            return redirect(matter)
    return render(request, "matters/form.html", {"form": form, "matter": matter, "doubt": doubt})


@in_building
@require_POST
def remove_photo(request: BuildingRequest, pk: int, photo: int) -> HttpResponse:
    matter = fetch(request, Matter, pk, to="matters.edit")
    found = get_attachment(matter.photos.all(), photo)
    beginning.remove_matter_photo(matter, found, by=request.user)
    messages.success(request, _("照片拿掉了。"))
    return redirect("matters:edit", request.building.slug, matter.pk)


@in_building
@rate_limit("post")
def tie(request: BuildingRequest, pk: int) -> HttpResponse:
    """List what belongs to the matter, and tie one thing more."""
    matter = fetch(request, Matter, pk, to="matters.tie")
    ties = ties_of(matter)
    candidates = tie_candidates_for(matter, request.standing, ties)
    form = TieForm(candidates, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            tying.tie_thing(matter, form.cleaned_data["thing"], by=request.user)
            messages.success(request, _("归进来了。"))
            return redirect("matters:tie", request.building.slug, matter.pk)
    context = {
        "matter": matter,
        "form": form,
        "candidates": candidates,
        "ties": tied_views_of(ties, request.standing),
        "untied": untied_views_of(matter, request.standing),
    }
    return render(request, "matters/tie.html", context)


@in_building
@require_POST
def untie(request: BuildingRequest, pk: int) -> HttpResponse:
    matter = fetch(request, Matter, pk, to="matters.tie")
    thing = thing_from(request.POST.get("thing", ""))
    if thing is None:
        raise Http404
    tying.untie_thing(matter, thing, by=request.user)
    messages.success(request, _("拿掉了。它自己的页面还在。"))
    return redirect("matters:tie", request.building.slug, matter.pk)


@in_building
@require_POST
def tie_again(request: BuildingRequest, pk: int) -> HttpResponse:
    """Take back that a thing does not belong to the matter."""
    matter = fetch(request, Matter, pk, to="matters.tie")
    thing = thing_from(request.POST.get("thing", ""))
    if thing is None or not matter.untied.filter(thing_type=thing[0], thing_id=thing[1]).exists():
        raise Http404
    tying.tie_thing(matter, thing, by=request.user)
    messages.success(request, _("又归进来了。"))
    return redirect("matters:tie", request.building.slug, matter.pk)


def knows_names(request: BuildingRequest) -> bool:
    return bool(rules.has_perm("residents.know_names", request.user, request.building))


def _doubt_about(request: BuildingRequest, form: MatterForm) -> str:
    if not form.is_valid() or request.POST.get("do") == "sure":
        return ""
    data = form.to_input()
    return doubt_about_words(request.building, data.title, data.sentence)
