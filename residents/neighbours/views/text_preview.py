"""Preview of a text while it is typed."""

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
    """Render the text and store nothing. Returns 429 for too many requests; the page then keeps the
    last preview."""
    if isinstance(count(request, "shown_text"), RateLimitExceeded):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    typed = clean_text(request.POST.get("text", ""), multiline=True)
    return HttpResponse(from_markdown(typed))
