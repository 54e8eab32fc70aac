from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.charters.lifecycle import EditionState
from governance.charters.models import Charter, CharterQuerySet, Draft, Edition, Wording
from residents.desk.scoped import BuildingScopedAdmin, ReadOnlyAdmin


class ReadOnlyCharterInline(admin.TabularInline[Model, Model]):
    """Inline rows for the committee. Read-only."""

    template = "admin/inline_rows.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class EditionInline(ReadOnlyCharterInline):
    model = Edition
    fields = (
        "number",
        "state",
        "begun_at",
        "in_force_at",
        "signed",
        "asked",
        "review_on",
        "ended_at",
        "ended_reason",
        "credit",
    )
    readonly_fields = fields


class WordingInline(ReadOnlyCharterInline):
    model = Wording
    fields = ("number", "heading", "text", "reason")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).filter(number__isnull=False).order_by("number")


@admin.register(Charter)
class CharterAdmin(BuildingScopedAdmin):
    """Charters of all buildings, with the edition in force and the one under way."""

    names_people = False
    list_display = (
        "building",
        "number_in_force",
        "in_force_since",
        "review_on",
        "state_under_way",
        "days_under_way",
        "offered_at",
    )
    fields = ("building", "offered_at")
    readonly_fields = fields
    inlines = (EditionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        charters = cast("CharterQuerySet", super().get_queryset(request))
        return charters.with_editions()

    @admin.display(description=_("现行第几版"))
    def number_in_force(self, charter: Charter) -> object:
        return charter.number_in_force

    @admin.display(description=_("何时生效"))
    def in_force_since(self, charter: Charter) -> object:
        return charter.in_force_since

    @admin.display(description=_("哪天再看一次"))
    def review_on(self, charter: Charter) -> object:
        return charter.review_on

    @admin.display(description=_("新的一版到了哪一步"))
    def state_under_way(self, charter: Charter) -> object:
        return EditionState(charter.state_under_way).label if charter.state_under_way else None

    @admin.display(description=_("新的一版办了几天"))
    def days_under_way(self, charter: Charter) -> int | None:
        since = charter.under_way_since
        return (timezone.now() - since).days if since else None


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    """Drafts that were published. Read-only."""

    scope = "edition__charter__building__neighbourhood"
    list_display = ("draft", "charter", "edition", "put_out_at", "until", "adopted")
    list_select_related = ("edition__charter__building",)
    ordering = ("-put_out_at",)
    fields = ("charter", "edition", "number", "put_out_at", "until", "adopted", "preamble")
    readonly_fields = fields
    inlines = (WordingInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).filter(put_out_at__isnull=False)

    def journal_subject_of(self, row: Draft) -> Model:
        charter: Model = row.edition.charter
        return charter

    @admin.display(description=_("稿"))
    def draft(self, draft: Draft) -> str:
        return str(draft)

    @admin.display(description=_("楼组公约"))
    def charter(self, draft: Draft) -> str:
        return str(draft.edition.charter)

    def get_view_on_site_url(self, obj: Draft | None = None) -> str | None:
        return str(obj.get_absolute_url()) if obj else None
