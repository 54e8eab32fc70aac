"""Desk pages of the lounge. They never show authors of anonymous threads."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from governance.lounge.actions import moderation
from governance.lounge.lifecycle import HidingState
from governance.lounge.models import Hiding, Pause, Report, Thread, Unmasking
from louzu.lib.errors import Refused
from residents.desk.bulk import BulkAction
from residents.desk.filters import BuildingFilter, older_than_filter
from residents.desk.scoped import BuildingScopedAdmin, ReadOnlyAdmin
from residents.models import User

OF_POST = "post__thread__building__neighbourhood"


@admin.register(Thread)
class ThreadAdmin(BuildingScopedAdmin):
    list_display = (
        "title",
        "building",
        "kind",
        "life",
        "author",
        "posts",
        "last_post_at",
        "hidden",
    )
    list_select_related = ("building", "author")
    list_filter = (
        ("building", BuildingFilter),
        "kind",
        ("ended_at", EmptyFieldListFilter),
        older_than_filter("last_post_at", _("多久没人说话")),
        "hidden",
    )
    search_fields = ("title",)
    ordering = ("-last_post_at", "-pk")
    fields = (
        "building",
        "kind",
        "life",
        "title",
        "author",
        "posts",
        "last_post_at",
        "ended_at",
        "starts_at",
        "supports",
        "locked",
        "hidden",
    )
    readonly_fields = ("life",)

    @admin.display(description=_("状态"))
    def life(self, thread: Thread) -> str:
        return thread.state_label


class AboutPostDesk(ReadOnlyAdmin):
    """Base for records about a post, with a link to it."""

    scope = OF_POST
    list_select_related: ClassVar[tuple[str, ...]] = ("post__thread__building",)

    @admin.display(description=_("哪段话"))
    def said(self, row: Report | Hiding) -> str:
        return row.post.text[:60]

    @admin.display(description=_("楼组"))
    def place(self, row: Report | Hiding) -> str:
        return str(row.post.thread.building)

    def journal_subject_of(self, row: Report | Hiding) -> Model:
        thread: Model = row.post.thread
        return thread

    def get_view_on_site_url(self, obj: Report | Hiding | None = None) -> str | None:
        return obj.post.thread.url_of(obj.post.number) if obj else None


@admin.register(Report)
class ReportAdmin(AboutPostDesk):
    list_display = ("said", "place", "reason", "by", "at", "state")
    list_select_related = ("post__thread__building", "by")
    list_filter = ("state", older_than_filter("at"))
    fields = ("said", "place", "reason", "by", "at", "state")
    readonly_fields = ("said", "place")


def _restore(hiding: Hiding, *, by: User) -> None:
    """Restore the post. If there is an appeal, this answers it."""
    if hiding.state == HidingState.RESTORED:
        raise Refused(_("这段话已经恢复过了。"))
    if hiding.state != HidingState.HIDDEN:
        raise Refused(_("说话的人申诉过，请到这段话的页面上办。"))
    moderation.restore_post(hiding.post, by=by)


@admin.register(Hiding)
class HidingAdmin(AboutPostDesk):
    """Hidden posts, which can be restored here. Appeals are answered on the post's own page."""

    list_display = ("said", "place", "reason", "author", "at", "state", "appeal")
    list_select_related = ("post__thread__building", "author")
    list_filter = ("state", older_than_filter("at"))
    fields = ("said", "place", "reason", "author", "at", "state", "appeal", "answer")
    readonly_fields = ("said", "place")
    bulk = (
        BulkAction(
            "restore",
            _("恢复，让邻居看到"),
            undone_by="hide_again",
            description=_("下面的话，邻居又都能看到。公共客厅的记录会写上是谁恢复的。"),
            action=_restore,
        ),
        BulkAction(
            "hide_again",
            _("按原来的理由再收起"),
            undone_by="restore",
            description=_("已经恢复的话重新收起，理由照旧。说话的人还可以申诉。"),
            action=lambda hiding, by: moderation.hide_post(
                hiding.post, reason=hiding.reason, by=by
            ),
        ),
    )


@admin.register(Pause)
class PauseAdmin(BuildingScopedAdmin):
    list_display = ("user", "building", "until", "reason", "author", "lifted_at")
    list_select_related = ("user", "building", "author")
    list_filter = (
        ("building", BuildingFilter),
        ("lifted_at", EmptyFieldListFilter),
        older_than_filter("at"),
    )
    fields = ("building", "user", "until", "reason", "author", "at", "lifted_at")
    bulk = (
        BulkAction(
            "lift",
            _("提前恢复发言"),
            description=_("下面的人现在就能在公共客厅说话。要再停言，得从他们说的话重新办。"),
            action=moderation.lift_pause,
        ),
    )


@admin.register(Unmasking)
class UnmaskingAdmin(ReadOnlyAdmin):
    """The list of users who looked up an anonymous author, with their reasons. It does not name
    the author."""

    scope = "thread__building__neighbourhood"
    list_display = ("thread", "author", "reason", "at")
    list_select_related = ("thread", "author")
    list_filter = (older_than_filter("at"),)
    fields = ("thread", "author", "reason", "at")

    def journal_subject_of(self, row: Unmasking) -> Model:
        thread: Model = row.thread
        return thread
