"""What a desk's list may be narrowed by, beside the fields themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOW_LONG = _("多久了")
AGES = {"7": _("超过7天"), "30": _("超过30天")}


def older(since: str, called: str | Promise = HOW_LONG) -> type[SimpleListFilter]:
    """Rows whose time ``since`` is more than so many days past; those without one are no such rows."""

    class Older(SimpleListFilter):
        title = called  # type: ignore[assignment]
        parameter_name = "older"

        def lookups(
            self, request: HttpRequest, model_admin: ModelAdmin[Any]
        ) -> list[tuple[str, Any]]:
            return list(AGES.items())

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            if self.value() not in AGES:
                return queryset
            before = timezone.now() - dt.timedelta(days=int(self.value() or 0))
            return queryset.filter(**{f"{since}__lt": before})

    return Older
