"""The only door into a building, and the only way a page gets hold of what the building owns."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import rules
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from louzu.lib.attachments import AbstractAttachment
from louzu.lib.errors import Refused
from louzu.lib.uploads import KEPT
from residents.access.actions.submissions import sent_before
from residents.access.given_back import give_back, names_secret, page_above
from residents.access.guard import own_page, turned_back
from residents.access.middleware import Preferences
from residents.access.models import Joining, Slip
from residents.people.models import Membership, Standing, Submission, User
from residents.people.queries.buildings import building_at, buildings_of
from residents.people.rules import READS, InBuilding, building_of, standing_of
from residents.people.scope import M
from residents.places.models import Building, Household
from residents.uploads.decoding import bring_back, decode_files, is_brought_back, settle_files
from residents.uploads.kept import answer_script, is_kept
from residents.uploads.rates import TooOften, count_form

ONE_HOUR = 60 * 60
SENT_COOKIE = "sent"
DONE = {201, 204, 302}
SHORT = 12
"""Characters of a field's value that is no text to be read again."""
OF_THE_FORM = {"csrfmiddlewaretoken", "once"}

View = Callable[..., HttpResponseBase]
R = TypeVar("R", Household, Joining, Membership, Slip)
F = TypeVar("F", bound=AbstractAttachment)
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


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


def about_oneself(view: View) -> View:
    """The door of a page about the reader alone, wherever they live or no longer live.

    It wears the head of their building where they have just one.
    """

    @wraps(view)
    def door(request: BuildingRequest, **kwargs: Any) -> HttpResponseBase:
        homes = list(buildings_of(request.user).values_list("slug", flat=True)[:2])
        if len(homes) == 1 and (building := building_at(homes[0], request.user)):
            request.building = building
            request.standing = standing_of(request.user, building)
        return _answer(request, lambda: view(request, **kwargs))

    return door


def _door(view: View, *, open_to_visitors: str) -> View:
    rate: str = getattr(view, "rate", "form")

    @wraps(view)
    def door(request: BuildingRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        if not _lets_in(request, slug, visitors=bool(open_to_visitors)):
            return _turn_away(request)
        if request.standing.staff and (elsewhere := turned_back(request)):
            return elsewhere
        try:
            return _answer(request, lambda: _inside(request, view, **kwargs), rate=rate)
        except (Http404, PermissionDenied):
            if request.standing.member:
                raise
            return _turn_away(request)

    door.open_to_visitors = open_to_visitors  # type: ignore[attr-defined]
    door.in_building = True  # type: ignore[attr-defined]
    return door


def looks_only(view: View) -> View:
    """A form by which somebody looks something up, on record: also in a closed building."""
    view.looks_only = True  # type: ignore[attr-defined]
    return view


def _inside(request: BuildingRequest, view: View, **kwargs: Any) -> HttpResponseBase:
    """Nothing is written in a closed building: raises Refused."""
    if request.method == "POST" and not getattr(view, "looks_only", False):
        request.building.refuse_if_closed()
    return view(request, **kwargs)


def _answer(
    request: BuildingRequest, answer: Callable[[], HttpResponseBase], *, rate: str = "form"
) -> HttpResponseBase:
    """A form is sent once; a refused action brings its reason back to where one came from."""
    if is_kept(request):
        return answer_script(request, lambda: _take(request, answer, rate))
    try:
        return _take(request, answer, rate) if request.method == "POST" else answer()
    except Refused as refusal:
        if page := _given_back(request, refusal, back=_back_from(request)):
            return page
        messages.error(request, str(refusal))
        return redirect(_where_from(request))
    except PermissionDenied as refusal:
        if page := _given_back(request, refusal, back=_back_from(request)):
            return page
        raise
    except Http404 as gone:
        if page := _given_back(request, gone, back=_home_of(request)):
            return page
        raise


def _given_back(request: BuildingRequest, refusal: Exception, *, back: str) -> HttpResponse | None:
    """To members and about oneself; strangers get one answer to everything, see ``_turn_away``."""
    standing: Standing | None = getattr(request, "standing", None)
    if is_visitor(request) or (standing and not standing.member):
        return None
    return give_back(request, refusal, back=back)


def _take(
    request: BuildingRequest, answer: Callable[[], HttpResponseBase], rate: str
) -> HttpResponseBase:
    """Counted first, its files decoded next, and only then a transaction is begun."""
    counted = count_form(request, rate)
    if isinstance(counted, TooOften):
        return _too_often(request, counted)
    if not decode_files(request) and is_kept(request):
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "60"})
    bring_back(request)
    done = False
    try:
        response = once(request, answer, otherwise=_home_of(request))
        done = response.status_code in DONE
    finally:
        if not done:
            counted.take_back()
    settle_files(request, response, done=done)
    return response


def _too_often(request: BuildingRequest, counted: TooOften) -> HttpResponse:
    """All that was typed stands on the page, to be sent again."""
    typed = [
        (n, v, len(v) <= SHORT or n.startswith(KEPT))
        for n, vs in request.POST.lists()
        if not (n in OF_THE_FORM or names_secret(n))
        for v in vs
    ]
    context = {"minutes": counted.minutes, "typed": typed, "files": list(request.FILES)}
    response = render(
        request, "residents/too_often.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response.headers["Retry-After"] = str(counted.seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _lets_in(request: BuildingRequest, slug: str, *, visitors: bool) -> bool:
    building = building_at(slug, request.user)
    if building is None:
        return False
    standing = standing_of(request.user, building)
    if not (standing.member or (visitors and building.public_page and not building.closed)):
        return False  # and the request knows nothing of the building: no error page names it
    request.building, request.standing = building, standing
    return True


def _turn_away(request: BuildingRequest) -> HttpResponse:
    """The same answer to a stranger for what exists, what does not, and what is not theirs to see."""
    if is_visitor(request):
        return redirect_to_login(request.get_full_path())
    if page := give_back(request, Http404(), back="/"):
        return page
    raise Http404 from None


def once(
    request: HttpRequest, answer: Callable[[], HttpResponseBase], *, otherwise: Any
) -> HttpResponseBase:
    """All of a form or nothing; and the same form twice (a double click, a resend) does it once.

    Done is what answers 201, 204 or 302; ``Location`` says where a twin is led, else ``otherwise``.
    """
    with transaction.atomic():
        key = _key_of(request)
        if key and (first := sent_before(key)):
            return _say_sent(request, redirect(first.led_to or otherwise))
        response = answer()
        if response.status_code not in DONE:
            transaction.set_rollback(True)
        elif key:
            led_to = response.headers.get("Location", "")
            Submission.objects.filter(pk=key).update(led_to=led_to[:500])
            _say_sent(request, response)
        return response


def shown_once(page: HttpResponse, *, back: str) -> HttpResponse:
    """The answer to a form that holds what is to be seen once: kept nowhere, and a resend of the
    form is led to ``back``."""
    page.status_code = HTTPStatus.CREATED
    page["Location"] = back
    page["Cache-Control"] = "no-store"
    return page


def _say_sent(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell the browser which form was taken: only then it lets go of the draft it keeps of it."""
    key = request.POST["once"][:32]
    if not key.isascii():  # none of ours, and no header could carry it
        return response
    response.set_cookie(
        SENT_COOKIE, key, max_age=ONE_HOUR,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    return response


def _key_of(request: HttpRequest) -> str:
    """The form's one-time key together with what was typed: a corrected text is another sending."""
    if "once" not in request.POST:
        return ""
    typed = sorted((k, v) for k, vs in request.POST.lists() if "csrf" not in k for v in vs)
    sent = [f for _name, fs in request.FILES.lists() for f in fs if not is_brought_back(f)]
    files = sorted((f.name or "", f.size or 0) for f in sent)
    content = repr((request.user.pk, request.path, typed, files))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _back_from(request: BuildingRequest) -> str:
    """From a page that gives back what was typed: to where the form stood, else to the page above it."""
    came = urlsplit(own_page(request, request.headers.get("referer", ""))).path
    return came if came not in {"", request.path} else page_above(request.path) or "/"


def _where_from(request: BuildingRequest) -> str:
    """The page of this site on which the button stood; one's home otherwise."""
    came = urlsplit(own_page(request, request.headers.get("referer", ""))).path
    return came if came not in {"", request.path} else _home_of(request)


def _home_of(request: BuildingRequest) -> str:
    building: Building | None = getattr(request, "building", None)
    return building.get_absolute_url() if building else "/"


def require(request: BuildingRequest, perm: str, obj: Building | InBuilding) -> None:
    """Raises PermissionDenied, or Refused where the building is closed and ``perm`` is to write. Asks the
    rules alone: no account is above them."""
    if perm not in READS:
        building_of(obj).refuse_if_closed()
    if not rules.has_perm(perm, request.user, obj):
        raise PermissionDenied


def fetch(request: BuildingRequest, source: type[M] | QuerySet[M], pk: int, *, to: str) -> M:
    """One object of this building, for a person who may do ``to`` with it. 404 before 403."""
    queryset = source if isinstance(source, QuerySet) else source._default_manager.all()
    obj = get_object_or_404(queryset.filter(building=request.building), pk=pk)
    obj.building = request.building
    require(request, to, obj)
    return obj


def find(request: BuildingRequest, rows: QuerySet[R], pk: int, *, to: str) -> R:
    """One of ``rows``, which are this building's already, in the same way."""
    obj = get_object_or_404(rows, pk=pk)
    require(request, to, obj)
    return obj


def hand_over(
    request: HttpRequest, file: FieldFile, *, download_as: str = "", signed: bool = False
) -> HttpResponseBase:
    """A photo to be looked at, or a PDF as a download, for a reader whose right was asked just now.

    The browser asks again before each use and gets a 304 where it has the file, so that a right
    that was taken away ends there. Of a ``signed`` paper no browser keeps a copy.
    """
    response = _unchanged(request, file) if not signed else None
    response = response or _opened(file, download_as)
    response["Cache-Control"] = "private, no-store" if signed else "private, no-cache"
    return response


def hand_over_attached(
    request: HttpRequest, files: Iterable[AbstractAttachment], pk: int, size: str
) -> HttpResponseBase:
    """One of ``files``: a photo, whole or small; or a PDF as a download."""
    found = find_attached(files, pk)
    is_pdf = found.kind == AbstractAttachment.Kind.PDF
    file = found.thumbnail if size == "small" and not is_pdf else found.file
    return hand_over(request, file, download_as=found.name if is_pdf else "")


def find_attached(files: Iterable[F], pk: int) -> F:
    """One of ``files``, which hang on a thing that was fetched. Raises Http404."""
    found = next((file for file in files if file.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _unchanged(request: HttpRequest, file: FieldFile) -> HttpResponseBase | None:
    return get_conditional_response(request, _tag_of(file))


def _tag_of(file: FieldFile) -> str:
    """A file's name is random and its content never changes: the name's hash is the ETag."""
    return f'"{hashlib.sha256((file.name or "").encode()).hexdigest()[:32]}"'


def _opened(file: FieldFile, download_as: str) -> FileResponse:
    try:
        opened = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(opened, as_attachment=bool(download_as), filename=download_as)
    response["Content-Type"] = "application/pdf" if download_as else "image/jpeg"
    response["ETag"] = _tag_of(file)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as this worker made it for one person, good until the clock changes something on it."""

    tag: str
    html: bytes
    until: dt.datetime


def remembered(*tides: Callable[[Building], dt.datetime | None]) -> Callable[[View], View]:
    """A page that stays as it is while its mark does: 304 to a browser that has it, and its HTML
    kept in this worker for the same person's next visit.

    Each tide tells when the clock alone next changes something on the page; None: never.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: BuildingRequest, **kwargs: Any) -> HttpResponseBase:
            mark = _mark(request)
            if mark is None:
                return view(request, **kwargs)
            key = hashlib.sha256((mark + request.get_full_path()).encode()).hexdigest()
            kept: Kept | None = caches["pages"].get(key)
            if kept and kept.until > timezone.now():
                return get_conditional_response(request, kept.tag) or _tagged(
                    HttpResponse(kept.html), kept.tag
                )
            until = min((at for tide in tides if (at := tide(request.building))), default=NEVER)
            tag = f'"{mark}-{until.timestamp():.0f}"'
            if unchanged := get_conditional_response(request, tag):
                return unchanged
            response = view(request, **kwargs)
            if isinstance(response, HttpResponse) and _may_be_kept(request, response):
                caches["pages"].set(key, Kept(tag, response.content, until))
            return _tagged(response, tag)

        return page

    return decorate


def _mark(request: BuildingRequest) -> str | None:
    """All that a page may depend on but the clock; None while a message waits to be shown."""
    if request.COOKIES.get(settings.MESSAGES_COOKIE_NAME):
        return None
    person: User | AnonymousUser = request.user
    content = (
        settings.RELEASE,
        request.building.stamp,
        request.building.faces,
        request.standing,
        person.pk,
        person.stamp if isinstance(person, User) else 0,
        request.preferences,
        request.COOKIES.get(settings.CSRF_COOKIE_NAME),
        timezone.localdate(),
    )
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def _tagged(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    if response.status_code == HTTPStatus.OK:
        response.headers["ETag"] = tag
    return response


def _may_be_kept(request: BuildingRequest, response: HttpResponse) -> bool:
    """An HTML page whose forms belong to a token that the browser has already."""
    return (
        response.status_code == HTTPStatus.OK
        and response.headers["Content-Type"].startswith("text/html")
        and settings.CSRF_COOKIE_NAME in request.COOKIES
    )
