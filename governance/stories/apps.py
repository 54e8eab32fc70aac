from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "governance.stories"
    label = "stories"
    verbose_name = "故事"

    def ready(self) -> None:
        from governance.stories import receivers  # noqa: F401, PLC0415 -- app ready
