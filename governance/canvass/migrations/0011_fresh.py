from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("canvass", "0010_reworded")]
    operations = [
        migrations.AddField("voice", "fresh", models.BooleanField(default=False)),
        migrations.AlterField(
            "answer",
            "late_access",
            models.CharField(
                max_length=10,
                blank=True,
                choices=[
                    ("joined", "开始征询前后才能代表这家答复的人"),
                    ("key", "开始征询以后换过登录方式的人"),
                ],
            ),
        ),
    ]
