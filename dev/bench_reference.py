"""REF: a plain Django view of the same size, with session, user, rows and one template."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from governance.notices.models import Notice

REFERENCE_TEMPLATE = engines["django"].from_string(
    "<!DOCTYPE html><html><head><title>{{ user }}</title></head><body>{% csrf_token %}<ul>"
    "{% for notice in notices %}<li><a href=\"{% url 'notices:page' '114' notice.pk %}\">{{ notice.title }}"
    '</a> {{ notice.author }} {{ notice.shows_from|date:"Y-m-d H:i" }}</li>{% endfor %}'
    "</ul><p>{{ filler }}</p></body></html>"
)


def reference_page(request: HttpRequest, rows: int, size: int) -> HttpResponse:
    """Render ``rows`` notices, padded to ``size`` bytes."""
    notices = Notice.objects.select_related("author").order_by("-shows_from")[:rows]
    context = {"user": request.user, "notices": list(notices)}
    html = REFERENCE_TEMPLATE.render(
        {**context, "filler": "x" * max(size - 500 - rows * 160, 0)}, request
    )
    return HttpResponse(html)


urlpatterns = [path("ref/<int:rows>/<int:size>/", reference_page), path("", include("louzu.urls"))]
