"""Send a circular to many buildings, send it again where it failed, and withdraw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance.notices.actions.posting import post_notice, withdraw_notice
from governance.notices.actions.writing import draft_notice
from governance.notices.inputs import CircularInput, NoticeInput
from governance.notices.lifecycle import CIRCULAR, CircularState
from governance.notices.models import Circular, UnsentNotice
from governance.notices.queries import inhabited_buildings, posted_notices_of
from governance.notices.unsent import unsent_notices_of
from louzu.lib.attachments import attach
from louzu.lib.errors import Refused
from louzu.lib.stored import stored, stored_language
from residents.background.actions import cancel_long_job, start_long_job
from residents.models import Building, LongJob, Neighbourhood, User
from residents.people.rules import standing_of
from residents.rooms.long_jobs import RunningJob

SENDING = "notices.circular"
"""Name of the kind of long job."""
MAX_AT_ONCE = 20
"""Number of buildings that a circular is sent to within the request."""


@transaction.atomic
def send_circular(
    neighbourhood: Neighbourhood, buildings: Iterable[Building], letter: CircularInput, *, by: User
) -> Circular:
    """Post a notice in each building. Its files are stored once and shared.

    Up to ``MAX_AT_ONCE`` buildings get it now, or none of them does. To more it is sent by a long job
    (ADR 51): the circular is then returned while it is being sent. No canvass is opened in buildings
    without residents. Raises Refused for a building outside the neighbourhood of ``by``.
    """
    buildings = sorted(buildings, key=lambda building: building.sort_key)
    _require_ours(neighbourhood, buildings, by)
    at_once = len(buildings) <= MAX_AT_ONCE
    circular = Circular.objects.create(
        neighbourhood=neighbourhood,
        title=letter.title,
        body=letter.body,
        happens_from=letter.happens_from,
        happens_until=letter.happens_until,
        urgent=letter.urgent,
        asks=letter.asks,
        author=by,
        state=CircularState.SENT if at_once else CircularState.SENDING,
    )
    attach(circular.attachments.all(), letter.files, circular=circular)
    if at_once:
        _post_in(buildings, circular, letter.audience, letter.expires_at, by)
        return circular
    until = letter.expires_at.isoformat() if letter.expires_at else None
    _start_sending(circular, [one.pk for one in buildings], letter.audience, until, by)
    return circular


@transaction.atomic
def resend_circular(circular: Circular, *, by: User) -> LongJob:
    """Send it by a long job to the buildings that it did not reach. Raises Refused if there are none,
    or if the job that tried it is forgotten."""
    circular = _locked(circular.pk)
    _require_ours(circular.neighbourhood, [], by, empty=True)
    pks = [unsent.building_id for unsent in unsent_notices_of(circular)]
    if not (circular.job and pks):
        raise Refused(_("没有要再发的楼。"))
    CIRCULAR.take(circular, "resend")
    tried = circular.job.arguments
    _require_time_left(tried["expires_at"])
    circular.save(update_fields=["state"])
    return _start_sending(circular, pks, tried["audience"], tried["expires_at"], by)


def send_to_next_building(job: RunningJob) -> str | None:
    """Post the circular in one building, or note why it is refused there. Return the number of the
    next, or None after the last. Raises Refused if no building may get it any more."""
    circular = _locked(job.arguments["circular"])
    if circular.state != CircularState.SENDING:  # withdrawn meanwhile
        return None
    _require_ours(circular.neighbourhood, [], job.by, empty=True)
    _require_time_left(job.arguments["expires_at"])
    pk = _remaining(job)[0]
    try:
        with transaction.atomic():
            _send_to(pk, circular, job)
    except Refused as refusal:
        _note_unsent(circular, [pk], str(refusal))
    return _next(job)


def skip_building(job: RunningJob, reason: str) -> str | None:
    """Note that posting failed in one building. Return the number of the next, as
    ``send_to_next_building`` does."""
    _note_unsent(_locked(job.arguments["circular"]), _remaining(job)[:1], reason)
    return _next(job)


def end_sending(job: RunningJob, finished: bool) -> None:
    """Note that the circular was sent, or which buildings did not get it."""
    circular = _locked(job.arguments["circular"])
    if circular.state != CircularState.SENDING:
        return
    if not finished:
        reason = job.error or stored(gettext_lazy("中途停下了，没有轮到。"))
        _note_unsent(circular, _remaining(job), reason)
    CIRCULAR.take(circular, "stop" if circular.unsent.exists() else "finish")
    circular.save(update_fields=["state"])


@transaction.atomic
def withdraw_circular(circular: Circular, *, reason: str, by: User) -> Circular:
    """Withdraw all notices of the circular with one reason, and send no more of them. Notices that a
    building has withdrawn stay unchanged."""
    if circular.neighbourhood_id not in by.neighbourhoods_served:
        raise Refused(_("只能撤回本居民区的通知。"))
    if circular.job:
        with suppress(Refused):  # the job has ended
            cancel_long_job(circular.job)
    circular = _locked(circular.pk)
    CIRCULAR.take(circular, "withdraw")
    for notice in posted_notices_of(circular):
        if not standing_of(by, notice.building).staff:
            raise Refused(_("只能撤回本居民区的通知。"))
        withdraw_notice(notice, reason=reason, by=by)
    circular.withdrawn_at, circular.withdrawn_reason = timezone.now(), reason
    circular.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    return circular


def _start_sending(
    circular: Circular, pks: Sequence[int], audience: str, until: str | None, by: User
) -> LongJob:
    words = {"n": len(pks), "title": circular.title}
    with stored_language():
        subject = ngettext("给%(n)s栋楼：%(title)s", "给%(n)s栋楼：%(title)s", len(pks)) % words
    job = start_long_job(
        SENDING,
        by=by,
        total=len(pks),
        subject=subject,
        result_url=reverse("admin:notices_circular_change", args=[circular.pk]),
        circular=circular.pk,
        buildings=list(pks),
        audience=audience,
        expires_at=until,
    )
    circular.job = job
    circular.save(update_fields=["job"])
    return job


def _remaining(job: RunningJob) -> list[int]:
    """Return the primary keys of the buildings whose turn is now or later."""
    return list(job.arguments["buildings"][int(job.cursor or 0) :])


def _next(job: RunningJob) -> str | None:
    return str(int(job.cursor or 0) + 1) if len(_remaining(job)) > 1 else None


def _send_to(pk: int, circular: Circular, job: RunningJob) -> None:
    """Post in one building, unless it has the circular. Raises Refused, with nothing written."""
    if not circular.notices.filter(building=pk).exists():
        building = Building.objects.current().filter(pk=pk).first()
        if building is None:
            raise Refused(_("这栋楼已经停用了。"))
        _require_ours(circular.neighbourhood, [building], job.by)
        until = job.arguments["expires_at"]
        expires_at = dt.datetime.fromisoformat(until) if until else None
        _post_in([building], circular, job.arguments["audience"], expires_at, job.by)
    circular.unsent.filter(building=pk).delete()


def _note_unsent(circular: Circular, pks: Iterable[int], reason: str) -> None:
    UnsentNotice.objects.bulk_create(
        [UnsentNotice(circular=circular, building_id=pk, reason=reason[:300]) for pk in pks],
        update_conflicts=True,
        unique_fields=["circular", "building"],
        update_fields=["reason"],
    )


def _require_time_left(until: str | None) -> None:
    if until and dt.datetime.fromisoformat(until) <= timezone.now():
        raise Refused(_("撤下的时间已经到了，其余的楼没有发。"))


def _require_ours(
    neighbourhood: Neighbourhood, buildings: Collection[Building], by: User, *, empty: bool = False
) -> None:
    if not (buildings or empty):
        raise Refused(_("请至少选一栋楼。"))
    served = neighbourhood.pk in by.neighbourhoods_served
    if not served or any(one.neighbourhood_id != neighbourhood.pk for one in buildings):
        raise Refused(_("只能发给本居民区的楼。"))


def _post_in(
    buildings: Collection[Building],
    circular: Circular,
    audience: str,
    until: dt.datetime | None,
    by: User,
) -> None:
    lived_in = inhabited_buildings(buildings)
    for building in buildings:
        data = NoticeInput(
            title=circular.title,
            body=circular.body,
            audience=audience,
            expires_at=until,
            happens_from=circular.happens_from,
            happens_until=circular.happens_until,
            urgent=circular.urgent,
            asks=circular.asks and building.pk in lived_in,
        )
        notice = draft_notice(building, data, by=by, circular=circular)
        post_notice(notice, by=by)


def _locked(pk: int) -> Circular:
    circulars = Circular.objects.select_for_update(of=("self",))
    return circulars.select_related("neighbourhood", "author").get(pk=pk)
