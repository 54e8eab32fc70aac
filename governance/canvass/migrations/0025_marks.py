"""Add the ticked values to lines and readings of papers, for questions with options."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0024_sheets")]
    operations = [
        migrations.AddField(
            model, "marks", ArrayField(models.CharField(max_length=12), null=True)
        )
        for model in ("homeentry", "linereading")
    ]
