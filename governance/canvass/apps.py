from __future__ import annotations

from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "governance.canvass"
    label = "canvass"
    verbose_name = "挨家挨户"

    def ready(self) -> None:
        from governance.canvass import receivers  # noqa: F401, PLC0415 -- app ready
