"""Forget what is no longer needed: forms sent more than a week ago, and ended sessions."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from residents.actions import forget_submissions


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{forget_submissions()} sent forms forgotten")
        call_command("clearsessions")
