"""Delete a person's authenticator app, passkeys and recovery codes, for example after the loss of a
phone."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from residents.access.actions.signins import reset_second_factor
from residents.people.models import User


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: object, **options: object) -> None:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['username']}.")
        reset_second_factor(user)
        self.stdout.write(f"{user.username} sets up a new second factor at the next sign-in.")
