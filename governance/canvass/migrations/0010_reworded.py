from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0009_papers_seen")]
    operations = [
        migrations.AddField("textversion", "answered", models.PositiveIntegerField(null=True)),
        migrations.AddField("voicebookmark", "text", models.PositiveIntegerField(default=0)),
    ]
