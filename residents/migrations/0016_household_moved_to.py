"""A household that moved within the building says as which it goes on."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0015_one_owner_at_a_time")]
    operations = [
        migrations.AddField(
            "household",
            "moved_to",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="residents.household",
            ),
        ),
    ]
