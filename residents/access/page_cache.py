"""Cache pages per worker and answer 304 until something on them changes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from residents.access.building import BuildingRequest, View
from residents.people.models import User
from residents.places.models import Building

NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page that this worker rendered for one person, valid until the clock changes it."""

    tag: str
    html: bytes
    until: dt.datetime


def cached_page(*expires: Callable[[Building], dt.datetime | None]) -> Callable[[View], View]:
    """Cache a page per person until its version changes, and answer 304 to a browser that has it.

    Each callable returns when the page next expires, or None.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: BuildingRequest, **kwargs: object) -> HttpResponseBase:
            version = _cache_version(request)
            if version is None:
                return view(request, **kwargs)
            key = hashlib.sha256((version + request.get_full_path()).encode()).hexdigest()
            kept: CachedPage | None = caches["pages"].get(key)
            if kept and kept.until > timezone.now():
                return get_conditional_response(request, kept.tag) or _set_etag(
                    HttpResponse(kept.html), kept.tag
                )
            until = min(
                (at for expiry in expires if (at := expiry(request.building))), default=NEVER
            )
            tag = f'"{version}-{until.timestamp():.0f}"'
            if unchanged := get_conditional_response(request, tag):
                return unchanged
            response = view(request, **kwargs)
            if isinstance(response, HttpResponse) and _is_cacheable(request, response):
                caches["pages"].set(key, CachedPage(tag, response.content, until))
            return _set_etag(response, tag)

        return page

    return decorate


def _cache_version(request: BuildingRequest) -> str | None:
    """Return the version of a page, which covers everything but the clock. It is None while a
    message waits to be shown."""
    if request.COOKIES.get(settings.MESSAGES_COOKIE_NAME):
        return None
    person: User | AnonymousUser = request.user
    content = (
        settings.RELEASE,
        request.building.journal_version,
        request.building.content_version,
        request.standing,
        person.pk,
        person.content_version if isinstance(person, User) else 0,
        request.preferences,
        request.COOKIES.get(settings.CSRF_COOKIE_NAME),
        timezone.localdate(),
    )
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def _set_etag(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    if response.status_code == HTTPStatus.OK:
        response.headers["ETag"] = tag
    return response


def _is_cacheable(request: BuildingRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and response.headers["Content-Type"].startswith("text/html")
        and settings.CSRF_COOKIE_NAME in request.COOKIES
    )
