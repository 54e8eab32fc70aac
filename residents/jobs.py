"""Data that nobody needs any longer is deleted by the clock, and long jobs run chunk by chunk."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from louzu.lib.jobs import Queue, forget_old_jobs, job, periodic_job
from louzu.lib.media_rows import sweep
from residents.access.actions.signins import forget_desk_sign_ins, forget_sessions
from residents.access.actions.submissions import forget_submissions
from residents.background.actions import (
    MAX_FAILURES,
    forget_long_jobs,
    resume_long_jobs,
    run_next_chunk,
)
from residents.desk.actions import forget_list_exports
from residents.installation.actions import forget_backup_records, start_due_backup
from residents.roster.actions.batches import delete_old_batches
from residents.roster.actions.imports import delete_old_undo_rows
from residents.roster.actions.roster import delete_old_drafts
from residents.uploads.actions import forget_files

UPKEEP = {
    "{} sent forms forgotten": forget_submissions,
    "{} unconfirmed rosters forgotten": delete_old_drafts,
    "{} unconfirmed rosters of neighbourhoods forgotten": delete_old_batches,
    "{} imports can no longer be taken back": delete_old_undo_rows,
    "{} files of forms forgotten that were not accepted": forget_files,
    "{} exported lists forgotten": forget_list_exports,
    "{} old sign-ins of the committee forgotten": forget_desk_sign_ins,
    "{} ended sessions forgotten": forget_sessions,
    "{} finished jobs forgotten": forget_old_jobs,
    "{} long jobs forgotten": forget_long_jobs,
    "{} old records of backups forgotten": forget_backup_records,
    "{} long jobs resumed": resume_long_jobs,
}
"""Sentences with a number, and what does so many."""


def delete_expired() -> list[str]:
    """Delete all expired data, and resume what got lost. Return a sentence about each kind."""
    told = [sentence.format(delete()) for sentence, delete in UPKEEP.items()]
    call_command("clearsessions")
    return told


@periodic_job(cron="30 * * * *", title=_("清掉过期的东西"))
def tidy() -> None:
    delete_expired()


@periodic_job(cron="5 * * * *", title=_("夜里备份"), leaves_portal=True)
def start_nightly_backup() -> None:
    start_due_backup(timezone.now())


@periodic_job(cron="35 19 * * *", title=_("清掉没有人用的照片和附件"), leaves_portal=True)
def sweep_media() -> None:
    sweep(default_storage)


@job(Queue.LONG, title=_("费时间的事的一步"), max_retries=MAX_FAILURES)
def run_chunk(long_job: int, number: int) -> None:
    run_next_chunk(long_job, number=number)
