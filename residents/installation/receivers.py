"""Receivers of signals: in a restored database, nothing goes on that was under way."""

from __future__ import annotations

from django.dispatch import receiver

from louzu.lib.signals import after_restore
from residents.background.actions import cancel_long_job
from residents.background.queries import open_long_jobs
from residents.installation.actions import forget_backups


@receiver(after_restore)
def cancel_long_jobs(**_kwargs: object) -> None:
    """A circular that was half sent may have been sent whole since."""
    for job in open_long_jobs():
        cancel_long_job(job)


@receiver(after_restore)
def forget_backups_of_another_place(**_kwargs: object) -> None:
    forget_backups()
