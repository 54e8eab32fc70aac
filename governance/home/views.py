from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.home.queries import front_page_of, home_page_for, next_hour, unfinished_in
from governance.inbox.links import arrival_path
from governance.today.queries.day import today_groups_of
from louzu.lib.errors import Refused
from residents.access.building import BuildingRequest, in_building, open_to_visitors, require
from residents.access.offline_pages import kept_offline
from residents.access.page_cache import cached_page
from residents.models import Office
from residents.people.actions import offices
from residents.people.queries.buildings import count_people
from residents.people.queries.offices import leader_office_in, offices_in
from residents.people.queries.people import members_in
from residents.rooms.context import PageContext
from residents.rooms.contributions import SharedPage
from residents.rooms.manifest import next_change_on

MAX_ON_PAPER = 20
"""Items per room. The rest can be read in the portal."""


@open_to_visitors("a building may show who it is and its public notices")
@require_safe
@kept_offline
@cached_page(next_change_on(SharedPage.HOME), next_hour)
def home(request: BuildingRequest) -> HttpResponse:
    if not request.standing.member:
        front = front_page_of(_context(request))
        return render(request, "home/front.html", {"front": front})
    mine = home_page_for(request.building, request.standing, request.user)
    return render(request, "home/home.html", {"home": mine})


@in_building
@require_safe
def hand_over(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.hand_over", request.building)
    leadership = leader_office_in(request.building)
    members = members_in(request.building)
    if leadership:
        members = members.exclude(user=leadership.user)
    context = {
        "leadership": leadership,
        "members": members,
        "open": unfinished_in(_context(request)),
    }
    return render(request, "home/hand_over.html", context)


@in_building
@require_safe
def hand_over_paper(request: BuildingRequest) -> HttpResponse:
    require(request, "residents.hand_over", request.building)
    page = _context(request)
    context = {
        "offices": offices_in(request.building),
        "counts": count_people(request.building),
        "pressing": today_groups_of(page),
        "open": unfinished_in(page, most=MAX_ON_PAPER),
        "most": MAX_ON_PAPER,
        "url": page.root + arrival_path(page.building, "residents.hand_over", page.building.pk),
    }
    return render(request, "home/hand_over_paper.html", context)


@in_building
def hand_over_to(request: BuildingRequest, pk: int) -> HttpResponse:
    successor = get_object_or_404(members_in(request.building), pk=pk)
    require(request, "residents.hand_over", request.building)
    leadership = _leadership(request)
    if request.method == "POST":
        office = offices.hand_over_leadership(leadership, to=successor.user, by=request.user)
        message = _("交接好了：从今天起，%(name)s是楼组长。")
        messages.success(request, message % {"name": office.user})
        return redirect(request.building)
    context = {"leadership": leadership, "successor": successor}
    return render(request, "home/hand_over_to.html", context)


def _context(request: BuildingRequest) -> PageContext:
    root = request.build_absolute_uri("/")[:-1]
    return PageContext(request.building, request.standing, request.user, root)


def _leadership(request: BuildingRequest) -> Office:
    leadership = leader_office_in(request.building)
    if leadership is None:
        raise Refused(_("这栋楼现在没有楼组长，请居委委派。"))
    return leadership
