from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.lounge import actions
from governance.lounge.forms import ReplyForm, ThreadForm
from governance.lounge.models import Thread, page_start
from governance.lounge.queries import for_page, talk_of, threads_of
from residents.door import BuildingRequest, fetch, in_building, remembered, require


@in_building
@require_safe
@remembered()
def listing(request: BuildingRequest) -> HttpResponse:
    require(request, "lounge.browse", request.building)
    kind = _kind_in(request)
    page = threads_of(request.building, kind=kind or "", after=request.GET.get("after"))
    context = {"page": page, "kind": kind, "kinds": Thread.Kind.choices, "tab": "lounge"}
    return render(request, "lounge/listing.html", context)


@in_building
@require_safe
@remembered()
def thread(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, for_page(), pk, to="lounge.read")
    first = request.GET.get("from", "")
    number = int(first) if first.isdecimal() and len(first) < 10 else 1  # noqa: PLR2004 -- integer
    return _thread_page(request, thread, ReplyForm(), first=number)


@in_building
def start(request: BuildingRequest) -> HttpResponse:
    """Which of the four first, then one page for that kind."""
    require(request, "lounge.post", request.building)
    kind = _kind_in(request)
    if kind is None:
        return render(request, "lounge/choose.html", {"tab": "lounge"})
    form = ThreadForm(kind, request.POST or None)
    if form.is_valid():
        thread = actions.start_thread(
            request.building, kind=kind, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("说出去了，邻居们都能看到。"))
        return redirect(thread)
    return render(request, "lounge/start.html", {"form": form, "kind": kind, "tab": "lounge"})


@in_building
@require_POST
def reply(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, for_page(), pk, to="lounge.reply")
    form = ReplyForm(request.POST)
    if form.is_valid():
        post = actions.reply(thread, by=request.user, **form.cleaned_data)
        messages.success(request, _("您的回应贴上去了。"))
        return redirect(thread.url_of(post.number))
    return _thread_page(request, thread, form, first=page_start(thread.posts))


@in_building
@require_POST
def settle(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, Thread, pk, to="lounge.settle")
    actions.settle_thread(thread, by=request.user)
    messages.success(request, _("标为已解决了。还可以接着回应，也可以重新提起。"))
    return redirect(thread)


@in_building
@require_POST
def reopen(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, Thread, pk, to="lounge.reopen")
    actions.reopen_thread(thread, by=request.user)
    messages.success(request, _("重新提起了。"))
    return redirect(thread)


def _thread_page(
    request: BuildingRequest, thread: Thread, form: ReplyForm, *, first: int
) -> HttpResponse:
    talk = talk_of(thread, first=first)
    context = {"thread": thread, "talk": talk, "form": form, "tab": "lounge"}
    return render(request, "lounge/thread.html", context)


def _kind_in(request: BuildingRequest) -> Thread.Kind | None:
    asked = request.GET.get("kind", "")
    return Thread.Kind(asked) if asked in Thread.Kind else None
