from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "governance.journal"
    label = "journal"
    verbose_name = "楼组日志"

    def ready(self) -> None:
        from governance.journal import receivers  # noqa: F401, PLC0415 -- app ready

        autodiscover_modules("verbs")
