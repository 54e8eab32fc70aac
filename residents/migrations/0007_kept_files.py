"""Photos and PDFs of a form that was not accepted yet."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import residents.uploads.models


class Migration(migrations.Migration):
    dependencies = [("residents", "0006_password_set_by_the_keeper")]
    operations = [
        migrations.CreateModel(
            "KeptFile",
            [
                ("token", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file", models.FileField(upload_to=residents.uploads.models.file_path)),
                (
                    "thumbnail",
                    models.FileField(blank=True, upload_to=residents.uploads.models.photo_path),
                ),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="时间")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "还没发出去的照片和PDF",
                "verbose_name_plural": "还没发出去的照片和PDF",
            },
        ),
    ]
