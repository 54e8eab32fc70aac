"""Notices as they are forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.queries.progress import progress_sentence
from governance.notices.models import Notice
from governance.notices.queries import notices_readable_by
from louzu.lib.time import format_day, format_span
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    shown = notices_readable_by(page.building, page.standing).shown()
    notice = shown.select_related("canvass").filter(pk=pk).first()
    if notice is None:
        return None
    notice.building = page.building
    canvass = notice.canvass
    return ShareCard(
        kind=_("紧急通知") if notice.urgent else notice.get_kind_display(),
        title=notice.title,
        when=_when(notice),
        sentence=notice.summary,
        state=progress_sentence(canvass) if canvass and canvass.taking_answers else "",
        url=notice.get_absolute_url(),
        asks=_asks(notice),
        is_for_everybody=notice.is_for_everybody,
    )


def page_of(page: PageContext, pk: int) -> str:
    """A notice that was taken down or is over has a page that says so."""
    past = notices_readable_by(page.building, page.standing).past()
    notice = past.select_related("building").filter(pk=pk).first()
    return notice.get_absolute_url() if notice else ""


def _when(notice: Notice) -> str:
    if notice.happens_from:
        return format_span(notice.happens_from, notice.happens_until)
    if notice.is_posting and notice.expires_at:
        return _("公示到%(day)s") % {"day": format_day(notice.expires_at)}
    return ""


def _asks(notice: Notice) -> str:
    if notice.is_posting:
        return _("扫一扫，看全文，有意见可以提")
    if notice.asks:
        return _("扫一扫，说一声“我家知道了”")
    return _("扫一扫，看全文")


SHAREABLE = {"notices.notice": Shareable(gettext_lazy("通知"), card_of, page_of)}
