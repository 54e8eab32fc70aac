"""The front door of the site, and signing in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from residents.access.models import Device
from residents.people.models import User
from residents.people.queries.buildings import buildings_of, public_buildings
from residents.signin.forms.devices import PinForm
from residents.signin.views.devices import devices_of_browser


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in page, with the six digits of those who use this device."""

    template_name = "account/login.html"

    @property
    def devices(self) -> list[Device]:
        """Whose six digits this device takes."""
        return devices_of_browser(self.request)

    @property
    def pin_form(self) -> PinForm:
        return PinForm()


class SignOut(LogoutView):  # type: ignore[misc]
    """allauth's; on a device that others use too the page's script deletes what the person left there.

    Not by ``Clear-Site-Data: "storage"``: what other helpers entered and could not send is there too.
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(*args, **kwargs)
        if self.request.POST.get("shared"):
            self.request.to_clear = ("cache",)
        return answer


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Visitors see what louzu is and which buildings are open; others go home."""
    if not isinstance(request.user, User):
        page = public_buildings(after=request.GET.get("after"))
        return render(request, "residents/front.html", {"page": page})
    mine = list(buildings_of(request.user)[:200])
    if len(mine) == 1:
        return redirect(mine[0])
    return render(request, "residents/choose.html", {"buildings": mine})


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The one-time token of a form did not match: an old page, or cookies switched off."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
