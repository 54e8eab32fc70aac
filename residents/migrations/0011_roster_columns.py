"""What columns of rosters are is asked, and remembered for the committee's next file."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0010_closed_flats_and_households")]
    operations = [
        migrations.AddField("rosterdraft", "columns", models.JSONField(default=dict)),
        migrations.CreateModel(
            "RosterColumn",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("heading", models.CharField(editable=False, max_length=100)),
                ("header", models.CharField(max_length=100, verbose_name="表头")),
                ("field", models.CharField(max_length=20, verbose_name="当作")),
                ("at", models.DateTimeField(auto_now=True, verbose_name="什么时候说的")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁说的",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_columns",
                        to="residents.neighbourhood",
                        verbose_name="居民区",
                    ),
                ),
            ],
            options={
                "verbose_name": "名册里记着的列",
                "verbose_name_plural": "名册里记着的列",
                "ordering": ["neighbourhood", "header"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("neighbourhood", "heading"), name="one_meaning_of_a_heading"
                    )
                ],
            },
        ),
    ]
