"""Pages for the steps of an edition. Each explains what follows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.charters.actions import life, signing
from governance.charters.forms.life import (
    DropForm,
    KeepForm,
    LapseForm,
    PutOutForm,
    RewordSignOffForm,
    SignForm,
)
from governance.charters.forms.suggestions import BeginDraftForm
from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition
from governance.charters.queries.drafts import (
    articles_of,
    latest_published_draft_of,
    left_out_wordings_of,
    working_draft_of,
)
from governance.charters.queries.reading import edition_under_way_in
from governance.charters.queries.signing import objections_to, sign_off_of
from governance.charters.queries.suggestions import (
    count_undecided_suggestions_in,
    decisions_to_deliver_in,
    gathered_wishes_for,
)
from governance.charters.views.fetching import (
    edition_in_force,
    edition_under_way,
    is_writer,
    or_404,
    sees_working,
    to_under_way,
    working,
)
from governance.journal.causes import cause_from
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require


@in_building
@require_safe
def under_way(request: BuildingRequest) -> HttpResponse:
    edition = edition_under_way(request, to="charters.read")
    if edition.state == EditionState.GATHERING:
        gathered = gathered_wishes_for(edition, request.standing)
        return render(request, "charters/gathering.html", {"edition": edition, "wishes": gathered})
    out = latest_published_draft_of(edition)
    draft = working_draft_of(edition) if sees_working(request) else None
    shown = draft or out
    context = {
        "edition": edition,
        "out": out,
        "draft": draft,
        "articles": articles_of(shown) if shown else [],
        "left_out": left_out_wordings_of(draft) if draft else [],
        "waiting": count_undecided_suggestions_in(request.building),
        "sign_off": sign_off_of(edition),
        "objections": objections_to(draft or out) if sees_working(request) else [],
        "to_tell": decisions_to_deliver_in(request.building) if request.standing.helper else [],
        "writes": is_writer(request),
    }
    return render(request, "charters/under_way.html", context)


@in_building
def begin(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.begin", request.building)
    cause = cause_from(request)
    edition = edition_under_way_in(request.building)
    if cause and edition and working_draft_of(edition):
        add = reverse("charters:add", args=[request.building.slug])
        return redirect(f"{add}?{request.GET.urlencode()}")
    if request.method == "POST":
        thing = cause.thing if cause else None
        life.begin_edition(request.building, by=request.user, cause=thing)
        messages.success(request, _("开始征集了。请每一家都来说一说。"))
        return to_under_way(request)
    return render(request, "charters/begin.html", {"cause": cause})


@in_building
def begin_draft(request: BuildingRequest) -> HttpResponse:
    edition = edition_under_way(request, to="charters.begin_draft")
    gathered = gathered_wishes_for(edition, request.standing)
    form = (
        BeginDraftForm(gathered, request.POST or None)
        if request.method == "POST"
        else BeginDraftForm(gathered)
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("typical", [])
        with refusals_on(form):
            life.begin_draft(edition, typical=chosen, by=request.user)
            return to_under_way(request)
    context = {"edition": edition, "form": form, "wishes": gathered}
    return render(request, "charters/begin_draft.html", context)


@in_building
@require_POST
def draft_next(request: BuildingRequest) -> HttpResponse:
    edition = edition_under_way(request, to="charters.read")
    step = "charters.reword" if edition.state == EditionState.SIGNING else "charters.draft_next"
    require(request, step, edition)
    life.begin_next_draft(edition, by=request.user)
    messages.success(request, _("下一稿开了头，写好再给大家看。"))
    return to_under_way(request)


@in_building
def put_out(request: BuildingRequest) -> HttpResponse:
    draft = working(request, to="charters.put_out")
    form = PutOutForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            life.put_out_draft(draft, by=request.user, until=form.cleaned_data["until"])
            messages.success(request, _("拿出来了，邻居们都能看、能提。"))
            return to_under_way(request)
    return _step(request, "put_out", form, edition=draft.edition)


@in_building
def sign(request: BuildingRequest) -> HttpResponse:
    edition = edition_under_way(request, to="charters.sign")
    draft = or_404(latest_published_draft_of(edition))
    form = SignForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            signing.sign_draft(
                draft,
                by=request.user,
                threshold=form.cleaned_data["threshold"],
                closes_at=form.cleaned_data["closes_at"],
            )
            messages.success(request, _("开始签了，可以去敲门了。"))
            return to_under_way(request)
    return _step(request, "sign", form, edition=edition)


@in_building
def reword(request: BuildingRequest) -> HttpResponse:
    """Replace the draft that is being signed."""
    draft = working(request, to="charters.reword")
    form = RewordSignOffForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            signing.reword_sign_off(
                draft,
                by=request.user,
                reason=form.cleaned_data["reason"],
                material=form.cleaned_data["material"],
            )
            messages.success(request, _("换成新的文字了。"))
            return to_under_way(request)
    return _step(request, "reword", form, edition=draft.edition)


@in_building
def drop(request: BuildingRequest) -> HttpResponse:
    edition = edition_under_way(request, to="charters.drop")
    form = DropForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            life.drop_edition(edition, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("这一版先不办了。说过的话都留着。"))
            return redirect(edition.charter)
    return _step(request, "drop", form, edition=edition)


@in_building
@require_POST
def review(request: BuildingRequest) -> HttpResponse:
    edition = edition_in_force(request, to="charters.review")
    life.review_edition(edition, by=request.user)
    messages.success(request, _("开始复议，公约照旧有效。"))
    return redirect(edition.charter)


@in_building
def keep(request: BuildingRequest) -> HttpResponse:
    edition = edition_in_force(request, to="charters.keep")
    form = KeepForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            life.keep_edition(edition, by=request.user, review_on=form.cleaned_data["review_on"])
            messages.success(request, _("继续用。到了日子会提醒您。"))
            return redirect(edition.charter)
    return _step(request, "keep", form, edition=edition)


@in_building
def lapse(request: BuildingRequest) -> HttpResponse:
    edition = edition_in_force(request, to="charters.lapse")
    form = LapseForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            life.lapse_edition(edition, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("这一版不再用了，历次版本里还查得到。"))
            return redirect(edition.charter)
    return _step(request, "lapse", form, edition=edition)


def _step(request: BuildingRequest, name: str, form: object, *, edition: Edition) -> HttpResponse:
    context = {"form": form, "edition": edition}
    return render(request, f"charters/{name}.html", context)
