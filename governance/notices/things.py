"""Notices, as they are shown on the pages of things that led to them or came of them."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.notices.lifecycle import NoticeState
from governance.notices.models import Circular, Notice
from louzu.lib.text import strip_marks
from residents.models import Building, Standing
from residents.rooms.things import ThingType, ThingView, ThingWords


def notice_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    """Return posted notices and, for those who may write them, drafts."""
    notices = Notice.objects.filter(pk__in=pks).select_related("building")
    if not standing.may_post_notices:
        notices = notices.filter(state=NoticeState.POSTED, announced=True)
    if not standing.member:
        notices = notices.public()
    return {
        notice.pk: ThingView(
            notice.get_kind_display(),
            notice.title,
            notice.get_state_display(),
            notice.get_absolute_url(),
        )
        for notice in notices
    }


def notice_words_of(building: Building, pk: int) -> ThingWords | None:
    """Return the words of a notice that was posted."""
    posted = building.notice_set.filter(pk=pk, state=NoticeState.POSTED, announced=True)
    notice = posted.first()
    if notice is None:
        return None
    begins = notice.happens_from and timezone.localdate(notice.happens_from)
    return ThingWords(notice.title, strip_marks(notice.body), happens_on=begins)


def circular_views_of(pks: Collection[int], standing: Standing) -> dict[int, ThingView]:
    """Return views of circulars, for members of a building only.

    The title is included for those who may post notices. Other members get the name of the
    neighbourhood instead: they can read the title on the notice itself while it is posted. Only staff
    get a URL, because the circular's page belongs to the admin site.
    """
    if not standing.member:
        return {}
    return {
        circular.pk: ThingView(
            _("居委群发的通知"),
            circular.title if standing.may_post_notices else f"{circular.neighbourhood}",
            circular.get_state_display(),
            reverse("admin:notices_circular_change", args=[circular.pk]) if standing.staff else "",
        )
        for circular in Circular.objects.filter(pk__in=pks).select_related("neighbourhood")
    }


THING_TYPES = {
    "notices.notice": ThingType(views_of=notice_views_of, words_of=notice_words_of),
    "notices.circular": ThingType(views_of=circular_views_of),
}
