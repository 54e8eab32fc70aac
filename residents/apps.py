from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from louzu.lib.date_fields import patch_date_fields
from louzu.lib.empty_fields import patch_required_errors
from louzu.lib.text_fields import patch_char_field


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = "居民"

    def ready(self) -> None:
        import louzu.backup.checks  # noqa: F401, PLC0415 -- app ready
        import residents.installation.health  # noqa: PLC0415 -- app ready
        import residents.installation.receivers  # noqa: PLC0415 -- app ready
        import residents.people.receivers  # noqa: PLC0415 -- app ready
        import residents.rooms.receivers  # noqa: F401, PLC0415 -- app ready
        from residents.people import rules  # noqa: PLC0415 -- app ready

        patch_char_field()
        patch_date_fields()
        patch_required_errors()
        rules.deny_writing_in_closed_buildings()  # all rooms are loaded by now


class CommitteeSiteConfig(AdminConfig):
    default_site = "residents.desk.site.CommitteeSite"
