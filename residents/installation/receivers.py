"""Receivers of signals: in a restored database, nothing goes on that was under way."""

from __future__ import annotations

from django.dispatch import receiver

from louzu.lib.signals import after_restore
from residents.background.actions import cancel_long_job
from residents.background.queries import open_long_jobs
from residents.installation.actions import end_unfinished_records


@receiver(after_restore)
def cancel_long_jobs(**_kwargs: object) -> None:
    """A circular that was half sent may have been sent whole since."""
    for job in open_long_jobs():
        cancel_long_job(job)


@receiver(after_restore)
def forget_unfinished_backups(**_kwargs: object) -> None:
    end_unfinished_records()
