"""How a person speaks here: under which name, how often, and whether they may now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from governance.lounge.models import Thread, Unnamed
from governance.lounge.queries import is_newcomer, pause_of, said_lately
from louzu.lib.errors import Refused
from louzu.lib.time import format_day
from residents.models import Building, User
from residents.people.rules import standing_of

NEWCOMERS = (3, 10)
"""Threads and replies an hour for whoever moved in this week."""
HELPERS = (10, 60)
"""The same for accounts in office: one that fell into wrong hands reaches every household."""


def voice_of(thread: Thread, by: User) -> User | None:
    """``by``, or nobody where they began the thread without their name: so they stay in it."""
    if thread.unnamed and Unnamed.objects.filter(thread=thread, user=by).exists():
        return None
    return by


def office_of(voice: User | None, building: Building) -> str:
    return standing_of(voice, building).office if voice else ""


def is_host(thread: Thread, voice: User | None) -> bool:
    """Did they begin it? ``voice`` is theirs in this thread."""
    return voice is None or thread.author_id == voice.pk


def refuse_paused(building: Building, by: User) -> None:
    if pause := pause_of(building, by):
        words = {"day": format_day(pause.until), "reason": pause.reason}
        raise Refused(_("您在%(day)s以前不能在客厅发言。原因：%(reason)s") % words)


def let_speak(building: Building, by: User, *, starts: bool = False) -> None:
    """Raises Refused for who is paused, and for new and helpers' accounts that say too much."""
    refuse_paused(building, by)
    standing = standing_of(by, building)
    if is_newcomer(by, building):
        most, why = NEWCOMERS, _("刚搬来的头一个星期，")
    elif standing.helper:
        most, why = HELPERS, _("担任职务的账号，")
    else:
        return
    threads, replies = said_lately(by, building)
    if starts and threads >= most[0]:
        said = _("%(why)s一小时最多说%(most)s件新的事。请过一会儿再说，写的字都还在。")
        raise Refused(said % {"why": why, "most": most[0]})
    if not starts and replies >= most[1]:
        said = _("%(why)s一小时最多回应%(most)s次。请过一会儿再说，写的字都还在。")
        raise Refused(said % {"why": why, "most": most[1]})


def let_in(thread: Thread) -> None:
    """Raises Refused where nothing more may be said: the page may be older than the lock."""
    if thread.hidden:
        raise Refused(_("这个话题已经收起了。"))
    if thread.locked:
        raise Refused(_("这个话题锁住了，不能再回应。原因：%(reason)s") % {"reason": thread.locked})
