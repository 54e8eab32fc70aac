"""Pages on which a household lets a neighbour answer for it, and the neighbour says yes or no."""

from __future__ import annotations

from functools import partial

import rules
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from governance.canvass.actions import delegating, rechecking
from governance.canvass.forms.delegations import DelegateForm, PaperDelegationForm
from governance.canvass.kinds import takes_delegations
from governance.canvass.models import Canvass, Delegation
from governance.canvass.queries.access import speaks_for
from governance.canvass.queries.delegations import (
    MAX_MANDATES,
    delegation_in,
    possible_proxies,
    proxies_on_paper,
)
from governance.canvass.queries.option_words import ballot_words, instruction_words
from governance.canvass.queries.options import load_options
from governance.canvass.queries.page import canvasses_for_page
from governance.canvass.queries.paper_sizes import mandate_boxes
from governance.canvass.queries.voices import VoiceStatus
from governance.canvass.queries.words import choice_words
from governance.canvass.views.answer_ways import show_text_changed
from governance.canvass.views.answering import voice_of_mine
from governance.canvass.views.voices import serve_paper, voice_or_404
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.uploads.rates import rate_limit

STEPS = {
    "accept": (delegating.accept_delegation, gettext_lazy("答应了。截止以前，请替他们答。")),
    "decline": (delegating.decline_delegation, gettext_lazy("记下了：您家没有受托。")),
    "check": (delegating.check_delegation, gettext_lazy("核对好了，委托算数了。")),
    "uncheck": (
        rechecking.take_mandate_check_back,
        gettext_lazy("收回了，这份委托书又等核对了。"),
    ),
    "withdraw": (
        delegating.withdraw_delegation,
        gettext_lazy("收回了。请您家自己答，或者另外委托一家。"),
    ),
}


@in_building
@rate_limit("answer")
def delegate(request: BuildingRequest, pk: int) -> HttpResponse:
    """Two-step form: choose a neighbour and an instruction, then confirm them."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.answer")
    status = voice_of_mine(request, canvass)
    _refuse_if_none(canvass)
    load_options(canvass)
    proxies = possible_proxies(canvass, status)
    form = DelegateForm(canvass, proxies, request.POST or None)
    if form.is_valid() and request.POST.get("do") == "offer":
        with refusals_on(form, stale=partial(show_text_changed, form, canvass)):
            delegation = delegating.offer_delegation(
                canvass, status.voice, form.proxy_voice, form.to_input(), by=request.user
            )
            messages.success(request, _("送出去了，等对方答应。"))
            return redirect(delegation.get_absolute_url())
    elif form.is_valid():
        return _confirm(request, canvass, status, form)
    context = {"canvass": canvass, "status": status, "form": form, "most": MAX_MANDATES}
    return render(request, "canvass/delegate.html", context)


def _confirm(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, form: DelegateForm
) -> HttpResponse:
    said = form.to_input()
    word = choice_words(canvass).get(said.choice, "")
    if said.ballot:
        word = ballot_words(canvass, canvass.present_options, said.ballot)
    context = {
        "canvass": canvass,
        "status": status,
        "proxy": form.proxy_voice,
        "word": word,
        "reason": said.reason,
        "carried": [(name, one) for name in form.fields for one in request.POST.getlist(name)],
    }
    return render(request, "canvass/confirm_delegation.html", context)


@in_building
@rate_limit("answer")
def delegation(request: BuildingRequest, pk: int, delegation: int) -> HttpResponse:
    """Show a delegation to both homes and to helpers, with the buttons of each home."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    found, gives, receives = _delegation(request, canvass, delegation)
    step = STEPS.get(request.POST.get("do", ""))
    if step:
        require(request, "canvass.answer", canvass)
        act, words = step
        act(canvass, found, by=request.user)
        messages.success(request, words)
        if "next" in request.POST:
            return redirect("canvass:answers_to_check", request.building.slug)
        return redirect(canvass)
    load_options(canvass)
    status = voice_or_404(canvass, found.principal.number)
    unchecked = found.on_paper and found.waits
    checked = found.on_paper and found.is_accepted
    may_uncheck = checked and (found.agreed_by == request.user or request.standing.leads)
    context = {
        "canvass": canvass,
        "delegation": found,
        "gives": gives,
        "receives": receives,
        "word": instruction_words(canvass, found),
        "used": status.answer_of_proxy if found.is_valid else None,
        "clash": status.clash,
        "acts": found.is_valid and (gives or receives or unchecked or may_uncheck),
        "may_uncheck": may_uncheck,
        "words": choice_words(canvass),
    }
    return render(request, "canvass/delegation.html", context)


@in_building
@rate_limit("answer")
def enter_delegation(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    """Enter a mandate that both homes signed on paper."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.visit")
    status = voice_or_404(canvass, number)
    _refuse_if_none(canvass)
    load_options(canvass)
    proxies = proxies_on_paper(canvass, status)
    form = PaperDelegationForm(canvass, proxies, request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            delegating.enter_delegation(
                canvass,
                status.voice,
                form.proxy_voice,
                form.to_input(),
                paper=form.paper,
                by=request.user,
            )
            words = {"door": status.voice.label}
            messages.success(request, _("%(door)s的委托书登记好了，等另一位核对。") % words)
            return redirect("canvass:voice", request.building.slug, pk, number)
    context = {"canvass": canvass, "status": status, "form": form}
    return render(request, "canvass/enter_delegation.html", context)


@in_building
@require_safe
def delegation_mandate(request: BuildingRequest, pk: int, delegation: int) -> HttpResponseBase:
    """Serve the photo of a mandate, to both homes and helpers only."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_voice")
    found, _gives, _receives = _delegation(request, canvass, delegation)
    if not found.mandate:
        raise Http404
    return serve_paper(request, found.mandate)


@in_building
@require_safe
def blank_mandate(request: BuildingRequest, pk: int) -> HttpResponse:
    """空白委托书: the paper on which two homes sign a delegation for this question."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.print")
    _refuse_if_none(canvass)
    load_options(canvass)
    context = {"canvass": canvass, "choices": mandate_boxes(canvass)}
    return render(request, "canvass/blank_mandate.html", context)


def _refuse_if_none(canvass: Canvass) -> None:
    if not takes_delegations(canvass):
        raise Refused(_("这一次不能委托，有话请自己说。"))


def _delegation(
    request: BuildingRequest, canvass: Canvass, pk: int
) -> tuple[Delegation, bool, bool]:
    """Return a delegation, and whether this person speaks for the home that gives or receives it."""
    found = delegation_in(canvass, pk)
    if found is None:
        raise Http404
    homes = [voice_or_404(canvass, voice.number) for voice in (found.principal, found.proxy)]
    sees = rules.has_perm("canvass.see_each", request.user, canvass)
    if not (sees or any(home.is_home_of(request.standing) for home in homes)):
        raise Http404  # 403 would reveal that it exists
    gives, receives = (
        home.is_of(request.standing) and speaks_for(canvass, home.voice, request.user)
        for home in homes
    )
    return found, gives, receives
