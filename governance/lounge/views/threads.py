"""Pages to start, read and reply to threads."""

from __future__ import annotations

import rules
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.inbox.queries.news import with_unread_news
from governance.journal.causes import cause_from
from governance.lounge.actions import joining, posts, threads
from governance.lounge.forms.posts import ReplyForm
from governance.lounge.forms.threads import FORMS
from governance.lounge.models import Post, Thread, page_start
from governance.lounge.queries.moderation import pause_in
from governance.lounge.queries.people import joiners_of, unmaskings_of
from governance.lounge.queries.posts import ThreadPage, post_of, thread_page_of
from governance.lounge.queries.threads import (
    calendar_of,
    next_change_at,
    threads_for_page,
)
from governance.lounge.views.lists import kind_in, number_of
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


@in_building
@rate_limit("post")
def start(request: BuildingRequest) -> HttpResponse:
    """Two-step form: choose the kind, then write the thread. ``?from=`` names the thing from which it
    takes its words."""
    require(request, "lounge.post", request.building)
    kind = kind_in(request)
    if kind is None:
        pause = pause_in(request.building, request.user)
        return render(request, "lounge/choose.html", {"pause": pause})
    cause = cause_from(request)
    initial = {"title": cause.words.title, "text": cause.words.text} if cause else None
    form = FORMS[kind](request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            thread = threads.start_thread(
                request.building,
                form.to_input(),
                by=request.user,
                cause=cause.thing if cause else None,
            )
            messages.success(request, _("说出去了，邻居们都能看到。"))
            return redirect(thread)
    return render(request, "lounge/start.html", {"form": form, "kind": kind, "cause": cause})


@in_building
@require_safe
@cached_page(next_change_at)
def thread(request: BuildingRequest, pk: int) -> HttpResponse:
    rows = with_unread_news(threads_for_page(request.user), request.user, request.path)
    thread = fetch(request, rows, pk, to="lounge.open")
    if not rules.has_perm("lounge.read", request.user, thread):
        return render(request, "lounge/hidden.html")
    form = ReplyForm(initial={"quotes": number_of(request.GET.get("quote", "")) or None})
    return _thread_page(request, thread, form, first=number_of(request.GET.get("from", "")))


@in_building
@rate_limit("reply")
@require_POST
def reply(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.reply")
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_on(form):
            post = posts.add_reply(thread, form.to_input(), by=request.user)
            messages.success(request, _("您的回应贴上去了。"))
            return redirect(thread.url_of(post.number))
    return _thread_page(request, thread, form, first=page_start(thread.posts))


@in_building
@require_POST
def mark_read(request: BuildingRequest, pk: int) -> HttpResponse:
    """Mark posts as read. A script or, without JavaScript, a button sends it."""
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.read")
    up_to = min(max(number_of(request.POST.get("up_to", "")), 1), thread.posts)
    joining.mark_thread_read(thread, up_to=up_to, by=request.user)
    return redirect(thread.url_of(up_to))


@in_building
@require_safe
@cached_page(next_change_at)
def calendar(request: BuildingRequest, pk: int) -> HttpResponse:
    thread = fetch(
        request, threads_for_page(request.user).filter(kind="invitation"), pk, to="lounge.calendar"
    )
    post = post_of(thread, 1)
    url = request.build_absolute_uri(thread.get_absolute_url())
    content = calendar_of(thread, url, text=post.text if post and post.readable else "")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lounge-{thread.pk}.ics"'
    return response


def _thread_page(
    request: BuildingRequest, thread: Thread, form: ReplyForm, *, first: int
) -> HttpResponse:
    talk, joiners = thread_page_of(thread, first=first), joiners_of(thread, request.user)
    context = {
        "thread": thread,
        "talk": talk,
        "form": form,
        "quoted": _quoted(thread, talk, number_of(str(form["quotes"].value() or ""))),
        "unseen": talk.last > (thread.read_up_to or 0),
        "joiners": joiners,
        "joinable": joiners.mine is None and _may_join(request, thread),
        "unmaskings": unmaskings_of(thread) if thread.unnamed and thread.own else [],
    }
    return render(request, "lounge/thread.html", context)


def _may_join(request: BuildingRequest, thread: Thread) -> bool:
    either = ("lounge.offer", "lounge.attend")
    return any(rules.has_perm(perm, request.user, thread) for perm in either)


def _quoted(thread: Thread, talk: ThreadPage, number: int) -> Post | None:
    """Return the post that the reply quotes. It needs a query only if the post is on another page."""
    if not number:
        return None
    here = next((post for post in talk.posts if post.number == number), None)
    post = here or post_of(thread, number)
    return post if post and post.readable else None
