"""Long jobs, and the job queue as the desk shows it."""

from __future__ import annotations

from django.db.models import QuerySet

from residents.background.models import LongJob
from residents.people.models import User


def long_jobs_of(user: User) -> QuerySet[LongJob]:
    return LongJob.objects.filter(by=user).order_by("-pk")
