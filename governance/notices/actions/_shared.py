"""Helpers of the notices' actions: lock, posting period, versions and the attached canvass."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.actions.opening import open_attached_canvass
from governance.canvass.inputs import CanvassInput
from governance.canvass.kinds import KINDS
from governance.canvass.models import Canvass, Electorate
from governance.journal.actions import link
from governance.journal.models import Audience, LinkKind
from governance.notices.models import Notice, Version
from governance.notices.presets import PERIODS
from louzu.lib.errors import Refused
from louzu.lib.time import format_moment, local_datetime
from residents.models import User

EVENING = 20


def lock_notice(notice: Notice) -> Notice:
    """Return the notice locked and fresh. The canvass is locked first, in the same order as its own
    actions."""
    canvass = Canvass.objects.locked(notice.canvass) if notice.canvass else None
    notice = Notice.objects.locked(notice)
    if canvass and notice.canvass_id == canvass.pk:
        notice.canvass = canvass
    return notice


def set_posting_period(notice: Notice, begin: dt.datetime) -> None:
    """Set the end of a public posting to the end of its period. Raises Refused for an earlier end."""
    if not notice.is_posting or notice.frozen:
        return
    period = PERIODS[notice.period]
    soonest = period.end(begin)
    notice.expires_at = notice.expires_at or soonest
    if notice.expires_at < soonest:
        words = {"days": period.length, "until": format_moment(soonest)}
        raise Refused(_("要公示满%(days)s天，最早到%(until)s。") % words)
    notice.basis = period.as_json()


def count_days_from(notice: Notice, carried: dt.datetime) -> None:
    """Let a public posting end no earlier than its period after ``carried``, when it reached the doors."""
    if notice.is_posting and notice.expires_at:
        notice.expires_at = max(notice.expires_at, PERIODS[notice.period].end(carried))


def attach_canvass(notice: Notice, by: User) -> None:
    if not (notice.asks or notice.is_posting):
        return
    kind = KINDS["hear" if notice.is_posting else "tell"]
    notice.canvass = open_attached_canvass(
        notice.building,
        CanvassInput(
            closes_at=_end_of_canvass(notice) or _days_from_now(kind.days_open),
            purpose=kind.purpose,
            preset=kind.preset.key,
            electorate=Electorate.HOUSEHOLDS,
            question=notice.title,
            body=notice.body,
        ),
        by=by,
        about_url=notice.get_absolute_url(),
    )
    link(notice.building, notice, notice.canvass, LinkKind.CARRIED_BY)


def create_version(notice: Notice, by: User) -> None:
    Version.objects.create(
        notice=notice,
        number=notice.version,
        title=notice.title,
        body=notice.body,
        html=notice.html,
        happens_from=notice.happens_from,
        happens_until=notice.happens_until,
        by=by,
    )


def audience_of(notice: Notice) -> str:
    return Audience(notice.audience)


def _end_of_canvass(notice: Notice) -> dt.datetime | None:
    """Return the notice's own end, else the beginning of its event or, once that began, the event's
    end. None if the notice says neither."""
    times = (notice.expires_at, notice.happens_from, notice.happens_until)
    return next((at for at in times if at and at > timezone.now()), None)


def _days_from_now(days: int) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return local_datetime(day, EVENING)
