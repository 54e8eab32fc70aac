"""Queries of stored files."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from residents.people.models import User
from residents.uploads.models import KeptFile

FILES_KEPT_FOR = dt.timedelta(days=1)


def kept_files_of(user: User) -> QuerySet[KeptFile]:
    since = timezone.now() - FILES_KEPT_FOR
    return KeptFile.objects.filter(owner=user, at__gt=since).order_by("-at", "-pk")
