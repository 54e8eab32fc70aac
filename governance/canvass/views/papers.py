"""Pages on the paper ballots of a secret vote, for helpers and the household."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.canvass.actions import papers
from governance.canvass.models import PaperLine
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.views.voices import door_url, voice_or_404
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit

Step = Callable[..., PaperLine]
BACK = {"waiting": "canvass:answers_to_check", "page": "canvass:page"}
"""Value of the form's ``next`` field → page to return to. The default is the page of the voice."""


@in_building
def hand_out(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.hand_out_paper")
    status = voice_or_404(canvass, number)
    if request.method == "POST":
        papers.hand_out_paper(canvass, status.voice, by=request.user)
        words = {"door": status.voice.label}
        messages.success(
            request, _("记下了：%(door)s领纸票。等第二个人核对了，再把票交给这家。") % words
        )
        return redirect(door_url(request.building, status))
    if status.voted or status.paper_waits:
        return redirect("canvass:voice", request.building.slug, pk, number)
    context = {"canvass": canvass, "status": status, "door": door_url(request.building, status)}
    return render(request, "canvass/hand_out.html", context)


@in_building
@rate_limit("answer")
@require_POST
def confirm_paper(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    words = _("核对好了：%(door)s领了一张纸票。")
    return _say(request, pk, number, "canvass.say_of_paper", papers.confirm_paper, words)


@in_building
@rate_limit("answer")
@require_POST
def dispute_paper(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    words = _("记下了：%(door)s没有领过纸票，那一笔不算了。")
    return _say(request, pk, number, "canvass.say_of_paper", papers.dispute_paper, words)


@in_building
@require_POST
def take_paper_back(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    words = _("记下了：%(door)s的纸票交回了。")
    return _say(request, pk, number, "canvass.take_paper_back", papers.take_paper_back, words)


def _say(
    request: BuildingRequest, pk: int, number: int, to: str, step: Step, words: str
) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to=to)
    status = voice_or_404(canvass, number)
    step(canvass, status.voice, by=request.user)
    messages.success(request, words % {"door": status.voice.label})
    back = BACK.get(request.POST.get("next", ""))
    if back is None:
        return redirect("canvass:voice", request.building.slug, pk, number)
    return redirect(back, request.building.slug, *([] if back == BACK["waiting"] else [pk]))
