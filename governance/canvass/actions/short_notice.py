"""Shorten the public notice of a vote of owners by agreement of leader and committee."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Canvass, ShortNotice
from governance.canvass.queries.notice_days import days_needed, first_day, is_short
from governance.journal.actions import enter
from governance.journal.models import Audience
from louzu.lib.errors import Refused
from louzu.lib.time import format_day
from residents.models import User
from residents.people.rules import standing_of


@transaction.atomic
def agree_to_short_notice(canvass: Canvass, *, reason: str = "", by: User) -> ShortNotice:
    """Record the agreement of the leader or the committee. The first one gives the reason. Raises
    Refused if the notice is long enough, if ``by`` is neither, or without a reason."""
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "edit")
    if not is_short(canvass, now):
        raise Refused(_("公示的日子够了，不用缩短。"))
    notice = ShortNotice.objects.filter(canvass=canvass).first() or ShortNotice(canvass=canvass)
    notice.reason = notice.reason or reason.strip()
    if not notice.reason:
        raise Refused(_("请写明为什么等不到公示期满。"))
    _sign_short_notice(notice, by)
    notice.save()
    enter(canvass, "canvass.notice_shortened", by=by, audience=Audience.LEADERS)
    return notice


def _sign_short_notice(notice: ShortNotice, by: User) -> None:
    if by.pk in {notice.leader_id, notice.staff_id}:
        raise Refused(_("您已经同意过了，还要另一方同意。"))
    standing = standing_of(by, notice.canvass.building)
    if standing.leader and notice.leader is None:
        notice.leader = by
    elif standing.staff and notice.staff is None:
        notice.staff = by
    else:
        raise Refused(_("要楼组长和居委各有一位同意。"))


def refuse_short_notice(canvass: Canvass, now: dt.datetime) -> ShortNotice | None:
    """Return the agreement to shorten the notice, or None if the notice is long enough. Raises
    Refused unless both sides agreed."""
    if not is_short(canvass, now):
        return None
    notice = ShortNotice.objects.filter(canvass=canvass).first()
    if notice is None or not notice.agreed:
        first = first_day(canvass, now)
        words = {"days": days_needed(canvass), "first": format_day(first)}
        raise Refused(
            _(
                "问业主的事要先公示%(days)s天，最早%(first)s开始。要早开始，楼组长和居委都要写明同意。"
            )
            % words
        )
    return notice
