"""Robots that post into the committee's own chat groups."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.inbox.actions.robots import add_committee_robot, remove_committee_robot
from governance.inbox.forms.robots import CommitteeRobotForm
from governance.inbox.queries.robots import neighbourhoods_served_by, robots_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, for_oneself
from residents.models import Neighbourhood


@for_oneself
@require_safe
def listing(request: BuildingRequest, pk: int) -> HttpResponse:
    neighbourhood = _neighbourhood(request, pk)
    context = {"neighbourhood": neighbourhood, "robots": robots_of(neighbourhood)}
    return render(request, "inbox/committee_robots.html", context)


@for_oneself
def add(request: BuildingRequest, pk: int) -> HttpResponse:
    neighbourhood = _neighbourhood(request, pk)
    form = CommitteeRobotForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            add_committee_robot(neighbourhood, form.robot, by=request.user)
            messages.success(
                request,
                _("接上了。一两分钟里，机器人会在群里打个招呼；没有动静，就看看下面写的原因。"),
            )
            return redirect("committee_robots:list", pk)
    context = {"form": form, "neighbourhood": neighbourhood}
    return render(request, "inbox/add_committee_robot.html", context)


@for_oneself
def remove(request: BuildingRequest, pk: int, robot: int) -> HttpResponse:
    """Ask first, because the address is deleted."""
    found = get_object_or_404(robots_of(_neighbourhood(request, pk)), pk=robot)
    if request.method != "POST":
        back = reverse("committee_robots:list", args=[pk])
        return render(request, "inbox/remove_robot.html", {"robot": found, "back": back})
    remove_committee_robot(found, by=request.user)
    messages.success(request, _("拿掉了，不会再发到那个群。"))
    return redirect("committee_robots:list", pk)


def _neighbourhood(request: BuildingRequest, pk: int) -> Neighbourhood:
    """Return a neighbourhood that the reader's committee looks after. Others are not found."""
    return get_object_or_404(neighbourhoods_served_by(request.user), pk=pk)
