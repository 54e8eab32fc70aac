from __future__ import annotations

from django.apps import AppConfig


class LoungeConfig(AppConfig):
    name = "governance.lounge"
    label = "lounge"
    verbose_name = "公共客厅"

    def ready(self) -> None:
        from governance.lounge import receivers  # noqa: F401, PLC0415 -- app ready
