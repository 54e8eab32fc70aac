"""The only door into a building, and the only way a page gets hold of what the building owns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import rules
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response

from louzu.lib.errors import Refused
from residents.middleware import Preferences
from residents.models import Building, Standing, Submission, User
from residents.queries import building_at
from residents.rules import InBuilding, standing_of
from residents.scope import M

ONE_HOUR = 60 * 60
ONE_YEAR = ONE_HOUR * 24 * 365
SENT_COOKIE = "sent"

View = Callable[..., HttpResponseBase]


class BuildingRequest(HttpRequest):
    """``user`` is signed in, except behind a door that is open to visitors: see ``is_visitor``."""

    user: User
    building: Building
    standing: Standing
    preferences: Preferences


def is_visitor(request: HttpRequest) -> bool:
    """Nobody is signed in."""
    return not request.user.is_authenticated


def in_building(view: View) -> View:
    """A stranger meets a 404; a refused action brings its reason back to where one came from."""
    return _door(view, open_to_visitors="")


def open_to_visitors(reason: str) -> Callable[[View], View]:
    """The door of a page which a building may make public; ``reason`` says why it can be."""

    def decorate(view: View) -> View:
        return login_not_required(_door(view, open_to_visitors=reason))

    return decorate


def _door(view: View, *, open_to_visitors: str) -> View:
    @wraps(view)
    def door(request: BuildingRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        if not _lets_in(request, slug, visitors=bool(open_to_visitors)):
            return _turn_away(request)
        try:
            if request.method == "POST":
                return _once(request, lambda: view(request, **kwargs))
            return view(request, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(_where_from(request))
        except PermissionDenied:
            if is_visitor(request):
                return _turn_away(request)
            raise

    door.open_to_visitors = open_to_visitors  # type: ignore[attr-defined]
    door.in_building = True  # type: ignore[attr-defined]
    return door


def _lets_in(request: BuildingRequest, slug: str, *, visitors: bool) -> bool:
    building = building_at(slug, request.user)
    if building is None:
        return False
    standing = standing_of(request.user, building)
    if not (standing.member or (visitors and building.public_page)):
        return False  # and the request knows nothing of the building: no error page names it
    request.building, request.standing = building, standing
    return True


def _turn_away(request: BuildingRequest) -> HttpResponse:
    """Whether a building exists is told to nobody who may not come in."""
    if is_visitor(request):
        return redirect_to_login(request.get_full_path())
    raise Http404


def _once(request: BuildingRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """All of a form or nothing; and the same form twice (a double click, a resend) does it once."""
    with transaction.atomic():
        key = _key_of(request)
        if key and (first := _sent_before(key)):
            return _say_sent(request, redirect(first.led_to or request.building))
        response = answer()
        if response.status_code not in {204, 302}:
            transaction.set_rollback(True)
        elif key:
            led_to = response.headers.get("Location", "")
            Submission.objects.filter(pk=key).update(led_to=led_to[:500])
            _say_sent(request, response)
        return response


def _say_sent(request: BuildingRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell the browser which form was taken: only then it lets go of the draft it keeps of it."""
    response.set_cookie(
        SENT_COOKIE, request.POST["once"][:32], max_age=ONE_HOUR,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    return response


def _key_of(request: BuildingRequest) -> str:
    """The form's one-time key together with what was typed: a corrected text is another sending."""
    if "once" not in request.POST:
        return ""
    typed = sorted((k, v) for k, vs in request.POST.lists() if "csrf" not in k for v in vs)
    files = sorted((f.name or "", f.size or 0) for fs in request.FILES.lists() for f in fs[1])
    content = repr((request.user.pk, request.path, typed, files))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _sent_before(key: str) -> Submission | None:
    """Waits for a twin that is under way: the database lets only one of them in."""
    try:
        with transaction.atomic():
            Submission.objects.create(key=key)
    except IntegrityError:
        return Submission.objects.get(pk=key)
    return None


def _where_from(request: BuildingRequest) -> str:
    """The page of this site on which the button stood; the building's home otherwise."""
    came = urlsplit(request.headers.get("referer", ""))
    inside = came.netloc == request.get_host() and came.path != request.path
    return came.path if inside else request.building.get_absolute_url()


def require(request: BuildingRequest, perm: str, obj: Building | InBuilding) -> None:
    """Raises PermissionDenied. Asks the rules alone: no account is above them."""
    if not rules.has_perm(perm, request.user, obj):
        raise PermissionDenied


def fetch(request: BuildingRequest, source: type[M] | QuerySet[M], pk: int, *, to: str) -> M:
    """One object of this building, for a person who may do ``to`` with it. 404 before 403."""
    queryset = source if isinstance(source, QuerySet) else source._default_manager.all()
    obj = get_object_or_404(queryset.filter(building=request.building), pk=pk)
    obj.building = request.building
    require(request, to, obj)
    return obj


def hand_over(file: FieldFile, *, download_as: str = "") -> FileResponse:
    """A photo to be looked at, or a PDF as a download. It never changes under its address."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(opened, as_attachment=bool(download_as), filename=download_as)
    response["Content-Type"] = "application/pdf" if download_as else "image/jpeg"
    response["Cache-Control"] = f"private, max-age={ONE_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def remembered(*tides: Callable[[Building], object]) -> Callable[[View], View]:
    """A page that stays as it is while its mark does: 304 to a browser that has it, and its HTML
    kept in this worker for the same person's next visit. ``tides`` tell what the clock alone moves.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: BuildingRequest, **kwargs: Any) -> HttpResponseBase:
            mark = _mark(request, *(tide(request.building) for tide in tides))
            if unchanged := get_conditional_response(request, mark):
                return unchanged
            key = f"{mark}{request.get_full_path()}"
            if kept := caches["pages"].get(key):
                response: HttpResponseBase = HttpResponse(kept)
            else:
                response = view(request, **kwargs)
                if isinstance(response, HttpResponse) and _may_be_kept(request, response):
                    caches["pages"].set(key, response.content)
            if mark and response.status_code == HTTPStatus.OK:
                response.headers["ETag"] = mark
            return response

        return page

    return decorate


def _mark(request: BuildingRequest, *tides: object) -> str | None:
    """All that a page may depend on, as an ETag; None while a message waits to be shown."""
    if request.COOKIES.get("messages"):
        return None
    person: User | AnonymousUser = request.user
    content = (
        settings.RELEASE,
        request.building.stamp,
        request.standing,
        person.pk,
        person.stamp if isinstance(person, User) else 0,
        request.preferences,
        request.COOKIES.get(settings.CSRF_COOKIE_NAME),
        timezone.localdate(),
        *tides,
    )
    return f'"{hashlib.sha256(repr(content).encode()).hexdigest()[:32]}"'


def _may_be_kept(request: BuildingRequest, response: HttpResponse) -> bool:
    """A page without a message, whose forms belong to a token that the browser has already."""
    return (
        response.status_code == HTTPStatus.OK
        and response.headers["Content-Type"].startswith("text/html")
        and not request.COOKIES.get("messages")
        and settings.CSRF_COOKIE_NAME in request.COOKIES
    )
