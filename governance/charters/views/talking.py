"""An article's page, with suggestions and comments."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.charters.actions import talking
from governance.charters.forms.suggestions import CommentForm, WordsForm
from governance.charters.models import Article, Wording
from governance.charters.queries.articles import article_page_for, published_wording_of
from governance.charters.views.fetching import (
    article_at,
    contributor_of,
    homes_to_bring,
    or_404,
    own_home,
    sees_working,
)
from louzu.lib.errors import Refused
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, in_building, require
from residents.uploads.rates import rate_limit


@in_building
@require_safe
def article(request: BuildingRequest, article: int) -> HttpResponse:
    identity = article_at(request, article)
    return _page(request, identity, CommentForm(homes_to_bring(request)))


@in_building
@rate_limit("reply")
@require_POST
def comment(request: BuildingRequest, article: int) -> HttpResponse:
    identity = article_at(request, article)
    wording = _out(identity)
    form = CommentForm(homes_to_bring(request), request.POST)
    if form.is_valid():
        with refusals_on(form):
            talking.add_comment(
                wording, text=form.cleaned_data["text"], contributor=contributor_of(request, form)
            )
            messages.success(request, _("您的意见记下了。"))
            return _back(request, identity)
    return _page(request, identity, form)


@in_building
@rate_limit("post")
def suggest(request: BuildingRequest, article: int) -> HttpResponse:
    """Suggest another text for an article. The page shows the difference."""
    identity = article_at(request, article)
    wording = _out(identity)
    words = {"heading": wording.heading, "text": wording.text}
    form = WordsForm(homes_to_bring(request), request.POST or None, initial=words)
    if form.is_valid():
        with refusals_on(form):
            talking.suggest_words(
                wording,
                contributor=contributor_of(request, form),
                heading=form.cleaned_data["heading"],
                text=form.cleaned_data["text"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("提上去了。采纳没采纳，都会告诉您。"))
            return _back(request, identity)
    context = {"form": form, "wording": wording, "article": identity}
    return render(request, "charters/suggest.html", context)


@in_building
@rate_limit("answer")
@require_POST
def support(request: BuildingRequest, article: int) -> HttpResponse:
    identity = article_at(request, article)
    require(request, "charters.read", request.building)
    home = own_home(request)
    if home is None:
        raise Refused(_("住在楼里的各家才能支持。"))
    if request.POST.get("do") == "withdraw":
        talking.withdraw_support(_out(identity), household=home)
    else:
        talking.support_wording(_out(identity), household=home, by=request.user)
    return _back(request, identity)


def _page(request: BuildingRequest, identity: Article, form: CommentForm) -> HttpResponse:
    after = request.GET.get("after")
    shown = article_page_for(identity, request.standing, writer=sees_working(request), after=after)
    context = {"shown": or_404(shown), "article": identity, "form": form}
    return render(request, "charters/article.html", context)


def _out(article: Article) -> Wording:
    """Raises Refused if the article is in no published draft."""
    wording = published_wording_of(article)
    if wording is None:
        raise Refused(_("这一条还没有给大家看。"))
    return wording


def _back(request: BuildingRequest, article: Article) -> HttpResponse:
    return redirect("charters:article", request.building.slug, article.pk)
