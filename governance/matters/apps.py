from __future__ import annotations

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "governance.matters"
    label = "matters"
    verbose_name = "事项"

    def ready(self) -> None:
        from governance.matters import receivers  # noqa: F401, PLC0415 -- app ready
