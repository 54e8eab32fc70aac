"""The page of one household or owner, and its answers with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import answering, reading, rechecking
from governance.canvass.kinds import takes_delegations
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Answer, Canvass
from governance.canvass.queries.access import concerns
from governance.canvass.queries.news import unread_of
from governance.canvass.queries.page import answer_in, canvasses_for_page, objections_of
from governance.canvass.queries.papers import paper_history_of
from governance.canvass.queries.sheets import pages_behind
from governance.canvass.queries.voices import VoiceStatus, answers_of, visits_of, voice_numbered
from governance.canvass.queries.words import choice_words
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import serve_file
from residents.models import Building

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


@in_building
@require_safe
def voice(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    status = voice_or_404(canvass, number)
    mine = status.is_home_of(request.standing)
    sees_each = rules.has_perm("canvass.see_each", request.user, canvass)
    if not (mine or sees_each):
        raise PermissionDenied
    whole = mine or request.standing.leads
    history = answers_of(status.voice) if whole else _standing_ones(status)
    context = {
        "canvass": canvass,
        "status": status,
        "mine": mine,
        "unread": mine and unread_of(status.voice, request.user),
        "sees_each": sees_each,
        "history": history,
        "at_proxy": _is_at_proxy_of(request, canvass, status),
        "take_back": _checked_by_mistake(request, canvass, history),
        "visits": visits_of(status.voice) if sees_each else [],
        "papers": paper_history_of(status.voice) if canvass.secret else [],
        "objections": [o for o in objections_of(canvass) if o.voice_id == status.voice.pk],
        "words": choice_words(canvass),
        "may_delegate": takes_delegations(canvass),
    }
    return render(request, "canvass/voice.html", context)


@in_building
@require_POST
def read_door(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    """Mark the household's news as read. Its pages send this when they are opened."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    status = voice_or_404(canvass, number)
    if not status.is_home_of(request.standing):
        raise PermissionDenied
    reading.mark_news_read(status.voice, by=request.user)
    return redirect("canvass:voice", request.building.slug, pk, number)


@in_building
@require_POST
def check(request: BuildingRequest, pk: int, answer: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    given, status = _answer(request, canvass, answer)
    mine = status.is_of(request.standing)
    answering.check_answer(canvass, given, by=request.user, by_household=mine)
    messages.success(request, _("核对好了。按错了的，可以收回。"))
    return _after_check(request, given)


@in_building
@require_POST
def deny(request: BuildingRequest, pk: int, answer: int) -> HttpResponse:
    """Take the word of a second person that the household did not say this on the web."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_each")
    given, status = _answer(request, canvass, answer)
    rechecking.deny_answer(canvass, given, by=request.user)
    words = _("记下了：%(door)s说不是这样，这份不算，请这家再答一次。楼组长和答的人会知道。")
    messages.success(request, words % {"door": status.voice.label})
    return _after_check(request, given)


@in_building
@require_POST
def take_check_back(request: BuildingRequest, pk: int, answer: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    given, status = _answer(request, canvass, answer)
    rechecking.take_check_back(canvass, given, by=request.user)
    words = _("收回了：%(door)s这份答复又等核对了。")
    messages.success(request, words % {"door": status.voice.label})
    return _after_check(request, given)


@in_building
@require_safe
def evidence(request: BuildingRequest, pk: int, answer: int, which: str) -> HttpResponseBase:
    """Serve the photo of a signed sheet or mandate, to helpers and the household only."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    given, _status = _answer(request, canvass, answer)
    if which == "evidence" and given.on_sheet:  # other homes' answers stand on it
        require(request, "canvass.see_each", canvass)
        pages = pages_behind(given)
        if [str(page.file) for page in pages] != [str(given.evidence)]:
            context = {"canvass": canvass, "answer": given, "pages": pages}
            return render(request, "canvass/evidence.html", context)
    file: FieldFile | None = {"evidence": given.evidence, "mandate": given.mandate}.get(which)
    if not file:
        raise Http404
    return serve_paper(request, file)


def _after_check(request: BuildingRequest, answer: Answer) -> HttpResponse:
    """Return to the list of answers to check, or to the page of the home, where the button was."""
    if "next" in request.POST:
        return redirect("canvass:answers_to_check", request.building.slug)
    voice = answer.voice
    return redirect("canvass:voice", request.building.slug, voice.canvass_id, voice.number)


def serve_paper(request: BuildingRequest, file: FieldFile) -> HttpResponseBase:
    """Show a photo of a paper, or offer the PDF for download."""
    is_pdf = (file.name or "").endswith(".pdf")
    return serve_file(request, file, download_as="sheet.pdf" if is_pdf else "", signed=True)


def _answer(request: BuildingRequest, canvass: Canvass, pk: int) -> tuple[Answer, VoiceStatus]:
    """Return an answer and its voice. Raises 404 for everybody but helpers and the household."""
    answer = answer_in(canvass, pk)
    if answer is None:
        raise Http404
    status = voice_or_404(canvass, answer.voice.number)
    sees_each = rules.has_perm("canvass.see_each", request.user, canvass)
    if not (sees_each or status.is_home_of(request.standing)):
        raise Http404  # 403 would reveal that the answer exists
    return answer, status


def door_url(building: Building, status: VoiceStatus) -> str:
    """Return the URL of the door at which somebody knocks for a voice. If there is none or several,
    that of the list of the doors."""
    lived_in = [place["flat"] for place in status.places if place["answering"]]
    flats = lived_in or [place["flat"] for place in status.places]
    if len(flats) != 1:
        return reverse("doors:list", args=[building.slug])
    return reverse("doors:door", args=[building.slug, *flats])


def voice_or_404(canvass: Canvass, number: int) -> VoiceStatus:
    status = voice_numbered(canvass, number)
    if status is None:
        raise Http404
    return status


def _standing_ones(status: VoiceStatus) -> list[Answer]:
    """Return the answers that count or wait, or did so for an earlier text."""
    current = getattr(status.voice, "current", None)
    found = [one for one in (current.answer, current.waiting) if one] if current else []
    prefetch_related_objects(found, "confirmations__by")
    return found


def _is_at_proxy_of(request: BuildingRequest, canvass: Canvass, status: VoiceStatus) -> bool:
    """Return whether the answer that waits was given by the person's home for a neighbour."""
    waiting = status.waiting
    if waiting is None or waiting.delegation_id is None or status.is_of(request.standing):
        return False
    return concerns(canvass, waiting, request.user)


def _checked_by_mistake(
    request: BuildingRequest, canvass: Canvass, answers: list[Answer]
) -> set[int]:
    """Return the primary keys of answers whose check this person may take back."""
    if canvass.state not in {CanvassState.OPEN, CanvassState.CLOSED}:
        return set()
    leads = request.standing.leads and canvass.taking_answers
    return {
        answer.pk
        for answer in answers
        for check in answer.valid_checks
        if check.by_id == request.user.pk or (leads and not check.by_household)
    }
