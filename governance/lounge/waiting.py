"""What waits in the lounge for a person, for the leader and for the handover."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.lounge.queries.moderation import concerns_in
from governance.lounge.queries.reminders import invitations_attended_by
from governance.lounge.queries.threads import unanswered_in, unsettled_in
from louzu.lib.time import format_moment
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting, WaitingList

MAX_THREADS = 10


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield invitations of the next days that the person said they would attend."""
    for thread in invitations_attended_by(page.user, page.building):
        url, place = thread.get_absolute_url(), thread.invitation.place
        at = thread.starts_at
        yield Waiting(thread.title, place, url, _("看安排"), at=at, at_is="at")


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield needs and worries without an answer, then reports and appeals."""
    for thread in unanswered_in(page.building, MAX_THREADS):
        note = f"{thread.get_kind_display()} · {format_moment(thread.last_post_at)}"
        url = thread.get_absolute_url()
        yield Waiting(thread.title, note, url, heading=Heading.UNANSWERED)
    concerns = concerns_in(page.building)
    url = reverse("lounge:moderation", args=[page.building.slug])
    if n := concerns.reports:
        words = ngettext("%(n)s条反映等您看", "%(n)s条反映等您看", n) % {"n": n}
        yield Waiting(words, _("客厅"), url, heading=Heading.CONCERNS)
    if n := concerns.appeals:
        words = ngettext("%(n)s条申诉等居委答复", "%(n)s条申诉等居委答复", n) % {"n": n}
        yield Waiting(words, _("客厅"), url, heading=Heading.CONCERNS)


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    items = [
        Waiting(thread.title, thread.get_kind_display(), thread.get_absolute_url())
        for thread in unsettled_in(page.building, most)
    ]
    url = reverse("lounge:list", args=[page.building.slug])
    yield WaitingList(_("客厅里还没解决的"), items, url, order=50)
