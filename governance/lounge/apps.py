from __future__ import annotations

from django.apps import AppConfig


class LoungeConfig(AppConfig):
    name = "governance.lounge"
    label = "lounge"
    verbose_name = "公共客厅"
