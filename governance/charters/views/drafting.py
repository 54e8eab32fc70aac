"""Pages for writing a draft article by article."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.charters.actions import drafting, shaping
from governance.charters.forms.words import (
    ArticleForm,
    MergeForm,
    NewArticleForm,
    PreambleForm,
    SplitForm,
    initial_article,
    words_of,
)
from governance.charters.models import Suggestion, Wording
from governance.charters.queries.drafts import articles_of, working_draft_of
from governance.charters.queries.suggestions import suggestion_in
from governance.charters.views.fetching import (
    article_at,
    article_being_written,
    draft_at,
    is_writer,
    to_under_way,
    working,
)
from governance.journal.causes import Cause, cause_from
from louzu.lib.forms import refusals_on
from louzu.lib.quoting import quoted
from residents.access.building import BuildingRequest, in_building
from residents.access.page_cache import cached_page


@in_building
@require_safe
@cached_page()
def draft(request: BuildingRequest, draft: int) -> HttpResponse:
    shown = draft_at(request, draft)
    context = {"draft": shown, "articles": articles_of(shown), "writes": is_writer(request)}
    return render(request, "charters/draft.html", context)


@in_building
def edit(request: BuildingRequest, article: int) -> HttpResponse:
    draft, identity, wording = article_being_written(request, article)
    if request.method != "POST":
        return _edit_page(request, ArticleForm(initial=words_of(wording)), wording)
    form = ArticleForm(request.POST)
    if form.is_valid():
        with refusals_on(form, stale=lambda: form.against(wording)):
            drafting.write_article(draft, identity, form.to_input(), by=request.user)
            messages.success(request, _("存好了。"))
            return to_under_way(request)
    return _edit_page(request, form, wording)


@in_building
def add(request: BuildingRequest) -> HttpResponse:
    draft = working(request)
    wish, cause = _wish(request), cause_from(request)
    if request.method != "POST":
        initial = initial_article(wish, cause.words if cause else None)
        return _add_page(request, NewArticleForm(initial=initial), wish, cause)
    form = NewArticleForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            wishes = [wish] if wish else []
            thing = cause.thing if cause else None
            drafting.add_article(
                draft, form.to_input(), wishes=wishes, by=request.user, cause=thing
            )
            messages.success(request, _("加好了，排在最后一条。"))
            return to_under_way(request)
    return _add_page(request, form, wish, cause)


@in_building
@require_POST
def move(request: BuildingRequest, article: int) -> HttpResponse:
    draft, identity, wording = article_being_written(request, article)
    step = -1 if request.POST.get("do") == "up" else 1
    drafting.move_article(draft, identity, number=(wording.number or 1) + step, by=request.user)
    response = to_under_way(request)
    response["Location"] += f"#a{identity.pk}"
    return response


@in_building
@require_POST
def drop(request: BuildingRequest, article: int) -> HttpResponse:
    """Remove an article without asking for confirmation, since it can be restored at once."""
    draft, identity, wording = article_being_written(request, article)
    drafting.drop_article(draft, identity, by=request.user)
    words = {"which": quoted(wording.heading or wording.ordinal)}
    messages.success(request, _("“%(which)s”拿掉了。要放回来，在页面最下面。") % words)
    return to_under_way(request)


@in_building
@require_POST
def put_back(request: BuildingRequest, article: int) -> HttpResponse:
    identity = article_at(request, article)
    draft = working(request)
    drafting.put_back_article(draft, identity, by=request.user)
    messages.success(request, _("放回来了，排在最后一条。"))
    return to_under_way(request)


@in_building
def split(request: BuildingRequest, article: int) -> HttpResponse:
    draft, identity, wording = article_being_written(request, article)
    beginning = {"first": wording.text, "second": "", "revision": wording.revision}
    form = SplitForm(request.POST or None, initial=beginning)
    if form.is_valid():
        with refusals_on(form):
            shaping.split_article(draft, identity, form.to_input(), by=request.user)
            messages.success(request, _("拆成了两条。"))
            return to_under_way(request)
    return render(request, "charters/split.html", {"form": form, "wording": wording})


@in_building
def merge(request: BuildingRequest, article: int) -> HttpResponse:
    """Two-step form: choose the other article, then edit the merged text."""
    draft, identity, wording = article_being_written(request, article)
    others = [one for one in articles_of(draft) if one.pk != wording.pk]
    asked = request.POST.get("other") or request.GET.get("other") or ""
    other = next((one for one in others if str(one.article_id) == asked), None)
    if other is None:
        context = {"wording": wording, "others": others}
        return render(request, "charters/merge.html", context)
    form = MergeForm(request.POST or None, initial=_both(wording, other))
    if form.is_valid():
        with refusals_on(form):
            shaping.merge_articles(draft, identity, other.article, form.to_input(), by=request.user)
            messages.success(request, _("并成了一条，两条说过的意见都留着。"))
            return to_under_way(request)
    context = {"wording": wording, "other": other, "form": form}
    return render(request, "charters/merge.html", context)


@in_building
def preamble(request: BuildingRequest) -> HttpResponse:
    draft = working(request)
    beginning = {"preamble": draft.preamble, "was": draft.preamble}
    form = PreambleForm(request.POST or None, initial=beginning)
    if form.is_valid():
        with refusals_on(
            form, stale=lambda: form.against(working_draft_of(draft.edition) or draft)
        ):
            drafting.write_preamble(
                draft,
                by=request.user,
                preamble=form.cleaned_data["preamble"],
                was=form.cleaned_data["was"],
            )
            messages.success(request, _("存好了。"))
            return to_under_way(request)
    return render(request, "charters/preamble.html", {"form": form, "theirs": form.theirs})


def _edit_page(request: BuildingRequest, form: ArticleForm, wording: Wording) -> HttpResponse:
    context = {"form": form, "wording": wording, "theirs": form.theirs}
    return render(request, "charters/edit.html", context)


def _wish(request: BuildingRequest) -> Suggestion | None:
    asked = request.POST.get("wish") or request.GET.get("wish") or ""
    found = suggestion_in(request.building, int(asked)) if asked.isdecimal() else None
    return found if found and found.open else None


def _add_page(
    request: BuildingRequest, form: NewArticleForm, wish: Suggestion | None, cause: Cause | None
) -> HttpResponse:
    context = {"form": form, "wish": wish, "cause": cause}
    return render(request, "charters/add.html", context)


def _both(wording: Wording, other: Wording) -> dict[str, object]:
    """Return both texts, one after the other, as the initial merged text."""
    return {
        "heading": wording.heading or other.heading,
        "text": f"{wording.text}{other.text}"[:500],
        "reason": f"{wording.reason}{other.reason}"[:300],
        "other": other.article_id,
        "version": wording.version_with(other),
    }
