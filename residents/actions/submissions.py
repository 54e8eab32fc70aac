"""Forms that were sent."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from residents.models import Submission


def forget_submissions(older_than: dt.timedelta = dt.timedelta(days=7)) -> int:
    """How many were forgotten. A form that was open longer than this would do its work again."""
    old = Submission.objects.filter(at__lt=timezone.now() - older_than)
    forgotten, _by_model = old.delete()
    return forgotten
