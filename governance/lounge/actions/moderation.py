"""Reports, hiding, appeals, pauses and locks. Each is logged."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.actions import cover_lines, enter, uncover_lines
from governance.journal.models import Audience
from governance.lounge.actions._shared import author_in, office_of
from governance.lounge.lifecycle import HIDING, REPORT, HidingState, ReportState
from governance.lounge.models import Hiding, Pause, Post, Report, Thread
from louzu.lib.errors import Refused
from residents.models import User
from residents.people.rules import standing_of

MAX_PAUSE = dt.timedelta(days=90)


@transaction.atomic
def report_post(post: Post, *, reason: str, by: User) -> None:
    """Report a post, once per person. The journal entry doesn't name the reporter."""
    thread = Thread.objects.locked(post.thread)
    _report, first = Report.objects.get_or_create(post=post, by=by, defaults={"reason": reason})
    if not first:
        raise Refused(_("这段话您已经反映过了，楼组长和居委会看。"))
    enter(
        thread,
        "lounge.reported",
        by=None,
        audience=Audience.LEADERS,
        url=thread.url_of(post.number),
    )


@transaction.atomic
def dismiss_reports(post: Post, *, by: User) -> None:
    thread = Thread.objects.locked(post.thread)
    _close_reports(post, "dismiss")
    enter(
        thread,
        "lounge.report_dismissed",
        by=by,
        audience=Audience.LEADERS,
        url=thread.url_of(post.number),
    )


@transaction.atomic
def hide_post(post: Post, *, reason: str, by: User) -> Hiding:
    """Hide a post from neighbours. Hiding the first post hides the thread."""
    thread, post = _locked(post)
    if not post.readable:
        raise Refused(_("这段话已经不在了。"))
    office = office_of(by, thread.building)
    hiding = Hiding.objects.create(post=post, reason=reason, author=by, office=office)
    _set_hidden(thread, post, hidden=True)
    _close_reports(post, "heed")
    enter(thread, "lounge.hidden", by=by, url=thread.url_of(post.number))
    return hiding


@transaction.atomic
def restore_post(post: Post, *, by: User) -> None:
    """Restore a hidden post. After the committee has answered an appeal, only its staff may."""
    thread, post = _locked(post)
    hiding = _hiding(post)
    if hiding.state == HidingState.KEPT and not standing_of(by, thread.building).staff:
        raise Refused(_("居委已经答复了申诉，要恢复请找居委。"))
    HIDING.take(hiding, "restore")
    hiding.save(update_fields=["state"])
    _set_hidden(thread, post, hidden=False)
    enter(thread, "lounge.restored", by=by, url=thread.url_of(post.number))


@transaction.atomic
def appeal_hiding(post: Post, *, text: str, by: User) -> None:
    thread, post = _locked(post)
    hiding = _hiding(post)
    HIDING.take(hiding, "appeal")
    hiding.appeal = text
    hiding.save(update_fields=["state", "appeal"])
    enter(
        thread,
        "lounge.appealed",
        by=author_in(thread, by),
        audience=Audience.LEADERS,
        url=thread.url_of(post.number),
    )


@transaction.atomic
def decide_appeal(post: Post, *, answer: str, restore: bool, by: User) -> None:
    thread, post = _locked(post)
    hiding = _hiding(post)
    HIDING.take(hiding, "restore" if restore else "keep")
    hiding.answer = answer
    hiding.save(update_fields=["state", "answer"])
    if restore:
        _set_hidden(thread, post, hidden=False)
        enter(thread, "lounge.restored", by=by, url=thread.url_of(post.number))
    else:
        enter(
            thread,
            "lounge.kept_hidden",
            by=by,
            audience=Audience.LEADERS,
            url=thread.url_of(post.number),
        )


@transaction.atomic
def pause_user(post: Post, *, until: dt.date, reason: str, by: User) -> Pause:
    """Pause the author of a post until a day.

    Raises Refused for anonymous authors, for staff and, unless ``by`` is staff, for the leader.
    """
    thread, post = _locked(post)
    building, today = thread.building, timezone.localdate()
    if post.author is None:
        raise Refused(_("没写名字的话，可以收起，不能停言。"))
    theirs, mine = standing_of(post.author, building), standing_of(by, building)
    if theirs.staff or (theirs.leader and not mine.staff):
        raise Refused(_("楼组长和居委的人，不能在这里停言。"))
    if not today < until <= today + MAX_PAUSE:
        raise Refused(_("停言从明天起算，最多90天。"))
    pause = Pause.objects.create(
        building=building,
        user=post.author,
        reason=reason,
        until=until,
        author=by,
        office=mine.office,
    )
    enter(pause, "lounge.paused", by=by, audience=Audience.LEADERS, whom=post.author)
    return pause


@transaction.atomic
def lift_pause(pause: Pause, *, by: User) -> None:
    pause = Pause.objects.locked(pause)
    if pause.lifted_at or pause.until <= timezone.localdate():
        raise Refused(_("已经恢复发言了。"))
    pause.lifted_at = timezone.now()
    pause.save(update_fields=["lifted_at"])
    enter(pause, "lounge.pause_lifted", by=by, audience=Audience.LEADERS, whom=pause.user)


@transaction.atomic
def lock_thread(thread: Thread, *, reason: str, by: User) -> None:
    """Close the thread to replies. The reason replaces the reply form."""
    thread = Thread.objects.locked(thread)
    thread.locked = reason
    thread.save(update_fields=["locked"])
    enter(thread, "lounge.locked", by=by)


@transaction.atomic
def unlock_thread(thread: Thread, *, by: User) -> None:
    thread = Thread.objects.locked(thread)
    thread.locked = ""
    thread.save(update_fields=["locked"])
    enter(thread, "lounge.unlocked", by=by)


def _locked(post: Post) -> tuple[Thread, Post]:
    thread = Thread.objects.locked(post.thread)
    post = Post.objects.select_related("author").get(pk=post.pk)
    post.thread = thread
    return thread, post


def _hiding(post: Post) -> Hiding:
    hiding = Hiding.objects.in_force().filter(post=post).first()
    if hiding is None:
        raise Refused(_("这段话已经恢复了。"))
    return hiding


def _set_hidden(thread: Thread, post: Post, *, hidden: bool) -> None:
    post.hidden = hidden
    post.save(update_fields=["hidden"])
    if post.number == 1:
        thread.hidden = hidden
        thread.save(update_fields=["hidden"])
        (cover_lines if hidden else uncover_lines)(thread)


def _close_reports(post: Post, step: str) -> None:
    for report in Report.objects.filter(post=post, state=ReportState.OPEN):
        REPORT.take(report, step)
        report.save(update_fields=["state"])
