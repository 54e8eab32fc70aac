"""Pages of a paper that were taken out before the check, and lines that replace another answer."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0026_visits_of_earlier_texts")]
    operations = [
        migrations.AddField("scannedpage", "removed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "homeentry", "settles", models.BooleanField(db_default=False, default=False)
        ),
    ]
