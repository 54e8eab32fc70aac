from __future__ import annotations

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "governance.inbox"
    label = "inbox"
    verbose_name = "等您来办"

    def ready(self) -> None:
        from governance.inbox import checks, receivers  # noqa: F401, PLC0415 -- app ready
