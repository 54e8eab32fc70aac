from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "governance.meetings"
    label = "meetings"
    verbose_name = "议事会"

    def ready(self) -> None:
        from governance.meetings import receivers  # noqa: F401, PLC0415 -- app ready
