from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "governance.notices"
    label = "notices"
    verbose_name = "公示栏"

    def ready(self) -> None:
        from governance.notices import receivers  # noqa: F401, PLC0415 -- app ready
