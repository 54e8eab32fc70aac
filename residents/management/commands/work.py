"""Run jobs of the queue. ``make run`` and ``make serve`` start two of these beside the web server."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from louzu.lib.jobs import Queue
from louzu.lib.worker import run_worker


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()  # the portal made them when it started

    def add_arguments(self, parser: ArgumentParser) -> None:
        named = ",".join(Queue)
        parser.add_argument("--queues", default=named, help=f"names with commas, of {named}")
        parser.add_argument("--concurrency", type=int, default=1, help="jobs at the same time")
        parser.add_argument("--until-empty", action="store_true", help="end when no job is due")
        parser.add_argument("--poll", type=float, help="ask every so many seconds, do not listen")

    def handle(self, *_args: object, queues: str, concurrency: int, **options: object) -> None:
        try:
            named = [Queue(name.strip()) for name in queues.split(",")]
        except ValueError:
            raise CommandError(f"--queues takes names of {', '.join(Queue)}.") from None
        if concurrency < 1:
            raise CommandError("--concurrency takes a number, 1 or more.")
        poll = options["poll"]
        run_worker(
            named,
            concurrency=concurrency,
            until_empty=bool(options["until_empty"]),
            poll=poll if isinstance(poll, float) else None,
        )
