from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "governance.search"
    label = "search"
    verbose_name = "找一找"

    def ready(self) -> None:
        from governance.search import receivers  # noqa: F401, PLC0415 -- app ready
