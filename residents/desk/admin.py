"""Desk page of the committee's own sign-ins."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter
from django.db.models import Model, QuerySet

from residents.access.models import DeskSignIn
from residents.desk.queries.people import pks_of_staff
from residents.desk.scoped import ReadOnlyAdmin


@admin.register(DeskSignIn)
class DeskSignInAdmin(ReadOnlyAdmin):
    """Sign-ins of the user's own committee, kept for a year."""

    list_display = ("user", "how", "at")
    list_select_related = ("user",)
    list_filter = ("how", ("at", DateFieldListFilter))
    search_fields = ("user__shown_name",)
    ordering = ("-at", "-pk")
    fields = ("user", "how", "at")

    def in_scope(self, rows: QuerySet[Model], neighbourhoods: list[int]) -> QuerySet[Model]:
        return rows.filter(user__in=pks_of_staff(neighbourhoods))
