"""Buildings that a circular did not reach."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.notices.lifecycle import CIRCULAR
from governance.notices.models import Circular, UnsentNotice
from residents.rooms.long_jobs import Leftovers, RunningJob


def unsent_notices_of(circular: Circular) -> QuerySet[UnsentNotice]:
    return circular.unsent.select_related("building").order_by("building__sort_key", "pk")


def leftovers_of(circular: Circular) -> Leftovers | None:
    """Return the buildings to which it can be sent again, or None if there are none."""
    if not (circular.job_id and CIRCULAR.allows(circular, "resend")):
        return None
    rows = [(unsent.building, unsent.reason) for unsent in unsent_notices_of(circular)]
    if not rows:
        return None
    return Leftovers(
        ngettext("没发成的%(n)s栋楼", "没发成的%(n)s栋楼", len(rows)) % {"n": len(rows)},
        rows,
        _("再发给没发成的"),
        "admin:notices_circular_resend",
        circular.pk,
    )


def leftovers_of_job(job: RunningJob) -> Leftovers | None:
    """Return what the job left, if it is the last one that sent the circular."""
    circular = Circular.objects.filter(job=job.pk).first()
    return leftovers_of(circular) if circular else None
