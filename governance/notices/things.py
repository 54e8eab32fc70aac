"""Notices, as they are shown on the pages of things that led to them or came of them."""

from __future__ import annotations

from collections.abc import Collection

from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice
from residents.models import Standing
from residents.rooms.things import ThingType, ThingView


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


THING_TYPES = {"notices.notice": ThingType(views_of=notice_views_of)}
