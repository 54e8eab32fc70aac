"""征集: gather wishes of households for the charter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.charters.actions import talking
from governance.charters.forms.suggestions import WishForm
from governance.charters.models import Edition
from governance.charters.views.fetching import (
    contributor_of,
    edition_under_way,
    homes_to_bring,
    to_under_way,
)
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def wish(request: BuildingRequest) -> HttpResponse:
    edition = edition_under_way(request, to="charters.gather")
    homes = homes_to_bring(request)
    beginning = {"household": request.GET.get("home", "")}
    form = WishForm(homes, request.POST or None, initial=beginning)
    if form.is_valid():
        with refusals_on(form):
            _say(request, edition, form)
            messages.success(request, _("记下了。起草的时候会一条一条看。"))
            return to_under_way(request)
    return render(request, "charters/wish.html", {"edition": edition, "form": form})


def _say(request: BuildingRequest, edition: Edition, form: WishForm) -> None:
    data = form.cleaned_data
    contributor = contributor_of(request, form)
    talking.suggest_typical(edition, keys=data["typical"], contributor=contributor)
    if data["text"]:
        own = {name: data[name] for name in ("heading", "text", "reason")}
        talking.suggest_wish(edition, contributor=contributor, **own)
