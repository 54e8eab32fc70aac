"""Ending a kind of messages from the message itself (RFC 8058), without a sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from governance.inbox.actions.ways import unsubscribe
from governance.inbox.unsubscribing import DIGEST, way_and_topic
from residents.rooms.messages import Topic


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing, because programs that check mail follow its links. A mail program posts
    without cookies and does not follow redirects. The page names nobody."""
    found = way_and_topic(token)
    if found is None:
        raise Http404
    key, topic = found
    if request.method == "POST":
        unsubscribe(key, topic)
    what = "" if topic == DIGEST else Topic(topic).label
    context = {"what": what, "done": request.method == "POST"}
    return render(request, "inbox/unsubscribe.html", context)
