"""Pages of a matter that are printed."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.inbox.links import landing_address
from governance.matters.lifecycle import Stage
from governance.matters.models import Matter, StageChange
from governance.matters.queries.documents import documents_of
from governance.matters.queries.lists import changes_of
from governance.matters.queries.milestones import milestones_of, postings_of
from governance.matters.queries.page import done_on
from governance.matters.queries.promises import promises_of
from residents.access.building import BuildingRequest, fetch, in_building


@in_building
@require_safe
def poster(request: BuildingRequest, pk: int) -> HttpResponse:
    """The matter for the wall, on A4, or on A3 with ``?size=a3``."""
    matter = fetch(request, Matter, pk, to="matters.read")
    milestones = milestones_of(matter)
    changes = changes_of(matter)
    ahead = milestones.ahead_of(done_on(changes))
    context = {
        "matter": matter,
        "milestones": milestones,
        "since": _reached_on(matter, changes),
        "next": ahead[0] if ahead else None,
        "large": request.GET.get("size") == "a3",
        "now": timezone.now(),
        "url": landing_address(request, matter),
    }
    return render(request, "matters/poster.html", context)


@in_building
@require_safe
def dossier(request: BuildingRequest, pk: int) -> HttpResponse:
    """The matter for the file, on A4: milestones, documents, postings and promises."""
    matter = fetch(request, Matter, pk, to="matters.read")
    given_up = matter.stage == Stage.DROPPED
    context = {
        "matter": matter,
        "since": _reached_on(matter, changes_of(matter)) if given_up else None,
        "milestones": milestones_of(matter),
        "documents": documents_of(matter, request.standing),
        "postings": postings_of(matter),
        "promises": [one for one in promises_of(matter, request.standing) if one.words],
        "now": timezone.now(),
    }
    return render(request, "matters/dossier.html", context)


def _reached_on(matter: Matter, changes: list[StageChange]) -> dt.date:
    return changes[-1].on if changes else matter.begun_on
