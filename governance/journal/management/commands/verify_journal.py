"""Verify the hash chains of the journals and report the first broken line of each. With --against,
compare a chain with a printed anchor, since an owner of the database could replace a whole chain."""

from __future__ import annotations

import re
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from governance.journal.queries import anchor_mismatch, broken_lines_in
from residents.models import Building


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--building", metavar="SLUG", help="only this building")
        parser.add_argument(
            "--against",
            action="append",
            default=[],
            metavar="NUMBER:DIGEST",
            help="as printed, such as 1234:ab12cd34; needs --building, may be given again",
        )

    def handle(
        self, *_args: object, building: str | None, against: list[str], **_options: object
    ) -> None:
        buildings = Building.objects.filter(slug=building) if building else Building.objects.all()
        if building and not buildings:
            raise CommandError(f"There is no building “{building}”.")
        anchors = [_anchor(word) for word in against]
        if anchors and not building:
            raise CommandError("Say with --building whose journal the paper is about.")
        broken = 0
        for one in buildings:
            if not self._holds(one, anchors):
                broken += 1
        if broken:
            raise CommandError(f"{broken} journal(s) do not hold.")

    def _holds(self, building: Building, anchors: list[tuple[int, str]]) -> bool:
        first = next(broken_lines_in(building), None)
        if first:
            self.stderr.write(f"{building.slug}: line {first[0]} {first[1]}")
        else:
            self.stdout.write(f"{building.slug}: {building.journal_version} lines hold")
        for number, digest in anchors:
            if trouble := anchor_mismatch(building, number, digest):
                self.stderr.write(f"{building.slug}: line {number} {trouble}")
                first = first or (number, trouble)
            else:
                self.stdout.write(f"{building.slug}: line {number} is the one that was printed")
        return first is None


def _anchor(word: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{8,64})", word.strip().lower())
    if found is None:
        raise CommandError(f"“{word}” is not like 1234:ab12cd34.")
    return int(found[1]), found[2]
