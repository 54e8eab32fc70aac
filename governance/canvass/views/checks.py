from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.canvass.queries.access import concerns
from governance.canvass.queries.checks import (
    answers_to_check_in,
    checks_by,
    readings_going_back_to,
)
from governance.canvass.queries.delegations import mandates_checked_by, mandates_to_check_in
from governance.canvass.queries.option_words import instruction_words
from governance.canvass.queries.papers import papers_to_check_in
from governance.canvass.queries.sheets import sheets_to_check_in
from governance.canvass.queries.words import choice_words
from residents.access.building import BuildingRequest, in_building, require


@in_building
@require_safe
def answers_to_check(request: BuildingRequest) -> HttpResponse:
    require(request, "canvass.check", request.building)
    user = request.user
    canvasses = [
        (canvass, choice_words(canvass), answers)
        for canvass, answers in answers_to_check_in(request.building)
    ]
    papers = papers_to_check_in(request.building)
    sheets = sheets_to_check_in(request.building, request.user)
    back = readings_going_back_to(request.user, request.building)
    mandates = [
        (mandate, instruction_words(mandate.principal.canvass, mandate))
        for mandate in mandates_to_check_in(request.building)
    ]
    context = {
        "canvasses": canvasses,
        "of_proxies_at_home": {
            answer.pk
            for canvass, _words, answers in canvasses
            for answer in answers
            if answer.delegation and concerns(canvass, answer, user)
        },
        "papers": papers,
        "sheets": sheets,
        "readings": back,
        "mandates": mandates,
        "checked": checks_by(request.user, request.building),
        "checked_mandates": mandates_checked_by(request.user, request.building),
    }
    return render(request, "canvass/answers_to_check.html", context)
