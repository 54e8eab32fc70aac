"""Robots that post what is new into the building's chat groups."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.inbox.actions.robots import add_robot, remove_robot
from governance.inbox.forms.robots import RobotForm
from governance.inbox.queries.robots import robots_in
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require


@in_building
@require_safe
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "inbox.manage_robots", request.building)
    return render(request, "inbox/robots.html", {"robots": robots_in(request.building)})


@in_building
def add(request: BuildingRequest) -> HttpResponse:
    require(request, "inbox.manage_robots", request.building)
    form = RobotForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            add_robot(request.building, form.robot, by=request.user)
            messages.success(
                request,
                _("接上了。一两分钟里，机器人会在群里打个招呼；没有动静，就看看下面写的原因。"),
            )
            return redirect("inbox:robots", request.building.slug)
    return render(request, "inbox/add_robot.html", {"form": form})


@in_building
def remove(request: BuildingRequest, pk: int) -> HttpResponse:
    """Ask first, because the address is deleted."""
    robot = fetch(request, robots_in(request.building), pk, to="inbox.manage_robots")
    if request.method != "POST":
        back = reverse("inbox:robots", args=[request.building.slug])
        return render(request, "inbox/remove_robot.html", {"robot": robot, "back": back})
    remove_robot(robot, by=request.user)
    messages.success(request, _("拿掉了，不会再发到那个群。"))
    return redirect("inbox:robots", request.building.slug)
