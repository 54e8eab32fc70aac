"""The page on which all that a household answered on one paper is entered at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.canvass.models import Answer
from governance.canvass.queries.meanwhile import (
    entered_sentence,
    finding_about,
    is_to_an_earlier_text,
)
from governance.doors.actions import answering
from governance.doors.forms import CHOICE, DoorAnswersForm
from governance.doors.queries.round import Door
from governance.doors.views._shared import door_or_404, ended_sentence
from louzu.lib.errors import Refused
from louzu.lib.forms import error_sentences, refusals_on
from louzu.lib.quoting import quoted
from residents.access.building import BuildingRequest, in_building
from residents.access.offline_pages import kept_offline
from residents.uploads.offline_entries import add_finding, is_offline_entry, time_of_entry
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("answer")
@kept_offline
def answer(request: BuildingRequest, pk: int) -> HttpResponse:
    _found, door = door_or_404(request, pk)
    form = DoorAnswersForm(
        door.on_one_paper,
        request.POST or None,
        request.FILES or None,
        initial=_chosen(request),
    )
    if form.is_valid():
        with refusals_on(form):
            _record(request, door, form)
            return redirect("doors:door", request.building.slug, pk)
    if is_offline_entry(request):
        raise Refused("\n".join(error_sentences(form)))
    return render(request, "doors/answer.html", {"door": door, "form": form})


def _chosen(request: BuildingRequest) -> dict[str, str]:
    """Return the question, and the answer if any, whose button was pressed at the door."""
    about, choice = request.GET.get("about", ""), request.GET.get("choice", "")
    return {CHOICE.format(about): choice} if about else {}


def _record(request: BuildingRequest, door: Door, form: DoorAnswersForm) -> None:
    closed = list(request.building.canvass_set.seen_by_residents().filter(pk__in=form.closed))
    if not form.answers:
        raise Refused("\n".join(map(ended_sentence, closed)))
    recorded = answering.record_answers(
        door.flat,
        door.household,
        form.answers,
        paper=form.paper,
        claimed=time_of_entry(request),
        by=request.user,
    )
    for canvass in (*closed, *recorded.ended):
        messages.warning(request, ended_sentence(canvass))
    for one in recorded.answers:
        _tell_if_asked_again(request, one)
    valid = [one for one in recorded.answers if not is_to_an_earlier_text(one)]
    if valid:
        messages.success(request, entered_sentence(valid[0], str(door.flat)))


def _tell_if_asked_again(request: BuildingRequest, answer: Answer) -> None:
    if is_to_an_earlier_text(answer):
        words = {"what": quoted(answer.voice.canvass.question)}
        messages.warning(
            request, _("“%(what)s”的答复记下了，但是文字已经改了，不算。请照新的再问一次。") % words
        )
    if is_offline_entry(request) and (found := finding_about(answer)):
        add_finding(request, found)
