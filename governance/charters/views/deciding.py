"""Pages of a suggestion, and decisions about it."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.charters.actions import deciding
from governance.charters.actions._shared import wording_in
from governance.charters.comparing import difference
from governance.charters.forms.words import AcceptForm, SuggestionAnswerForm, words_of
from governance.charters.models import Draft, Suggestion, Wording
from governance.charters.queries.articles import successor_in
from governance.charters.queries.drafts import articles_of, working_draft_of
from governance.charters.queries.suggestions import undecided_suggestions_in
from governance.charters.views.fetching import (
    is_writer,
    suggestion_at,
    to_under_way,
    working,
)
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require


@in_building
@require_safe
def open_suggestions(request: BuildingRequest) -> HttpResponse:
    require(request, "charters.write", request.building)
    page = undecided_suggestions_in(request.building, after=request.GET.get("after"))
    return render(request, "charters/open_suggestions.html", {"page": page})


@in_building
@require_safe
def suggestion(request: BuildingRequest, suggestion: int) -> HttpResponse:
    return _page(request, suggestion_at(request, suggestion), SuggestionAnswerForm())


@in_building
@require_POST
def decide(request: BuildingRequest, suggestion: int) -> HttpResponse:
    found = suggestion_at(request, suggestion, to="charters.write")
    form = SuggestionAnswerForm(request.POST)
    declines = request.POST.get("do") == "set_aside"
    act = deciding.decline_suggestion if declines else deciding.answer_suggestion
    if form.is_valid():
        with refusals_on(form):
            act(found, by=request.user, answer=form.cleaned_data["answer"])
            messages.success(request, _("答复了，提的人会看到。"))
            return redirect("charters:open_suggestions", request.building.slug)
    return _page(request, found, form)


@in_building
def accept(request: BuildingRequest, suggestion: int) -> HttpResponse:
    """Two-step form: choose the article, then edit its new text."""
    found = suggestion_at(request, suggestion, to="charters.write")
    draft = working(request)
    wording = _target_wording(request, found, draft)
    if wording is None:
        context = {"suggestion": found, "articles": articles_of(draft)}
        return render(request, "charters/accept.html", context)
    if request.method != "POST" or "text" not in request.POST:
        return _accept_page(
            request, found, wording, AcceptForm(initial=_initial_from_suggestion(found, wording))
        )
    form = AcceptForm(request.POST)
    if form.is_valid():
        with refusals_on(form, stale=lambda: form.against(wording)):
            deciding.accept_suggestion(
                found, draft, wording.article, form.to_input(), by=request.user
            )
            messages.success(request, _("采纳了，记下是哪一家提的。"))
            return to_under_way(request)
    return _accept_page(request, found, wording, form)


@in_building
@require_POST
def withdraw(request: BuildingRequest, suggestion: int) -> HttpResponse:
    found = suggestion_at(request, suggestion)
    if found.by_id != request.user.pk:
        raise PermissionDenied
    deciding.withdraw_suggestion(found, by=request.user)
    messages.success(request, _("收回了。"))
    return redirect(found)


@in_building
@require_POST
def mark_told(request: BuildingRequest, suggestion: int) -> HttpResponse:
    """Mark the decision as told. The author may do so, or any helper if a helper entered the
    suggestion."""
    found = suggestion_at(request, suggestion)
    helps = rules.has_perm("charters.bring", request.user, request.building)
    if found.by_id != request.user.pk and not (found.brought and helps):
        raise PermissionDenied
    deciding.mark_told(found, by=request.user)
    messages.success(request, _("好的，记下了。"))
    return redirect(found)


def _page(
    request: BuildingRequest, suggestion: Suggestion, form: SuggestionAnswerForm
) -> HttpResponse:
    edition = suggestion.edition
    context = {
        "suggestion": suggestion,
        "form": form,
        "pieces": difference(suggestion.was, suggestion.text) if suggestion.was else (),
        "writes": is_writer(request),
        "draft": working_draft_of(edition) if is_writer(request) else None,
        "mine": suggestion.by_id == request.user.pk,
    }
    return render(request, "charters/suggestion.html", context)


def _target_wording(
    request: BuildingRequest, suggestion: Suggestion, draft: Draft
) -> Wording | None:
    """Return the article that takes the suggestion: its own, or the chosen one. None if there is no
    choice yet. Raises Refused if its own article is not in the draft."""
    if suggestion.article_id:
        home = successor_in(suggestion.article_id, draft)
        if home is None:
            raise Refused(_("这一条不在这一稿里。先把它放回来，或者答复提的人。"))
    else:
        asked = request.POST.get("into") or request.GET.get("into") or ""
        home = int(asked) if asked.isdecimal() else None
    if home is None:
        return None
    wording = wording_in(draft, home)
    return next(one for one in articles_of(draft) if one.pk == wording.pk)


def _initial_from_suggestion(suggestion: Suggestion, wording: Wording) -> dict[str, object]:
    """Return initial data. The text is replaced only if the suggestion is for this article."""
    words = words_of(wording)
    if suggestion.article_id == wording.article_id:
        return {**words, "text": suggestion.text, "heading": suggestion.heading}
    return words


def _accept_page(
    request: BuildingRequest, suggestion: Suggestion, wording: Wording, form: AcceptForm
) -> HttpResponse:
    context = {
        "suggestion": suggestion,
        "wording": wording,
        "form": form,
        "theirs": form.theirs,
        "pieces": difference(wording.text, suggestion.text),
    }
    return render(request, "charters/accept.html", context)
