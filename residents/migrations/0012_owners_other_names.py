"""Owners keep the other names under which rosters tell of them."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0011_roster_columns")]
    operations = [
        migrations.AddField(
            "owner",
            "also",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=100),
                blank=True,
                default=list,
                editable=False,
                size=None,
                verbose_name="名册里也写作",
            ),
        ),
    ]
