"""A typed text as it will look, for the field that shows it while one types."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from louzu.lib.text import from_markdown
from louzu.lib.text_input import clean_text
from residents.uploads.rates import RateLimitExceeded, count


@require_POST
@never_cache
def shown_text(request: HttpRequest) -> HttpResponse:
    """Keeps nothing. 429 where one person asks for too many; the page then shows the last one."""
    if isinstance(count(request, "shown_text"), RateLimitExceeded):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    typed = clean_text(request.POST.get("text", ""), multiline=True)
    return HttpResponse(from_markdown(typed))
