from __future__ import annotations

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "governance.doors"
    label = "doors"
    verbose_name = "敲门"

    def ready(self) -> None:
        from governance.doors import receivers  # noqa: F401, PLC0415 -- app ready
