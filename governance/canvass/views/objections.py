from __future__ import annotations

import rules
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.canvass.actions import objecting, reading
from governance.canvass.forms.talks import TalkForm
from governance.canvass.models import Canvass, Objection
from governance.canvass.queries.news import unread_of
from governance.canvass.queries.page import canvasses_for_page, objection_in
from governance.canvass.queries.voices import voice_numbered
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require


@in_building
def objection(request: BuildingRequest, pk: int, objection: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    found, mine = _objection(request, canvass, objection)
    if mine and request.POST.get("do") == "keep":
        return _keep(request, canvass, found)
    form = TalkForm(request.POST or None)
    if request.method == "POST":
        require(request, "canvass.visit", canvass)
    if form.is_valid():
        with refusals_on(form):
            _note(request, canvass, found, form)
            messages.success(request, _("记下了。"))
            return redirect("canvass:objection", request.building.slug, pk, found.pk)
    context = {
        "canvass": canvass,
        "objection": found,
        "mine": mine,
        "unread": mine and unread_of(found.voice, request.user),
        "form": form,
    }
    return render(request, "canvass/objection.html", context)


def _keep(request: BuildingRequest, canvass: Canvass, found: Objection) -> HttpResponse:
    require(request, "canvass.answer", canvass)
    reading.keep_objection(canvass, found, by=request.user)
    messages.success(request, _("记下了：您家还是有不同意见。"))
    return redirect("canvass:objection", request.building.slug, canvass.pk, found.pk)


def _note(request: BuildingRequest, canvass: Canvass, found: Objection, form: TalkForm) -> None:
    on, who, said = (form.cleaned_data[name] for name in ("on", "who", "said"))
    if offered := form.cleaned_data["offered"]:
        objecting.record_offer(
            canvass, found, on=on, who=who, said=said, offered=offered, by=request.user
        )
    else:
        objecting.record_talk(canvass, found, on=on, who=who, said=said, by=request.user)


def _objection(request: BuildingRequest, canvass: Canvass, pk: int) -> tuple[Objection, bool]:
    found = objection_in(canvass, pk)
    status = voice_numbered(canvass, found.voice.number) if found else None
    if found is None or status is None:
        raise Http404
    mine = status.is_home_of(request.standing)
    if not (mine or rules.has_perm("canvass.see_each", request.user, canvass)):
        raise Http404  # 403 would reveal that the objection exists
    return found, mine
