"""Visits, answers on paper, and slips, which helpers enter. The pages of the round are in the room
``doors``."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import answering, visiting
from governance.canvass.forms.answers import PaperAnswerForm, SlipForm
from governance.canvass.forms.talks import ToldTogetherForm, VisitForm
from governance.canvass.models import Canvass, Channel, Purpose, Voice
from governance.canvass.queries.codes import coded_voices_in, voice_with_code
from governance.canvass.queries.delegations import accepted_proxy
from governance.canvass.queries.meanwhile import (
    entered_sentence,
    finding_about,
    is_to_an_earlier_text,
    must_be_told_again,
    was_visited_since,
)
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.voices import voices_of
from governance.canvass.queries.words import too_late_sentence
from governance.canvass.views.voices import door_url, voice_or_404
from louzu.lib.errors import Refused
from louzu.lib.forms import error_sentences, refusals_on
from louzu.lib.quoting import quoted
from residents.access.building import BuildingRequest, fetch, in_building
from residents.access.offline_pages import kept_offline
from residents.people.denials import NotNow
from residents.uploads.offline_entries import (
    Found,
    add_finding,
    is_offline_entry,
    time_of_entry,
)
from residents.uploads.rates import rate_limit

BROUGHT = {"channel": "door", "relation": "self"}
"""Initial values of the form for a paper. The query of a link may replace them."""


@in_building
@require_safe
def round_(request: BuildingRequest, pk: int) -> HttpResponse:
    """Lead to the list of the doors, from links of releases in which each question had a round."""
    fetch(request, Canvass, pk, to="canvass.see_each")
    return redirect("doors:list", request.building.slug)


@in_building
@rate_limit("answer")
@require_POST
def visit(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    canvass = _carried(request, pk, to="canvass.visit")
    status = voice_or_404(canvass, number)
    form = VisitForm(request.POST)
    if not form.is_valid():
        raise Refused(_("这一次没有记上，请再按一下。"))
    made = time_of_entry(request)
    if made and was_visited_since(status.voice, made, but_by=request.user):
        add_finding(request, Found.VISITED)
    noted = visiting.record_visit(
        canvass,
        status.voice,
        outcome=form.cleaned_data["outcome"],
        note=form.cleaned_data["note"],
        visited_at=form.cleaned_data["visited_at"] or made,
        version=form.cleaned_data["version"],
        by=request.user,
    )
    if must_be_told_again(noted):
        add_finding(request, Found.STALE)
        messages.warning(request, _("条文改了，请再说一次。"))
    words = {"door": status.voice.label, "outcome": noted.get_outcome_display()}
    messages.success(request, _("%(door)s：%(outcome)s。") % words)
    return redirect(door_url(request.building, status))


@in_building
@rate_limit("answer")
@kept_offline
def bring(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    canvass = _carried(request, pk, to="canvass.bring")
    status = voice_or_404(canvass, number)
    form = PaperAnswerForm(
        canvass,
        request.POST or None,
        request.FILES or None,
        clash=status.clash,
        offline=is_offline_entry(request),
        proxy=accepted_proxy(status),
        initial={name: request.GET.get(name, usual) for name, usual in BROUGHT.items()},
    )
    if form.is_valid():
        with refusals_on(form):
            answer = answering.record_paper_answer(
                canvass,
                status.voice,
                choice=form.said,
                reason=form.cleaned_data["reason"],
                paper=form.paper,
                claimed=time_of_entry(request),
                by=request.user,
            )
            if is_offline_entry(request) and (found := finding_about(answer)):
                add_finding(request, found)
            level = messages.WARNING if is_to_an_earlier_text(answer) else messages.SUCCESS
            messages.add_message(request, level, entered_sentence(answer, status.voice.label))
            if canvass.taking_answers:
                return redirect(door_url(request.building, status))
            return redirect("canvass:answers_to_check", request.building.slug)
    if is_offline_entry(request):
        raise Refused("\n".join(error_sentences(form)))
    context = {
        "canvass": canvass,
        "status": status,
        "form": form,
        "door": door_url(request.building, status),
    }
    return render(request, "canvass/bring.html", context)


@in_building
def slip(request: BuildingRequest, pk: int) -> HttpResponse:
    """Find the voice by the code on a returned slip."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.bring")
    form = SlipForm(request.POST or None)
    if form.is_valid():
        if found := voice_with_code(canvass, form.cleaned_data["code"]):
            if canvass.purpose == Purpose.TELL:
                return _told_by_slip(request, canvass, found)
            bring_at = redirect("canvass:bring", request.building.slug, pk, found.number)
            bring_at["Location"] += "?channel=slip"
            return bring_at
        others = coded_voices_in(request.building, form.cleaned_data["code"])
        if others:
            words = {"what": quoted(others[0].canvass.question)}
            form.add_error(
                "code", _("这张回条是另一件事的：“%(what)s”。请到那一件里登记。") % words
            )
        else:
            form.add_error("code", _("没有这个编号，请再看看回条右上角。"))
    return render(request, "canvass/slip.html", {"canvass": canvass, "form": form})


def _told_by_slip(request: BuildingRequest, canvass: Canvass, voice: Voice) -> HttpResponse:
    """Record that the household was told. A canvass that only tells needs no answer."""
    visiting.record_told_together(canvass, [voice], channel=Channel.SLIP, by=request.user)
    messages.success(request, _("%(door)s：告知了。") % {"door": voice.label})
    return redirect("canvass:slip", request.building.slug, canvass.pk)


@in_building
def together(request: BuildingRequest, pk: int) -> HttpResponse:
    """Record that several households were told at a meeting, by phone or by slips."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.visit")
    voices = [status for status in voices_of(canvass) if request.POST or not status.told]
    form = ToldTogetherForm(voices, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            visits = visiting.record_told_together(
                canvass, form.voices, channel=form.cleaned_data["channel"], by=request.user
            )
            words = ngettext("%(n)s家告知了。", "%(n)s家告知了。", len(visits)) % {"n": len(visits)}
            messages.success(request, words)
            return redirect(canvass)
    return render(request, "canvass/together.html", {"canvass": canvass, "form": form})


def _carried(request: BuildingRequest, pk: int, *, to: str) -> Canvass:
    """Fetch a canvass that helpers may enter answers for. Entries that a phone sends late get a
    message that the deadline has passed."""
    canvass = fetch(
        request,
        canvasses_for_page(),
        pk,
        to="canvass.see_each" if is_offline_entry(request) else to,
    )
    if not rules.has_perm(to, request.user, canvass):
        raise NotNow(too_late_sentence(canvass))
    return canvass
