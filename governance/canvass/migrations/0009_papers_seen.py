from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0008_papers_confirmed")]
    operations = [
        migrations.AddField(
            model_name="voicebookmark",
            name="paper",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
