"""Copy all uploaded files from one place to another, such as from a folder to S3, and check their hashes.

It can be interrupted and run again: what is there already is only compared.
"""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from louzu.lib.media import MediaPlace, try_storage
from louzu.lib.media_copy import PruneRefusedError, copy_files, delete_others, files_to_prune


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        place = "the whole path of a folder, or s3://bucket/prefix as in LOUZU_MEDIA"
        parser.add_argument("source", help=place)
        parser.add_argument("target", help="alike; an account is read from LOUZU_MEDIA_KEYS")
        parser.add_argument(
            "--prune",
            action="store_true",
            help="delete from the target what the source no longer has",
        )

    def handle(
        self, *_args: object, source: str, target: str, prune: bool, **_options: object
    ) -> None:
        here: MediaPlace = settings.MEDIA.at(source)
        there: MediaPlace = settings.MEDIA.at(target)
        if here == there:
            raise CommandError("Source and target are the same place.")
        if here.folder and not here.folder.is_dir():
            raise CommandError(f"There is no folder {here}.")
        storage, copies = here.storage(), there.storage()
        try:
            try_storage(copies)
            if prune:
                files_to_prune(storage, copies)  # before the copies would make the target alike
            counts = copy_files(storage, copies)
            pruned = delete_others(storage, copies) if prune else 0
        except PruneRefusedError as reason:
            raise CommandError(f"Nothing was deleted there: {reason}") from reason
        except OSError as error:
            raise CommandError(
                f"It ended before everything was copied: {error}. Run it again."
            ) from (error)
        self.stdout.write(
            f"{counts['copied']} files copied to {there}, {counts['had']} were there already,"
            f" {pruned} deleted there."
        )
