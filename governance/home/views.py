from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.home.queries import front_of, greeting, home_of
from governance.lounge.queries import tide_of as lounge_tide
from governance.meetings.queries import tide_of as meetings_tide
from governance.notices.queries import tide_of as board_tide
from residents.door import BuildingRequest, open_to_visitors, remembered


@open_to_visitors("a building may show who it is and its public notices")
@require_safe
@remembered(board_tide, meetings_tide, lounge_tide, greeting)
def home(request: BuildingRequest) -> HttpResponse:
    if not request.standing.member:
        front = front_of(request.building, request.standing)
        return render(request, "home/front.html", {"front": front, "tab": "home"})
    mine = home_of(request.building, request.standing, request.user)
    return render(request, "home/home.html", {"home": mine, "tab": "home"})
