from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules

from louzu.lib.empty_fields import patch_required_errors
from louzu.lib.text_fields import patch_char_field


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = "居民"

    def ready(self) -> None:
        from residents.people import receivers, rules  # noqa: F401, PLC0415 -- app ready

        autodiscover_modules("personal_data")
        patch_char_field()
        patch_required_errors()
        rules.deny_writing_in_closed_buildings()  # all rooms are loaded by now


class CommitteeSiteConfig(AdminConfig):
    default_site = "residents.desk.site.CommitteeSite"
