"""Pages for a secret vote: holders, envelopes, paper ballots, and opening the box."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import envelopes, unsealing
from governance.canvass.forms.box import HoldersForm, HoldForm, KeysForm, PaperTotalsForm
from governance.canvass.forms.changes import SeenRecordForm
from governance.canvass.models import Canvass
from governance.canvass.queries.box import (
    all_envelopes_held,
    holders_of,
    possible_counters,
    roll_of,
    seat_of,
)
from governance.canvass.queries.options import load_options
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.record_version import record_version_of
from governance.canvass.views._shared import seen_record_form
from louzu.lib.forms import refusals_on, replace_data
from residents.access.building import BuildingRequest, fetch, in_building


@in_building
@require_safe
@never_cache
def holders(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.hold")
    return _holders_page(request, canvass, HoldForm())


@in_building
def choose(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.entrust")
    people = possible_counters(canvass)
    form = HoldersForm(people, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            envelopes.choose_holders(canvass, by=request.user, **form.chosen)
            messages.success(request, _("选好了。请三位各自登录，打印自己的信封。"))
            return redirect("canvass:holders", request.building.slug, pk)
    printed = any(holder.printed for holder in holders_of(canvass))
    context = {"canvass": canvass, "form": form, "people": people, "printed": printed}
    return render(request, "canvass/choose_holders.html", context)


@in_building
@require_POST
@never_cache
def envelope(request: BuildingRequest, pk: int) -> HttpResponse:
    """Show the passphrase once, with status 201 and without caching."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.hold")
    back = reverse("canvass:holders", args=[request.building.slug, pk])
    printed = envelopes.print_envelope(canvass, by=request.user)
    context = {"canvass": canvass, "envelope": printed, "back": back}
    answer = render(request, "canvass/envelope.html", context, status=HTTPStatus.CREATED)
    answer["Location"] = back
    return answer


@in_building
@require_POST
@never_cache
def hold(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.hold")
    form = HoldForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            envelopes.hold_envelope(
                canvass, by=request.user, passphrase=form.cleaned_data["passphrase"]
            )
            messages.success(request, _("记下了：您的信封收好了。"))
            return redirect("canvass:holders", request.building.slug, pk)
    return _holders_page(request, canvass, form)


def open_box(request: BuildingRequest, canvass: Canvass) -> HttpResponse:
    """Open the box with the passphrases of two holders. Both enter their counts of the paper
    ballots, which must be equal."""
    load_options(canvass)
    three, roll = holders_of(canvass), roll_of(canvass)
    keys = KeysForm(three, request.POST or None)
    papers = [PaperTotalsForm(canvass, request.POST or None, prefix=p) for p in ("one", "two")]
    seen, anyway = seen_record_form(request, canvass), "anyway" in request.POST
    if request.method == "POST" and all(form.is_valid() for form in (seen, keys, *papers)):
        one, two = (form.cleaned_data for form in papers)
        if one != two:
            papers[1].add_error(None, _("两位数的纸票不一样，请一起再数一遍。"))
        else:
            version = str(seen.cleaned_data["version"])
            with refusals_on(keys, stale=lambda: _show_newest(seen, canvass)):
                unsealing.count_box(
                    canvass,
                    keys.passphrases,
                    paper=one,
                    by=request.user,
                    anyway=anyway,
                    seen=version,
                )
                messages.success(request, _("票箱打开了，数好了，票和钥匙都已销毁。可以公布了。"))
                return redirect(canvass)
    context = {"canvass": canvass, "seen": seen, "keys": keys, "papers": papers, "roll": roll}
    return render(request, "canvass/open_box.html", context)


def _show_newest(seen: SeenRecordForm, canvass: Canvass) -> None:
    replace_data(seen, version=record_version_of(canvass))


def _holders_page(request: BuildingRequest, canvass: Canvass, form: HoldForm) -> HttpResponse:
    three = holders_of(canvass)
    context = {
        "canvass": canvass,
        "holders": three,
        "mine": seat_of(three, request.user, staff=request.standing.staff),
        "ready": all_envelopes_held(three),
        "form": form,
    }
    return render(request, "canvass/holders.html", context)
