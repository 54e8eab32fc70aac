from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("canvass", "0020_options")]
    operations = [
        AddIndexConcurrently(
            "attachment", models.Index(fields=["option"], name="attachment_of_option")
        )
    ]
