"""The front page, and signing in."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.views import LoginView, LogoutView
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property

from residents.access.models import Device
from residents.access.offline_pages import let_browser_keep
from residents.people.models import User
from residents.people.queries.buildings import (
    buildings_of,
    buildings_owned_by,
    public_building_called,
    public_buildings,
)
from residents.people.queries.people import PhoneContact, contact_of
from residents.people.signals import signed_out_elsewhere
from residents.places.models import Building
from residents.rooms.manifest import room_called
from residents.signin.forms.devices import PinForm
from residents.signin.views.devices import devices_of_browser
from residents.signin.views.wechat import is_inside_wechat


@dataclass(frozen=True, slots=True)
class WantedPage:
    """The building of a page, its room if it has one, and whom a stranger can call."""

    building: Building
    room: str
    contact: PhoneContact | None


def wanted_page_at(path: str) -> WantedPage | None:
    """Return None for other pages, and for buildings that do not show themselves to strangers."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    building = public_building_called(match.kwargs.get("slug", ""))
    if building is None:
        return None
    room = room_called(match.namespace)
    return WantedPage(building, str(room.title) if room else "", contact_of(building))


class SignIn(LoginView):
    """allauth's sign-in page, with the PINs of this device."""

    template_name = "account/login.html"

    @property
    def devices(self) -> list[Device]:
        return devices_of_browser(self.request)

    @property
    def offers_wechat(self) -> bool:
        known = self.wechat_trouble != "unknown"
        return known and settings.WECHAT is not None and is_inside_wechat(self.request)

    @property
    def wechat_trouble(self) -> str:
        return str(self.request.GET.get("wechat", ""))

    @cached_property
    def wanted(self) -> WantedPage | None:
        """The page of a public building for which one has to sign in."""
        sent = self.request.POST.get("next") or self.request.GET.get("next", "")
        return wanted_page_at(str(sent))

    @property
    def pin_form(self) -> PinForm:
        return PinForm()


class SignOut(LogoutView):
    """allauth's sign-out page. Its script deletes the person's data on a shared device.

    It does not use ``Clear-Site-Data: "storage"``, which would also delete unsent entries of other
    helpers.
    """

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        answer: HttpResponse = super().get(*args, **kwargs)
        return let_browser_keep(self.request, answer)

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        answer: HttpResponse = super().post(*args, **kwargs)
        if self.request.POST.get("shared"):
            self.request.to_clear = ("cache",)
        return answer


class SignedInDevices(ListUserSessionsView):
    """allauth's list of sessions, which can end all others."""

    def form_valid(self, form: object) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        user, cookies = self.request.user, self.request.COOKIES
        signed_out_elsewhere.send(sender=User, user=user, cookies=cookies)
        return answer


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Show open buildings to visitors, and redirect others to their building."""
    if not isinstance(request.user, User):
        page = public_buildings(after=request.GET.get("after"))
        return render(request, "residents/front.html", {"page": page})
    mine = list(buildings_of(request.user)[:200])
    owned = list(buildings_owned_by(request.user))
    if len(mine) + len(owned) == 1:
        return redirect(mine[0]) if mine else redirect("canvass:owner_questions", owned[0].slug)
    return render(request, "residents/choose.html", {"buildings": mine, "owned": owned})


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a failed CSRF check, caused by an old page or disabled cookies."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
