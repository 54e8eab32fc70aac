from __future__ import annotations

from django.contrib import admin
from django.contrib.admin import DateFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.journal.models import Line, LineQuerySet
from governance.journal.queries import shown_line
from residents.desk.filters import BuildingFilter
from residents.desk.scoped import ReadOnlyAdmin


@admin.register(Line)
class LineAdmin(ReadOnlyAdmin):
    scope = "building__neighbourhood"
    list_display = ("number", "building", "at", "sentence", "audience")
    fields = list_display
    list_select_related = ("building", "actor")
    list_filter = (
        ("building", BuildingFilter),
        ("at", DateFieldListFilter),
        "audience",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Line]:
        lines: LineQuerySet = super().get_queryset(request)  # type: ignore[assignment]  # of the manager
        return lines.with_covers()

    @admin.display(description=_("做了什么"))
    def sentence(self, line: Line) -> str:
        return shown_line(line).text
