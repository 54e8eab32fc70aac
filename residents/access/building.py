"""Access to a building, and to the objects that belong to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TypeVar

import rules
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve

from louzu.lib.errors import Refused
from louzu.lib.marks import mark
from louzu.lib.uploads import KEPT_PREFIX
from residents.access.guard import redirect_to_second_factor
from residents.access.middleware import Preferences
from residents.access.models import Joining, OwnerSlip, Slip
from residents.access.once import ACCEPTED_STATUSES, once
from residents.access.refusal_page import is_secret_field_name, parent_page, show_refusal
from residents.access.way_back import follows_a_refusal, page_behind, say_refusal, way_back
from residents.people.denials import NotNow, denial_of
from residents.people.models import Membership, OwnerAccess, Standing, User
from residents.people.queries.buildings import building_with_access, buildings_of
from residents.people.rules import (
    READ_PERMISSIONS,
    InBuilding,
    building_of,
    standing_of,
)
from residents.people.scope import M
from residents.places.models import Building, Household, Owner
from residents.uploads.decoding import (
    decode_files,
    keep_or_delete_files,
    restore_files,
)
from residents.uploads.offline_entries import answer_offline_entry, is_offline_entry
from residents.uploads.rates import RateLimitExceeded, count_form

MAX_INLINE_VALUE_LENGTH = 12
"""Longest field value, in characters, that is not shown as text to be read again."""
FORM_PROTOCOL_FIELDS = {"csrfmiddlewaretoken", "once"}

View = Callable[..., HttpResponseBase]
R = TypeVar("R", Household, Joining, Membership, Owner, OwnerAccess, OwnerSlip, Slip)


class BuildingRequest(HttpRequest):
    """``user`` is signed in, except in views that are open to visitors; see ``is_visitor``."""

    user: User
    building: Building
    standing: Standing
    preferences: Preferences


def is_visitor(request: HttpRequest) -> bool:
    return not request.user.is_authenticated


def in_building(view: View) -> View:
    """Give a view its building. Strangers get a 404. A refused action leads back to the previous
    page with its reason."""
    return _wrap_building_view(view, open_to_visitors="")


def open_to_visitors(reason: str) -> Callable[[View], View]:
    """Decorate a page that a building may make public. ``reason`` says why it can be public."""

    def decorate(view: View) -> View:
        return login_not_required(_wrap_building_view(view, open_to_visitors=reason))

    return decorate


def open_to_owners(view: View) -> View:
    """Decorate a page for owners who answer for flats in which others live. They need not be
    members of the building, and get a 404 from all other pages."""
    return _wrap_building_view(view, open_to_visitors="", owners=True)


def is_page_for_owners(path: str) -> bool:
    """Return whether a path leads to a page of ``open_to_owners``."""
    try:
        return bool(path) and getattr(resolve(path).func, "open_to_owners", False)
    except Resolver404:
        return False


def for_oneself(view: View) -> View:
    """Decorate a page about the reader alone, who may no longer live anywhere. A reader with
    exactly one building sees its header."""

    @wraps(view)
    def door(request: BuildingRequest, **kwargs: object) -> HttpResponseBase:
        homes = list(buildings_of(request.user).values_list("slug", flat=True)[:2])
        if len(homes) == 1 and (building := building_with_access(homes[0], request.user)):
            request.building = building
            request.standing = standing_of(request.user, building)
        return _respond(request, lambda: view(request, **kwargs))

    return door


def _wrap_building_view(view: View, *, open_to_visitors: str, owners: bool = False) -> View:
    rate: str = getattr(view, "rate", "form")

    @wraps(view)
    def door(request: BuildingRequest, slug: str, **kwargs: object) -> HttpResponseBase:
        if not _enter_building(request, slug, visitors=bool(open_to_visitors), owners=owners):
            return _deny(request)
        if request.standing.staff and (elsewhere := redirect_to_second_factor(request)):
            return elsewhere
        try:
            return _respond(
                request, lambda: _call_unless_closed(request, view, **kwargs), rate=rate
            )
        except (Http404, PermissionDenied):
            if request.standing.member:
                raise
            return _deny(request)

    return mark(door, open_to_visitors=open_to_visitors, open_to_owners=owners, in_building=True)


def allowed_when_closed(view: View) -> View:
    """Mark a form that only reads, although it is logged. It can be used in a closed building."""
    return mark(view, allowed_when_closed=True)


def _call_unless_closed(request: BuildingRequest, view: View, **kwargs: object) -> HttpResponseBase:
    if request.method == "POST" and not getattr(view, "allowed_when_closed", False):
        request.building.refuse_if_closed()
    return view(request, **kwargs)


def _respond(
    request: BuildingRequest, answer: Callable[[], HttpResponseBase], *, rate: str = "form"
) -> HttpResponseBase:
    """Answer a request; a form is processed only once. A refused action leads back with its reason."""
    if is_offline_entry(request):
        return answer_offline_entry(request, lambda: _accept_form(request, answer, rate))
    try:
        return _accept_form(request, answer, rate) if request.method == "POST" else answer()
    except Refused as refusal:
        if page := _refusal_page(request, refusal, back=page_behind(request)):
            return page
        say_refusal(request, str(refusal))
        return redirect(way_back(request, home=_home_url(request)))
    except PermissionDenied as denial:
        if page := _denial_page(request, denial):
            return page
        raise
    except Http404 as gone:
        if page := _refusal_page(request, gone, back=_home_url(request)):
            return page
        raise


def _denial_page(request: BuildingRequest, denial: PermissionDenied) -> HttpResponse | None:
    """Return a page that leads back, or None for strangers and where no reason is told.

    A press that comes too early or too late leads back with its reason, as a refused action does.
    """
    if page := _refusal_page(request, denial, back=page_behind(request)):
        return page
    standing: Standing | None = getattr(request, "standing", None)
    if not (str(denial) and standing and standing.member):
        return None
    if isinstance(denial, NotNow) and request.method == "POST":
        say_refusal(request, str(denial))
        return redirect(way_back(request, home=_home_url(request)))
    context = {"exception": str(denial), "back": parent_page(request.path)}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


def _refusal_page(
    request: BuildingRequest, refusal: Exception, *, back: str
) -> HttpResponse | None:
    standing: Standing | None = getattr(request, "standing", None)
    if is_visitor(request) or (standing and not (standing.member or standing.owned)):
        return None
    if isinstance(refusal, PermissionDenied) and follows_a_refusal(request):
        return redirect(back)
    return show_refusal(request, refusal, back=back)


def _accept_form(
    request: BuildingRequest, answer: Callable[[], HttpResponseBase], rate: str
) -> HttpResponseBase:
    """Check the rate, then decode the files, and begin the transaction last."""
    counted = count_form(request, rate)
    if isinstance(counted, RateLimitExceeded):
        return _too_many_requests(request, counted)
    if not decode_files(request) and is_offline_entry(request):
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "60"})
    restore_files(request)
    done = False

    def process() -> HttpResponseBase:
        return once(request, answer, otherwise=_home_url(request))

    try:
        response = process()
        done = response.status_code in ACCEPTED_STATUSES
    finally:
        if not done:
            counted.undo()
    return keep_or_delete_files(request, response, done=done, again=process)


def _too_many_requests(request: BuildingRequest, counted: RateLimitExceeded) -> HttpResponse:
    typed = [
        (n, v, len(v) <= MAX_INLINE_VALUE_LENGTH or n.startswith(KEPT_PREFIX))
        for n, vs in request.POST.lists()
        if not (n in FORM_PROTOCOL_FIELDS or is_secret_field_name(n))
        for v in vs
    ]
    context = {"minutes": counted.minutes, "typed": typed, "files": list(request.FILES)}
    response = render(
        request, "residents/too_often.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response.headers["Retry-After"] = str(counted.seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _enter_building(request: BuildingRequest, slug: str, *, visitors: bool, owners: bool) -> bool:
    building = building_with_access(slug, request.user)
    if building is None:
        return False
    standing = standing_of(request.user, building)
    let_in = standing.member or (owners and standing.owned)
    if not (let_in or (visitors and building.public_page and not building.closed)):
        return False  # error pages must not name the building
    request.building, request.standing = building, standing
    return True


def _deny(request: BuildingRequest) -> HttpResponse:
    """Give strangers the same answer for objects that exist, that do not exist, and that they may
    not see."""
    if is_visitor(request):
        return redirect_to_login(request.get_full_path())
    if page := show_refusal(request, Http404(), back="/"):
        return page
    raise Http404 from None


def _home_url(request: BuildingRequest) -> str:
    building: Building | None = getattr(request, "building", None)
    return building.get_absolute_url() if building else "/"


def require(request: BuildingRequest, perm: str, obj: Building | InBuilding) -> None:
    """Raise PermissionDenied, or Refused if ``perm`` writes and the building is closed. Superusers
    have no special rights."""
    if perm not in READ_PERMISSIONS:
        building_of(obj).refuse_if_closed()
    if not rules.has_perm(perm, request.user, obj):
        raise denial_of(perm, request.user, obj)


def fetch(request: BuildingRequest, source: type[M] | QuerySet[M], pk: int, *, to: str) -> M:
    """Return an object of this building for a user who may do ``to`` with it. A missing object
    gives 404 before a missing right gives 403."""
    queryset = source if isinstance(source, QuerySet) else source._default_manager.all()
    obj = get_object_or_404(queryset.filter(building=request.building), pk=pk)
    obj.building = request.building
    require(request, to, obj)
    return obj


def get_from(request: BuildingRequest, rows: QuerySet[R], pk: int, *, to: str) -> R:
    obj = get_object_or_404(rows, pk=pk)
    require(request, to, obj)
    return obj
