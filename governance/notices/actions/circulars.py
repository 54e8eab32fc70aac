"""Send a circular to many buildings, and withdraw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from contextlib import suppress

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.notices.actions.posting import post_notice, withdraw_notice
from governance.notices.actions.writing import draft_notice
from governance.notices.inputs import CircularInput, NoticeInput
from governance.notices.lifecycle import CIRCULAR, CircularState
from governance.notices.models import Circular
from governance.notices.queries import inhabited_buildings, posted_notices_of
from louzu.lib.attachments import attach
from louzu.lib.errors import Refused
from residents.background.actions import cancel_long_job, start_long_job
from residents.models import Building, Neighbourhood, User
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
        _post_in(buildings, circular, letter.audience, letter.expires_at)
        return circular
    circular.job = start_long_job(
        SENDING,
        by=by,
        total=len(buildings),
        subject=ngettext("给%(n)s栋楼：%(title)s", "给%(n)s栋楼：%(title)s", len(buildings))
        % {"n": len(buildings), "title": letter.title},
        result_url=reverse("admin:notices_circular_change", args=[circular.pk]),
        circular=circular.pk,
        buildings=[building.pk for building in buildings],
        audience=letter.audience,
        expires_at=letter.expires_at and letter.expires_at.isoformat(),
    )
    circular.save(update_fields=["job"])
    return circular


def send_to_next_building(job: RunningJob) -> str | None:
    """Post the circular in one building. Return the number of the next, or None after the last."""
    circular = _locked(job.arguments["circular"])
    if circular.state != CircularState.SENDING:  # withdrawn meanwhile
        return None
    number = int(job.cursor or 0)
    pks = job.arguments["buildings"]
    buildings = list(Building.objects.current().filter(pk=pks[number]))  # one may have closed
    _require_ours(circular.neighbourhood, buildings, job.by, empty=True)
    until = job.arguments["expires_at"]
    expires_at = dt.datetime.fromisoformat(until) if until else None
    if expires_at and expires_at <= timezone.now():
        raise Refused(_("撤下的时间已经到了，其余的楼没有发。"))
    _post_in(buildings, circular, job.arguments["audience"], expires_at)
    return str(number + 1) if number + 1 < len(pks) else None


def end_sending(job: RunningJob, finished: bool) -> None:
    """Note that the circular was sent, or that some buildings did not get it."""
    circular = _locked(job.arguments["circular"])
    step = "finish" if finished else "stop"
    if CIRCULAR.allows(circular, step):
        CIRCULAR.take(circular, step)
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


def _require_ours(
    neighbourhood: Neighbourhood, buildings: Collection[Building], by: User, *, empty: bool = False
) -> None:
    if not (buildings or empty):
        raise Refused(_("请至少选一栋楼。"))
    served = neighbourhood.pk in by.neighbourhoods_served
    if not served or any(one.neighbourhood_id != neighbourhood.pk for one in buildings):
        raise Refused(_("只能发给本居民区的楼。"))


def _post_in(
    buildings: Collection[Building], circular: Circular, audience: str, until: dt.datetime | None
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
        notice = draft_notice(building, data, by=circular.author, circular=circular)
        post_notice(notice, by=circular.author)


def _locked(pk: int) -> Circular:
    circulars = Circular.objects.select_for_update(of=("self",))
    return circulars.select_related("neighbourhood", "author").get(pk=pk)
