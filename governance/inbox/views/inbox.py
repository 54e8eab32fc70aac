"""The page with everything that a person is asked and everything that is new."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.actions.reading import mark_all_read, mark_same_read
from governance.inbox.queries.items import (
    done_duties_of,
    duties_of,
    leaders_items_of,
    news_page_of,
    unread_news_of,
)
from governance.inbox.queries.news import news_item_for
from residents.access.building import BuildingRequest, in_building, require
from residents.access.page_cache import cached_page
from residents.rooms.context import PageContext
from residents.rooms.contributions import SharedPage
from residents.rooms.manifest import next_change_on


@in_building
@require_safe
@cached_page(next_change_on(SharedPage.HOME))
def inbox(request: BuildingRequest) -> HttpResponse:
    require(request, "inbox.read", request.building)
    page = PageContext(request.building, request.standing, request.user)
    after = request.GET.get("after")
    news, older_url = news_page_of(page, after)
    context: dict[str, object] = {"news": news, "older_url": older_url, "first": not after}
    shown = unread_news_of(page) if older_url and not after else news
    context["unread"] = sum(item.unread for item in shown)
    if not after:
        duties = duties_of(page)
        if of_leader := leaders_items_of(page, duties):
            duties.append(of_leader)
        context |= {"duties": duties, "done": done_duties_of(page)}
    return render(request, "inbox/inbox.html", context)


@in_building
@require_safe
def open_(request: BuildingRequest) -> HttpResponse:
    """Lead to the page that a piece of news is about, and mark it as read. Unknown ones lead to the
    inbox."""
    require(request, "inbox.read", request.building)
    pk = request.GET.get("item", "")
    item = news_item_for(request.building, request.user, pk) if pk.isdecimal() else None
    if item is None:
        return redirect("inbox:inbox", request.building.slug)
    mark_same_read(item, by=request.user)
    return redirect(item.message.url)


@in_building
@require_POST
def read_all(request: BuildingRequest) -> HttpResponse:
    require(request, "inbox.read", request.building)
    mark_all_read(request.building, by=request.user)
    messages.success(request, _("都算看过了。"))
    return redirect("inbox:inbox", request.building.slug)
