"""Photos and PDFs that hang on a circular."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from louzu.lib.attachments import file_path, photo_path


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.CreateModel(
            "CircularAttachment",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("photo", "照片"), ("pdf", "PDF")], max_length=10),
                ),
                ("name", models.CharField(max_length=100)),
                ("file", models.FileField(upload_to=file_path)),
                ("thumbnail", models.FileField(blank=True, upload_to=photo_path)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="notices.circular",
                    ),
                ),
            ],
            options={
                "verbose_name": "群发通知的附件",
                "verbose_name_plural": "群发通知的附件",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
