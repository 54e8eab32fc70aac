"""Lists of the meetings of a building, and meetings that wait for a person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.canvass.models import Voice
from governance.inbox.reminders import MAX_AHEAD
from governance.meetings.lifecycle import AHEAD, CorrectionState, MeetingState, ProposalState
from governance.meetings.models import Meeting, Presence
from governance.meetings.models.meetings import EARLY_START
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Standing
from residents.places.models.spans import on_record_on

PAST = Keyset(("starts_at", "pk"))
MAX_COMING = 50
MAX_MEETINGS = 5
MAX_MEETINGS_ON_HOME = 3


def coming_meetings_in(building: Building, count: int) -> list[Meeting]:
    """Return the next meetings that are not cancelled, soonest first."""
    coming = building.meeting_set.coming().not_cancelled()
    return list(coming.order_by("starts_at", "pk")[:count])


def meetings_ahead_in(building: Building) -> list[Meeting]:
    """Return future meetings, including cancelled ones, soonest first."""
    ahead = building.meeting_set.coming().order_by("starts_at", "pk")
    return list(ahead[:MAX_COMING])


def meetings_held_soon() -> QuerySet[Meeting]:
    """Return meetings with invitations that people are reminded of about now."""
    now = timezone.now()
    return Meeting.objects.filter(
        on_record_on(prefix="building__"),
        state=MeetingState.INVITED,
        starts_at__gt=now,
        starts_at__lte=now + MAX_AHEAD,
    )


def past_meetings_in(building: Building, *, after: str | None = None) -> Page[Meeting]:
    return PAST.page(building.meeting_set.past(), after)


def next_change_at(building: Building) -> dt.datetime | None:
    """Return when a page next changes by time alone: when a meeting may begin or begins, or when
    proposals or corrections end. Uses one statement."""
    now = timezone.now()
    of = building.meeting_set.order_by()
    begins = of.filter(starts_at__gt=now).order_by("starts_at").values_list("starts_at")[:1]
    later = of.filter(starts_at__gt=now + EARLY_START).order_by("starts_at")
    may_begin = later.values_list(F("starts_at") - EARLY_START)[:1]
    proposals = of.filter(proposals_until__gt=now, state__in=AHEAD).order_by("proposals_until")
    corrections = of.filter(corrections_until__gt=now).order_by("corrections_until")
    found = begins.union(
        may_begin,
        proposals.values_list("proposals_until")[:1],
        corrections.values_list("corrections_until")[:1],
        all=True,
    )
    return min((at for (at,) in found), default=None)


def meetings_awaiting_reply_for(building: Building, standing: Standing) -> list[Meeting]:
    if not standing.answering:
        return []
    record = Presence.objects.filter(
        meeting=OuterRef("pk"), household__in=standing.answering, coming__isnull=False
    )
    asked = Voice.objects.filter(canvass=OuterRef("invitation"), household__in=standing.answering)
    found = building.meeting_set.coming().filter(
        ~Exists(record), Exists(asked), state=MeetingState.INVITED
    )
    return list(found.order_by("starts_at", "pk")[:MAX_MEETINGS])


def meetings_needing_leader_in(building: Building) -> list[Meeting]:
    """Return meetings with a task for the leader. ``proposed`` and ``asked`` are the numbers of
    undecided proposals and corrections."""
    proposed = Count("proposals", filter=Q(proposals__state=ProposalState.PROPOSED), distinct=True)
    asked = Count("corrections", filter=Q(corrections__state=CorrectionState.ASKED), distinct=True)
    now = timezone.now()
    begun = Q(state__in=AHEAD, starts_at__lte=now)
    to_publish = Q(state=MeetingState.OPEN, corrections_until__lte=now)
    being_written = Q(state__in=[MeetingState.HELD, MeetingState.DRAFTED])
    waiting = Q(proposed__gt=0, state__in=AHEAD) | Q(asked__gt=0)
    counted = building.meeting_set.annotate(proposed=proposed, asked=asked)  # type: ignore[no-redef]  # declared on the model
    found = counted.filter(waiting | begun | to_publish | being_written)
    return list(found.order_by("-starts_at", "-pk")[:MAX_MEETINGS])


def leader_task_text(meeting: Meeting) -> str:
    if meeting.state in AHEAD:
        if meeting.past:
            return _("开会的时间过了：开始记，或者记为取消")
        n = meeting.proposed
        return ngettext("%(n)s个议题等答复", "%(n)s个议题等答复", n) % {"n": n}
    if n := meeting.asked:
        return ngettext("记录有%(n)s条意见等答复", "记录有%(n)s条意见等答复", n) % {"n": n}
    if meeting.state == MeetingState.OPEN:
        return _("核对的日子过完了，可以公布记录")
    return _("记录还没写好")
