"""Two-step form of a household that answers a question with options."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.canvass.choices import Picked
from governance.canvass.forms.answers import AnswerForm
from governance.canvass.forms.picks import PicksForm, initial_of_ballot
from governance.canvass.models import Canvass, Choice
from governance.canvass.queries.option_words import ballot_words, most_sentence
from governance.canvass.queries.options import load_options
from governance.canvass.queries.voices import VoiceStatus
from governance.canvass.queries.words import choice_words, received_sentence
from governance.canvass.views.answer_ways import (
    AnswerWays,
    given_meanwhile,
    record_answer,
    show_what_changed,
)
from louzu.lib.forms import refusals_on
from louzu.lib.required_if import set_condition
from residents.access.building import BuildingRequest


def answer_options(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus, ways: AnswerWays
) -> HttpResponse:
    """Show the options, then what was picked, then record it. What was picked stays after an error."""
    load_options(canvass)
    picks, picked = picks_in(request, canvass, status)
    if picked is None:
        return options_page(request, canvass, status, picks, ways)
    begun = {
        "choice": picked.choice,
        "seen": status.newest_pk,
        "version": request.POST.get("version"),
    }
    data = request.POST if request.POST.get("do") == "answer" else None
    form = AnswerForm(data, initial=begun)
    form.fields["reason"].label = _("想说的话")
    set_condition(form, "reason", None)
    if form.is_valid():
        with refusals_on(form, stale=partial(show_what_changed, form, canvass, status)):
            said = replace(form.to_input(), choice=picked.choice, ballot=picked.ballot)
            answer = record_answer(canvass, status, said, ways, by=request.user)
            messages.success(request, received_sentence(answer))
            return redirect(ways.page)
    if getattr(form, "text_changed", False):
        messages.warning(
            request, _("您选的时候，文字或者选项刚改过，没有记上。请看看新的，再选一次。")
        )
        return redirect(ways.form)
    return _confirm_page(request, canvass, status, picked, form, ways)


def picks_in(
    request: BuildingRequest, canvass: Canvass, status: VoiceStatus
) -> tuple[PicksForm, Picked | None]:
    """Return the form of the options and what is picked in it, None if that is no answer yet."""
    if request.POST.get("choice") in {Choice.ABSTAIN, Choice.TAKEN_BACK}:
        return PicksForm(canvass), Picked(request.POST["choice"])
    data = request.POST if request.method == "POST" else None
    picks = PicksForm(canvass, data, initial=_before(canvass, status))
    return picks, picks.picked if picks.is_valid() else None


def _before(canvass: Canvass, status: VoiceStatus) -> dict[str, object]:
    answer = status.counts
    fits = answer and answer.choice == Choice.PICKED
    return initial_of_ballot(canvass, answer.ballot) if answer and fits else {}


def options_page(
    request: BuildingRequest,
    canvass: Canvass,
    status: VoiceStatus,
    picks: PicksForm,
    ways: AnswerWays,
) -> HttpResponse:
    context = {
        "canvass": canvass,
        "status": status,
        "form": picks,
        "most": most_sentence(canvass),
        "words": choice_words(canvass),
        "ways": ways,
    }
    return render(request, "canvass/answer_options.html", context)


def _confirm_page(
    request: BuildingRequest,
    canvass: Canvass,
    status: VoiceStatus,
    picked: Picked,
    form: AnswerForm,
    ways: AnswerWays,
) -> HttpResponse:
    ballot = picked.ballot
    word = choice_words(canvass)[picked.choice]
    if ballot:
        word = ballot_words(canvass, canvass.present_options, ballot)
    carried = initial_of_ballot(canvass, ballot) if ballot else {}
    pairs = [
        (name, value)
        for name, values in carried.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    context = {
        "canvass": canvass,
        "status": status,
        "form": form,
        "word": word,
        "ways": ways,
        "meanwhile": None if form.is_bound else given_meanwhile(request, status),
        "words": choice_words(canvass),
    }
    return render(request, "canvass/confirm.html", {**context, "carried": pairs})
