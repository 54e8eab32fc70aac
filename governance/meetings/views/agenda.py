"""Pages for proposals of residents and wishes from the lounge."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.meetings.actions import agenda
from governance.meetings.forms.taking_part import DecisionForm, ProposeForm
from governance.meetings.models import Meeting, Proposal
from governance.meetings.queries.agenda import open_wishes_in, proposal_in
from governance.meetings.queries.page import meetings_for_page
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def propose(request: BuildingRequest, pk: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.propose")
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            agenda.propose_item(
                meeting,
                by=request.user,
                title=form.cleaned_data["title"],
                why=form.cleaned_data["why"],
            )
            messages.success(request, _("提上去了。楼组长会列进议程，或者告诉您为什么不列。"))
            return redirect(meeting)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/propose.html", context)


@in_building
@require_POST
def take_back(request: BuildingRequest, pk: int, proposal: int) -> HttpResponse:
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.propose")
    found = _proposal(meeting, proposal)
    if found.author_id != request.user.pk:
        raise PermissionDenied
    agenda.take_back_proposal(found, by=request.user)
    messages.success(request, _("收回了。"))
    return redirect(meeting)


@in_building
def decide(request: BuildingRequest, pk: int, proposal: int) -> HttpResponse:
    """Accept a proposal for the agenda, or decline it with an answer."""
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.edit")
    found = _proposal(meeting, proposal)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            if form.yes:
                agenda.accept_proposal(found, by=request.user)
                messages.success(request, _("列进议程了，排在最后。要换位置，请改议程。"))
            else:
                answer = form.cleaned_data["answer"]
                agenda.decline_proposal(found, answer=answer, by=request.user)
                messages.success(request, _("答复好了，提的人会看到。"))
            return redirect(meeting)
    context = {"meeting": meeting, "proposal": found, "form": form}
    return render(request, "meetings/decide.html", context)


@in_building
@require_POST
def take_up(request: BuildingRequest, pk: int, wish: int) -> HttpResponse:
    """Put a wish from the lounge on the agenda."""
    meeting = fetch(request, meetings_for_page(request.standing), pk, to="meetings.edit")
    found = open_wishes_in(request.building).filter(pk=wish).first()
    if found is None:
        raise Http404
    agenda.take_up_wish(meeting, found, by=request.user)
    messages.success(request, _("列进议程了，排在最后。要换位置，请改议程。"))
    return redirect(meeting)


def _proposal(meeting: Meeting, pk: int) -> Proposal:
    found = proposal_in(meeting, pk)
    if found is None:
        raise Http404
    return found
