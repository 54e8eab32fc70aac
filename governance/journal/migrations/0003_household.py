"""A line that concerns one household is read by its members as well."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_chain"),
        ("residents", "0003_verified_number"),
    ]
    operations = [
        migrations.AddField(
            "line",
            "household",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="residents.household",
                verbose_name="哪一户",
            ),
        ),
    ]
