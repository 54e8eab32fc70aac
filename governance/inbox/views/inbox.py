"""The page with everything that a person is asked and everything that is new."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.actions.reading import mark_all_read, mark_page_read
from governance.inbox.queries.items import (
    done_duties_of,
    duties_of,
    leaders_items_of,
    news_page_of,
    unread_news_of,
)
from louzu.lib.addresses import split_address
from residents.access.building import BuildingRequest, for_oneself, in_building, require
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
        context |= {"duties": duties, "of_leader": leaders_items_of(page, duties)}
        context["done"] = done_duties_of(page)
    return render(request, "inbox/inbox.html", context)


@for_oneself
@require_POST
def read_page(request: BuildingRequest) -> HttpResponse:
    """Mark the news as read that lead to a page, which sends this when it is opened."""
    path = request.POST.get("page", "")
    if split_address(path) is None:
        return HttpResponseRedirect("/")
    mark_page_read(path, by=request.user)
    here = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
    return HttpResponseRedirect(path if here else "/")


@in_building
@require_POST
def read_all(request: BuildingRequest) -> HttpResponse:
    require(request, "inbox.read", request.building)
    mark_all_read(request.building, by=request.user)
    messages.success(request, _("都算看过了。"))
    return redirect("inbox:inbox", request.building.slug)
