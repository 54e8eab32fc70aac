from __future__ import annotations

from django.apps import AppConfig


class ChartersConfig(AppConfig):
    name = "governance.charters"
    label = "charters"
    verbose_name = "楼组公约"

    def ready(self) -> None:
        from governance.charters import receivers  # noqa: F401, PLC0415 -- app ready
