"""A line outlives the household that it concerned: an import may be taken back."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0003_household"),
        ("residents", "0003_verified_number"),
    ]
    operations = [
        migrations.AlterField(
            "line",
            "household",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="residents.household",
                verbose_name="哪一户",
            ),
        ),
    ]
