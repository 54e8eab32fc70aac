"""The service worker and its page of last resort."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

FOLDER = settings.BASE_DIR / "static" / "worker"
PARTS = ("store.js", "pages.js", "keeping.js")
"""Files of one script: each uses what the ones before it declare."""


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Return the worker of this release. Browsers ask for it anew at each visit.

    The switch is a file, so that it works without the database, a restart or a release.
    """
    switched_off = settings.OFFLINE_SWITCH.exists()
    parts = ("push.js", *(("removed.js",) if switched_off else PARTS))
    script = "\n".join((FOLDER / part).read_text() for part in parts)
    response = HttpResponse(
        f'const RELEASE = "{settings.RELEASE}";\n{script}', content_type="text/javascript"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "residents/offline.html")
