"""Delete expired data: old form submissions, unconfirmed rosters, undo data of old imports, files
of unaccepted forms, old sign-ins, and ended sessions."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import BaseCommand

from residents.access.actions.signins import forget_desk_sign_ins, forget_sessions
from residents.access.actions.submissions import forget_submissions
from residents.roster.actions.batches import delete_old_batches
from residents.roster.actions.imports import delete_old_undo_rows
from residents.roster.actions.roster import delete_old_drafts
from residents.uploads.actions import forget_files


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(f"{forget_submissions()} sent forms forgotten")
        self.stdout.write(f"{delete_old_drafts()} unconfirmed rosters forgotten")
        self.stdout.write(f"{delete_old_batches()} unconfirmed rosters of neighbourhoods forgotten")
        self.stdout.write(f"{delete_old_undo_rows()} imports can no longer be taken back")
        self.stdout.write(f"{forget_files()} files of forms forgotten that were not accepted")
        self.stdout.write(f"{forget_desk_sign_ins()} old sign-ins of the committee forgotten")
        self.stdout.write(f"{forget_sessions()} ended sessions forgotten")
        call_command("clearsessions")
