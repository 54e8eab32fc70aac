"""Pages on which a second person writes what an answer's paper says, and its enterer looks again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from governance.canvass.actions import readings
from governance.canvass.choices import choices_for
from governance.canvass.forms.readings import ReadingForm, SettleReadingForm
from governance.canvass.models import Answer, Canvass, LineReading
from governance.canvass.queries.option_words import answer_words
from governance.canvass.queries.options import load_options
from governance.canvass.queries.page import answer_in, canvasses_for_page
from governance.canvass.queries.sheets import reading_in
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("answer")
def read_differently(request: BuildingRequest, pk: int, answer: int) -> HttpResponse:
    canvass = _fetch(request, pk)
    given = answer_in(canvass, answer)
    if given is None or given.on_web or given.on_sheet:
        raise Http404
    form = ReadingForm(canvass, given, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            readings.read_differently(canvass, form.to_input(), by=request.user)
            words = _("记下了，请%(who)s再看一遍。看清以前，这份不算。")
            messages.success(request, words % {"who": given.by.known_as})
            return redirect("canvass:answers_to_check", request.building.slug)
    context = {**_entered(canvass, given), "form": form}
    return render(request, "canvass/read_differently.html", context)


@in_building
@rate_limit("answer")
def settle_reading(request: BuildingRequest, pk: int, reading: int) -> HttpResponse:
    """The page of whoever entered an answer, with what was entered and what was read."""
    canvass = _fetch(request, pk)
    found = reading_in(canvass, reading)
    if found is None:
        raise Http404
    correct = request.POST.get("do") == "correct"
    form = SettleReadingForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid() or (request.method == "POST" and not correct):
        with refusals_on(form):
            reason = form.cleaned_data.get("reason", "")
            readings.settle_reading(found, correct=correct, reason=reason, by=request.user)
            messages.success(request, _("记下了，等另一位再核对。"))
            return _back(request, found)
    context = {
        **_entered(canvass, found.answer),
        "form": form,
        "reading": found,
        "read": reading_words(canvass, found),
        "open": found.outcome == LineReading.Outcome.OPEN,
    }
    return render(request, "canvass/settle_reading.html", context)


def reading_words(canvass: Canvass, reading: LineReading) -> str:
    """Return the words of what a second person ticked."""
    marks = reading.marks or [reading.choice]
    choices = choices_for(canvass, reading.answer.version)
    return "、".join(words for value, words in choices if value in marks)


def _back(request: BuildingRequest, reading: LineReading) -> HttpResponse:
    line = getattr(reading.answer, "sheet_line", None)
    if line is None:
        return redirect("canvass:answers_to_check", request.building.slug)
    canvass = reading.answer.voice.canvass_id
    return redirect("canvass:sheet_table", request.building.slug, canvass, line.sheet_id)


def _entered(canvass: Canvass, answer: Answer) -> dict[str, object]:
    return {"canvass": canvass, "answer": answer, "said": answer_words(canvass, answer)}


def _fetch(request: BuildingRequest, pk: int) -> Canvass:
    canvass = fetch(request, canvasses_for_page(), pk, to="canvass.see_each")
    load_options(canvass)
    return canvass
