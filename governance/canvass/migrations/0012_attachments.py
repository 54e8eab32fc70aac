"""Photos and PDFs that hang on a question."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import louzu.lib.attachments


class Migration(migrations.Migration):
    dependencies = [("canvass", "0011_fresh")]
    operations = [
        migrations.CreateModel(
            "Attachment",
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
                ("file", models.FileField(upload_to=louzu.lib.attachments.file_path)),
                (
                    "thumbnail",
                    models.FileField(blank=True, upload_to=louzu.lib.attachments.photo_path),
                ),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                (
                    "canvass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="canvass.canvass",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
