from __future__ import annotations

import secrets
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from governance.canvass.actions import secret, visiting
from governance.canvass.choices import GIVEN_CHOICES
from governance.canvass.forms.answers import AnswerForm, ReceiptForm
from governance.canvass.forms.box import CastForm
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Canvass, Choice
from governance.canvass.option_tally import OptionBallot
from governance.canvass.queries.box import (
    is_receipt_in_box,
    new_receipt,
    sign_receipt,
    signed_receipt,
)
from governance.canvass.queries.counting import COUNTED
from governance.canvass.queries.delegations import entrusted_among, why_not_entrusted
from governance.canvass.queries.option_words import answer_words, ballot_words
from governance.canvass.queries.options import load_options, option_question_of
from governance.canvass.queries.page import canvasses_for_page, result_in
from governance.canvass.queries.voices import VoiceStatus, voices_of
from governance.canvass.queries.words import (
    NOT_TAKEN,
    choice_meanings,
    choice_words,
    received_sentence,
)
from governance.canvass.views.answer_ways import (
    AnswerWays,
    given_meanwhile,
    record_answer,
    show_what_changed,
    wanted_voice,
    ways_as_proxy,
    ways_in_building,
)
from governance.canvass.views.options import answer_options, options_page, picks_in
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from louzu.lib.required_if import set_condition
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("answer")
def answer(request: BuildingRequest, pk: int) -> HttpResponse:
    """Two-step form: choose an answer, then confirm it."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.answer")
    if canvass.secret:
        return redirect("canvass:ballot", request.building.slug, pk)
    voices = voices_of(canvass)
    mine = _mine_among(request, voices)
    entrusted = entrusted_among(canvass, voices, mine, request.user)
    status = wanted_voice(
        request, [*mine, *entrusted], partial(why_not_entrusted, canvass, mine, request.user)
    )
    if status in mine:
        return answer_for(request, canvass, status, ways_in_building(canvass, status))
    ways = ways_as_proxy(canvass, status)
    if ways.delegation and ways.delegation.choice:
        return _answer_as_instructed(request, canvass, status, ways)
    return answer_for(request, canvass, status, ways)


def _answer_as_instructed(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, ways: AnswerWays
) -> HttpResponse:
    """Show the answer that the neighbour wrote into the delegation, and record it."""
    if request.method == "POST":
        said = record_answer(canvass, status, AnswerInput(choice=""), ways, by=request.user)
        messages.success(request, received_sentence(said))
        return redirect(ways.page)
    load_options(canvass)
    context = {
        "canvass": canvass,
        "status": status,
        "delegation": ways.delegation,
        "word": answer_words(canvass, ways.delegation) if ways.delegation else "",
        "ways": ways,
    }
    return render(request, "canvass/answer_as_told.html", context)


def answer_for(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, ways: AnswerWays
) -> HttpResponse:
    """Show the two steps of a form whose pages are ``ways``, and record the answer."""
    if canvass.has_options:
        return answer_options(request, canvass, status, ways)
    if request.POST.get("choice") not in Choice:
        return _choices(request, canvass, status, ways)
    form = AnswerForm(
        request.POST if "do" in request.POST else None, initial=_begun(request, status)
    )
    if request.POST["choice"] != Choice.OBJECT:
        form.fields["reason"].label = _("想说的话")
        set_condition(form, "reason", None)
    if form.is_valid():
        with refusals_on(form, stale=partial(show_what_changed, form, canvass, status)):
            said = record_answer(canvass, status, form.to_input(), ways, by=request.user)
            messages.success(request, received_sentence(said))
            return redirect(ways.page)
    return _confirm(request, canvass, status, form, ways)


@in_building
@rate_limit("answer")
@require_POST
def acknowledge(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, Canvass, pk, to="canvass.answer")
    mine = _mine(request, canvass)
    taken = [visiting.acknowledge(canvass, status.voice, by=request.user) for status in mine]
    if all(taken):
        messages.success(request, _("记下了：您家知道了。"))
    else:
        messages.warning(request, NOT_TAKEN)
    return redirect(canvass)


@in_building
@rate_limit("answer")
@require_POST
def take_acknowledgement_back(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, Canvass, pk, to="canvass.answer")
    mine = _mine(request, canvass)
    back = [
        visiting.take_acknowledgement_back(canvass, status.voice, by=request.user)
        for status in mine
    ]
    if all(back):
        messages.success(request, _("收回了。您家谁看过了，再说一声“我家知道了”。"))
    else:
        messages.warning(request, NOT_TAKEN)
    return redirect(canvass.about_url or canvass)


@in_building
@rate_limit("answer")
@never_cache
def ballot(request: BuildingRequest, pk: int) -> HttpResponse:
    """Cast a ballot of a secret vote. The choice never appears in a URL."""
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.answer")
    if not canvass.secret:
        return redirect("canvass:answer", request.building.slug, pk)
    status = voice_of_mine(request, canvass)
    if status.voted:
        return redirect(canvass)  # the canvass page shows whether the household voted
    load_options(canvass)
    form = CastForm(canvass, request.POST)
    if request.POST.get("do") == "cast" and form.is_valid():
        return _cast(request, canvass, status, form)
    if canvass.has_options:
        return _ballot_of_options(request, canvass, status)
    choice = request.POST.get("choice", "")
    if choice in GIVEN_CHOICES:
        word = choice_words(canvass)[choice]
        return _confirm_ballot(request, canvass, status, choice=choice, word=word)
    return _choices(request, canvass, status, ways_in_building(canvass, status))


def _ballot_of_options(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus
) -> HttpResponse:
    """Show the options, then the confirmation, which carries the code of what was picked."""
    picks, picked = picks_in(request, canvass, status)
    if picked is None:
        return options_page(request, canvass, status, picks, ways_in_building(canvass, status))
    ballot = picked.ballot or OptionBallot()
    word = choice_words(canvass)[Choice.ABSTAIN]
    if picked.ballot:
        word = ballot_words(canvass, canvass.present_options, ballot)
    code = option_question_of(canvass, canvass.version).code_of(ballot)
    return _confirm_ballot(request, canvass, status, choice=code, word=word)


def _cast(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, form: CastForm
) -> HttpResponse:
    receipt = signed_receipt(canvass, status.voice, form.cleaned_data["receipt"])
    if not receipt:
        raise Refused(_("这一页放得太久了，票还没有投进去。请重新选一次。"))
    choice = form.cleaned_data["choice"]
    secret.cast_ballot(canvass, status.voice, choice=choice, receipt=receipt, by=request.user)
    words = {"receipt": receipt}
    messages.success(request, _("票投进去了。回执号 %(receipt)s，请抄下来。") % words)
    return redirect(canvass)


def _confirm_ballot(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, *, choice: str, word: str
) -> HttpResponse:
    """Show the confirmation step. ``blind`` keeps the submitted values out of the hash that detects
    repeated forms."""
    receipt = new_receipt()
    context = {
        "canvass": canvass,
        "status": status,
        "choice": choice,
        "word": word,
        "receipt": receipt,
        "signed": sign_receipt(canvass, status.voice, receipt),
        "blind": secrets.token_hex(16),
    }
    return render(request, "canvass/ballot.html", context)


@in_building
def box(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.read")
    if not canvass.secret:
        raise PermissionDenied
    form = ReceiptForm(request.POST or None)
    found = is_receipt_in_box(canvass, form.cleaned_data["code"]) if form.is_valid() else None
    context = {"canvass": canvass, "form": form, "found": found}
    if canvass.state in COUNTED:
        context["counted"] = result_in(canvass).get("box")
    return render(request, "canvass/box.html", context)


def _mine(request: BuildingRequest, canvass: Canvass) -> list[VoiceStatus]:
    """Return the voices for which this person may answer. Raises Refused if there are none."""
    return _mine_among(request, voices_of(canvass))


def _mine_among(request: BuildingRequest, voices: list[VoiceStatus]) -> list[VoiceStatus]:
    mine = [status for status in voices if status.is_of(request.standing)]
    if not mine:
        raise Refused(_("这次不问您家，或者要由家里能答复的人来答。有疑问请找楼组长。"))
    return mine


def voice_of_mine(request: BuildingRequest, canvass: Canvass) -> VoiceStatus:
    """Return the person's own voice whose number is in the query string, or the first one."""
    return wanted_voice(request, _mine(request, canvass))


def _begun(request: BuildingRequest, status: VoiceStatus) -> dict[str, object]:
    return {
        "choice": request.POST["choice"],
        "seen": status.newest_pk,
        "version": request.POST.get("version"),
    }


def _choices(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, ways: AnswerWays
) -> HttpResponse:
    words, meanings = choice_words(canvass), choice_meanings(canvass)
    choices = [(c.value, words[c], meanings[c]) for c in GIVEN_CHOICES]
    context = {
        "canvass": canvass,
        "status": status,
        "choices": choices,
        "words": words,
        "ways": ways,
    }
    return render(request, "canvass/answer.html", context)


def _confirm(
    request: BuildingRequest,
    canvass: Canvass,
    status: VoiceStatus,
    form: AnswerForm,
    ways: AnswerWays,
) -> HttpResponse:
    words = choice_words(canvass)
    context = {
        "canvass": canvass,
        "status": status,
        "form": form,
        "word": words[request.POST["choice"]],
        "ways": ways,
        "meanwhile": None if form.is_bound else given_meanwhile(request, status),
        "words": words,
    }
    return render(request, "canvass/confirm.html", context)
