"""REF: a bare Django page of as many bytes as the page beside it, with session and user."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

BARE = engines["django"].from_string(
    "<!DOCTYPE html><html><head><title>{{ user }}</title></head><body>"
    "{% csrf_token %}{% for row in rows %}<p>{{ row }}</p>{% endfor %}</body></html>"
)
ROW = "x" * 93


def bare(request: HttpRequest, size: int) -> HttpResponse:
    rows = [ROW] * max(size // 100 - 3, 0)
    return HttpResponse(BARE.render({"user": request.user, "rows": rows}, request))


urlpatterns = [path("ref/<int:size>/", bare), path("", include("louzu.urls"))]
