"""How far a member was shown who joined their household."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0004_without_a_name")]
    operations = [
        migrations.AddField(
            "membership",
            "joinings_seen",
            models.PositiveBigIntegerField(default=0, editable=False),
        )
    ]
