"""The committee's desk of the lounge. Who gave no name stands in no list and no form here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter, RelatedOnlyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.lounge import actions
from governance.lounge.models import Hiding, Pause, Report, Thread, Unmasking
from governance.lounge.queries.stuck import stuck_in
from louzu.lib.errors import Refused
from residents.desk import BuildingOwnedAdmin, ReadOnlyDesk, asker, older
from residents.worklist import waits

waits("lounge", stuck_in)
OF_POST = "post__thread__building__neighbourhood"


@admin.register(Thread)
class ThreadAdmin(BuildingOwnedAdmin):
    list_display = (
        "title", "building", "kind", "life", "author", "posts", "last_post_at", "hidden",
    )  # fmt: skip
    list_select_related = ("building", "author")
    list_filter = (
        ("building", RelatedOnlyFieldListFilter),
        "kind",
        ("ended_at", EmptyFieldListFilter),
        older("last_post_at", _("多久没人说话")),
        "hidden",
    )
    search_fields = ("title",)
    ordering = ("-last_post_at", "-pk")
    fields = (
        "building", "kind", "life", "title", "author", "posts", "last_post_at", "ended_at",
        "starts_at", "supports", "locked", "hidden",
    )  # fmt: skip
    readonly_fields = ("life",)

    @admin.display(description=_("状态"))
    def life(self, thread: Thread) -> str:
        return thread.state_label


class AboutPostDesk(ReadOnlyDesk):
    """What happens to a post, with a way to the post."""

    scope = OF_POST
    list_select_related: ClassVar[Any] = ("post__thread__building",)

    @admin.display(description=_("哪段话"))
    def said(self, row: Report | Hiding) -> str:
        return row.post.text[:60]

    @admin.display(description=_("楼组"))
    def place(self, row: Report | Hiding) -> str:
        return str(row.post.thread.building)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.post.thread.url_of(obj.post.number) if obj else None


@admin.register(Report)
class ReportAdmin(AboutPostDesk):
    list_display = ("said", "place", "reason", "by", "at", "state")
    list_select_related = ("post__thread__building", "by")
    list_filter = ("state", older("at"))
    fields = ("said", "place", "reason", "by", "at", "state")
    readonly_fields = ("said", "place")


@admin.register(Hiding)
class HidingAdmin(AboutPostDesk):
    """Appeals are answered on the post's own page; what was hidden wrongly comes back from here."""

    list_display = ("said", "place", "reason", "author", "at", "state", "appeal")
    list_select_related = ("post__thread__building", "author")
    list_filter = ("state", older("at"))
    fields = ("said", "place", "reason", "author", "at", "state", "appeal", "answer")
    readonly_fields = ("said", "place")
    actions = ("restore",)

    @admin.action(description=_("恢复，让邻居看到"))
    def restore(self, request: HttpRequest, chosen: QuerySet[Hiding]) -> None:
        for hiding in chosen:
            try:
                actions.restore_post(hiding.post, by=asker(request))
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)


@admin.register(Pause)
class PauseAdmin(BuildingOwnedAdmin):
    list_display = ("user", "building", "until", "reason", "author", "lifted_at")
    list_select_related = ("user", "building", "author")
    list_filter = (
        ("building", RelatedOnlyFieldListFilter),
        ("lifted_at", EmptyFieldListFilter),
        older("at"),
    )
    fields = ("building", "user", "until", "reason", "author", "at", "lifted_at")


@admin.register(Unmasking)
class UnmaskingAdmin(ReadOnlyDesk):
    """Who looked and why; not what they saw."""

    scope = "thread__building__neighbourhood"
    list_display = ("thread", "author", "reason", "at")
    list_select_related = ("thread", "author")
    list_filter = (older("at"),)
    fields = ("thread", "author", "reason", "at")
