from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = "居民"


class CommitteeSiteConfig(AdminConfig):
    default_site = "residents.desk.CommitteeSite"
