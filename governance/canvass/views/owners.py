"""The few pages of owners who live elsewhere: what they are asked, and their answers.

They show nothing of the building's life. Members who also own a flat may use them, too.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.canvass.actions import visiting
from governance.canvass.kinds import takes_delegations
from governance.canvass.models import Canvass, CanvassQuerySet
from governance.canvass.queries.options import load_options
from governance.canvass.queries.owner_questions import (
    objections_of_owner,
    owner_questions_in,
    owners_answered_for,
    questions_of_owner,
    receipts_of,
    voices_of_owner,
)
from governance.canvass.queries.page import canvass_page_for, canvasses_for_page, shown_outcome
from governance.canvass.queries.voices import VoiceStatus
from governance.canvass.queries.words import NOT_TAKEN, choice_words, rule_in_force
from governance.canvass.views.answer_ways import wanted_voice, ways_as_owner
from governance.canvass.views.answering import answer_for
from louzu.lib.errors import Refused
from residents.access.building import (
    BuildingRequest,
    fetch,
    is_page_for_owners,
    open_to_owners,
    require,
)
from residents.access.files import serve_attachment
from residents.joining.actions.owners import end_owner_access
from residents.joining.queries.owners import own_accesses
from residents.people.queries.people import contact_of
from residents.uploads.rates import rate_limit


@open_to_owners
@require_safe
@never_cache
def owner_questions(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.enter_as_owner", request.building)
    after = request.GET.get("after")
    page = owner_questions_in(request.building, request.standing, after=after)
    voices = voices_of_owner(page.rows, request.standing)
    context = {
        "page": page,
        "rows": [(canvass, voices.get(canvass.pk, [])) for canvass in page.rows],
        "owners": owners_answered_for(request.building, request.standing),
        "contact": contact_of(request.building, offices=request.building.public_page),
    }
    return render(request, "canvass/owner_questions.html", context)


@open_to_owners
@require_safe
@never_cache
def owner_question(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = _fetch(request, pk, to="canvass.read_as_owner")
    load_options(canvass)
    shown = canvass_page_for(canvass, request.standing, each=False) if canvass.opened_at else None
    mine = _voices(request, canvass)
    context = {
        "canvass": canvass,
        "shown": shown,
        "mine": [(status, ways_as_owner(canvass, status)) for status in mine],
        "receipts": receipts_of(mine),
        "objections": objections_of_owner(mine),
        "rule": rule_in_force(canvass) if canvass.rule else None,
        "result": shown.result if shown else {},
        "outcome": shown_outcome(shown) if shown else "",
        "words": choice_words(canvass),
        "may_delegate": takes_delegations(canvass),
        "about_url": canvass.about_url if is_page_for_owners(canvass.about_url) else "",
    }
    return render(request, "canvass/owner_question.html", context)


@open_to_owners
@rate_limit("answer")
@never_cache
def owner_answer(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = _fetch(request, pk, to="canvass.answer_as_owner")
    status = wanted_voice(request, _voices_or_refuse(request, canvass))
    return answer_for(request, canvass, status, ways_as_owner(canvass, status))


@open_to_owners
@rate_limit("answer")
@require_POST
def owner_acknowledge(request: BuildingRequest, pk: int) -> HttpResponse:
    canvass = _fetch(request, pk, to="canvass.answer_as_owner")
    mine = _voices_or_refuse(request, canvass)
    taken = [visiting.acknowledge(canvass, status.voice, by=request.user) for status in mine]
    if all(taken):
        messages.success(request, _("记下了：您知道了。"))
    else:
        messages.warning(request, NOT_TAKEN)
    return redirect("canvass:owner_question", request.building.slug, pk)


@open_to_owners
@require_safe
def owner_file(request: BuildingRequest, pk: int, file: int, size: str) -> HttpResponseBase:
    canvass = _fetch(request, pk, to="canvass.read_as_owner")
    return serve_attachment(request, canvass.attachments.all(), file, size)


@open_to_owners
def leave_as_owner(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.leave_as_owner", request.building)
    if request.method == "POST":
        for access in own_accesses(request.user, request.building):
            end_owner_access(access, by=request.user)
        messages.success(request, _("退出了。以后这栋楼问业主的事，您在网上看不到了。"))
        return redirect("front")
    owners = owners_answered_for(request.building, request.standing)
    return render(request, "canvass/leave_as_owner.html", {"owners": owners})


def _fetch(request: BuildingRequest, pk: int, *, to: str) -> Canvass:
    found: CanvassQuerySet = canvasses_for_page().prefetch_related("attachments")
    return fetch(request, questions_of_owner(found, request.standing), pk, to=to)


def _voices(request: BuildingRequest, canvass: Canvass) -> list[VoiceStatus]:
    return voices_of_owner([canvass], request.standing).get(canvass.pk, [])


def _voices_or_refuse(request: BuildingRequest, canvass: Canvass) -> list[VoiceStatus]:
    mine = _voices(request, canvass)
    if not mine:
        raise Refused(_("开始征询的时候，您不在业主的名册上。有疑问请找楼组长。"))
    return mine
