"""Post, announce, end and withdraw notices."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.actions.counting import close_canvass
from governance.canvass.actions.drafting import withdraw_canvass
from governance.canvass.lifecycle import CANVASS
from governance.canvass.models import Canvass
from governance.journal.actions import append, enter
from governance.journal.models import Audience
from governance.notices.actions._shared import (
    attach_canvass,
    audience_of,
    count_days_from,
    create_version,
    lock_notice,
    set_posting_period,
)
from governance.notices.lifecycle import NOTICE, NoticeState
from governance.notices.models import Notice
from governance.notices.queries import outcome_of
from louzu.lib.errors import Refused
from louzu.lib.stored import stored
from louzu.lib.text import from_markdown
from residents.models import User


@transaction.atomic
def post_notice(notice: Notice, *, urgent: bool = False, by: User) -> Notice:
    """Post a notice now or, if it begins later, schedule it. It becomes urgent with ``urgent``, and
    else stays as it is. Raises Refused if it would expire before it begins."""
    notice = lock_notice(notice)
    notice.urgent = notice.urgent or urgent
    now = timezone.now()
    begin = max(notice.shows_from, now)
    set_posting_period(notice, begin)
    NOTICE.take(notice, "post")
    notice.shows_from = begin
    if notice.expires_at and notice.expires_at <= begin:
        raise Refused(_("撤下的时间要晚于张贴的时间。"))
    notice.announced = begin <= now
    notice.save(update_fields=["state", "shows_from", "expires_at", "basis", "announced", "urgent"])
    create_version(notice, by)
    if notice.announced:
        _announce(notice, by)
        attach_canvass(notice, by)
        notice.save(update_fields=["canvass"])
    else:
        enter(notice, "notices.scheduled", by=by, audience=Audience.WRITERS)
    return notice


@transaction.atomic
def announce_notice(notice: Notice) -> Notice:
    """Announce a scheduled notice that is due, in the journal. Called by the scheduled job.

    It may be late. The days of a public posting count from now, when it is carried to the doors. A
    notice that is over already is brought to nobody, which the journal says if it asks every home.
    """
    notice = Notice.objects.locked(notice)
    if not notice.announced and notice.was_shown:
        notice.announced = True
        _announce(notice, notice.author)
        count_days_from(notice, timezone.now())
        if notice.is_posting or not notice.expired:
            _attach_canvass_if_inhabited(notice)
        elif notice.asks:
            append(
                notice.building,
                "notices.missed",
                by=None,
                audience=Audience.WRITERS,
                subject=(notice._meta.label_lower, notice.pk, str(notice)),
                url=notice.get_absolute_url(),
            )
        notice.save(update_fields=["announced", "canvass", "expires_at"])
    return notice


@transaction.atomic
def carry_posting(notice: Notice) -> Notice:
    """Bring a posting to the doors that could not be brought there before, because nobody lived in the
    building by its roster. Its days count from now. Called by the scheduled job."""
    notice = Notice.objects.locked(notice)
    if notice.announced and notice.canvass_id is None and not notice.expired:
        before = notice.expires_at
        count_days_from(notice, timezone.now())
        _attach_canvass_if_inhabited(notice)
        if notice.canvass is None:
            notice.expires_at = before
        else:
            notice.save(update_fields=["canvass", "expires_at"])
    return notice


@transaction.atomic
def end_posting(notice: Notice) -> Notice:
    """End a posting whose period is over, and log the objections that came in. Called by the
    scheduled job.

    One that was never carried to the doors does not end: that nobody objected would be false.
    """
    notice = lock_notice(notice)
    if (
        notice.ended_at
        or notice.canvass is None
        or not (notice.is_posting and notice.was_shown and notice.expired)
    ):
        return notice
    if notice.canvass.due_to_close:
        close_canvass(notice.canvass, by=None)
    notice.ended_at = timezone.now()
    notice.save(update_fields=["ended_at"])
    came = stored(outcome_of(notice).__str__)
    append(
        notice.building,
        "notices.ended",
        by=None,
        audience=audience_of(notice),
        subject=(notice._meta.label_lower, notice.pk, f"{notice}：{came}"),
        url=notice.get_absolute_url(),
    )
    return notice


@transaction.atomic
def withdraw_notice(notice: Notice, *, reason: str, by: User) -> Notice:
    """Withdraw a notice and its canvass. Residents still see the title and the reason.

    Raises Refused for a posting whose period is over, because its objections must stay readable.
    """
    notice = lock_notice(notice)
    notice.announced = notice.was_shown
    if notice.canvass and notice.canvass.outcome_is_due:
        raise Refused(_("公示期满了，大家提的意见要留着给人看，不能再撤下。"))
    NOTICE.take(notice, "withdraw")
    notice.withdrawn_reason = reason
    notice.save(update_fields=["state", "announced", "withdrawn_reason"])
    audience = audience_of(notice) if notice.was_shown else Audience.WRITERS
    enter(notice, "notices.withdrawn", by=by, audience=audience)
    canvass = notice.canvass
    if canvass and any(CANVASS.allows(canvass, step) for step in ("withdraw", "withdraw_closed")):
        withdraw_canvass(canvass, reason=reason, by=by)
    return notice


def update_text_from_canvass(canvass: Canvass, *, by: User) -> None:
    """Copy a text that was changed on the canvass to its notice. Raises Refused for a public
    posting."""
    notice = _notice_of(canvass)
    if notice is None or notice.body == canvass.body:
        return
    if notice.is_posting:
        raise Refused(_("公示开始以后，文字不能改。要改，请撤下以后重新公示。"))
    notice.body, notice.html = canvass.body, from_markdown(canvass.body)
    notice.version += 1
    notice.corrected_at = timezone.now()
    notice.save(update_fields=["body", "html", "version", "corrected_at"])
    create_version(notice, by)
    enter(notice, "notices.corrected", by=by, audience=audience_of(notice))


def update_days_from_canvass(canvass: Canvass, *, by: User) -> None:
    notice = _notice_of(canvass)
    if notice and notice.expires_at and notice.expires_at < canvass.closes_at:
        notice.expires_at = canvass.closes_at
        notice.save(update_fields=["expires_at"])
        enter(notice, "notices.prolonged", by=by, audience=Audience.WRITERS)


def withdraw_with_canvass(canvass: Canvass, *, by: User) -> None:
    """Withdraw a public posting whose canvass was withdrawn, because nobody can object any more."""
    notice = _notice_of(canvass)
    if notice and notice.is_posting:
        withdraw_notice(notice, reason=canvass.withdrawn_reason, by=by)


def _notice_of(canvass: Canvass) -> Notice | None:
    """Return the posted notice of a canvass, locked. The canvass is locked already."""
    of = Notice.objects.select_for_update(of=("self",)).select_related("building")
    return of.filter(canvass=canvass, state=NoticeState.POSTED).first()


def _attach_canvass_if_inhabited(notice: Notice) -> None:
    """Attach a canvass if the roster allows one. A scheduled notice is posted even if nobody can be
    asked."""
    try:
        attach_canvass(notice, notice.author)
    except Refused:
        notice.canvass = None


def _announce(notice: Notice, by: User) -> None:
    if notice.is_posting:
        enter(notice, "notices.publicised", by=by, audience=audience_of(notice))
    else:
        enter(notice, "notices.posted", by=by, audience=audience_of(notice))
