"""Close a canvass, count it by two people, and publish the result."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from governance.canvass.actions._delegations import end_offers
from governance.canvass.actions._shared import lock_canvass
from governance.canvass.lifecycle import CANVASS, OBJECTION, UNDER_WAY
from governance.canvass.models import Canvass, Count, Objection
from governance.canvass.queries.checks import pending_paper_of
from governance.canvass.queries.counting import result_of
from governance.canvass.queries.record_version import refuse_if_record_changed
from governance.canvass.queries.voices import voices_of
from governance.canvass.signals import canvass_passed, canvass_published
from governance.journal.actions import enter
from louzu.lib.database import database_now
from louzu.lib.errors import Refused
from residents.models import User


@transaction.atomic
def close_canvass(canvass: Canvass, *, by: User | None, seen: str | None = None) -> Canvass:
    """End the taking of answers, objections that are still under way, and offers of delegations.

    ``seen`` is the ``record_version_of`` what a page showed. Raises Stale if it has changed, and
    Refused before the deadline unless every voice has answered. A secret vote never closes early,
    because a household may still hold a paper ballot.
    """
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "close")
    refuse_if_record_changed(canvass, seen)
    early = canvass.closes_at > now
    if early and canvass.secret:
        raise Refused(_("不记名的票要等到截止的时间，不能提前结束。"))
    if early and not all(status.responded for status in voices_of(canvass)):
        raise Refused(_("还没到截止的时间，也还有人没答复，不能提前结束。"))
    canvass.closed_at = now
    canvass.save(update_fields=["state", "closed_at"])
    for objection in Objection.objects.filter(voice__canvass=canvass, state__in=UNDER_WAY):
        OBJECTION.take(objection, "stand")
        objection.ended_at = now
        objection.save(update_fields=["state", "ended_at"])
    end_offers(canvass, at=now)
    enter(canvass, "canvass.closed", by=by)
    return canvass


@transaction.atomic
def count_canvass(
    canvass: Canvass, *, by: User, anyway: bool = False, seen: str | None = None
) -> Canvass:
    """Record a first count, or confirm the first count by a second person.

    Two different people must count, and one of them must not have opened the canvass. A second count with a different result replaces the first one,
    also by the same person.
    Raises Refused while answers wait for a check or signed paper may still come in, unless the
    counter passes ``anyway``. The number of answers left out is stored. Raises Stale if ``seen``, the ``record_version_of`` what the counter
    looked at, has changed.
    """
    canvass, now = lock_canvass(canvass)
    CANVASS.take(canvass, "count")
    if canvass.secret:
        raise Refused(_("不记名的票箱要两位保管人一起打开，请用开票箱的页面。"))
    refuse_if_record_changed(canvass, seen)
    awaited = pending_paper_of(canvass, now)
    if awaited and not anyway:
        raise Refused(
            _("%(why)s，先不清点。两位清点的人都说不等了，才能照样清点。") % {"why": awaited}
        )
    found = result_of(canvass)
    first = Count.objects.filter(canvass=canvass).first()
    if first and first.first_id == by.pk and first.result == found:
        raise Refused(_("您已经清点过了，还要另一位来清点。"))
    if first is None or first.result != found:
        Count.objects.filter(canvass=canvass).delete()
        Count.objects.create(canvass=canvass, first=by, result=found)
        enter(canvass, "canvass.counting", by=by)
        return Canvass.objects.locked(canvass)
    first.second, first.second_at = by, now
    first.unchecked, first.early = awaited.unchecked, awaited.late_until is not None
    first.save(update_fields=["second", "second_at", "unchecked", "early"])
    canvass.counted_at = now
    canvass.save(update_fields=["state", "counted_at"])
    enter(canvass, "canvass.counted", by=by)
    return canvass


@transaction.atomic
def publish_canvass(canvass: Canvass, *, by: User | None) -> Canvass:
    """Publish the result to all residents and send the signals. ``by`` is None for the scheduled
    job, which publishes ``PUBLISHED_AFTER`` the count."""
    canvass = Canvass.objects.locked(canvass)
    CANVASS.take(canvass, "publish")
    canvass.published_at = database_now()
    canvass.save(update_fields=["state", "published_at"])
    passed = bool(Count.objects.get(canvass=canvass).result["passed"])
    enter(canvass, "canvass.published" if by else "canvass.published_by_clock", by=by)
    canvass_published.send(sender=Canvass, canvass=canvass, passed=passed, by=by)
    if passed:
        canvass_passed.send(sender=Canvass, canvass=canvass, by=by)
    return canvass
