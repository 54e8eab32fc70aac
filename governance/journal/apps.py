from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "governance.journal"
    label = "journal"
    verbose_name = "楼组日志"

    def ready(self) -> None:
        from governance.journal import receivers  # noqa: F401, PLC0415 -- app ready
